"""The complete look of a drawn card: equal looks give one picture, drawn once."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from egv.core.kit.plain_values import LogoBackground
from egv.core.media.clip import Canvas
from egv.core.picture.colour import Colour
from egv.core.picture.contrast import READABLE, blend_colours, measure_contrast, measure_luminance

if TYPE_CHECKING:
    from egv.core.kit.bumper_styles import Align, Card
    from egv.core.kit.kit import Kit

DARK = 0.18  # relative luminance under which a background needs light letters
SOFT = 0.82  # share of the ink in the lines under a headline
SHADES = (0.4, 0.3, 0.2, 0.1)  # shares of the secondary colour in the shape on the background


@dataclass(frozen=True, slots=True)
class CardLook:
    """The look of one card. The first line is the headline; fonts are files in order of preference.

    `soft_ink` is for the other lines, `shade` for the shape on the background, if there is one.
    `size` is the headline's height, as a share of the short side. `clear_space` is the room kept
    free around the logo, as a share of its height. `qr` is the text of the QR code, "" for none.
    """

    canvas: Canvas
    background: Colour
    shade: Colour | None
    ink: Colour
    soft_ink: Colour
    accent: Colour
    logo: Path | None
    clear_space: float
    lines: tuple[str, ...]
    heading: tuple[Path, ...]
    body: tuple[Path, ...]
    align: Align
    size: float
    qr: str = ""


def plan_card_look(kit: Kit, card: Card, lines: tuple[str, ...], canvas: Canvas) -> CardLook | None:
    """Plan the look of `card` in `kit` with `lines` on it; None when there is nothing to show."""
    background = kit.resolve_colour(card.background)
    logo = _choose_card_logo(kit, card, background)
    if not lines and logo is None:
        return None
    palette = kit.spec.palette
    inks = (palette.text_on_primary, palette.text, palette.background)
    ink = (
        kit.resolve_colour(card.text)
        if card.text
        else max(inks, key=lambda i: measure_contrast(i, background))
    )
    soft = blend_colours(ink, SOFT, background)
    return CardLook(
        canvas=canvas,
        background=background,
        shade=_choose_shade(palette.secondary, background, ink),
        ink=ink,
        soft_ink=soft if measure_contrast(soft, background) >= READABLE else ink,
        accent=palette.accent,
        logo=logo,
        clear_space=kit.spec.logo.clear_space,
        lines=lines,
        heading=kit.typefaces["heading"],
        body=kit.typefaces["body"],
        align=card.align,
        size=card.size,
    )


def _choose_shade(colour: Colour, background: Colour, ink: Colour) -> Colour | None:
    """Choose the strongest tint of `colour` on `background` that letters stand out on, if any."""
    mixed = (blend_colours(colour, share, background) for share in SHADES)
    return next((shade for shade in mixed if measure_contrast(ink, shade) >= READABLE), None)


def choose_logo(kit: Kit, word: str, light: float) -> Path:
    """Choose the logo variant `word`; for `auto`, the one for a background of `light`, 0 to 1.

    `kit` has at least one variant.
    """
    variants = kit.spec.logo.variants
    if word != "auto":
        return kit.home / variants[word].file
    wanted = LogoBackground.DARK if light < 0.5 else LogoBackground.LIGHT
    order = (wanted, LogoBackground.ANY)
    for ground in order:
        for variant in variants.values():
            if variant.for_background is ground:
                return kit.home / variant.file
    return kit.home / next(iter(variants.values())).file


def find_ground_light(colour: Colour) -> float:
    """Find the light of a ground of `colour`, for the choice of a logo: 0 dark, 1 light."""
    return 0.0 if measure_luminance(colour) < DARK else 1.0


def _choose_card_logo(kit: Kit, card: Card, background: Colour) -> Path | None:
    if card.logo == "none" or not kit.spec.logo.variants:
        return None
    return choose_logo(kit, card.logo, find_ground_light(background))
