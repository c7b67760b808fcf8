"""Colours of egv's own pages from a kit's palette, so that every text on them can be read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from egv.core.kit.house_style import Palette
from egv.core.picture.colour import BLACK, WHITE, Colour
from egv.core.picture.contrast import (
    READABLE,
    adjust_contrast,
    blend_colours,
    measure_contrast,
)

OWN_INK = Colour("#17212B")  # of a page without a kit
EASY = 7.0  # the contrast of running text; WCAG 2.2, 1.4.6 (level AAA)
GROUND, TINT, LINE, SOFT = 0.04, 0.08, 0.2, 0.72  # how much of a colour lies over white


@dataclass(frozen=True, slots=True)
class PageColours:
    """The colours of a page: its letters, grounds, lines, and what can be pressed.

    Cards are white, and letters on `accent` too; `tint` is behind commands and charts.
    """

    ink: Colour
    soft: Colour
    ground: Colour
    tint: Colour
    line: Colour
    accent: Colour

    @property
    def grounds(self) -> tuple[Colour, ...]:
        """Every ground that letters are on."""
        return WHITE, self.ground, self.tint


def choose_page_colours(palette: Palette) -> PageColours:
    """Choose the colours of a page in the style of `palette`.

    A colour of the kit in which text cannot be read gives way: to its next one, else to a darker
    shade of itself; running text to egv's own.
    """
    ground, tint = (blend_colours(palette.primary, share, WHITE) for share in (GROUND, TINT))
    grounds = (WHITE, ground, tint)
    ink = palette.text if is_readable(palette.text, grounds, EASY) else OWN_INK
    soft = blend_colours(ink, SOFT, WHITE)
    return PageColours(
        ink=ink,
        soft=adjust_contrast(soft, grounds, READABLE) or ink,
        ground=ground,
        tint=tint,
        line=blend_colours(ink, LINE, WHITE),
        accent=_choose_accent(palette, grounds) or ink,
    )


def choose_letters(palette: Palette, ground: Colour) -> Colour:
    """Choose the colour of letters on `ground`: the kit's where they can be read, else a plain."""
    for letters in (palette.text_on_primary, palette.text):
        if measure_contrast(letters, ground) >= READABLE:
            return letters
    return max(BLACK, WHITE, key=lambda plain: measure_contrast(plain, ground))


def is_readable(colour: Colour, grounds: Sequence[Colour], needed: float = READABLE) -> bool:
    """True where `colour` has the contrast `needed` on every one of `grounds`."""
    return all(measure_contrast(colour, ground) >= needed for ground in grounds)


def _choose_accent(palette: Palette, grounds: Sequence[Colour]) -> Colour | None:
    """Choose the colour of links and buttons: the first of the kit's that can be read."""
    for colour in (palette.primary, palette.secondary, palette.accent):
        if is_readable(colour, grounds):
            return colour
    return adjust_contrast(palette.primary, grounds, READABLE)
