"""The watermark of a video that is not for sharing: a word turned sideways at left and right.

The word is visible on light and on dark. Faces and subtitles are in the middle of a frame, lower
thirds and logos in its corners. At the sides the word covers none of them, and a crop that cuts off
one word leaves the other.
"""

from __future__ import annotations

from egv.core.delivery.framed_edit import measure_typeface
from egv.core.delivery.overlay import TextOverlay
from egv.core.kit.kit import Kit
from egv.core.media.clip import Canvas
from egv.core.media.shape import find_short_side_px
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
HEIGHT = 0.13  # share of the short side, room above and below the letters included
LENGTH = 0.45  # share of the frame's height, at most
AT = 0.36  # share of the frame's height: the centre of the word, above lower thirds and subtitles
INK, EDGE = Ink(WHITE, 0.55), Ink(BLACK, 0.55)  # ink shows on dark, both show on light
EDGE_WIDTH = 0.03  # share of the letters' height


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
    longest = LENGTH * canvas.height
    size = min(HEIGHT * find_short_side_px(canvas), longest / face.measure_width(word, 1.0))
    style = AssStyle("Mark", face.faces[0], size, INK, outline=EDGE, outline_px=EDGE_WIDTH * size)
    whole, text = Span(Seconds(0), frames / canvas.frame_rate), format_lines([word], face)
    y, inset = round(AT * canvas.height), round(0.6 * size)
    events = [
        AssEvent(0, whole, style.name, f"{{\\an5\\pos({x},{y})\\frz{turn}}}{text}")
        for x, turn in ((inset, 90), (canvas.width - inset, -90))
    ]
    name = f"mark-{canvas.width}x{canvas.height}.ass"
    return TextOverlay(
        name, build_ass_file(canvas, [style], events), tuple(f.path for f in face.faces)
    )
