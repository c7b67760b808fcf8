"""CIEDE2000 between sRGB pictures (CIE 142-2001; Sharma, Wu, Dalal, Color Res. Appl. 30, 2005)."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Colours = NDArray[np.float64]  # any number of colours x 3

TO_XYZ = np.array(
    [
        [0.4124564, 0.3575761, 0.1804375],
        [0.2126729, 0.7151522, 0.0721750],
        [0.0193339, 0.1191920, 0.9503041],
    ]
)  # fmt: skip
WHITE = np.array([0.95047, 1.0, 1.08883])  # D65


def linear(signal: Colours) -> Colours:
    """sRGB signal of 0 to 1 as linear light (IEC 61966-2-1)."""
    dark = signal <= 0.04045
    return np.asarray(np.where(dark, signal / 12.92, ((signal + 0.055) / 1.055) ** 2.4))


def coded(light: Colours) -> Colours:
    """Linear light as sRGB signal, clipped to 0 to 1."""
    bright = 1.055 * np.clip(light, 0, None) ** (1 / 2.4) - 0.055
    return np.asarray(np.clip(np.where(light <= 0.0031308, light * 12.92, bright), 0, 1))


def lab(signal: Colours) -> Colours:
    """sRGB signal of 0 to 1 as CIE L*a*b*, D65."""
    xyz = linear(signal) @ TO_XYZ.T / WHITE
    f = np.where(xyz > 216 / 24389, np.cbrt(xyz), (24389 / 27 * xyz + 16) / 116)
    x, y, z = f[:, 0], f[:, 1], f[:, 2]
    return np.stack([116 * y - 16, 500 * (x - y), 200 * (y - z)], axis=1)


def difference(one: Colours, other: Colours) -> Colours:
    """CIEDE2000 of each pair of L*a*b* colours."""
    (l1, a1, b1), (l2, a2, b2) = one.T, other.T
    mean_c = (np.hypot(a1, b1) + np.hypot(a2, b2)) / 2
    g = 0.5 * (1 - np.sqrt(mean_c**7 / (mean_c**7 + 25.0**7)))
    a1, a2 = a1 * (1 + g), a2 * (1 + g)
    c1, c2 = np.hypot(a1, b1), np.hypot(a2, b2)
    h1, h2 = np.degrees(np.arctan2(b1, a1)) % 360, np.degrees(np.arctan2(b2, a2)) % 360
    grey = c1 * c2 == 0
    turn = np.where(grey, 0, (h2 - h1 + 180) % 360 - 180)
    d_h = 2 * np.sqrt(c1 * c2) * np.sin(np.radians(turn) / 2)
    mean_l, mean_c = (l1 + l2) / 2, (c1 + c2) / 2
    apart = np.abs(h1 - h2) > 180
    mean_h = np.where(grey, h1 + h2, (h1 + h2 + np.where(apart, 360, 0)) / 2 % 360)
    return _weighted((l2 - l1, c2 - c1, d_h), mean_l, mean_c, mean_h)


def _weighted(
    deltas: tuple[Colours, Colours, Colours], mean_l: Colours, mean_c: Colours, mean_h: Colours
) -> Colours:
    d_l, d_c, d_h = deltas
    angle = np.radians(mean_h)
    t = 1 - 0.17 * np.cos(angle - np.radians(30)) + 0.24 * np.cos(2 * angle)
    t += 0.32 * np.cos(3 * angle + np.radians(6)) - 0.2 * np.cos(4 * angle - np.radians(63))
    s_l = 1 + 0.015 * (mean_l - 50) ** 2 / np.sqrt(20 + (mean_l - 50) ** 2)
    s_c, s_h = 1 + 0.045 * mean_c, 1 + 0.015 * mean_c * t
    spread = np.radians(60 * np.exp(-(((mean_h - 275) / 25) ** 2)))
    r_t = -2 * np.sqrt(mean_c**7 / (mean_c**7 + 25.0**7)) * np.sin(spread)
    light, chroma, hue = d_l / s_l, d_c / s_c, d_h / s_h
    return np.asarray(np.sqrt(light**2 + chroma**2 + hue**2 + r_t * chroma * hue))
