"""The lower third: a calmly animated name plate, sized to its text, inside the safe area."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from egv.core.errors import UsageError
from egv.core.kit.kit import Kit
from egv.core.kit.text_styles import LowerThirdBacking, LowerThirdStyle
from egv.core.media.clip import Canvas
from egv.core.media.shape import Box, Position, find_short_side_px
from egv.core.media.timing import Span, format_clock
from egv.core.text.wording import format_count
from egv.core.titles.ass import (
    AssEvent,
    AssStyle,
    Ink,
    draw_rectangle,
    format_colour_tag,
    format_lines,
)
from egv.core.titles.fonts import Typeface
from egv.core.titles.line_breaking import wrap_text
from egv.core.titles.lower_third_motion import PieceRole, PlateMotion, PlatePiece

NAME, ROLE = "PlateName", "PlateRole"
ROLE_SIZE = 0.78  # of the name's
PADDING = 0.55  # of the name's height, left and right; less above and below
STRIPE = 0.16
OUTLINE = 0.06  # of letters without a backing, of the name's height; half of it is soft
COMES = 0.5  # how far texts slide in, of the name's height
SMALLEST = 0.7  # a long text is set as small as this before it is broken
SHARES = (1.0, 0.85, 0.7)  # of the size in the kit, where the room is low
MOST_LINES = 3  # of one text when it is broken


@dataclass(frozen=True, slots=True)
class _PlateText:
    """One typeset text of the lower third: its lines, and the height of a line, px."""

    style: str
    typeface: Typeface
    size: float
    lines: tuple[str, ...]

    @property
    def width(self) -> float:
        return max(self.typeface.measure_width(line, self.size) for line in self.lines)

    @property
    def height(self) -> float:
        return self.size * len(self.lines)


@dataclass(frozen=True, slots=True)
class DrawnLowerThird:
    """A lower third ready to draw: its box, its styles and its events."""

    box: Box
    styles: tuple[AssStyle, ...]
    events: tuple[AssEvent, ...]


@dataclass(frozen=True, slots=True)
class _PlateSetting:
    """The texts of a lower third at one size, px, and the room they need with their padding."""

    size: float
    texts: tuple[_PlateText, ...]
    stripe: int

    @property
    def pad_x(self) -> int:
        return round(PADDING * self.size)

    @property
    def pad_y(self) -> int:
        return round(PADDING * self.size * 0.6)

    @property
    def width(self) -> int:
        return round(max(text.width for text in self.texts)) + 2 * self.pad_x + self.stripe

    @property
    def height(self) -> int:
        return round(sum(text.height for text in self.texts)) + 2 * self.pad_y


@dataclass(frozen=True, slots=True)
class PlatePlace:
    """The free `area` of a frame, and the place in it; the kit's own without a `position`."""

    canvas: Canvas
    area: Box
    position: Position | None = None


def draw_lower_third(
    kit: Kit, lines: Sequence[str], typefaces: Sequence[Typeface], place: PlatePlace, span: Span
) -> DrawnLowerThird:
    """Draw a lower third with `lines` (one or two) at its `place`, shown during `span`.

    `typefaces` are those of the first line and of the others. Raises UsageError when a text is too
    long at any size.
    """
    style = kit.spec.lower_third.model_copy(
        update={"position": place.position or kit.spec.lower_third.position}
    )
    full = style.size * find_short_side_px(place.canvas)
    setting = _fit_texts(style, lines, typefaces, full, place.area)
    box = place.area.place_box(setting.width, setting.height, style.position)
    ink = Ink(kit.resolve_colour(style.text))
    styles = tuple(
        AssStyle(text.style, text.typeface.faces[0], text.size, ink) for text in setting.texts
    )
    way = PlateMotion(
        motion=style.motion,
        box=box,
        stripe_px=setting.stripe,
        is_left=_is_left(style.position),
        slide_px=round(COMES * setting.size),
        shown_ms=round(span.duration * 1000),
    )
    events = tuple(
        AssEvent(layer, span, piece.style, f"{{{way.format_tags(piece)}}}{piece.body}")
        for layer, piece in enumerate(_draw_pieces(kit, style, setting, box))
    )
    return DrawnLowerThird(box, styles, events)


