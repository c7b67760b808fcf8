"""Colour measurements of a clip, and the one correction that follows from them.

Exposure and contrast are judged by the ends of the tone scale. Almost every scene holds something
near black and something near white, so the distance from both shows how dark or flat the clip is; a
clip that has both is left alone. White balance is judged by edges (grey-edge hypothesis: van de
Weijer, Gevers, Gijsenij, IEEE TIP 2007): a face or a wooden wall has one colour, but its edges show
the colour of the light. Edges alone
can be wrong, in a room without anything neutral, so a larger change needs a witness: a light grey
or white surface that is as warm or as cold, or a face of a colour that no skin is. No witness is
taken past the point where it looks right. White balance moves only along the line from warm to cold
daylight, so that skin turns neither green nor magenta.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from egv.core.picture.contrast import LUMA


class CorrectionMode(StrEnum):
    """The strength of the automatic correction."""

    OFF = "off"
    GENTLE = "gentle"
    AUTO = "auto"


STRENGTH = {CorrectionMode.OFF: 0.0, CorrectionMode.GENTLE: 0.5, CorrectionMode.AUTO: 1.0}

WHITE = 1.0  # the bright end of the tone scale; the dark end is 0
FLAT, FULL = 0.745, 0.80  # tone scale lengths that are corrected fully, and not at all
# Raised blacks are shadow up to the first share and veil from the second, at a white of 0.7.
# A veil brightens too: the whiter the white, the less black is needed to prove a veil.
SHADOW, VEIL, VEIL_PER_WHITE = 0.10, 0.155, 1.2
MOST_VEIL = 0.14  # the most that is subtracted, of full signal
MOST_GAIN = 1.36  # just under a stop; more shows noise and blocks
LEANING = 0.05  # how warm edges measure in neutral light: rooms are full of skin and wood
MOST_WARMTH = 0.25  # the largest correction either way, of ln(red / blue): about 2,000 K
UNPROVEN_WARMTH = 0.038  # about 300 K: the most that `gentle` changes without a witness
WITNESS = 0.02  # share of the pixels that must be light and nearly grey to be a witness
# ln(red / blue) of skin, light to dark, by light that looks white: measured on webcams and phones
# that the tests do not use, and wide, because a face in shade is colder.
SKIN = (0.2, 0.85)
SEEN_VEIL, SEEN_GAIN, SEEN_WARMTH = 0.005, 1.015, 0.0125  # smaller changes are under 1 CIEDE2000
DRAWN = 0.5  # share of pixels equal to their neighbours: a screen, not a camera
EMPTY = 0.08  # a tone scale shorter than this shows an empty picture


@dataclass(frozen=True, slots=True)
class ColourStats:
    """Colour measurements of a clip's key frames; levels are shares of full signal, 0 to 1.

    In 0.5 % of the pixels the smallest of R, G and B is below `black`; each of R, G and B is above
    its value in `whites` in 0.5 %. `warmth` is ln(red / blue) of the light; `drawn` is the share of
    pixels that equal their neighbours. `near_white` is the share of light and nearly grey pixels,
    and `near_white_warmth` their ln(red / blue); `skin_warmth` is that of faces, None without any.
    """

    black: float
    whites: tuple[float, float, float]
    warmth: float
    drawn: float
    near_white: float = 0.0
    near_white_warmth: float = 0.0
    skin_warmth: float | None = None

    @property
    def white_level(self) -> float:
        """The bright end of the tone scale."""
        return max(self.whites)


@dataclass(frozen=True, slots=True)
class ColourCorrection:
    """One correction for a whole programme, on gamma-coded signal of 0 to 1.

    First `black` is subtracted, then the signal is multiplied by `gain`; `warmth` shifts ln(red /
    blue) with luma held; `contrast` turns about mid grey; `saturation` multiplies the colour
    differences.
    """

    black: float = 0.0
    gain: float = 1.0
    warmth: float = 0.0
    contrast: float = 1.0
    saturation: float = 1.0

    @property
    def is_identity(self) -> bool:
        """True where the correction changes nothing."""
        return self == ColourCorrection()

    @property
    def gain_stops(self) -> float:
        """The gain in stops of light, as photographers count it."""
        return GAMMA * math.log2(self.gain)


@dataclass(frozen=True, slots=True)
class Lut:
    """A valid `.cube` file: its kind (1 or 3 dimensions) and its size.

    `file` is a copy that ffmpeg reads correctly, where it would misread the file itself.
    """

    dimensions: int
    size: int
    file: Path | None = None


GAMMA = 2.2  # of displays: a gain g on the signal is g**2.2 of light
RED_SHARE, BLUE_SHARE = 0.4, -0.6  # of a step in warmth, along the daylight locus (CIE 15)


def is_screen_recording(colour: ColourStats) -> bool:
    """True for a screen recording or a card, whose colours are already as intended."""
    return colour.drawn > DRAWN


def plan_correction(colour: ColourStats, mode: CorrectionMode) -> ColourCorrection:
    """Plan the correction that `colour` needs; none for screens and for empty pictures."""
    strength = STRENGTH[mode]
    if not strength or is_screen_recording(colour) or colour.white_level - colour.black < EMPTY:
        return ColourCorrection()
    warmth = _plan_warmth(colour, mode)
    need = measure_tone_need(colour)
    veil = measure_veil(colour) * need
    gain = min(max(WHITE / (colour.white_level - veil), 1.0), MOST_GAIN) ** (need * strength)
    veil *= strength
    # Removing a cast raises one channel; where it would clip, all are lowered, so the hue stays.
    lit = (
        max(w * g for w, g in zip(colour.whites, compute_channel_gains(warmth), strict=True)) - veil
    )
    gain = min(gain, max(WHITE, colour.white_level) / lit)
    return ColourCorrection(
        black=round(veil, 4) if veil >= SEEN_VEIL else 0.0,
        gain=round(gain, 4) if abs(math.log(gain)) >= math.log(SEEN_GAIN) else 1.0,
        warmth=round(warmth, 4) if abs(warmth) >= SEEN_WARMTH else 0.0,
    )


def _plan_warmth(colour: ColourStats, mode: CorrectionMode) -> float:
    """Plan the shift of ln(red / blue): what edges say, as far as white surfaces and skin agree."""
    excess, limit = measure_excess_warmth(colour), MOST_WARMTH
    if colour.near_white >= WITNESS:
        excess = _limit_to_witness(excess, colour.near_white_warmth)
    elif beyond := _measure_skin_excess(colour):
        excess = _limit_to_witness(excess, beyond)
    elif mode is CorrectionMode.GENTLE:
        limit = UNPROVEN_WARMTH
    shift = min(max(-excess * STRENGTH[mode], -limit), limit)
    if colour.skin_warmth is None:
        return shift
    coldest, warmest = (edge - colour.skin_warmth for edge in SKIN)
    return min(max(shift, min(coldest, 0.0)), max(warmest, 0.0))


def _limit_to_witness(excess: float, seen: float) -> float:
    """Limit `excess` to what a witness has `seen`; nothing remains where it saw the opposite."""
    return min(max(excess, min(seen, 0.0)), max(seen, 0.0))


def _measure_skin_excess(colour: ColourStats) -> float:
    """Measure how much warmer, or below zero colder, the faces are than any skin."""
    skin = colour.skin_warmth
    return 0.0 if skin is None else max(skin - SKIN[1], 0.0) + min(skin - SKIN[0], 0.0)


def compute_channel_gains(warmth: float) -> tuple[float, float, float]:
    """Compute gains of R, G and B that shift ln(red / blue) by `warmth` and keep greys.

    The shift follows the daylight locus.
    """
    red, blue = math.exp(RED_SHARE * warmth), math.exp(BLUE_SHARE * warmth)
    luma = sum(weight * gain for weight, gain in zip(LUMA, (red, 1.0, blue), strict=True))
    return red / luma, 1 / luma, blue / luma


def measure_tone_need(colour: ColourStats) -> float:
    """Measure how much the tone scale needs correcting, 0 to 1; a full-length scale needs none."""
    length = colour.white_level - colour.black
    return min(max((FULL - length) / (FULL - FLAT), 0.0), 1.0)


def measure_veil(colour: ColourStats) -> float:
    """Measure the certain part of the stray light over the whole picture, of full signal."""
    proof = colour.black / colour.white_level + VEIL_PER_WHITE * (colour.white_level - 0.7)
    share = min(max((proof - SHADOW) / (VEIL - SHADOW), 0.0), 1.0)
    return min(colour.black, MOST_VEIL) * share


def measure_excess_warmth(colour: ColourStats) -> float:
    """Measure how much warmer (or, below zero, colder) than neutral the light is, within limits."""
    return min(max(colour.warmth - LEANING, -MOST_WARMTH), MOST_WARMTH)
