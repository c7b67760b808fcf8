"""The places of a card's parts: as large as they fit, inside the safe area, without overlap."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial

from egv.core.errors import UsageError
from egv.core.kit.plain_values import Align
from egv.core.media.shape import Box, Position, find_short_side_px
from egv.core.titles.card import CardLook
from egv.core.titles.card_stage import CardStage, plan_card_stage
from egv.core.titles.fonts import Typeface, is_right_to_left
from egv.core.titles.line_breaking import balance_text, wrap_text

MOST_LINES = 6  # of a headline
PER_LINE = 0.92  # worth of a headline with one line more: it must be clearly larger
EVEN = 0.5  # power by which lines of uneven width make a headline worth less
SMALLER = 0.97  # size of each trial, as a share of the one before
WIDOW, TINY = 0.5, 0.4  # worth of a headline that ends in one word alone; of a small one
LARGE, SMALLEST = 0.1, 0.045  # height of a line of the headline, of the short side
STEP = 2.4  # a headline to the other lines
BODY = (0.052, 0.085)  # least and most height of the other lines, as shares of the short side
LEADING = 0.9  # distance between lines of a headline, as a share of a line's height
# The logo: the square root of its area, its least and most height, as shares of the short side.
LOGO, LOGO_HIGH = 0.24, (0.1, 0.2)
LOGO_FIELD = 0.78  # share of a field of its own that the logo fills, at most
LOGO_ALONE, LOGO_WIDTH = 0.3, 0.7  # share of the short side, and of the safe width
STROKE = (0.13, 0.014)  # width and height of the accent, as shares of the short side
ABOVE, BELOW = 0.14, 0.03  # room under the accent and under the headline, of the headline's size
BESIDE = 0.06  # gap between parts of different kinds, as a share of the short side


@dataclass(frozen=True, slots=True)
class CardText:
    """A typeset text: its lines, the height of a line in px, and the leading, a share of it."""

    typeface: Typeface
    size: float
    lines: tuple[str, ...]
    leading: float = 1.0

    @property
    def exact_width(self) -> float:
        """The width of the longest line, px."""
        return max(self.typeface.measure_width(line, self.size) for line in self.lines)

    @property
    def width(self) -> int:
        """The width of the longest line in whole px, rounded up."""
        return -int(-self.exact_width // 1)

    @property
    def height(self) -> int:
        """The height from the top of the first line to the bottom of the last, px."""
        return -int(-self.size * (1 + self.leading * (len(self.lines) - 1)) // 1)


@dataclass(frozen=True, slots=True)
class CardLayout:
    """The places of all parts of a card; None for a part that the card lacks."""

    logo: Box | None
    stroke: Box | None
    texts: tuple[tuple[CardText, Box], ...]
    code: Box | None

    @property
    def boxes(self) -> tuple[Box, ...]:
        """The boxes of all parts."""
        parts = (self.logo, self.stroke, *(box for _, box in self.texts), self.code)
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
    stage, short = plan_card_stage(look), find_short_side_px(look.canvas)
    mark = _place_logo(look, stage, short, logo) if logo else None
    if not look.lines and not code:
        return CardLayout(mark, None, (), None)
    room = stage.words
    if mark and stage.logo is None:
        top = mark.bottom + round(max(look.clear_space * mark.height, BESIDE * short))
        room = replace(room, y=top, height=room.bottom - top)
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


def _place_logo(look: CardLook, stage: CardStage, short: int, size: tuple[int, int]) -> Box:
    """Place the logo: above the texts, in its own field, or alone in the middle."""
    wide, high = size
    area = stage.logo or stage.words
    if stage.logo:
        room = (LOGO_FIELD * area.width, LOGO_FIELD * area.height)
        if stage.logo_at is Position.LEFT:  # a strip of paper
            room = (LOGO_WIDTH * area.width, min(float(area.height), LOGO_HIGH[1] * short))
        scale = min(room[0] / wide, room[1] / high)
        at = stage.logo_at
    elif look.lines or look.qr:
        least, most = (share * short / high for share in LOGO_HIGH)
        weight = LOGO * short / (wide * high) ** 0.5
        scale = min(max(least, min(most, weight)), LOGO_WIDTH * area.width / wide)
        at = _find_start(look, Position.TOP_LEFT, Position.TOP, Position.TOP_RIGHT)
    else:
        scale, at = (
            min(LOGO_ALONE * short / high, LOGO_WIDTH * area.width / wide),
            Position.CENTRE,
        )
    return area.place_box(max(1, round(wide * scale)), max(1, round(high * scale)), at)


def _find_start(look: CardLook, left: Position, middle: Position, right: Position) -> Position:
    """Return where lines of `look` start: the left, or the right for Arabic and Hebrew."""
    if look.align is Align.CENTRE:
        return middle
    return right if look.lines and is_right_to_left(look.lines[0]) else left


def _set_texts(
    look: CardLook, heading: Typeface, body: Typeface, room: Box, short: int
) -> tuple[CardText, ...]:
    """Set the texts as large as they fit in `room`, the headline in lines of even width."""
    best: tuple[float, tuple[CardText, ...]] = (0.0, ())
    is_typed = len(look.lines[0].splitlines()) > 1
    for more in range(MOST_LINES):
        lines = _break_headline(look.lines[0], heading, more + 1)
        if lines is None or len(lines) > MOST_LINES:
            break
        texts = _grow_texts(look, CardText(heading, 1.0, lines, LEADING), body, room, short)
        if texts:
            worth = texts[0].size * _judge_lines(texts[0])
            worth *= 1 if texts[0].size >= min(LARGE, look.size) * short else TINY
            best = max(best, (worth, texts), key=lambda way: way[0])
            if is_typed and texts[0].size >= min(LARGE, look.size) * short:  # as it was typed
                break
    if best[1]:
        return best[1]
    longest = max(look.lines, key=len)
    raise UsageError(
        f"brand: '{longest[:40]}…' is too long for a card ({len(longest)} characters); shorten it"
    )


def _grow_texts(
    look: CardLook, head: CardText, body: Typeface, room: Box, short: int
) -> tuple[CardText, ...]:
    """Set the lines of `head`, and the other texts, as large as `room` allows; nothing if none."""
    size = min(look.size * short, (room.width - 1) / max(head.exact_width, 0.01))
    while size >= min(SMALLEST, look.size) * short:
        texts = _add_other_texts(look, replace(head, size=size), body, room, short)
        if texts and _measure_height(texts, look, short) <= room.height:
            return texts
        size *= SMALLER
    return ()


def _judge_lines(text: CardText) -> float:
    """Judge the lines of a headline, 0 to 1: few, of even width, and no word alone at the end."""
    widths = [text.typeface.measure_width(line, 1.0) for line in text.lines]
    evenness = sum(widths) / len(widths) / max(*widths, 0.01)
    words = sum(len(line.split()) for line in text.lines)
    is_widow = words > 2 and len(text.lines) > 1 and len(text.lines[-1].split()) == 1
    return float(PER_LINE ** len(text.lines) * evenness**EVEN * (WIDOW if is_widow else 1))


def _break_headline(text: str, typeface: Typeface, count: int) -> tuple[str, ...] | None:
    """Break each typed line of `text` in up to `count` even lines; None if no word is left over."""
    parts = [part for part in text.splitlines() if part.strip()]
    longest = max(len(part.split()) for part in parts)
    if count > longest:
        return None
    measure = partial(typeface.measure_width, size=1.0)
    ways = (balance_text(part, measure, min(count, len(part.split()))) for part in parts)
    return tuple(line for way in ways for line in way or ())


def _add_other_texts(
    look: CardLook, head: CardText, body: Typeface, room: Box, short: int
) -> tuple[CardText, ...]:
    """Set the other lines under `head`; nothing where one of them does not fit the width."""
    least, most = (share * short for share in BODY)
    size = min(max(least, min(most, head.size / STEP)), head.size)
    blank = CardText(body, size, ())
    others = [_break_card_text(text, blank, MOST_LINES, room.width) for text in look.lines[1:]]
    return (head, *filter(None, others)) if all(others) else ()


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


def _measure_height(texts: Sequence[CardText], look: CardLook, short: int) -> int:
    """Measure the height of `texts` one under another, with the accent above them."""
    *_, (text, y) = _stack_texts(texts, look, short)
    return y + text.height


def _stack_texts(
    texts: Sequence[CardText], look: CardLook, short: int
) -> Iterator[tuple[CardText, int]]:
    """Yield each of `texts` with the distance from the top of the accent to its own top."""
    size = texts[0].size
    y = round(STROKE[1] * short + ABOVE * size) if plan_card_stage(look).has_stroke else 0
    for text in texts:
        yield text, y
        y += text.height + round(max(BELOW * size, 0.32 * text.size))


def _place_parts(
    look: CardLook, mark: Box | None, texts: Sequence[CardText], room: Box, code: int
) -> CardLayout:
    """Place the parts in `room`: in its middle, or at its foot where the card is so."""
    stage, short = plan_card_stage(look), find_short_side_px(look.canvas)
    gap, is_beside = round(BESIDE * short), _has_side_code(look, code)
    words = _measure_height(texts, look, short) if texts else 0
    height = max(words, code) if is_beside else words + (code and code + (gap if words else 0))
    top = room.y + (room.height - height) // 2
    if stage.is_low and look.align is Align.LEFT:
        top = room.bottom - height
    elif mark and stage.logo is None:  # the logo moves with the rest to the middle
        mark = replace(mark, y=mark.y + (top - room.y) // 2)
        top -= (top - room.y) // 2
    at = _find_start(look, Position.LEFT, Position.CENTRE, Position.RIGHT)

    def put(width: int, height: int, y: int) -> Box:
        return replace(room.place_box(width, height, at), y=y)

    beside, first = None, top
    if is_beside:
        first += (height - words) // 2
        x = room.x if at is Position.RIGHT else room.right - code
        beside = Box(x, top + (height - code) // 2, code, code)
    below = put(code, code, top + height - code) if code else None
    if not texts:
        return CardLayout(mark, None, (), below)
    stroke = put(round(STROKE[0] * short), max(2, round(STROKE[1] * short)), first)
    stacked = _stack_texts(texts, look, short)
    return CardLayout(
        logo=mark,
        stroke=stroke if stage.has_stroke else None,
        texts=tuple((text, put(text.width, text.height, first + y)) for text, y in stacked),
        code=beside or below,
    )
