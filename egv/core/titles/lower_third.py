"""The lower third: a calmly animated name plate, sized to its text, inside the safe area."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from egv.core.errors import UsageError
from egv.core.kit.kit import Kit
from egv.core.kit.text_styles import LowerThirdStyle
from egv.core.media.clip import Canvas
from egv.core.media.shape import Box, Position, find_short_side_px
from egv.core.media.timing import Span, format_clock
from egv.core.text.wording import format_count
from egv.core.titles.ass import AssEvent, AssStyle
from egv.core.titles.fonts import Typeface, is_right_to_left
from egv.core.titles.line_breaking import wrap_text
from egv.core.titles.lower_third_motion import PlateMotion
from egv.core.titles.lower_third_pieces import (
    COMES,
    NAME,
    ROLE,
    PlateLook,
    PlateSetting,
    PlateText,
    draw_pieces,
)

ROLE_SIZE = 0.78  # of the name's
ROLE_LEAST = 0.034  # of the short side: what is read on a telephone
SMALLEST = 0.7  # a long text is set as small as this before it is broken
SHARES = (1.0, 0.85, 0.7)  # of the size in the kit, where the room is low
MOST_LINES = 3  # of one text when it is broken


@dataclass(frozen=True, slots=True)
class DrawnLowerThird:
    """A lower third ready to draw: its box, its styles and its events."""

    box: Box
    styles: tuple[AssStyle, ...]
    events: tuple[AssEvent, ...]


@dataclass(frozen=True, slots=True)
class PlatePlace:
    """The free `area` of a frame, and the place in it; the kit's own without a `position`.

    The plate is at most `share` of the size in the kit.
    """

    canvas: Canvas
    area: Box
    position: Position | None = None
    share: float = 1.0


def draw_lower_third(
    kit: Kit, lines: Sequence[str], typefaces: Sequence[Typeface], place: PlatePlace, span: Span
) -> DrawnLowerThird:
    """Draw a lower third with `lines` (one to three) at its `place`, shown during `span`.

    `typefaces` are those of the first line and of the others. Where the first line is read from
    right to left, all lines are flush right. Raises UsageError when a text is too long at any size.
    """
    position = place.position or kit.spec.lower_third.position
    style = kit.spec.lower_third.model_copy(update={"position": position})
    setting = _fit_texts(style, lines, typefaces, place)
    box = place.area.place_box(setting.width, setting.height, position)
    look = PlateLook(kit, style, is_flush_right=is_right_to_left(lines[0]))
    motion = PlateMotion(
        motion=style.motion,
        backing=style.style,
        box=box,
        is_left="right" not in position.value and not look.is_flush_right,
        slide_px=round(COMES * setting.size),
        shown_ms=round(span.duration * 1000),
    )
    styles, pieces = draw_pieces(look, setting, box, is_left=motion.is_left)
    events = tuple(
        AssEvent(layer, span, piece.style, f"{{{motion.format_tags(piece)}}}{piece.body}")
        for layer, piece in enumerate(pieces)
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
    place: PlatePlace,
) -> PlateSetting:
    """Set `lines` as large as possible, as the kit says at most, so that all of them fit."""
    short = find_short_side_px(place.canvas)
    full = place.share * style.size * short
    least = min(full, ROLE_LEAST * short)
    for share in SHARES:
        size = max(full * share, least)
        room = place.area.width - PlateSetting(style.style, size, ()).measure_sides()
        texts = tuple(
            _set_line(
                line,
                NAME if n == 0 else f"{ROLE}{n if n > 1 else ''}",
                typefaces[min(n, 1)],
                _SizeRange(size if n == 0 else max(size * ROLE_SIZE, least), least, room),
            )
            for n, line in enumerate(lines)
        )
        setting = PlateSetting(style.style, size, texts)
        if setting.height <= place.area.height:
            return setting
    raise _build_length_error(max(lines, key=len))


@dataclass(frozen=True, slots=True)
class _SizeRange:
    """The size of a text, px, the least it may get, and the room for its lines, px."""

    full: float
    least: float
    room: float

    @property
    def smallest(self) -> float:
        """The size in which a text is broken."""
        return max(self.full * SMALLEST, self.least)


def _set_line(line: str, style: str, typeface: Typeface, sizes: _SizeRange) -> PlateText:
    """Set `line` as typed if possible, a little smaller if that helps, else broken."""
    own = tuple(filter(None, map(str.strip, line.splitlines())))
    width = max(typeface.measure_width(typed_line, sizes.full) for typed_line in own)
    fitting = min(sizes.full, sizes.full * sizes.room / max(width, 1.0))
    if fitting >= sizes.smallest and len(own) <= MOST_LINES:
        return PlateText(style, typeface, fitting, own)
    size = sizes.smallest
    lines = wrap_text(
        line, lambda part: typeface.measure_width(part, size) <= sizes.room, MOST_LINES
    )
    if lines is None:
        raise _build_length_error(line)
    return PlateText(style, typeface, size, lines)


def _build_length_error(line: str) -> UsageError:
    return UsageError(
        f"lower-third: '{line[:40]}…' is too long for a name plate ({len(line)} characters);"
        " shorten it"
    )
