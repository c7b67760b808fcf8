"""The places of faces on a frame, and the places for a logo or a text that stay free of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from egv.core.cues.cue_layout import CaptionLayout
from egv.core.kit.text_styles import CaptionPosition
from egv.core.media.clip import Canvas
from egv.core.media.shape import Box, Position, RelativeBox
from egv.core.media.timing import Span
from egv.core.picture.heads import enclose_boxes
from egv.core.programme.edit import Edit
from egv.core.programme.questions import Ask, FocusOf

FEATURES = 4.0  # weight of eyes and mouth against the rest of a head
CORNERS = (Position.TOP_LEFT, Position.TOP_RIGHT, Position.BOTTOM_LEFT, Position.BOTTOM_RIGHT)


@dataclass(frozen=True, slots=True)
class ShownFace:
    """The parts of the frame that a face crosses in `seconds`: face, head, and eyes to mouth."""

    seconds: float
    face: RelativeBox
    head: RelativeBox
    features: RelativeBox


@dataclass(frozen=True, slots=True)
class DrawnBox:
    """The place on the frame, px, of what a step draws, and when, s in the programme."""

    step: str
    span: Span
    box: Box


def find_shown_faces(edit: Edit, ask: Ask) -> tuple[ShownFace, ...]:
    """Find the faces in all clips of `edit`, at their places on its canvas."""
    return tuple(face for clip in edit.clips for face in _iter_clip_faces(clip, ask))


def _iter_clip_faces(clip: Edit, ask: Ask) -> Iterator[ShownFace]:
    focus = ask(FocusOf(clip.clock))
    for track in focus.faces:
        for ends in track.iter_stretches(focus.step):
            parts = [(box.face, box.head, box.features) for box in ends]
            face, head, features = (
                enclose_boxes(
                    [
                        clip.placement.place_on_frame(p, b.at)
                        for p, b in zip(pair, ends, strict=True)
                    ]
                )
                for pair in zip(*parts, strict=True)
            )
            seconds = float(max(ends[1].at - ends[0].at, focus.step))
            yield ShownFace(seconds, face, head, features)


def measure_face_cover(part: RelativeBox, faces: Sequence[ShownFace], *, hair: bool) -> float:
    """Measure how much of `faces` is under `part` of the frame, in seconds of a whole face.

    With `hair` the hair counts too. 0 where nothing is hidden.
    """
    return sum(
        face.seconds
        * (
            _measure_head_cover(part, face.head if hair else face.face)
            + FEATURES * _measure_cover(part, face.features)
        )
        for face in faces
    )


def measure_features_cover(part: RelativeBox, faces: Sequence[ShownFace]) -> float:
    """Measure how much of the eyes and mouths of `faces` is under `part`, in seconds of one."""
    return sum(face.seconds * _measure_cover(part, face.features) for face in faces)


def _measure_head_cover(part: RelativeBox, head: RelativeBox) -> float:
    """Measure the share of a head under `part`; the corners of a head's box are free."""
    left, top, right, bottom = head
    away = 0.0
    for low, high, near, far in ((left, right, part[0], part[2]), (top, bottom, part[1], part[3])):
        middle, reach = (low + high) / 2, max((high - low) / 2, 1e-9)
        away += ((min(max(middle, near), far) - middle) / reach) ** 2
    return _measure_cover(part, head) if away < 1 else 0.0


def _measure_cover(part: RelativeBox, of: RelativeBox) -> float:
    """Measure the share of `of` that lies under `part`."""
    wide = min(part[2], of[2]) - max(part[0], of[0])
    high = min(part[3], of[3]) - max(part[1], of[1])
    area = (of[2] - of[0]) * (of[3] - of[1])
    return max(wide, 0.0) * max(high, 0.0) / area if area else 0.0


def has_overlap(one: RelativeBox, other: RelativeBox) -> bool:
    """True where two parts of a frame share anything."""
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def find_clear_area(area: Box, taken: Sequence[Box], height: int = 0) -> Box:
    """Find the taller part of `area` above or below the rows of each box in `taken`.

    A text of `height` px at the top or the bottom of `area` passes a box in the middle.
    """
    for box in taken:
        above, below = min(area.bottom, box.y) - area.y, area.bottom - max(area.y, box.bottom)
        is_passed = height and min(above, below) >= height
        if box.x < area.right and area.x < box.right and not is_passed:
            y = area.y if above > below else max(area.y, box.bottom)
            area = Box(area.x, y, area.width, max(above, below))
    return area


def to_relative_box(box: Box, canvas: Canvas) -> RelativeBox:
    """Convert `box`, px, to shares of the width and height of `canvas`."""
    wide, high = canvas.size
    return box.x / wide, box.y / high, box.right / wide, box.bottom / high


def order_corners(position: Position) -> tuple[Position, ...]:
    """List `position`, then the other corners: across first, then above or below."""

    def changes(corner: Position) -> tuple[bool, bool]:
        return _is_across(corner, position, "top"), _is_across(corner, position, "left")

    return tuple(dict.fromkeys((position, *sorted(CORNERS, key=changes))))


def _is_across(one: Position, other: Position, word: str) -> bool:
    return (word in one.value) != (word in other.value)


def find_caption_rows(layout: CaptionLayout, place: CaptionPosition) -> Box:
    """Find the rows that subtitles of the most allowed lines can take."""
    area, high = layout.area, layout.height
    y = area.y if place is CaptionPosition.TOP else area.bottom - high
    return Box(area.x, y, area.width, high)


def choose_caption_place(
    usual: CaptionPosition, layout: CaptionLayout, canvas: Canvas, faces: Sequence[ShownFace]
) -> tuple[CaptionPosition, float]:
    """Choose the position of subtitles that hides the least of `faces`, and measure how much.

    They stay at their `usual` position where they hide no face, or no more than at the other.
    """

    def measure_cover(position: CaptionPosition) -> float:
        part = to_relative_box(find_caption_rows(layout, position), canvas)
        return measure_face_cover(part, faces, hair=False)

    best = min(dict.fromkeys((usual, *CaptionPosition)), key=measure_cover)
    return best, measure_cover(best)
