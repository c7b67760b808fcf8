"""The filters of `egv/core/picture/grade.py` on arrays: same figures, same rounding, no ffmpeg."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from bench.ciede2000 import Colours
from egv.core.picture.colour_plan import ColourCorrection
from egv.core.picture.contrast import LUMA
from egv.core.picture.grade import BLUE_SCALE, COLOURED, RED_SCALE
from egv.core.picture.tone import lift_level
from egv.core.picture.white_balance import compute_channel_gains


@dataclass(frozen=True, slots=True)
class Pixels:
    """Luma and colour differences of pixels, 8 bit, BT.709 at video levels."""

    y: Colours
    u: Colours
    v: Colours


def to_pixels(signal: Colours) -> Pixels:
    """Convert RGB signal of 0 to 1 (pixels x 3)."""
    luma = signal @ np.array(LUMA)
    blue, red = (signal[:, 2] - luma) / BLUE_SCALE, (signal[:, 0] - luma) / RED_SCALE
    return Pixels(np.round(16 + 219 * luma), np.round(128 + 224 * blue), np.round(128 + 224 * red))


def to_signal(pixels: Pixels) -> Colours:
    """Convert to RGB signal of 0 to 1, rounded to 8 bit."""
    luma = (pixels.y - 16) / 219
    blue = luma + BLUE_SCALE * (pixels.u - 128) / 224
    red = luma + RED_SCALE * (pixels.v - 128) / 224
    green = (luma - LUMA[0] * red - LUMA[2] * blue) / LUMA[1]
    return np.clip(np.round(np.stack([red, green, blue], axis=1) * 255), 0, 255) / 255


def grade_pixels(pixels: Pixels, correction: ColourCorrection) -> Pixels:
    """Apply `correction`."""
    if correction.is_identity:
        return pixels
    strength = correction.gain * correction.contrast
    offset = 0.5 - correction.contrast / 2
    level = np.clip((pixels.y - 16) / 219 * strength + offset, 0, 1)
    lifted = correction.lift * level / (1 + (correction.lift - 1) * level)
    luma = np.floor(16.5 + 219 * lifted)
    red, green, blue = compute_channel_gains(correction.warmth)
    slope = correction.lift / (1 + (correction.lift - 1) * COLOURED) ** 2
    colours = strength * slope * correction.saturation
    shown = offset if correction.lift == 1 else lift_level(max(offset, 0.0), correction.lift)
    above = luma - 16 - 219 * shown
    return Pixels(
        luma,
        _grade_difference(
            pixels.u,
            colours * (blue - LUMA[2] * (blue - green)),
            above * correction.saturation * (blue - 1) / BLUE_SCALE,
        ),
        _grade_difference(
            pixels.v,
            colours * (red - LUMA[0] * (red - green)),
            above * correction.saturation * (red - 1) / RED_SCALE,
        ),
    )


def _grade_difference(difference: Colours, gain: float, tint: Colours) -> Colours:
    scaled = np.floor(np.clip(128.5 + (difference - 128) * gain, 16, 240))
    if not tint.any():
        return scaled
    return np.floor(np.clip(scaled + 0.5 + tint * 224 / 219, 0, 255))
