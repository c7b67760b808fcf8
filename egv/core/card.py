"""What a drawn card looks like, in full: equal looks are one picture, drawn once."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from egv.core.contrast import contrast, luminance
from egv.core.kit import Kit
from egv.core.kit_parts import Card, Ground
from egv.core.media import Canvas

DARK = 0.18  # relative luminance under which a ground calls for light letters


@dataclass(frozen=True, slots=True)
class CardLook:
    """One card. The first line is the headline; fonts are files in the order of their glyphs.

    `qr` is what its QR code says, if it has one.
    """

    canvas: Canvas
    background: str
    ink: str
    accent: str
    logo: Path | None
    lines: tuple[str, ...]
    heading: tuple[Path, ...]
    body: tuple[Path, ...]
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
    return CardLook(
        canvas=canvas,
        background=background,
        ink=ink,
        accent=palette.accent,
        logo=logo,
        lines=lines,
        heading=kit.typefaces["heading"],
        body=kit.typefaces["body"],
    )


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