def build_room_error(name: str, span: Span, earlier: Sequence[Span]) -> UsageError:
    """Build the error for the plate of `name`, shown in `span`, that fits beside no other.

    `earlier` are the spans of the plates before it; where none is shown then, it is subtitles.
    """
    count = sum(bool(other.overlap(span)) for other in earlier)
    beside = format_count(count, "other name") if count else "the subtitles"
    return UsageError(
        f"lower-third: there is no room left for '{name[:40]}' at {format_clock(span.start)},"
        f" beside {beside}; show it at another moment with --start, or fewer at the same time"
    )


def _fit_texts(
    style: LowerThirdStyle,
    lines: Sequence[str],
    typefaces: Sequence[Typeface],
    full: float,
    area: Box,
) -> _PlateSetting:
    """Set `lines` as large as possible, `full` at most, so that all of them fit `area`."""
    for share in SHARES:
        size = full * share
        stripe = round(STRIPE * size) if style.style is not LowerThirdBacking.BOX else 0
        room = area.width - stripe - 2 * round(PADDING * size)
        texts = tuple(
            _set_line(line, NAME if n == 0 else ROLE, typefaces[min(n, 1)], size, room)
            for n, line in enumerate(lines)
        )
        setting = _PlateSetting(size, texts, stripe)
        if setting.height <= area.height:
            return setting
    raise _build_length_error(max(lines, key=len))


def _draw_pieces(
    kit: Kit, style: LowerThirdStyle, setting: _PlateSetting, box: Box
) -> Iterator[PlatePiece]:
    """Yield the drawings of the lower third at `box`, the lowest first."""
    if style.style is not LowerThirdBacking.LINE:
        ground = format_colour_tag(Ink(kit.resolve_colour(style.background), style.opacity))
        yield PlatePiece(
            PieceRole.GROUND, box.x, box.y, NAME, f"{{{ground}\\p1}}{draw_rectangle(box)}"
        )
    if setting.stripe:
        accent = format_colour_tag(Ink(kit.resolve_colour(style.accent)))
        left = box.x if _is_left(style.position) else box.right - setting.stripe
        bar = Box(left, box.y, setting.stripe, box.height)
        yield PlatePiece(
            PieceRole.STRIPE, left, box.y, NAME, f"{{{accent}\\p1}}{draw_rectangle(bar)}"
        )
    x = box.x + setting.pad_x + (setting.stripe if _is_left(style.position) else 0)
    y = float(box.y + setting.pad_y)
    edge = OUTLINE * setting.size
    outline = f"{{\\bord{edge:.1f}\\blur{edge / 2:.1f}\\3c&H000000&\\3a&H30&}}"
    for text in setting.texts:
        body = format_lines(text.lines, text.typeface)
        body = (outline if style.style is LowerThirdBacking.LINE else "") + body
        yield PlatePiece(PieceRole.TEXT, x, round(y), text.style, body)
        y += text.height


def _is_left(position: Position) -> bool:
    return "right" not in position.value


def _set_line(
    line: str, style: str, typeface: Typeface, name_size: float, room: float
) -> _PlateText:
    """Set `line` as typed if possible, a little smaller if that helps, else broken."""
    full = name_size if style == NAME else name_size * ROLE_SIZE
    own = tuple(filter(None, map(str.strip, line.splitlines())))
    width = max(typeface.measure_width(typed_line, full) for typed_line in own)
    if width * SMALLEST <= room and len(own) <= MOST_LINES:
        return _PlateText(style, typeface, min(full, full * room / max(width, 1.0)), own)
    size = full * SMALLEST
    lines = wrap_text(line, lambda part: typeface.measure_width(part, size) <= room, MOST_LINES)
    if lines is None:
        raise _build_length_error(line)
    return _PlateText(style, typeface, size, lines)


def _build_length_error(line: str) -> UsageError:
    return UsageError(
        f"lower-third: '{line[:40]}…' is too long for a name plate ({len(line)} characters);"
        " shorten it"
    )
