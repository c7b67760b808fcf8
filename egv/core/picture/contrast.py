"""Legibility of text on a background: the contrast ratio of WCAG 2.2, 1.4.3."""

from __future__ import annotations

READABLE = 4.5  # for text; the minimum of level AA
LARGE = 3.0  # for large text and signs
LUMA = (0.2126, 0.7152, 0.0722)  # ITU-R BT.709: the shares of red, green and blue


def parse_rgb(colour: str) -> tuple[int, int, int]:
    """Parse `#RRGGBB` into red, green and blue, 0 to 255."""
    value = int(colour.removeprefix("#"), 16)
    return value >> 16, value >> 8 & 255, value & 255


def measure_contrast(one: str, other: str) -> float:
    """Measure the contrast ratio of two colours `#RRGGBB`, 1 to 21."""
    lighter, darker = sorted((measure_luminance(one), measure_luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def measure_luminance(colour: str) -> float:
    """Measure the relative luminance of `#RRGGBB`, 0 to 1."""
    light = (_linearise_channel(value / 255) for value in parse_rgb(colour))
    return sum(share * value for share, value in zip(LUMA, light, strict=True))


def blend_colours(colour: str, opacity: float, ground: str) -> str:
    """Blend `colour` at `opacity` onto `ground`."""
    mixed = (
        round(opacity * top + (1 - opacity) * below)
        for top, below in zip(parse_rgb(colour), parse_rgb(ground), strict=True)
    )
    return "#" + "".join(f"{value:02X}" for value in mixed)


def measure_worst_contrast(text: str, box: str, opacity: float) -> float:
    """Measure the contrast of `text` on a translucent `box` over the worst possible picture."""
    return min(
        measure_contrast(text, blend_colours(box, opacity, ground))
        for ground in ("#000000", "#FFFFFF")
    )


def _linearise_channel(value: float) -> float:
    return value / 12.92 if value <= 0.04045 else float(((value + 0.055) / 1.055) ** 2.4)
