"""Legibility of text on a background: the contrast ratio of WCAG 2.2, 1.4.3."""

from __future__ import annotations

from collections.abc import Sequence

from egv.core.picture.colour import BLACK, WHITE, Colour

READABLE = 4.5  # for text; the minimum of level AA
LARGE = 3.0  # for large text and signs
SHADES = 20  # on the way from a colour to black or to white
LUMA = (0.2126, 0.7152, 0.0722)  # ITU-R BT.709: the shares of red, green and blue


def measure_contrast(one: Colour, other: Colour) -> float:
    """Measure the contrast ratio of two colours, 1 to 21."""
    lighter, darker = sorted((measure_luminance(one), measure_luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def measure_luminance(colour: Colour) -> float:
    """Measure the relative luminance of `colour`, 0 to 1."""
    light = (_linearise_channel(value / 255) for value in colour.rgb)
    return sum(share * value for share, value in zip(LUMA, light, strict=True))


def blend_colours(colour: Colour, opacity: float, ground: Colour) -> Colour:
    """Blend `colour` at `opacity` onto `ground`."""
    return Colour.from_rgb(
        opacity * top + (1 - opacity) * below
        for top, below in zip(colour.rgb, ground.rgb, strict=True)
    )


def measure_worst_contrast(text: Colour, box: Colour, opacity: float) -> float:
    """Measure the contrast of `text` on a translucent `box` over the worst possible picture."""
    return min(
        measure_contrast(text, blend_colours(box, opacity, ground)) for ground in (BLACK, WHITE)
    )


def adjust_contrast(colour: Colour, grounds: Sequence[Colour], needed: float) -> Colour | None:
    """Darken or lighten `colour` no further than `needed` takes on all `grounds`.

    None where neither black nor white would do: some grounds are dark and others light.
    """
    for step in range(SHADES + 1):
        for end in (BLACK, WHITE):
            shade = blend_colours(end, step / SHADES, colour)
            if all(measure_contrast(shade, ground) >= needed for ground in grounds):
                return shade
    return None


def _linearise_channel(value: float) -> float:
    return value / 12.92 if value <= 0.04045 else float(((value + 0.055) / 1.055) ** 2.4)
