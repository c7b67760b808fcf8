"""A palette made from one colour, in which texts can be read."""

from __future__ import annotations

import colorsys
from collections.abc import Mapping

from egv.core.contrast import LARGE, READABLE, contrast, over, rgb, worst_contrast

WHITE, BLACK = "#FFFFFF", "#000000"
SEE_THROUGH = 0.92  # how much of a name plate covers what is below, where that can be read
EASY = 12.0  # the contrast of long texts
STEPS = 20


def palette_from(primary: str) -> Mapping[str, str]:
    """The colours of a palette by role, all of which go with `primary`, `#RRGGBB`."""
    light = contrast(WHITE, primary) >= READABLE
    return {
        "primary": primary.upper(),
        "secondary": over(WHITE if light else BLACK, 0.25, primary),
        "accent": _accent(primary),
        "background": WHITE,
        "text": _dark(primary),
        "text_on_primary": WHITE if light else BLACK,
    }


def plate_opacity(palette: Mapping[str, str]) -> float:
    """How much a name plate may cover, 0 to 1, so that it can be read on any picture."""
    worst = worst_contrast(palette["text_on_primary"], palette["primary"], SEE_THROUGH)
    return SEE_THROUGH if worst >= READABLE else 1.0


def _accent(primary: str) -> str:
    """The opposite hue, as near to a middling lightness as shows on `primary`."""
    red, green, blue = (value / 255 for value in rgb(primary))
    hue = colorsys.rgb_to_hls(red, green, blue)[0]
    lights = sorted((step / STEPS for step in range(STEPS + 1)), key=lambda light: abs(light - 0.6))
    accents = (_hex(*colorsys.hls_to_rgb((hue + 0.5) % 1, light, 0.75)) for light in lights)
    return next(each for each in accents if contrast(each, primary) >= LARGE)


def _dark(primary: str) -> str:
    """`primary`, darkened until long texts in it are easy to read on white."""
    shades = (over(BLACK, step / STEPS, primary) for step in range(STEPS + 1))
    return next(each for each in shades if contrast(each, WHITE) >= EASY)


def _hex(red: float, green: float, blue: float) -> str:
    return "#" + "".join(f"{round(value * 255):02X}" for value in (red, green, blue))
