"""The watermark of a video that is not for sharing: a word turned sideways at left and right.

The word is visible on light and on dark. Faces and subtitles are in the middle of a frame, lower
thirds and logos in its corners. At the sides the word covers none of them, and a face that comes to
a side moves it up or down; a crop that cuts off one word leaves the other.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from egv.core.delivery.framed_edit import FramedEdit
from egv.core.delivery.free_places import (
    ShownFace,
    has_overlap,
    measure_face_cover,
    measure_features_cover,
    to_relative_box,
)
from egv.core.delivery.overlay import TextOverlay
from egv.core.media.clip import Canvas
from egv.core.media.shape import Box, RelativeBox, find_short_side_px
from egv.core.media.timing import Seconds, Span
from egv.core.picture.colour import BLACK, WHITE
from egv.core.programme.edit import Edit
from egv.core.programme.layers import Marking, Watermark
from egv.core.text.translation import Translated, UiLanguage
from egv.core.titles.ass import AssEvent, AssStyle, Ink, build_ass_file, format_lines

WORDS = {
    Marking.DRAFT: Translated("CONCEPT", "DRAFT"),
    Marking.PRACTICE: Translated("OEFENING", "PRACTICE"),
}
PRACTICE_PX = 720  # of the short side, at most: a practice take should be quick to make
HEIGHT = 0.13  # share of the short side, room above and below the letters included
LENGTH = 0.45  # share of the frame's height, at most
# Shares of the frame's height: the centre of the word, best above lower thirds and subtitles.
HEIGHTS = (0.36, 0.5, 0.25, 0.64, 0.75)
INK, EDGE = Ink(WHITE, 0.55), Ink(BLACK, 0.55)  # ink shows on dark, both show on light
INSET = 0.6  # of the letters' height: the middle of the word from the side of the frame
EDGE_WIDTH = 0.03  # share of the letters' height


def find_watermark(edit: Edit) -> Watermark | None:
    """Find the watermark layer of `edit`; None where there is none."""
    return next((layer for layer in edit.layers if isinstance(layer, Watermark)), None)


def choose_watermark_text(mark: Watermark) -> str:
    """Choose the word in the picture by the watermark's language: Dutch, else English."""
    is_dutch = mark.language == UiLanguage.NL
    return WORDS[mark.marking].render(UiLanguage.NL if is_dutch else UiLanguage.EN)


@dataclass(frozen=True, slots=True)
class DrawnMark:
    """A watermark ready to draw, and its places on the frame, left and right, px."""

    overlay: TextOverlay
    places: tuple[Box, ...]


def draw_watermark(
    mark: Watermark, framed: FramedEdit, canvas: Canvas, frames: int, drawn: Sequence[Box] = ()
) -> DrawnMark:
    """Draw the word over all `frames` of a video on `canvas`, where it hides the least.

    `framed` is the programme, `drawn` where texts and logo are; their canvas may be larger.
    """
    word, face = choose_watermark_text(mark), framed.measure_typeface("heading")
    longest = LENGTH * canvas.height
    size = min(HEIGHT * find_short_side_px(canvas), longest / face.measure_width(word, 1.0))
    style = AssStyle("Mark", face.faces[0], size, INK, outline=EDGE, outline_px=EDGE_WIDTH * size)
    whole, text = Span(Seconds(0), frames / canvas.frame_rate), format_lines([word], face)
    letters = round(size), round(face.measure_width(word, size))
    parts = [to_relative_box(box, framed.edit.canvas) for box in drawn]
    places = _choose_places(letters, canvas, framed.faces, parts)
    inset, y = round(INSET * size), places[0].y + letters[1] // 2
    events = [
        AssEvent(0, whole, style.name, f"{{\\an5\\pos({x},{y})\\frz{turn}}}{text}")
        for x, turn in ((inset, 90), (canvas.width - inset, -90))
    ]
    name = f"mark-{canvas.width}x{canvas.height}.ass"
    ass = build_ass_file(canvas, [style], events)
    return DrawnMark(TextOverlay(name, ass, tuple(f.path for f in face.faces)), places)


def _choose_places(
    letters: tuple[int, int],
    canvas: Canvas,
    faces: Sequence[ShownFace],
    drawn: Sequence[RelativeBox],
) -> tuple[Box, Box]:
    """Choose where a word of the size `letters`, px, hides the least: left and right.

    Eyes and mouths count most, then all that is `drawn`, then the rest of a face.
    """
    wide, long = letters
    left = round(INSET * wide) - wide // 2

    def list_places(height: float) -> tuple[Box, Box]:
        y = round(height * canvas.height) - long // 2
        return Box(left, y, wide, long), Box(canvas.width - left - wide, y, wide, long)

    def measure_cover(places: tuple[Box, Box]) -> tuple[float, int, float]:
        parts = [to_relative_box(place, canvas) for place in places]
        return (
            sum(measure_features_cover(part, faces) for part in parts),
            sum(has_overlap(part, other) for part in parts for other in drawn),
            sum(measure_face_cover(part, faces, hair=False) for part in parts),
        )

    return min(map(list_places, HEIGHTS), key=measure_cover)
