"""The mark of a video that is not one to share: a word up either side, seen on light and on dark.

Faces and subtitles stand in the middle of a frame, plates and logos in its corners: beside these it
is in nobody's way, and a crop that cuts one word away leaves the other.
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
PRACTICE_PX = 720  # of the short side, at most: a practice take is there to be made quickly
HEIGHT = 0.13  # of the short side, the room above and below its letters included
LENGTH = 0.45  # of the frame's height, at most
AT = 0.36  # of the frame's height: its middle, above name plates and subtitles
INK, EDGE = Ink("#FFFFFF", 0.55), Ink("#000000", 0.55)  # on dark the one is seen, on light both
EDGE_WIDTH = 0.03  # of its height


def mark_on(edit: Edit) -> Mark | None:
    """Why `edit` is not one to share; None where it is."""
    return next((each for each in edit.layers if isinstance(each, Mark)), None)


def mark_word(mark: Mark) -> str:
    """The word in the picture, in its language: Dutch, else English."""
    is_dutch = mark.language == Tongue.NL
    return WORDS[mark.says].within(Tongue.NL if is_dutch else Tongue.EN)


def mark_overlay(mark: Mark, canvas: Canvas, frames: int, kit: Kit, ask: Ask) -> Overlay:
    """The word, to be drawn over all `frames` of a video on `canvas`."""
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
