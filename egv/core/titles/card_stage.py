"""The stage of a card: the fields, shape and lines of its layout, and the room for its parts."""

from __future__ import annotations

from dataclasses import dataclass, replace

from egv.core.kit.plain_values import CardForm
from egv.core.media.shape import (
    Box,
    FrameShape,
    Position,
    find_safe_area,
    find_shape,
    find_short_side_px,
)
from egv.core.picture.colour import Colour
from egv.core.titles.card import CardLook

# Centre of the disc and its radius: shares of width, height, and the short side.
DISCS = {
    CardForm.DISC: (0.97, 0.16, 0.56),
    CardForm.BAND: (0.88, 0.86, 0.50),
    CardForm.SPLIT: (1.0, 0.0, 0.62),
    CardForm.FRAME: (0.5, 1.08, 0.72),
    CardForm.PHOTO: (1.0, 0.0, 0.0),
}
# Top and bottom of the band, shares of the height.
BAND = {
    FrameShape.LANDSCAPE: (0.27, 0.86),
    FrameShape.SQUARE: (0.25, 0.84),
    FrameShape.FEED: (0.25, 0.80),
    FrameShape.PORTRAIT: (0.29, 0.76),
}
BAND_ALONE = 0.13  # top of the band, where no logo stands above it
SPLIT_WIDE, SPLIT_HIGH = 0.66, 0.36  # share of the width for texts; of the height for the logo
EDGE = 0.016  # thickness of the accent along a band or a split, of the short side
INSET, LINE = 0.04, 0.007  # distance of the frame to the edge, and its thickness, of the short side
INNER = 0.055  # room kept free inside a field, of the short side


@dataclass(frozen=True, slots=True)
class CardField:
    """A plain rectangle of one colour that enters from the side `enters` (x and y, -1 to 1)."""

    box: Box
    colour: Colour
    enters: tuple[int, int]


@dataclass(frozen=True, slots=True)
class CardStage:
    """The ground of a card, back to front: `base`, a disc, and `fields` over both.

    `disc` is its centre and radius, px. Texts stand in `words`. The logo stands in `logo` at
    `logo_at`, or above the texts where `logo` is None. `has_stroke`: an accent above the texts.
    """

    base: Colour
    disc: tuple[float, float, float]
    fields: tuple[CardField, ...]
    words: Box
    logo: Box | None = None
    logo_at: Position = Position.LEFT
    has_stroke: bool = True
    is_low: bool = False


def plan_card_stage(look: CardLook) -> CardStage:
    """Plan the ground of the card `look`, and the room for its texts and logo."""
    wide, high = look.canvas.size
    x, y, radius = DISCS[look.form]
    disc = (x * wide, y * high, radius * find_short_side_px(look.canvas))
    match look.form:
        case CardForm.DISC:
            area = find_safe_area(look.canvas)
            return CardStage(look.background, disc, (), area, is_low=True)
        case CardForm.PHOTO:
            return _plan_photo(look, disc)
        case CardForm.BAND:
            return _plan_band(look, disc)
        case CardForm.SPLIT:
            return _plan_split(look, disc)
        case CardForm.FRAME:
            return _plan_frame(look, disc)


def _plan_photo(look: CardLook, disc: tuple[float, float, float]) -> CardStage:
    """Plan texts at the foot of a photo, with a broad accent along its edge."""
    (wide, high), short = look.canvas.size, find_short_side_px(look.canvas)
    edge = round(2 * EDGE * short)
    fields = (CardField(Box(0, high - edge, wide, edge), look.accent, (-1, 0)),)
    area = find_safe_area(look.canvas)
    area = replace(area, height=min(area.bottom, high - edge - round(INNER * short)) - area.y)
    return CardStage(look.background, disc, fields, area, has_stroke=False, is_low=True)


def _plan_band(look: CardLook, disc: tuple[float, float, float]) -> CardStage:
    """Plan a band from edge to edge, on paper, with the logo above it and an accent below it."""
    wide, high = look.canvas.size
    area, short = find_safe_area(look.canvas), find_short_side_px(look.canvas)
    top, bottom = BAND[find_shape(look.canvas)]
    above = round((top if look.logo else BAND_ALONE) * high)
    below, edge, inner = round(bottom * high), round(EDGE * short), round(INNER * short)
    words = replace(area, y=above + inner, height=below - above - 2 * inner)
    fields = (
        CardField(Box(0, 0, wide, above), look.ground, (0, -1)),
        CardField(Box(0, below, wide, high - below), look.ground, (0, 1)),
        CardField(Box(0, below, wide, edge), look.accent, (-1, 0)),
    )
    gap = round(0.5 * inner)
    place = replace(area, height=max(1, above - gap - area.y)) if look.logo else None
    return CardStage(look.background, disc, fields, words, place, Position.LEFT, has_stroke=False)


def _plan_split(look: CardLook, disc: tuple[float, float, float]) -> CardStage:
    """Plan a field for the texts, and one for the logo: beside it, or above it on upright cards."""
    wide, high = look.canvas.size
    area, short = find_safe_area(look.canvas), find_short_side_px(look.canvas)
    edge, inner = round(EDGE * short), round(INNER * short)
    if find_shape(look.canvas) is FrameShape.LANDSCAPE:
        at = round(SPLIT_WIDE * wide)
        words = replace(area, width=at - inner - area.x)
        fields = (
            CardField(Box(0, 0, at, high), look.background, (-1, 0)),
            CardField(Box(at, 0, edge, high), look.accent, (0, 1)),
        )
        place = replace(area, x=at + inner, width=area.right - at - inner)
    else:
        at = round(SPLIT_HIGH * high)
        words = replace(area, y=at + inner, height=area.bottom - at - inner)
        fields = (
            CardField(Box(0, at, wide, high - at), look.background, (0, 1)),
            CardField(Box(0, at - edge, wide, edge), look.accent, (-1, 0)),
        )
        place = replace(area, height=at - edge - round(0.5 * inner) - area.y)
    return CardStage(look.ground, disc, fields, words, place, Position.CENTRE, has_stroke=False)


def _plan_frame(look: CardLook, disc: tuple[float, float, float]) -> CardStage:
    """Plan a thin line all around, with everything in the middle of the frame within it."""
    wide, high = look.canvas.size
    area, short = find_safe_area(look.canvas), find_short_side_px(look.canvas)
    inset, thick = round(INSET * short), max(2, round(LINE * short))
    inner = inset + thick + round(INNER * short)
    left = max(area.x, wide - area.right, inner)  # the same on both sides: what is centred is
    top, bottom = max(area.y, inner), min(area.bottom, high - inner)
    across, along = wide - 2 * inset, high - 2 * inset
    fields = (
        CardField(Box(inset, inset, across, thick), look.accent, (-1, 0)),
        CardField(Box(inset, high - inset - thick, across, thick), look.accent, (1, 0)),
        CardField(Box(inset, inset, thick, along), look.accent, (0, 1)),
        CardField(Box(wide - inset - thick, inset, thick, along), look.accent, (0, -1)),
    )
    words = Box(left, top, wide - 2 * left, bottom - top)
    return CardStage(look.background, disc, fields, words)
