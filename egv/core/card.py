"""What a drawn card looks like, in full: equal looks are one picture, drawn once."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from egv.core.contrast import READABLE, contrast, luminance, over
from egv.core.kit import Kit
from egv.core.kit_parts import Align, Card, Ground
from egv.core.media import Canvas

DARK = 0.18  # relative luminance under which a ground calls for light letters
SOFT = 0.82  # how much of the ink the lines under a headline have
SHADES = (0.4, 0.3, 0.2, 0.1)  # how much of the secondary colour is in the shape on the ground


@dataclass(frozen=True, slots=True)
class CardLook:
    """One card. The first line is the headline; fonts are files in the order of their glyphs.

    `soft_ink` is that of the other lines, `shade` that of the shape on the ground, if there is one.
    `size` is the headline's height, of the short side; `clear_space` is what the logo keeps free
    around it, of its height. `qr` is what its QR code says, if it has one.
    """

    canvas: Canvas
    background: str
    shade: str
    ink: str
    soft_ink: str
    accent: str
    logo: Path | None
    clear_space: float
    lines: tuple[str, ...]
    heading: tuple[Path, ...]
    body: tuple[Path, ...]
    align: Align
    size: float
    qr: str = ""


def card_look(kit: Kit, card: Card, lines: tuple[str, ...], canvas: Canvas) -> CardLook | None:
    """How `kit` draws `card` with `lines` on it; None when it has nothing to show."""
    background = kit.colour(card.background)
    logo = _logo_on(kit, card, background)
    if not lines and logo is None:
        return None
    palette = kit.says.palette
    inks = (palette.text_on_primary, palette.text, palette.background)
    ink = kit.colour(card.text) if card.text else max(inks, key=lambda i: contrast(i, background))
    soft = over(ink, SOFT, background)
    return CardLook(
        canvas=canvas,
        background=background,
        shade=_shade(palette.secondary, background, ink),
        ink=ink,
        soft_ink=soft if contrast(soft, background) >= READABLE else ink,
        accent=palette.accent,
        logo=logo,
        clear_space=kit.says.logo.clear_space,
        lines=lines,
        heading=kit.typefaces["heading"],
        body=kit.typefaces["body"],
        align=card.align,
        size=card.size,
    )


def _shade(colour: str, background: str, ink: str) -> str:
    """The most of `colour` on `background` on which letters can still be read; "" for none."""
    mixed = (over(colour, share, background) for share in SHADES)
    return next((each for each in mixed if contrast(ink, each) >= READABLE), "")


def logo_for(kit: Kit, word: str, light: float) -> Path | None:
    """The logo variant `word`, or with `auto` the one made for a ground of `light`, 0 to 1."""
    variants = kit.says.logo.variants
    if not variants:
        return None
    if word != "auto":
        return kit.home / variants[word].file
    wanted = Ground.DARK if light < 0.5 else Ground.LIGHT
    order = (wanted, Ground.ANY)
    for ground in order:
        for variant in variants.values():
            if variant.for_background is ground:
                return kit.home / variant.file
    return kit.home / next(iter(variants.values())).file


def _logo_on(kit: Kit, card: Card, background: str) -> Path | None:
    if card.logo == "none":
        return None
    return logo_for(kit, card.logo, 0.0 if luminance(background) < DARK else 1.0)
