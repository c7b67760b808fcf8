"""A colour correction as filters that stay in YUV: all of it costs a few milliseconds per frame.

`colorbalance`, `colortemperature` and `lut3d` work in RGB and cost six to fifteen times a decode;
`lut2` fed with the luma of the same picture can replace `colorcorrect` at twice its cost.
"""

from __future__ import annotations

from pathlib import Path

from egv.core.graph.pads import Pad, apply_filter
from egv.core.picture.colour_plan import ColourCorrection
from egv.core.picture.contrast import LUMA
from egv.core.picture.tone import lift_level
from egv.core.picture.white_balance import compute_channel_gains

# BT.709 at video levels: luma 16…235, colour differences 128 ± 112. ffmpeg's filters truncate
# results to whole numbers, hence 16.5, 128.5 and HALF: without, all turns darker and greener.
RED_SCALE, BLUE_SCALE = 1.5748, 1.8556  # R - Y and B - Y, per unit of Cr and Cb
HALF = 0.5 / 255
COLOURED = 0.4  # of full signal: the tone at which a lifted picture keeps its colours exactly


def apply_correction(picture: Pad, correction: ColourCorrection) -> Pad:
    """Apply `correction` to every frame of `picture` (8-bit 4:2:0, BT.709, video levels).

    Gains of R, G and B are diagonal in RGB. In YUV each colour difference takes a share of itself,
    a share of luma (the tint that keeps a cast out of black) and under a fiftieth of the other one.
    """
    if correction.is_identity:
        return picture
    strength = correction.gain * correction.contrast
    slope = correction.lift / (1 + (correction.lift - 1) * COLOURED) ** 2
    colours = strength * slope * correction.saturation
    red, green, blue = compute_channel_gains(correction.warmth)
    picture = apply_filter(
        picture,
        "lutyuv",
        y=_build_luma_expression(correction, strength),
        u=_build_chroma_expression(colours * (blue - LUMA[2] * (blue - green))),
        v=_build_chroma_expression(colours * (red - LUMA[0] * (red - green))),
    )
    if not correction.warmth:
        return picture
    tints = (
        correction.saturation * (blue - 1) / BLUE_SCALE,
        correction.saturation * (red - 1) / RED_SCALE,
    )
    return _tint_picture(picture, *tints, black=_compute_black(correction))


def apply_lut(picture: Pad, lut: Path, dimensions: int) -> Pad:
    """Apply a `.cube` look-up table of 1 or 3 `dimensions` to `picture`."""
    if dimensions == 1:
        picture = apply_filter(picture, "lut1d", file=lut)
    else:
        picture = apply_filter(picture, "lut3d", file=lut, interp="tetrahedral")
    back = apply_filter(picture, "scale", out_color_matrix="bt709", out_range="limited")
    return apply_filter(back, "format", pix_fmts="yuv420p")


def _compute_black(correction: ColourCorrection) -> float:
    """Compute where the correction puts what was black, of full signal; below 0 if that clips."""
    offset = 0.5 - correction.contrast * 0.5
    return offset if correction.lift == 1 else lift_level(max(offset, 0.0), correction.lift)


def _build_luma_expression(correction: ColourCorrection, strength: float) -> str:
    """Build the luma expression: a straight line of gain and contrast, then the curve of a lift."""
    offset = 0.5 - correction.contrast * 0.5
    if correction.lift == 1:
        line = f"(val-16)*{_format_number(strength)}+{_format_number(219 * offset)}"
        return f"clip(16.5+{line},16,235)"
    line = f"clip((val-16)/219*{_format_number(strength)}+{_format_number(offset)},0,1)"
    lift = _format_number(correction.lift)
    return f"clip(16.5+219*{lift}*{line}/(1+({lift}-1)*{line}),16,235)"


def _build_chroma_expression(gain: float) -> str:
    return f"clip(128.5+(val-128)*{_format_number(gain)},16,240)"


def _tint_picture(picture: Pad, blue: float, red: float, *, black: float) -> Pad:
    """Move Cb and Cr of `picture` by `blue` and `red` times its luma above `black`.

    `colorcorrect` draws a straight line over luma from its `l` to its `h` options, in full 8 bits.
    """
    ends: dict[str, str] = {}
    for name, tint in (("b", blue * 224 / 219), ("r", red * 224 / 219)):
        low = HALF - tint * (16 + 219 * black) / 255
        ends |= {f"{name}l": _format_number(low), f"{name}h": _format_number(low + tint)}
    return apply_filter(picture, "colorcorrect", **ends)


def _format_number(value: float) -> str:
    return f"{value:.6f}"
