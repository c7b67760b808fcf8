"""The choice of a crop to another shape: every important head stays in it, or there is none."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from statistics import median

from egv.core.media.shape import RelativeBox
from egv.core.media.timing import Seconds, Span
from egv.core.picture.camera import (
    FASTEST,
    SLOWEST,
    CameraMove,
    CameraPath,
    Focus,
    Sighting,
    plan_camera_path,
)
from egv.core.picture.crop import HEADROOM, CropWindow, Follow
from egv.core.picture.heads import FaceBox, FaceTrack, enclose_boxes

MIDDLE = {Follow.CENTRE: 0.5, Follow.LEFT: 0.0, Follow.RIGHT: 1.0}
UPPER = 0.38  # of the height: the usual place of a face or other subject
SHOWN = 0.2  # of the time: a face seen for less belongs to a passer-by
LESSER = 0.4  # of the largest face's height: a smaller face is in the background
TOO_LARGE = 0.45  # of the frame's height: a larger face fills a crop
CALM, BRISK = FASTEST, SLOWEST  # s: a move that follows a person takes this long
ROUNDED = 0.004  # of the picture: tolerance, since sides are on even pixels


@dataclass(frozen=True, slots=True)
class CropChoice:
    """The place of a crop, and its subject in words; `fault` says what it would lose, if anything.

    `fault` completes a sentence such as "a cut ...". A crop that `keeps_heads` whole may still be
    filled by one.
    """

    path: CameraPath
    subject: str
    fault: str = ""
    keeps_heads: bool = True


@dataclass(slots=True)
class _MomentFaces:
    """All important faces at one moment: their heads, and the middle of their faces."""

    at: Seconds
    boxes: list[FaceBox] = field(default_factory=list)

    @property
    def heads(self) -> RelativeBox:
        """The box around all heads, limited to the picture."""
        left, top, right, bottom = enclose_boxes([box.head for box in self.boxes])
        return max(left, 0.0), max(top, 0.0), min(right, 1.0), min(bottom, 1.0)

    @property
    def sighting(self) -> Sighting:
        left, _, right, _ = self.heads
        _, top, _, bottom = enclose_boxes([box.face for box in self.boxes])
        return Sighting(self.at, (left + right) / 2, (top + bottom) / 2)


def place_crop(focus: Focus, here: CropWindow, follow: Follow) -> CropChoice:
    """Place a crop of the size of `here` on the important part of `focus`."""
    looks = _group_boxes(choose_main_faces(focus))
    if follow is not Follow.AUTO:
        path = CameraPath((MIDDLE[follow], UPPER))
        return _judge_crop(looks, here, CropChoice(path, f"the {follow}"))
    if not looks:
        about, place = ("what moves", focus.motion) if focus.motion else ("the middle", None)
        return CropChoice(CameraPath(place or (0.5, UPPER)), about)
    path = _plan_calm_path(looks, here)
    several = max(len(look.boxes) for look in looks) > 1
    return _judge_crop(looks, here, CropChoice(path, "the faces" if several else "the face"))


def choose_main_faces(focus: Focus) -> tuple[FaceTrack, ...]:
    """Choose the faces that matter: no passer-by, no background face, no picture on a wall."""
    if not focus.faces:
        return ()
    length = {id(face): float(len(face.boxes) * focus.step) for face in focus.faces}
    shown = SHOWN * float(focus.length)
    if sum(length.values()) < shown:
        return ()
    faces = sorted(focus.faces, key=lambda face: -length[id(face)] * face.height)
    tallest = faces[0].height
    main: list[FaceTrack] = []
    for face in faces:
        long = length[id(face)] >= shown
        alone = not any(face.has_met(other) for other in main)
        if face.height >= LESSER * tallest and (long or alone):
            main.append(face)
    return tuple(main)


def _group_boxes(faces: Sequence[FaceTrack]) -> list[_MomentFaces]:
    looks: dict[Seconds, _MomentFaces] = {}
    for box in (box for face in faces for box in face.smooth_boxes().boxes):
        looks.setdefault(box.at, _MomentFaces(box.at)).boxes.append(box)
    return [looks[at] for at in sorted(looks)]


def _plan_calm_path(looks: Sequence[_MomentFaces], here: CropWindow) -> CameraPath:
    """Plan the calmest path that cuts no head; if there is none, the calmest path."""
    sightings = [look.sighting for look in looks]
    whole = enclose_boxes([look.heads for look in looks])
    wide, high = here.relative_size
    if whole[2] - whole[0] <= wide and whole[3] - whole[1] <= high:
        middle = (median(one.x for one in sightings), median(one.y for one in sightings))
        return CameraPath(_find_nearest_place(whole, middle, here))
    calmest = plan_camera_path(sightings, here.relative_size)
    if not _is_head_cut(looks, here, calmest):
        return calmest
    return _plan_stop_path(looks, here, CALM) or _plan_stop_path(looks, here, BRISK) or calmest


def _plan_stop_path(
    looks: Sequence[_MomentFaces], here: CropWindow, length: Seconds
) -> CameraPath | None:
    """Plan a path of few stops with moves of `length`, s; None where it would cut a head.

    A stop holds all heads from before the move to it begins until after the move from it has ended,
    so that they are inside the frame during both moves.
    """
    places, moves, first = list[tuple[float, float]](), list[CameraMove](), 0
    while True:
        (end, heads), start = _find_longest_stop(looks, first, here), looks[first].at
        if end == first or (moves and start < moves[-1].span.end):
            return None
        seen = [look.sighting for look in looks[first:end]]
        middle = (median(one.x for one in seen), median(one.y for one in seen))
        places.append(_find_nearest_place(heads, middle, here))
        if len(places) > 1:
            moves.append(CameraMove(Span(start, start + length), places[-2], places[-1]))
        if end == len(looks):
            return CameraPath(places[0], tuple(moves))
        leaves = looks[end - 1].at - length
        first = max((n for n in range(first + 1, end) if looks[n].at <= leaves), default=-1)
        if first < 0:
            return None


def _find_longest_stop(
    looks: Sequence[_MomentFaces], first: int, here: CropWindow
) -> tuple[int, RelativeBox]:
    """Find how many looks from `first` on fit in `here` at once, and the box around their heads.

    Returns the index after the last of these looks.
    """
    end, heads = first, looks[first].heads
    while end < len(looks):
        more = enclose_boxes([heads, looks[end].heads])
        if _is_too_large(more, here):
            break
        end, heads = end + 1, more
    return end, heads


def _find_nearest_place(
    part: RelativeBox, middle: tuple[float, float], here: CropWindow
) -> tuple[float, float]:
    """Find the place nearest to `middle` from which `here` shows all of `part`."""
    (x, y), (wide, high) = middle, here.relative_size
    left = min(max(x - wide / 2, part[2] - wide), part[0])
    top = min(max(y - HEADROOM * high, part[3] - high), part[1])
    return left + wide / 2, top + HEADROOM * high


def _judge_crop(looks: Sequence[_MomentFaces], here: CropWindow, choice: CropChoice) -> CropChoice:
    """Return `choice` with what is wrong with it, if anything."""
    if not looks:
        return choice
    tallest = median(max(box.height for box in look.boxes) for look in looks)
    is_cut = _is_head_cut(looks, here, choice.path)
    if tallest > TOO_LARGE * here.relative_size[1]:
        return replace(choice, fault="would be filled by the face", keeps_heads=not is_cut)
    if not is_cut:
        return choice
    fault = "would cut off part of a head"
    if any(len(look.boxes) > 1 and _is_too_large(look.heads, here) for look in looks):
        most = max(len(look.boxes) for look in looks)
        fault = f"would not have room for {'both' if most == 2 else f'all {most}'} faces"
    return replace(choice, fault=fault, keeps_heads=False)


def _is_too_large(part: RelativeBox, here: CropWindow) -> bool:
    wide, high = here.relative_size
    return part[2] - part[0] > wide or part[3] - part[1] > high


def _is_head_cut(looks: Sequence[_MomentFaces], here: CropWindow, path: CameraPath) -> bool:
    return any(
        not _is_contained(here.find_seen_part(path.find_position(look.at)), look.heads)
        for look in looks
    )


def _is_contained(seen: RelativeBox, part: RelativeBox) -> bool:
    return (
        seen[0] <= part[0] + ROUNDED and seen[1] <= part[1] + ROUNDED
        and seen[2] >= part[2] - ROUNDED and seen[3] >= part[3] - ROUNDED
    )  # fmt: skip
