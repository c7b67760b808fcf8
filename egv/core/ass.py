"""Write Advanced SubStation Alpha for libass: text as text, boxes and shapes.

Times are centiseconds, coarser than a frame. Each is put between the frame it starts at and the
frame before, so that rounding never moves a text by a frame. In libass a font size is ascent plus
descent; `BorderStyle` 4 draws one clean box for all lines, padded by `Shadow`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction

from egv.core.contrast import rgb
from egv.core.faces import Face, Typeface, drawable
from egv.core.media import Canvas
from egv.core.shape import Box
from egv.core.timing import Seconds, Span, frame_at

FIRST_LETTERS = -1  # with this encoding libass takes a line's direction from its first letters
NOT_A_COMMAND = "\u2060"  # word joiner: after a backslash it keeps \N and \h from being commands


@dataclass(frozen=True, slots=True)
class Ink:
    """A colour `#RRGGBB` and its opacity, 0 to 1."""

    colour: str
    opacity: float = 1.0


@dataclass(frozen=True, slots=True)
class Event:
    """A drawing with a time span; `layer` 0 is drawn first. `body` is ASS with its text escaped."""

    layer: int
    span: Span
    style: str
    body: str


@dataclass(frozen=True, slots=True)
class Style:
    """The default look of events. `box` is drawn behind all lines, `padding` px wide.

    Without a box, letters have an `outline` of `outline_px`.
    """

    name: str
    face: Face
    size: float
    ink: Ink
    box: Ink | None = None
    padding: float = 0.0
    outline: Ink | None = None
    outline_px: float = 0.0

    def line(self) -> str:
        """Format this style as a line of the ASS file."""
        back = _colour(self.box) if self.box else "&HFF000000"
        is_lined = self.outline and self.outline_px and not self.box
        line = _colour(self.outline) if self.outline and is_lined else "&HFF000000"
        fields = (
            self.name, self.face.family, f"{self.size:.2f}",
            _colour(self.ink), _colour(self.ink), line, back,
            -self.face.bold, -self.face.italic, 0, 0, 100, 100, 0, 0,
            4 if self.box else 1, f"{self.outline_px:.2f}" if is_lined else 0,
            f"{self.padding:.2f}" if self.box else 0,
            7, 0, 0, 0, FIRST_LETTERS,
        )  # fmt: skip
        return f"Style: {','.join(map(str, fields))}"


def document(canvas: Canvas, styles: Iterable[Style], events: Iterable[Event]) -> str:
    """Build the ASS file that draws `events` on `canvas`."""
    head = (
        "[Script Info]",
        "ScriptType: v4.00+",
        f"PlayResX: {canvas.width}",
        f"PlayResY: {canvas.height}",
        "WrapStyle: 2",
        "ScaledBorderAndShadow: yes",
        "YCbCr Matrix: None",
        "",
        "[V4+ Styles]",
        "Format: Name, Fontname, Fontsize, PrimaryColour, SecondaryColour, OutlineColour,"
        " BackColour, Bold, Italic, Underline, StrikeOut, ScaleX, ScaleY, Spacing, Angle,"
        " BorderStyle, Outline, Shadow, Alignment, MarginL, MarginR, MarginV, Encoding",
        *(style.line() for style in styles),
        "",
        "[Events]",
        "Format: Layer, Start, End, Style, Name, MarginL, MarginR, MarginV, Effect, Text",
        *(_event(event, canvas.frame_rate) for event in events),
    )
    return "\n".join(head) + "\n"


def lines_of_text(lines: Sequence[str], typeface: Typeface) -> str:
    """Format `lines` as ASS, drawn as typed, each character in the first face that has it."""
    return "\\N".join(_line(line, typeface) for line in lines)


def rectangle(box: Box) -> str:
    """Draw `box` as an ASS drawing, with its own top left as origin."""
    return f"m 0 0 l {box.width} 0 l {box.width} {box.height} l 0 {box.height}"


def colour_tag(ink: Ink) -> str:
    """Format the override tag that paints with `ink`."""
    red, green, blue = rgb(ink.colour)
    return f"\\1c&H{blue:02X}{green:02X}{red:02X}&\\1a&H{round(255 * (1 - ink.opacity)):02X}&"


def escaped(text: str) -> str:
    """Escape `text` so that libass draws every character and obeys none."""
    text = drawable(text).replace("\\", "\\" + NOT_A_COMMAND)
    return text.replace("{", "\\{").replace("}", "\\}").replace("\u00a0", "\\h")


def _line(line: str, typeface: Typeface) -> str:
    text, now = "", typeface.faces[0]
    for face, part in typeface.runs(line):
        if face is not now:
            text += f"{{\\fn{face.family}\\b{int(face.bold)}\\i{int(face.italic)}}}"
            now = face
        text += escaped(part)
    if now is not typeface.faces[0]:
        first = typeface.faces[0]
        text += f"{{\\fn{first.family}\\b{int(first.bold)}\\i{int(first.italic)}}}"
    return text


def _colour(ink: Ink) -> str:
    red, green, blue = rgb(ink.colour)
    return f"&H{round(255 * (1 - ink.opacity)):02X}{blue:02X}{green:02X}{red:02X}"


def _event(event: Event, rate: Fraction) -> str:
    start, end = (_time(at, rate) for at in (event.span.start, event.span.end))
    return f"Dialogue: {event.layer},{start},{end},{event.style},,0,0,0,,{event.body}"


def _time(at: Seconds, rate: Fraction) -> str:
    """Format a moment between the frame at `at` and the one before, at up to 60 Hz."""
    hundredths = max(0, int((frame_at(at, rate) - Fraction(1, 4)) / rate * 100))
    minutes, hundredths = divmod(hundredths, 6000)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{hundredths // 100:02}.{hundredths % 100:02}"
