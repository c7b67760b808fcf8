"""Faults of exposure, tone and light of known size, put on pictures that are right."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from bench.ciede2000 import Colours, coded, linear

Picture = NDArray[np.uint8]
TO_RGB = np.array(
    [
        [3.2404542, -1.5371385, -0.4985314],
        [-0.9692660, 1.8760108, 0.0415560],
        [0.0556434, -0.2040259, 1.0572252],
    ]
)  # linear sRGB of XYZ


@dataclass(frozen=True, slots=True)
class Cast:
    """One fault at one strength, as a function of signal of 0 to 1."""

    kind: str
    strength: str
    spoil: Callable[[Colours], Colours]

    def apply(self, picture: Picture) -> Picture:
        """Spoil `picture`, rounded to 8 bit as a camera does."""
        return np.asarray(np.round(self.spoil(picture / 255.0) * 255).clip(0, 255), dtype=np.uint8)


def compute_daylight(kelvin: float) -> Colours:
    """Compute linear sRGB of daylight of `kelvin` with the luminance of white (CIE 15)."""
    per = 1000 / kelvin
    low = 0.244063 + 0.09911 * per + 2.9678 * per**2 - 4.6070 * per**3
    high = 0.237040 + 0.24748 * per + 1.9018 * per**2 - 2.0064 * per**3
    x = low if kelvin <= 7000 else high
    y = -3.0 * x**2 + 2.870 * x - 0.275
    return np.asarray(TO_RGB @ np.array([x / y, 1.0, (1 - x - y) / y]))


def light_by(gains: Colours) -> Callable[[Colours], Colours]:
    """Multiply linear light by `gains`, of R, G and B."""
    return lambda signal: coded(linear(signal) * gains)


def _bend(exponent: float) -> Callable[[Colours], Colours]:
    return lambda signal: signal**exponent


def _flatten(contrast: float) -> Callable[[Colours], Colours]:
    return lambda signal: 0.5 + (signal - 0.5) * contrast


def _tint(green: float) -> Callable[[Colours], Colours]:
    return light_by(np.array([1.0, green, 1.0]) / (0.2848 + 0.7152 * green))


CASTS = (
    Cast("dark", "half a stop", light_by(np.full(3, 2**-0.5))),
    Cast("dark", "1 stop", light_by(np.full(3, 0.5))),
    Cast("bright", "half a stop", light_by(np.full(3, 2**0.5))),
    Cast("bright", "1 stop", light_by(np.full(3, 2.0))),
    Cast("dim", "gamma 0.8", _bend(1 / 0.8)),
    Cast("dim", "gamma 0.62", _bend(1 / 0.62)),
    Cast("pale", "gamma 1.25", _bend(1 / 1.25)),
    Cast("pale", "gamma 1.6", _bend(1 / 1.6)),
    Cast("warm", "5,200 K", light_by(compute_daylight(5200))),
    Cast("warm", "4,300 K", light_by(compute_daylight(4300))),
    Cast("cold", "8,000 K", light_by(compute_daylight(8000))),
    Cast("cold", "10,500 K", light_by(compute_daylight(10500))),
    Cast("green", "15 %", _tint(1.15)),
    Cast("green", "30 %", _tint(1.3)),
    Cast("magenta", "15 %", _tint(1 / 1.15)),
    Cast("magenta", "30 %", _tint(1 / 1.3)),
    Cast("flat", "contrast 0.75", _flatten(0.75)),
    Cast("flat", "contrast 0.62", _flatten(0.62)),
    Cast("hard", "contrast 1.25", _flatten(1.25)),
    Cast("hard", "contrast 1.5", _flatten(1.5)),
)
