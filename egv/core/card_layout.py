"""Where the parts of a card stand: set as large as they fit, in the safe area, none on another."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial

from egv.core.card import CardLook
from egv.core.errors import UsageError
from egv.core.faces import Typeface
from egv.core.kit_parts import Align
from egv.core.lines import wrapped
from egv.core.shape import Box, Position, Shape, safe_area, shape_of, short_side

# The lines a headline is set in before it is set smaller; it may take some more in the end.
USUAL_LINES = {Shape.LANDSCAPE: 2, Shape.SQUARE: 3, Shape.FEED: 3, Shape.PORTRAIT: 4}
MORE_LINES = 2
SMALLER = 0.94  # each trial, of the one before
MIDDLING = 0.7  # of the kit's size: a headline is not set smaller before it takes more lines
SMALLEST = 0.045  # height of a line of the headline, of the short side
BODY, LEAST_BODY = 0.52, 0.8  # of the headline's size, and of that at its largest
LEADING = 0.94  # from line to line of a headline, of the height of one
LOGO = {Align.LEFT: 0.1, Align.CENTRE: 0.15}  # height, of the short side
LOGO_ALONE, LOGO_WIDTH = 0.24, 0.7  # of the short side, and of the safe width
RULE = (0.13, 0.011)  # width and height of the accent, of the short side
ABOVE, BELOW = 0.3, 0.26  # room under the accent and under the headline, of the headline's size
BESIDE = 0.06  # between parts that are of another kind, of the short side


@dataclass(frozen=True, slots=True)
class SetText:
    """A text, set: its lines, the height of one and the way from one to the next, px."""

    typeface: Typeface
    size: float
    lines: tuple[str, ...]
    leading: float = 1.0

    @property
    def width(self) -> int:
        """The width of its longest line, px."""
        return -int(-max(self.typeface.width(line, self.size) for line in self.lines) // 1)

    @property
    def height(self) -> int:
        """From the top of its first line to the bottom of its last, px."""
        return -int(-self.size * (1 + self.leading * (len(self.lines) - 1)) // 1)


@dataclass(frozen=True, slots=True)
class CardLayout:
    """Where everything on a card stands; what it does not have is None."""

    logo: Box | None
    rule: Box | None
    texts: tuple[tuple[SetText, Box], ...]
    code: Box | None

    @property
    def boxes(self) -> tuple[Box, ...]:
        """Every part."""
        parts = (self.logo, self.rule, *(box for _, box in self.texts), self.code)
        return tuple(filter(None, parts))


def card_layout(
    look: CardLook,
    heading: Typeface,
    body: Typeface,
    logo: tuple[int, int] | None,
    code: int,
) -> CardLayout:
    """The parts of `look`: `logo` is the size of its file, `code` the side of its QR code, px or 0.

    Raises UsageError when its texts are too long for any size.
    """
    area, short = safe_area(look.canvas), short_side(look.canvas)
    mark = _logo_box(look, area, short, logo) if logo else None
    if not look.lines and not code:
        return CardLayout(mark, None, (), None)
    room = _under(mark, look, area, short)
    is_wide = look.canvas.width >= look.canvas.height
    is_beside = bool(code and look.lines) and is_wide and look.align is Align.LEFT
    words = room
    if is_beside:
        words = replace(room, width=room.width - code - round(BESIDE * short))
    elif code:
        words = replace(room, height=room.height - code - round(BESIDE * short))
    texts = _set(look, heading, body, words, short) if look.lines else ()
    return _placed(look, mark, texts, room, code, is_beside=is_beside)


def _logo_box(look: CardLook, area: Box, short: int, size: tuple[int, int]) -> Box:
    """The logo at the top of the safe area, or in its middle where it stands alone."""
    wide, high = size
    share = LOGO[look.align] if look.lines or look.qr else LOGO_ALONE
    scale = min(share * short / high, LOGO_WIDTH * area.width / wide)
    width, height = max(1, round(wide * scale)), max(1, round(high * scale))
    at = Position.TOP_LEFT if look.align is Align.LEFT else Position.TOP
    return area.placed(width, height, at if look.lines or look.qr else Position.CENTRE)


def _under(mark: Box | None, look: CardLook, area: Box, short: int) -> Box:
    """What of `area` is left under the logo and the room that it keeps free."""
    if mark is None:
        return area
    top = mark.bottom + round(max(look.clear_space * mark.height, BESIDE * short))
    return replace(area, y=top, height=area.bottom - top)


def _set(
    look: CardLook, heading: Typeface, body: Typeface, room: Box, short: int
) -> tuple[SetText, ...]:
    """The texts as large as they fit in `room`: a large headline first, then more lines of it."""
    full, first = look.size * short, look.lines[0]
    usual = USUAL_LINES[shape_of(look.canvas)]
    for most, least in (
        (usual, MIDDLING * full),
        (usual + MORE_LINES, min(full, SMALLEST * short)),
    ):
        size = full
        while size >= least:
            headline = _broken(first, heading, size, most, room.width, LEADING)
            line = BODY * full * max(LEAST_BODY, size / full)
            others = [_broken(each, body, line, most, room.width) for each in look.lines[1:]]
            texts = tuple(filter(None, (headline, *others)))
            if len(texts) == len(look.lines) and _height(texts, short) <= room.height:
                return texts
            size *= SMALLER
    longest = max(look.lines, key=len)
    raise UsageError(
        f"brand: '{longest[:40]}…' is too long for a card ({len(longest)} characters); shorten it"
    )


def _broken(
    text: str, typeface: Typeface, size: float, most: int, width: int, leading: float = 1.0
) -> SetText | None:
    """`text` in at most `most` lines of `width` px, broken where it was typed so, if it fits."""

    def fits(line: str) -> bool:
        return typeface.width(line, size) <= width

    own = [wrapped(part, fits, most) for part in text.splitlines() if part.strip()]
    lines = tuple(line for part in own for line in part or ())
    is_set = all(own) and 0 < len(lines) <= most
    return SetText(typeface, size, lines, leading) if is_set else None


def _height(texts: Sequence[SetText], short: int) -> int:
    """The height of `texts` one under another, the accent above them."""
    *_, (text, y) = _stacked(texts, short)
    return y + text.height


def _stacked(texts: Sequence[SetText], short: int) -> Iterator[tuple[SetText, int]]:
    """Each of `texts` with the way to its top from that of the accent above them."""
    size = texts[0].size
    y = round(RULE[1] * short + ABOVE * size)
    for text in texts:
        yield text, y
        y += text.height + round(BELOW * size)


def _placed(
    look: CardLook,
    mark: Box | None,
    texts: Sequence[SetText],
    room: Box,
    code: int,
    *,
    is_beside: bool,
) -> CardLayout:
    """The parts where they stand: in the middle of the frame's height, under the logo."""
    area, short = safe_area(look.canvas), short_side(look.canvas)
    gap = round(BESIDE * short)
    words = _height(texts, short) if texts else 0
    height = max(words, code) if is_beside else words + (code and code + (gap if words else 0))
    top = max(room.y, area.y + (area.height - height) // 2)
    if mark and look.align is Align.CENTRE:  # it stands in the middle with the rest
        up = (top - room.y) // 2
        mark, top = replace(mark, y=mark.y + up), room.y + up
    lined = partial(_lined_up, look.align, area)
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
            (text, lined(text.width, text.height, at + y)) for text, y in _stacked(texts, short)
        ),
        code=beside or below,
    )


def _lined_up(align: Align, area: Box, width: int, height: int, y: int) -> Box:
    at = Position.LEFT if align is Align.LEFT else Position.CENTRE
    return replace(area.placed(width, height, at), y=y)
