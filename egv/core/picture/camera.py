"""A virtual camera: the place of a narrower frame in a wider picture, moved calmly.

The camera stands still while its subject moves about. When the subject has really gone elsewhere,
the camera follows once, softly. All sightings are known beforehand, so the camera sets off with the
subject and never lags behind.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from statistics import median

from egv.core.media.spans import sum_durations
from egv.core.media.timing import Seconds, Span
from egv.core.picture.heads import FaceTrack

NO_TIME, LOOK = Seconds(0), Seconds(1, 4)
DEAD = 0.22  # share of the frame's own side that the subject may move before the camera follows
SETTLED = Seconds(1)  # the subject counts as gone after this long away
LOOK_AHEAD = Seconds(4)  # the new position is the median over this time
SLOWEST, FASTEST = Seconds(8, 10), Seconds(2)  # s: shortest and longest move
SMOOTHED = 2  # neighbours on each side that a sighting is smoothed over


@dataclass(frozen=True, slots=True)
class Sighting:
    """The subject's middle at one moment: shares of the picture's width and height."""

    at: Seconds
    x: float
    y: float


@dataclass(frozen=True, slots=True)
class Focus:
    """The subject of a picture.

    `faces` are tracked through its `length`, with a look every `step`, s; `motion` is the middle of
    all that moves, None where nothing moves.
    """

    faces: tuple[FaceTrack, ...] = ()
    length: Seconds = NO_TIME
    step: Seconds = LOOK
    motion: tuple[float, float] | None = None

    def keep_spans(self, spans: Sequence[Span]) -> Focus:
        """Return the part of the focus within `spans`."""
        faces = tuple(left for face in self.faces for left in face.keep_spans(spans))
        return replace(self, faces=faces, length=sum_durations(spans))


@dataclass(frozen=True, slots=True)
class CameraMove:
    """A move of the camera from one place to another, s on the clip's clock."""

    span: Span
    start: tuple[float, float]
    end: tuple[float, float]


@dataclass(frozen=True, slots=True)
class CameraPath:
    """The camera's path: positions as shares of the picture's width and height."""

    first: tuple[float, float]
    moves: tuple[CameraMove, ...] = ()

    def find_position(self, moment: Seconds) -> tuple[float, float]:
        """Find the camera's position at `moment`, s on the clip's clock."""
        place = self.first
        for move in self.moves:
            if moment < move.span.start:
                return place
            if moment < move.span.end:
                done = ease_move(float((moment - move.span.start) / move.span.duration))
                (x, y), (to_x, to_y) = move.start, move.end
                return x + (to_x - x) * done, y + (to_y - y) * done
            place = move.end
        return place


def ease_move(share: float) -> float:
    """Return the share of the way after `share` of the time, soft at both ends (smoothstep)."""
    return share * share * (3 - 2 * share)


def plan_camera_path(sightings: Sequence[Sighting], reach: tuple[float, float]) -> CameraPath:
    """Plan the path of a camera that follows `sightings` (ordered, at least one).

    `reach` is the frame's own width and height as shares of the picture; 1 where no move is needed.
    """
    free = DEAD * reach[0], DEAD * reach[1]
    seen = _smooth_sightings(sightings)
    place = _find_subject_middle(seen, seen[0].at)
    path, moves, at = place, list[CameraMove](), 0
    while at < len(seen):
        if not _is_outside(seen[at], place, free) or not _is_outside_for_long(
            seen, at, place, free
        ):
            at += 1
            continue
        target = _find_subject_middle(seen, seen[at].at)
        far = max(abs(target[0] - place[0]) / reach[0], abs(target[1] - place[1]) / reach[1])
        length = min(FASTEST, max(SLOWEST, SLOWEST + Seconds(round(far * 1000), 1000)))
        start = max(seen[at].at - length / 2, moves[-1].span.end if moves else seen[0].at)
        moves.append(CameraMove(Span(start, start + length), place, target))
        place = target
        at = next((n for n in range(at, len(seen)) if seen[n].at >= start + length), len(seen))
    return CameraPath(path, tuple(moves))


def _smooth_sightings(sightings: Sequence[Sighting]) -> list[Sighting]:
    """Smooth `sightings` by a moving median, which drops single outliers."""
    near = [sightings[max(0, n - SMOOTHED) : n + SMOOTHED + 1] for n in range(len(sightings))]
    return [
        Sighting(one.at, median(s.x for s in around), median(s.y for s in around))
        for one, around in zip(sightings, near, strict=True)
    ]


def _find_subject_middle(seen: Sequence[Sighting], start: Seconds) -> tuple[float, float]:
    """Find the subject's median position from `start` on."""
    soon = [sighting for sighting in seen if start <= sighting.at <= start + LOOK_AHEAD]
    return median(sighting.x for sighting in soon), median(sighting.y for sighting in soon)


def _is_outside(one: Sighting, place: tuple[float, float], free: tuple[float, float]) -> bool:
    return abs(one.x - place[0]) > free[0] or abs(one.y - place[1]) > free[1]


def _is_outside_for_long(
    seen: Sequence[Sighting], at: int, place: tuple[float, float], free: tuple[float, float]
) -> bool:
    later = [sighting for sighting in seen[at:] if sighting.at <= seen[at].at + SETTLED]
    return len(later) > 1 and all(_is_outside(sighting, place, free) for sighting in later)
