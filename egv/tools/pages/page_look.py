"""The look of egv's own pages: the colours, fonts and logo of a kit, in the page itself."""

from __future__ import annotations

import base64
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from egv.core.kit.kit import Kit
from egv.core.kit.page_colours import choose_letters, choose_page_colours
from egv.core.picture.colour import WHITE, Colour
from egv.core.picture.contrast import LARGE, measure_contrast, measure_luminance
from egv.core.titles.card import choose_logo
from egv.tools.draw.fonts import BOLD, PLAIN
from egv.tools.draw.images import load_image_facts, measure_mean_colour, rasterise_image
from egv.tools.pages.page_fonts import format_font_rule

NEUTRAL = "neutral"  # the kit of nobody
LOGO_HIGH, LOGO_WIDE = 96, 640  # px at most; it is shown half as large
ROLES = {"body": "400", "heading": "1 1000"}  # and the weights that each font file stands in for
LIGHT = 0.5  # luminance from which a ground takes a logo for light grounds


@dataclass(frozen=True, slots=True)
class PageLook:
    """The look of a page: its style sheet, and the owner and logo (a `data:` URI) at its top."""

    css: str = ""
    owner: str = ""
    logo: str = ""


NEUTRAL_LOOK = PageLook()


def build_page_look(kit: Kit) -> PageLook:
    """Build the look of pages in the style of `kit`; the neutral kit's is that of egv.

    Raises UsageError for a logo that cannot be used.
    """
    if kit.spec.name == NEUTRAL:
        return NEUTRAL_LOOK
    band, logo = _choose_band(kit)
    colours = choose_page_colours(kit.spec.palette)
    shown = {
        "ink": colours.ink,
        "soft": colours.soft,
        "ground": colours.ground,
        "tint": colours.tint,
        "line": colours.line,
        "accent": colours.accent,
        "band": band,
        "on-band": choose_letters(kit.spec.palette, band),
        "edge": kit.spec.palette.primary,
    }
    root = "; ".join(f"--{name}: {colour}" for name, colour in shown.items())
    return PageLook(
        css="\n".join((f":root {{ {root} }}", *_list_font_rules(kit))),
        owner=kit.spec.title or kit.spec.name,
        logo=_embed_logo(logo) if logo else "",
    )


def _choose_band(kit: Kit) -> tuple[Colour, Path | None]:
    """Choose the ground of the top, and the logo that shows on it, if one does."""
    primary = kit.spec.palette.primary
    if not kit.spec.logo.variants:
        return primary, None
    for ground in (primary, WHITE):
        logo = choose_logo(kit, "auto", 0.0 if measure_luminance(ground) < LIGHT else 1.0)
        if not load_image_facts(logo).has_transparency:
            return WHITE, logo
        if measure_contrast(measure_mean_colour(logo), ground) >= LARGE:
            return ground, logo
    return primary, None


def _embed_logo(path: Path) -> str:
    from PIL import Image

    with Image.open(rasterise_image(path, LOGO_HIGH), formats=("PNG",)) as opened:
        image = opened.convert("RGBA")
    image.thumbnail((LOGO_WIDE, LOGO_HIGH))
    kept = BytesIO()
    image.save(kept, "PNG", optimize=True)
    return f"data:image/png;base64,{base64.b64encode(kept.getvalue()).decode()}"


def _list_font_rules(kit: Kit) -> tuple[str, ...]:
    """List the kit's own fonts as CSS; those of egv are on no page, since any machine has some."""
    own = {
        role: kit.typefaces[role][0]
        for role in ROLES
        if not {PLAIN, BOLD}.intersection(kit.typefaces[role][:1])
    }
    rules = (format_font_rule(file, f"kit-{role}", ROLES[role]) for role, file in own.items())
    return tuple(rule for rule in rules if rule)
