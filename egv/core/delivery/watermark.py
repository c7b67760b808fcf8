"""The watermark of a video that is not for sharing: a word sideways in both margins, thrice.

Headlines, subtitles, name plates and logos stand in the safe area, and the word outside it, to the
left and the right, so it covers none of them, and seldom a face. A crop that cuts off one of the
words leaves others. White letters with a black edge are readable on any ground.
"""

from __future__ import annotations

from egv.core.delivery.framed_edit import measure_typeface
from egv.core.delivery.text_overlay import TextOverlay
from egv.core.kit.kit import Kit
from egv.core.media.clip import Canvas
from egv.core.media.shape import find_safe_area, find_short_side_px
from egv.core.media.timing import Seconds, Span
from egv.core.picture.colour import BLACK, WHITE
from egv.core.programme.edit import Edit
from egv.core.programme.layers import Marking, Watermark
from egv.core.programme.questions import Ask
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


def build_watermark_overlay(
    mark: Watermark, canvas: Canvas, frames: int, kit: Kit, ask: Ask
) -> TextOverlay:
    """Build the overlay that draws the word over all `frames` of a video on `canvas`."""
    word, face = choose_watermark_text(mark), measure_typeface(kit, "heading", ask)
    area, short = find_safe_area(canvas), find_short_side_px(canvas)
    margins = area.x, canvas.width - area.right
    size = max(LEAST * short, min(FILL * min(margins), HIGHEST * short))
    size = min(size, LENGTH * canvas.height / face.measure_width(word, 1.0))
    style = AssStyle("Mark", face.faces[0], size, INK, outline=EDGE, outline_px=EDGE_WIDTH * size)
    whole, text = Span(Seconds(0), frames / canvas.frame_rate), format_lines([word], face)
    left, right = (round(max(size, margin) / 2) for margin in margins)
    events = [
        AssEvent(
            0,
            whole,
            style.name,
            f"{{\\an5\\pos({x},{round(at * canvas.height)})\\frz{turn}}}{text}",
        )
        for x, turn in ((left, 90), (canvas.width - right, -90))
        for at in AT
    ]
    name = f"mark-{canvas.width}x{canvas.height}.ass"
    return TextOverlay(
        name, build_ass_file(canvas, [style], events), tuple(f.path for f in face.faces)
    )
