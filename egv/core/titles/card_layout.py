"""The places of a card's parts: as large as they fit, inside the safe area, without overlap."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial

from egv.core.errors import UsageError
from egv.core.kit.bumper_styles import Align
from egv.core.media.shape import (
    Box,
    FrameShape,
    Position,
    find_safe_area,
    find_shape,
    find_short_side_px,
)
from egv.core.titles.card import CardLook
from egv.core.titles.fonts import Typeface
from egv.core.titles.line_breaking import wrap_text

# A headline may take this many lines before it is set smaller, and MORE_LINES more at the end.
USUAL_LINES = {
    FrameShape.LANDSCAPE: 2,
    FrameShape.SQUARE: 3,
    FrameShape.FEED: 3,
    FrameShape.PORTRAIT: 4,
}
MORE_LINES = 2
SMALLER = 0.94  # size of each trial, as a share of the one before
MIDDLING = 0.7  # of the kit's size: above this, a headline gets smaller before it takes more lines
SMALLEST = 0.045  # height of a line of the headline, as a share of the short side
BODY, LEAST_BODY = 0.52, 0.8  # share of the headline's size, and of the headline's largest size
LEADING = 0.94  # distance between lines of a headline, as a share of a line's height
LOGO = {Align.LEFT: 0.1, Align.CENTRE: 0.15}  # height, as a share of the short side
LOGO_ALONE, LOGO_WIDTH = 0.24, 0.7  # share of the short side, and of the safe width
RULE = (0.13, 0.011)  # width and height of the accent, as shares of the short side
ABOVE, BELOW = 0.3, 0.26  # room under the accent and under the headline, of the headline's size
BESIDE = 0.06  # gap between parts of different kinds, as a share of the short side


@dataclass(frozen=True, slots=True)
class CardText:
    """A typeset text: its lines, the height of a line in px, and the leading, a share of it."""

    typeface: Typeface
    size: float
    lines: tuple[str, ...]
    leading: float = 1.0

    @property
    def width(self) -> int:
        """The width of the longest line, px."""
        return -int(-max(self.typeface.measure_width(line, self.size) for line in self.lines) // 1)

    @property
    def height(self) -> int:
        """The height from the top of the first line to the bottom of the last, px."""
        return -int(-self.size * (1 + self.leading * (len(self.lines) - 1)) // 1)


@dataclass(frozen=True, slots=True)
class CardLayout:
    """The places of all parts of a card; None for a part that the card lacks."""

    logo: Box | None
    rule: Box | None
    texts: tuple[tuple[CardText, Box], ...]
    code: Box | None

    @property
    def boxes(self) -> tuple[Box, ...]:
        """The boxes of all parts."""
        parts = (self.logo, self.rule, *(box for _, box in self.texts), self.code)
        return tuple(filter(None, parts))


def plan_card_layout(
    look: CardLook,
    heading: Typeface,
    body: Typeface,
    logo: tuple[int, int] | None,
    code: int,
) -> CardLayout:
    """Place the parts of `look`.

    `logo` is the size of its file in px, `code` the side of its QR code in px, or 0. Raises
    UsageError when the texts are too long at any size.
    """
    area, short = find_safe_area(look.canvas), find_short_side_px(look.canvas)
    mark = _place_logo(look, area, short, logo) if logo else None
    if not look.lines and not code:
        return CardLayout(mark, None, (), None)
    room = _room_below_logo(mark, look, area, short)
    words = room
    if _has_side_code(look, code):
        words = replace(room, width=room.width - code - round(BESIDE * short))
    elif code:
        words = replace(room, height=room.height - code - round(BESIDE * short))
    texts = _set_texts(look, heading, body, words, short) if look.lines else ()
    return _place_parts(look, mark, texts, room, code)


def _has_side_code(look: CardLook, code: int) -> bool:
    """True where the QR code is beside the texts, False where it is below them."""
    is_wide = look.canvas.width >= look.canvas.height
    return bool(code and look.lines) and is_wide and look.align is Align.LEFT


def _place_logo(look: CardLook, area: Box, short: int, size: tuple[int, int]) -> Box:
    """Place the logo at the top of the safe area, or in its middle where the logo stands alone."""
    wide, high = size
    share = LOGO[look.align] if look.lines or look.qr else LOGO_ALONE
    scale = min(share * short / high, LOGO_WIDTH * area.width / wide)
    width, height = max(1, round(wide * scale)), max(1, round(high * scale))
    at = Position.TOP_LEFT if look.align is Align.LEFT else Position.TOP
    return area.place_box(width, height, at if look.lines or look.qr else Position.CENTRE)


def _room_below_logo(mark: Box | None, look: CardLook, area: Box, short: int) -> Box:
    """Return the part of `area` below the logo and its clear space."""
    if mark is None:
        return area
    top = mark.bottom + round(max(look.clear_space * mark.height, BESIDE * short))
    return replace(area, y=top, height=area.bottom - top)


def _set_texts(
    look: CardLook, heading: Typeface, body: Typeface, room: Box, short: int
) -> tuple[CardText, ...]:
    """Set the texts as large as they fit in `room`: a large headline first, then more lines."""
    full, first = look.size * short, look.lines[0]
    usual = USUAL_LINES[find_shape(look.canvas)]
    for most, least in (
        (usual, MIDDLING * full),
        (usual + MORE_LINES, min(full, SMALLEST * short)),
    ):
        size = full
        while size >= least:
            blank = CardText(heading, size, (), LEADING)
            headline = _break_card_text(first, blank, most, room.width)
            line = BODY * full * max(LEAST_BODY, size / full)
            others = [
                _break_card_text(body_text, CardText(body, line, ()), most, room.width)
                for body_text in look.lines[1:]
            ]
            texts = tuple(filter(None, (headline, *others)))
            if len(texts) == len(look.lines) and _measure_height(texts, short) <= room.height:
                return texts
            size *= SMALLER
    longest = max(look.lines, key=len)
    raise UsageError(
        f"brand: '{longest[:40]}…' is too long for a card ({len(longest)} characters); shorten it"
    )


def _break_card_text(text: str, blank: CardText, most: int, width: int) -> CardText | None:
    """Set `text` like `blank`, in at most `most` lines of `width` px, or return None.

    Typed breaks stay.
    """

    def fits(line: str) -> bool:
        return blank.typeface.measure_width(line, blank.size) <= width

    own = [wrap_text(part, fits, most) for part in text.splitlines() if part.strip()]
    lines = tuple(line for part in own for line in part or ())
    is_set = all(own) and 0 < len(lines) <= most
    return replace(blank, lines=lines) if is_set else None


def _measure_height(texts: Sequence[CardText], short: int) -> int:
    """Measure the height of `texts` one under another, with the accent above them."""
    *_, (text, y) = _stack_texts(texts, short)
    return y + text.height


def _stack_texts(texts: Sequence[CardText], short: int) -> Iterator[tuple[CardText, int]]:
    """Yield each of `texts` with the distance from the top of the accent to its own top."""
    size = texts[0].size
    y = round(RULE[1] * short + ABOVE * size)
    for text in texts:
        yield text, y
        y += text.height + round(BELOW * size)


def _place_parts(
    look: CardLook, mark: Box | None, texts: Sequence[CardText], room: Box, code: int
) -> CardLayout:
    """Place the parts: vertically in the middle of the frame, below the logo."""
    area, short = find_safe_area(look.canvas), find_short_side_px(look.canvas)
    gap, is_beside = round(BESIDE * short), _has_side_code(look, code)
    words = _measure_height(texts, short) if texts else 0
    height = max(words, code) if is_beside else words + (code and code + (gap if words else 0))
    top = max(room.y, area.y + (area.height - height) // 2)
    if mark and look.align is Align.CENTRE:  # the logo moves with the rest to the middle
        up = (top - room.y) // 2
        mark, top = replace(mark, y=mark.y + up), room.y + up
    lined = partial(_align_box, look.align, area)
    at = top
    beside = None
    if is_beside:
        at += (height - words) // 2
        beside = Box(area.right - code, top + (height - code) // 2, code, code)
    below = lined(code, code, top + height - code) if code else None
    if not texts:
        return CardLayout(mark, None, (), below)
    return CardLayout(
        logo=mark,
        rule=lined(round(RULE[0] * short), max(2, round(RULE[1] * short)), at),
        texts=tuple(
            (text, lined(text.width, text.height, at + y)) for text, y in _stack_texts(texts, short)
        ),
        code=beside or below,
    )


def _align_box(align: Align, area: Box, width: int, height: int, y: int) -> Box:
    at = Position.LEFT if align is Align.LEFT else Position.CENTRE
    return replace(area.place_box(width, height, at), y=y)
