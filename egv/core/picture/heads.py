"""Heads in a picture: faces with their eyes and mouth, the heads around them, and their tracks.

All places are shares of the picture's width and height.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import hypot
from statistics import median

from egv.core.media.shape import RelativeBox
from egv.core.media.timing import Seconds, Span

Point = tuple[float, float]

# Of the face's height, hairline to chin; on real heads hair rises 0.15 to 0.28 above it.
HAIR, BESIDE, UNDER = 0.3, 0.15, 0.08
REACH = 0.3  # of the way from eyes to mouth: how far these reach around their middle
NEAR, ALIKE = 1.5, 1.8  # the same face: at most so many sizes away, so much larger
LOST = Seconds(1)  # a face not seen for longer counts as a new one
FEWEST_LOOKS = 3  # looks that must agree on a face
SURE = 0.7  # least median score, 0 to 1, of a face: other things scored up to 0.63


@dataclass(frozen=True, slots=True)
class FaceBox:
    """A face at one moment, s on the clip's clock: hairline to chin; its head includes the hair."""

    at: Seconds
    face: RelativeBox
    head: RelativeBox
    features: RelativeBox  # from the eyes to the mouth
    score: float

    @property
    def middle(self) -> Point:
        """The middle of the face."""
        left, top, right, bottom = self.face
        return (left + right) / 2, (top + bottom) / 2

    @property
    def height(self) -> float:
        """The height of the face."""
        return self.face[3] - self.face[1]


@dataclass(frozen=True, slots=True)
class FaceTrack:
    """One face through a clip: its boxes, in order of time."""

    boxes: tuple[FaceBox, ...]

    @property
    def height(self) -> float:
        """The median height of the face."""
        return median(box.height for box in self.boxes)

    def has_met(self, other: FaceTrack) -> bool:
        """True where both faces were in the picture during the same time."""
        own, its = self.boxes, other.boxes
        return own[0].at <= its[-1].at and its[0].at <= own[-1].at

    def smooth_boxes(self) -> FaceTrack:
        """Smooth the track: a box that is larger or elsewhere in one look alone is corrected."""
        first, *_, last = (*self.boxes, self.boxes[-1])
        around = zip((first, *self.boxes[:-1]), self.boxes, (*self.boxes[1:], last), strict=True)
        return FaceTrack(tuple(_take_median_box(*three) for three in around))

    def keep_spans(self, spans: Sequence[Span]) -> tuple[FaceTrack, ...]:
        """Return the track within `spans`: a tuple of one track, or empty."""
        kept = tuple(b for b in self.boxes if any(s.start <= b.at < s.end for s in spans))
        return (FaceTrack(kept),) if kept else ()

    def iter_stretches(self, step: Seconds) -> Iterator[tuple[FaceBox, FaceBox]]:
        """Iterate over pairs of boxes, `step` s apart; the face crosses the room between them.

        Before the first look and after the last, and at each end of a gap, the movement continues.
        """
        for part in self._iter_unbroken_parts():
            if len(part) == 1:
                yield part[0], part[0]
                continue
            yield _extrapolate_box(part[1], part[0], step), part[0]
            yield from pairwise(part)
            yield part[-1], _extrapolate_box(part[-2], part[-1], step)

    def _iter_unbroken_parts(self) -> Iterator[list[FaceBox]]:
        """Iterate over the parts of the track between gaps, where the face was lost or cut out."""
        part = [self.boxes[0]]
        for box in self.boxes[1:]:
            if box.at - part[-1].at > LOST:
                yield part
                part = []
            part.append(box)
        yield part


def enclose_boxes(parts: Sequence[RelativeBox]) -> RelativeBox:
    """Return the smallest box that holds all `parts`, of which there is at least one."""
    return (
        min(part[0] for part in parts), min(part[1] for part in parts),
        max(part[2] for part in parts), max(part[3] for part in parts),
    )  # fmt: skip


