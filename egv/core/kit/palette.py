"""A palette derived from one colour, on which texts can be read."""

from __future__ import annotations

import colorsys
from collections.abc import Mapping

from egv.core.picture.colour import BLACK, WHITE, Colour
from egv.core.picture.contrast import (
    LARGE,
    READABLE,
    blend_colours,
    measure_contrast,
    measure_worst_contrast,
)

SEE_THROUGH = 0.92  # opacity of a lower third, where text on it stays readable
EASY = 12.0  # the contrast of long texts
STEPS = 20


def derive_palette(primary: Colour) -> Mapping[str, Colour]:
    """Derive a palette by role from `primary`."""
    light = measure_contrast(WHITE, primary) >= READABLE
    return {
        "primary": primary,
        "secondary": blend_colours(WHITE if light else BLACK, 0.25, primary),
        "accent": _choose_accent(primary),
        "background": WHITE,
        "text": _darken_colour(primary),
        "text_on_primary": WHITE if light else BLACK,
    }


def choose_plate_opacity(palette: Mapping[str, Colour]) -> float:
    """Choose the opacity of a lower third, 0 to 1, that keeps it readable on any picture."""
    worst = measure_worst_contrast(palette["text_on_primary"], palette["primary"], SEE_THROUGH)
    return SEE_THROUGH if worst >= READABLE else 1.0


def _choose_accent(primary: Colour) -> Colour:
    """Choose the opposite hue, as near to medium lightness as is visible on `primary`."""
    red, green, blue = (value / 255 for value in primary.rgb)
    hue = colorsys.rgb_to_hls(red, green, blue)[0]
    lights = sorted((step / STEPS for step in range(STEPS + 1)), key=lambda light: abs(light - 0.6))
    mixed = (colorsys.hls_to_rgb((hue + 0.5) % 1, light, 0.75) for light in lights)
    accents = (Colour.from_rgb(255 * value for value in rgb) for rgb in mixed)
    return next(accent for accent in accents if measure_contrast(accent, primary) >= LARGE)


def _darken_colour(primary: Colour) -> Colour:
    """Darken `primary` until long texts in it are easy to read on white."""
    shades = (blend_colours(BLACK, step / STEPS, primary) for step in range(STEPS + 1))
    return next(shade for shade in shades if measure_contrast(shade, WHITE) >= EASY)
