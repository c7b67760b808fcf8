"""The watermark of a video that is not for sharing: a word sideways in both margins, thrice.

Headlines, subtitles, name plates and logos stand in the safe area, and the word outside it, to the
left and the right, so it covers none of them; one that would cover eyes or a mouth is left out. A
crop that cuts off one of the words leaves others. White letters with a black edge are readable on
any ground.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from egv.core.media.clip import Canvas
from egv.core.media.shape import Box, find_safe_area, find_short_side_px
from egv.core.media.timing import Seconds, Span
from egv.core.overlays.framed_edit import FramedEdit
from egv.core.overlays.free_places import ShownFace, measure_features_cover, to_relative_box
from egv.core.overlays.text_overlay import TextOverlay
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
HIGHEST, LEAST = 0.1, 0.036  # share of the short side: the height of a line, of whatever margin
FILL = 0.86  # of the narrower margin that a line fills
LENGTH = 0.28  # share of the frame's height, at most
AT = (0.18, 0.5, 0.82)  # share of the frame's height: the centres of the words
INK, EDGE = Ink(WHITE, 0.92), Ink(BLACK, 0.85)
EDGE_WIDTH = 0.1  # share of the line's height


def find_watermark(edit: Edit) -> Watermark | None:
    """Find the watermark layer of `edit`; None where there is none."""
    return next((layer for layer in edit.layers if isinstance(layer, Watermark)), None)


def choose_watermark_text(mark: Watermark) -> str:
    """Choose the word in the picture by the watermark's language: Dutch, else English."""
    is_dutch = mark.language == UiLanguage.NL
    return WORDS[mark.marking].render(UiLanguage.NL if is_dutch else UiLanguage.EN)


@dataclass(frozen=True, slots=True)
class DrawnMark:
    """A watermark ready to draw, and the places of its words on the frame, px."""

    overlay: TextOverlay
    places: tuple[Box, ...]


def draw_watermark(mark: Watermark, framed: FramedEdit, canvas: Canvas, frames: int) -> DrawnMark:
    """Draw the word over all `frames` of a video on `canvas`, off eyes and mouths.

    `framed` is the programme; its canvas may be larger.
    """
    word, face = choose_watermark_text(mark), framed.measure_typeface("heading")
    area, short = find_safe_area(canvas), find_short_side_px(canvas)
    margins = area.x, canvas.width - area.right
    size = max(LEAST * short, min(FILL * min(margins), HIGHEST * short))
    size = min(size, LENGTH * canvas.height / face.measure_width(word, 1.0))
    style = AssStyle("Mark", face.faces[0], size, INK, outline=EDGE, outline_px=EDGE_WIDTH * size)
    whole, text = Span(Seconds(0), frames / canvas.frame_rate), format_lines([word], face)
    left, right = (round(max(size, margin) / 2) for margin in margins)
    long, wide = round(face.measure_width(word, size)), round(size)
    places, events = list[Box](), list[AssEvent]()
    for x, turn in ((left, 90), (canvas.width - right, -90)):
        for y in _choose_heights(x, (wide, long), canvas, framed.faces):
            places.append(Box(x - wide // 2, y - long // 2, wide, long))
            tags = f"{{\\an5\\pos({x},{y})\\frz{turn}}}"
            events.append(AssEvent(0, whole, style.name, f"{tags}{text}"))
    name = f"mark-{canvas.width}x{canvas.height}.ass"
    ass = build_ass_file(canvas, [style], events)
    return DrawnMark(TextOverlay(name, ass, tuple(f.path for f in face.faces)), tuple(places))


def _choose_heights(
    x: int, size: tuple[int, int], canvas: Canvas, faces: Sequence[ShownFace]
) -> list[int]:
    """Choose the heights, px, of the words at `x`: where one hides no eyes and no mouth.

    Where each of them does, the one that hides the least stays.
    """
    wide, long = size
    heights = [round(at * canvas.height) for at in AT]

    def measure_cover(y: int) -> float:
        box = Box(x - wide // 2, y - long // 2, wide, long)
        return measure_features_cover(to_relative_box(box, canvas), faces)

    return [y for y in heights if not measure_cover(y)] or [min(heights, key=measure_cover)]