def grow_to_head(face: RelativeBox, eyes: Point, mouth: Point) -> RelativeBox:
    """Grow a face to the head with its hair; all values are in px.

    `eyes` is the middle between both eyes. The hair is beyond the eyes, seen from the mouth, so
    this holds for a head that lies or is upside down too.
    """
    away = hypot(eyes[0] - mouth[0], eyes[1] - mouth[1])
    up = ((eyes[0] - mouth[0]) / away, (eyes[1] - mouth[1]) / away) if away else (0.0, -1.0)
    tall = abs(up[0]) * (face[2] - face[0]) + abs(up[1]) * (face[3] - face[1])

    def measure_growth(x: int, y: int) -> float:
        towards = up[0] * x + up[1] * y
        more = (HAIR - BESIDE) * max(0.0, towards) + (UNDER - BESIDE) * max(0.0, -towards)
        return tall * (BESIDE + more)

    left, top, right, bottom = face
    return (
        left - measure_growth(-1, 0),
        top - measure_growth(0, -1),
        right + measure_growth(1, 0),
        bottom + measure_growth(0, 1),
    )


def grow_to_features(points: Sequence[Point], eyes: Point) -> RelativeBox:
    """Grow the middles of both eyes and the mouth to all of them; all values are in px.

    `eyes` is the middle between both eyes; the mouth is the last of `points`.
    """
    left, top, right, bottom = enclose_boxes([(*point, *point) for point in points])
    reach = REACH * hypot(eyes[0] - points[-1][0], eyes[1] - points[-1][1])
    return left - reach, top - reach, right + reach, bottom + reach


def track_faces(looks: Sequence[Sequence[FaceBox]]) -> tuple[FaceTrack, ...]:
    """Track the faces in `looks`, in order; a track needs enough looks that agree."""
    tracks: list[list[FaceBox]] = []
    for faces in looks:
        alive = [t for t in tracks if faces and faces[0].at - t[-1].at <= LOST]
        pairs = sorted(
            ((_measure_distance(track[-1], face), n, m)
             for n, track in enumerate(alive) for m, face in enumerate(faces)
             if _is_same_face(track[-1], face)),
        )  # fmt: skip
        used_tracks, used_faces = set[int](), set[int]()
        for _, n, m in pairs:
            if n not in used_tracks and m not in used_faces:
                alive[n].append(faces[m])
                used_tracks.add(n)
                used_faces.add(m)
        tracks += [[face] for m, face in enumerate(faces) if m not in used_faces]
    fewest = min(FEWEST_LOOKS, len(looks))
    return tuple(
        FaceTrack(tuple(track))
        for track in tracks
        if len(track) >= fewest and median(face.score for face in track) >= SURE
    )


def _measure_distance(one: FaceBox, other: FaceBox) -> float:
    """Measure the distance of two faces, in widths and heights of the larger."""
    (x, y), (to_x, to_y) = one.middle, other.middle
    wide = max(one.face[2] - one.face[0], other.face[2] - other.face[0], 1e-6)
    return max(abs(x - to_x) / wide, abs(y - to_y) / max(one.height, other.height, 1e-6))


def _is_same_face(one: FaceBox, other: FaceBox) -> bool:
    low, high = sorted((one.height, other.height))
    return high <= ALIKE * low and _measure_distance(one, other) <= NEAR


def _take_median_box(one: FaceBox, middle: FaceBox, other: FaceBox) -> FaceBox:
    """Return `middle` with the median of the three boxes on each side."""

    def part(parts: tuple[RelativeBox, RelativeBox, RelativeBox]) -> RelativeBox:
        left, top, right, bottom = (median(sides) for sides in zip(*parts, strict=True))
        return left, top, right, bottom

    three = (one, middle, other)
    return FaceBox(
        middle.at,
        part((one.face, middle.face, other.face)),
        part((one.head, middle.head, other.head)),
        part((one.features, middle.features, other.features)),
        median(box.score for box in three),
    )


def _extrapolate_box(before: FaceBox, face: FaceBox, step: Seconds) -> FaceBox:
    """Extrapolate `face` by one `step` at its pace since `before`, or back from a later one."""
    share = float(step / abs(face.at - before.at))
    (x, y), (was_x, was_y) = face.middle, before.middle
    dx, dy = (x - was_x) * share, (y - was_y) * share
    at = face.at + step if face.at > before.at else face.at - step
    whole, head, features = (_shift_part(p, dx, dy) for p in (face.face, face.head, face.features))
    return FaceBox(at, whole, head, features, face.score)


def _shift_part(part: RelativeBox, dx: float, dy: float) -> RelativeBox:
    return part[0] + dx, part[1] + dy, part[2] + dx, part[3] + dy
