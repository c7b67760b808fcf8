"""Legibility of text on a background: the contrast ratio of WCAG 2.2, 1.4.3."""

from __future__ import annotations

READABLE = 4.5  # for text; the minimum of level AA
LARGE = 3.0  # for large text and signs


def rgb(colour: str) -> tuple[int, int, int]:
    """Parse `#RRGGBB` into red, green and blue, 0 to 255."""
    value = int(colour.removeprefix("#"), 16)
    return value >> 16, value >> 8 & 255, value & 255


def contrast(one: str, other: str) -> float:
    """Measure the contrast ratio of two colours `#RRGGBB`, 1 to 21."""
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def luminance(colour: str) -> float:
    """Measure the relative luminance of `#RRGGBB`, 0 to 1."""
    red, green, blue = (_linear(value / 255) for value in rgb(colour))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def over(colour: str, opacity: float, ground: str) -> str:
    """Blend `colour` at `opacity` onto `ground`."""
    mixed = (
        round(opacity * top + (1 - opacity) * below)
        for top, below in zip(rgb(colour), rgb(ground), strict=True)
    )
    return "#" + "".join(f"{value:02X}" for value in mixed)


def worst_contrast(text: str, box: str, opacity: float) -> float:
    """Measure the contrast of `text` on a translucent `box` over the worst possible picture."""
    return min(contrast(text, over(box, opacity, ground)) for ground in ("#000000", "#FFFFFF"))


def _linear(value: float) -> float:
    return value / 12.92 if value <= 0.04045 else float(((value + 0.055) / 1.055) ** 2.4)
