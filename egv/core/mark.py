"""The watermark of a video that is not for sharing: a word up either side.

The word is visible on light and on dark. Faces and subtitles are in the middle of a frame, lower
thirds and logos in its corners. At the sides the word covers none of them, and a crop that cuts off
one word leaves the other.
"""

from __future__ import annotations

from egv.core.ask import Ask
from egv.core.ass import Event, Ink, Style, document, lines_of_text
from egv.core.dress import Overlay, typeface
from egv.core.edit import Edit
from egv.core.kit import Kit
from egv.core.layers import Mark, Marking
from egv.core.media import Canvas
from egv.core.shape import short_side
from egv.core.timing import Seconds, Span
from egv.core.tongue import Both, Tongue

WORDS = {
    Marking.DRAFT: Both("CONCEPT", "DRAFT"),
    Marking.PRACTICE: Both("OEFENING", "PRACTICE"),
}
PRACTICE_PX = 720  # of the short side, at most: a practice take should be quick to make
HEIGHT = 0.13  # share of the short side, room above and below the letters included
LENGTH = 0.45  # share of the frame's height, at most
AT = 0.36  # share of the frame's height: the middle, above lower thirds and subtitles
INK, EDGE = Ink("#FFFFFF", 0.55), Ink("#000000", 0.55)  # ink shows on dark, both show on light
EDGE_WIDTH = 0.03  # share of the letters' height


def mark_on(edit: Edit) -> Mark | None:
    """Find the watermark of `edit`, the reason not to share it; None where it has none."""
    return next((layer for layer in edit.layers if isinstance(layer, Mark)), None)


def mark_word(mark: Mark) -> str:
    """Choose the word in the picture by the watermark's language: Dutch, else English."""
    is_dutch = mark.language == Tongue.NL
    return WORDS[mark.says].within(Tongue.NL if is_dutch else Tongue.EN)


def mark_overlay(mark: Mark, canvas: Canvas, frames: int, kit: Kit, ask: Ask) -> Overlay:
    """Build the overlay that draws the word over all `frames` of a video on `canvas`."""
    word, face = mark_word(mark), typeface(kit, "heading", ask)
    longest = LENGTH * canvas.height
    size = min(HEIGHT * short_side(canvas), longest / face.width(word, 1.0))
    style = Style("Mark", face.faces[0], size, INK, outline=EDGE, outline_px=EDGE_WIDTH * size)
    whole, text = Span(Seconds(0), frames / canvas.frame_rate), lines_of_text([word], face)
    y, inset = round(AT * canvas.height), round(0.6 * size)
    events = [
        Event(0, whole, style.name, f"{{\\an5\\pos({x},{y})\\frz{turn}}}{text}")
        for x, turn in ((inset, 90), (canvas.width - inset, -90))
    ]
    name = f"mark-{canvas.width}x{canvas.height}.ass"
    return Overlay(name, document(canvas, [style], events), tuple(f.path for f in face.faces))
