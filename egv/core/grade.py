"""A colour correction as filters that stay in YUV: all of it costs a few milliseconds per frame.

`colorbalance`, `colortemperature` and `lut3d` work in RGB and cost six to fifteen times a decode;
`lut2` fed with the luma of the same picture can replace `colorcorrect` at twice its cost.
"""

from __future__ import annotations

from pathlib import Path

from egv.core.colour import LUMA, Correction, channel_gains
from egv.core.graph import Pad, filtered

# BT.709 at video levels: luma 16…235, colour differences 128 ± 112. ffmpeg's filters truncate
# results to whole numbers, hence 16.5, 128.5 and HALF: without, all turns darker and greener.
RED_SCALE, BLUE_SCALE = 1.5748, 1.8556  # R - Y and B - Y, per unit of Cr and Cb
HALF = 0.5 / 255


def graded(picture: Pad, correction: Correction) -> Pad:
    """Apply `correction` to every frame of `picture` (8-bit 4:2:0, BT.709, video levels).

    Gains of R, G and B are diagonal in RGB. In YUV each colour difference takes a share of itself,
    a share of luma (the tint that keeps a cast out of black) and under a fiftieth of the other one.
    """
    if correction.is_none:
        return picture
    strength = correction.gain * correction.contrast
    colours = strength * correction.saturation
    red, green, blue = channel_gains(correction.warmth)
    picture = filtered(
        picture,
        "lutyuv",
        y=_luma(correction, strength),
        u=_colour_difference(colours * (blue - LUMA[2] * (blue - green))),
        v=_colour_difference(colours * (red - LUMA[0] * (red - green))),
    )
    if not correction.warmth:
        return picture
    tints = (
        correction.saturation * (blue - 1) / BLUE_SCALE,
        correction.saturation * (red - 1) / RED_SCALE,
    )
    return _tinted(picture, *tints, black=_offset(correction.contrast))


def looked_up(picture: Pad, lut: Path, dimensions: int) -> Pad:
    """Apply a `.cube` look-up table of 1 or 3 `dimensions` to `picture`."""
    if dimensions == 1:
        picture = filtered(picture, "lut1d", file=lut)
    else:
        picture = filtered(picture, "lut3d", file=lut, interp="tetrahedral")
    back = filtered(picture, "scale", out_color_matrix="bt709", out_range="limited")
    return filtered(back, "format", pix_fmts="yuv420p")


def _offset(contrast: float) -> float:
    """Compute where contrast about mid grey puts what was black, of full signal."""
    return 0.5 - contrast * 0.5


def _luma(correction: Correction, strength: float) -> str:
    """Build the luma expression, one straight line: veil off, gain, contrast about mid grey."""
    offset = 219 * (_offset(correction.contrast) - strength * correction.black)
    return f"clip(16.5+(val-16)*{_number(strength)}+{_number(offset)},16,235)"


def _colour_difference(gain: float) -> str:
    return f"clip(128.5+(val-128)*{_number(gain)},16,240)"


def _tinted(picture: Pad, blue: float, red: float, *, black: float) -> Pad:
    """Move Cb and Cr of `picture` by `blue` and `red` times its luma above `black`.

    `colorcorrect` draws a straight line over luma from its `l` to its `h` options, in full 8 bits.
    """
    ends: dict[str, str] = {}
    for name, tint in (("b", blue * 224 / 219), ("r", red * 224 / 219)):
        low = HALF - tint * (16 + 219 * black) / 255
        ends |= {f"{name}l": _number(low), f"{name}h": _number(low + tint)}
    return filtered(picture, "colorcorrect", **ends)


def _number(value: float) -> str:
    return f"{value:.6f}"
