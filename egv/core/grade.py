"""A correction as filters that stay in YUV: the whole of it costs a few milliseconds a frame.

`colorbalance`, `colortemperature` and `lut3d` work in RGB and cost six to fifteen times a decode.
"""

from __future__ import annotations

import math
from pathlib import Path

from egv.core.colour import Correction
from egv.core.graph import Filter, Pad, filtered, joined

# BT.709 at video levels: luma 16…235, colour differences 128 ± 112.
RED_SCALE, BLUE_SCALE = 1.5748, 1.8556  # R - Y and B - Y, per unit of Cr and Cb
RED_SHARE, BLUE_SHARE = 0.4, -0.6  # of a step in warmth, along the daylight locus (CIE 15)


def graded(picture: Pad, correction: Correction) -> Pad:
    """`picture` (8-bit 4:2:0, BT.709, video levels) with `correction` applied to every frame."""
    if correction.is_none:
        return picture
    strength = correction.gain * correction.contrast
    colours = strength * correction.saturation
    luma = _luma(correction, strength)
    if not correction.warmth:
        plain = _code(f"128+(val-128)*{_number(colours)}", 240)
        return filtered(picture, "lutyuv", y=luma.replace("(x-", "(val-"), u=plain, v=plain)
    blue = _colour_difference(
        math.exp(BLUE_SHARE * correction.warmth), BLUE_SCALE, correction, colours
    )
    red = _colour_difference(
        math.exp(RED_SHARE * correction.warmth), RED_SCALE, correction, colours
    )
    return joined((picture, _luma_everywhere(picture)), "lut2", c0=luma, c1=blue, c2=red)


def looked_up(picture: Pad, lut: Path, dimensions: int) -> Pad:
    """`picture` through a `.cube` look-up table of 1 or 3 `dimensions`."""
    if dimensions == 1:
        picture = filtered(picture, "lut1d", file=lut)
    else:
        picture = filtered(picture, "lut3d", file=lut, interp="tetrahedral")
    back = filtered(picture, "scale", out_color_matrix="bt709", out_range="limited")
    return filtered(back, "format", pix_fmts="yuv420p")


def _luma(correction: Correction, strength: float) -> str:
    """Luma: veil off, gain, and contrast about mid grey, in one straight line."""
    offset = 0.5 - correction.contrast * 0.5 - strength * correction.black
    return _code(f"16+(x-16)*{_number(strength)}+{_number(219 * offset)}", 235)


def _colour_difference(gain: float, scale: float, correction: Correction, colours: float) -> str:
    """A colour difference after a gain on its primary: `x` is it, `y` the luma beside it.

    From C' = (gain * P - Y) / scale with P = Y + scale * C: a grey gets a tint that grows with its
    luma, so black stays black. A constant offset, all that one plane alone allows, would tint it.
    """
    tint = 224 / 219 * colours * (gain - 1) / scale
    black = 16 + 219 * correction.black
    chroma = f"(x-128)*{_number(colours * gain)}"
    return _code(f"128+{chroma}+max(y-{_number(black)},0)*{_number(tint)}", 240)


def _luma_everywhere(picture: Pad) -> Pad:
    """A picture whose three planes are all the luma of `picture`, each at its plane's size."""
    luma = Pad(Filter("extractplanes", (picture,), (("planes", "y"),)), "v")
    half = filtered(luma, "scale", w="iw/2", h="ih/2", flags="fast_bilinear")
    return joined((luma, half, half), "mergeplanes", mapping="0x001020", format="yuv420p")


def _code(expression: str, most: int) -> str:
    """`expression` as a code value at video levels; ffmpeg itself would cut off, not round."""
    return f"clip(round({expression}),16,{most})"


def _number(value: float) -> str:
    return f"{value:.6f}"
