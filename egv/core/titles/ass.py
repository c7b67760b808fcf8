"""Write Advanced SubStation Alpha for libass: text as text, boxes and shapes.

Times are centiseconds, coarser than a frame. Each is put between the frame it starts at and the
frame before, so that rounding never moves a text by a frame. In libass a font size is ascent plus
descent. Boxes are shapes of our own: those of libass have square corners and a hard edge.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction

from egv.core.media.clip import Canvas
from egv.core.media.timing import Seconds, Span, split_clock, to_frame
from egv.core.picture.colour import Colour
from egv.core.titles.fonts import FontFace, Typeface, drop_control_characters

FIRST_LETTERS = -1  # with this encoding libass takes a line's direction from its first letters
UNSEEN = "&HFF000000"
NOT_A_COMMAND = "\u2060"  # word joiner: after a backslash it keeps \N and \h from being commands


@dataclass(frozen=True, slots=True)
class Ink:
    """A colour and its opacity, 0 to 1."""

    colour: Colour
    opacity: float = 1.0


@dataclass(frozen=True, slots=True)
class AssEvent:
    """A drawing with a time span; `layer` 0 is drawn first. `body` is ASS with its text escaped."""

    layer: int
    span: Span
    style: str
    body: str


@dataclass(frozen=True, slots=True)
class AssStyle:
    """The default look of events: letters, with an `outline` and a `shadow` of these widths, px."""

    name: str
    face: FontFace
    size: float
    ink: Ink
    outline: Ink | None = None
    outline_px: float = 0.0
    shadow: Ink | None = None
    shadow_px: float = 0.0

    def format_line(self) -> str:
        """Format this style as a line of the ASS file."""
        line = self.outline if self.outline_px else None
        back = self.shadow if self.shadow_px else None
        fields = (
            self.name, self.face.family, f"{self.size:.2f}",
            _format_colour(self.ink), _format_colour(self.ink),
            _format_colour(line) if line else UNSEEN, _format_colour(back) if back else UNSEEN,
            -self.face.bold, -self.face.italic, 0, 0, 100, 100, 0, 0,
            1, f"{self.outline_px:.2f}" if line else 0, f"{self.shadow_px:.2f}" if back else 0,
            7, 0, 0, 0, FIRST_LETTERS,
        )  # fmt: skip
        return f"Style: {','.join(map(str, fields))}"


def build_ass_file(canvas: Canvas, styles: Iterable[AssStyle], events: Iterable[AssEvent]) -> str:
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
        *(style.format_line() for style in styles),
        "",
        "[Events]",
        "Format: Layer, Start, End, Style, Name, MarginL, MarginR, MarginV, Effect, Text",
        *(_format_event(event, canvas.frame_rate) for event in events),
    )
    return "\n".join(head) + "\n"


def format_lines(lines: Sequence[str], typeface: Typeface) -> str:
    """Format `lines` as ASS, drawn as typed, each character in the first face that has it."""
    return "\\N".join(_format_text_line(line, typeface) for line in lines)


def format_colour_tag(ink: Ink) -> str:
    """Format the override tag that paints with `ink`."""
    return f"\\1c&H{ink.colour.ass}&\\1a&H{round(255 * (1 - ink.opacity)):02X}&"


def escape_text(text: str) -> str:
    """Escape `text` so that libass draws every character and obeys none."""
    text = drop_control_characters(text).replace("\\", "\\" + NOT_A_COMMAND)
    return text.replace("{", "\\{").replace("}", "\\}").replace("\u00a0", "\\h")


def _format_text_line(line: str, typeface: Typeface) -> str:
    text, now = "", typeface.faces[0]
    for face, part in typeface.split_runs(line):
        if face is not now:
            text += f"{{\\fn{face.family}\\b{int(face.bold)}\\i{int(face.italic)}}}"
            now = face
        text += escape_text(part)
    if now is not typeface.faces[0]:
        first = typeface.faces[0]
        text += f"{{\\fn{first.family}\\b{int(first.bold)}\\i{int(first.italic)}}}"
    return text


def _format_colour(ink: Ink) -> str:
    return f"&H{round(255 * (1 - ink.opacity)):02X}{ink.colour.ass}"


def _format_event(event: AssEvent, rate: Fraction) -> str:
    start, end = (_format_time(at, rate) for at in (event.span.start, event.span.end))
    return f"Dialogue: {event.layer},{start},{end},{event.style},,0,0,0,,{event.body}"


def _format_time(at: Seconds, rate: Fraction) -> str:
    """Format a moment between the frame at `at` and the one before, at up to 60 Hz."""
    hundredths = max(0, int((to_frame(at, rate) - Fraction(1, 4)) / rate * 100))
    hours, minutes, seconds, rest = split_clock(hundredths, 100)
    return f"{hours}:{minutes:02}:{seconds:02}.{rest:02}"
