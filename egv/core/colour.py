"""What a clip's colours measure, and the one correction that follows from it.

Exposure and contrast are judged by the ends of the tone scale: almost every scene holds something
near black and something near white, so their distance from it says how dark or flat the clip is,
and a clip that has both is left alone. White balance is judged by edges (grey-edge hypothesis: van
de Weijer, Gevers, Gijsenij, IEEE TIP 2007), since a face or a wall of wood is one colour but its
edges are of the light; and it moves only along the line from warm to cold daylight, so that skin
turns neither green nor magenta.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import StrEnum


class Mode(StrEnum):
    """How far to correct."""

    OFF = "off"
    GENTLE = "gentle"
    AUTO = "auto"


STRENGTH = {Mode.OFF: 0.0, Mode.GENTLE: 0.5, Mode.AUTO: 1.0}

FLAT, FULL = 0.77, 0.79  # a tone scale this long is corrected wholly; this long, not at all
DARK, BRIGHT = 0.69, 0.73  # whites between which a lifted black turns from no veil into one
MOST_VEIL = 0.13  # taken away, of full signal
MOST_GAIN = 1.36  # one stop; more shows noise and blocks
MOST_WARMTH = 0.25  # taken back in either direction, of ln(red / blue): about 2,000 K
SEEN_VEIL, SEEN_GAIN, SEEN_WARMTH = 0.005, 1.015, 0.0125  # less is under 1 CIEDE2000: not worth it
TRUST = 0.75  # in the measured warmth: a sunset or a wooden room is warm by itself
DRAWN = 0.5  # of the pixels equal to their neighbours: a screen, not a camera
EMPTY = 0.08  # a picture whose white is under this shows nothing


@dataclass(frozen=True, slots=True)
class Colour:
    """What a clip's key frames measure; levels are shares of full signal, 0 to 1.

    `black` is what the smallest of R, G and B is under, and `white` what the largest is over, in
    0.3 % of the pixels; `warmth` is ln(red / blue) of the light; `drawn` is the share of pixels
    that equal their neighbours.
    """

    black: float
    white: float
    middle: float
    warmth: float
    drawn: float


@dataclass(frozen=True, slots=True)
class Correction:
    """One correction for a whole programme, on gamma-coded signal of 0 to 1.

    First `black` is taken away, then all is multiplied by `gain`; `warmth` shifts ln(red / blue),
    luma held; `contrast` turns about mid grey; `saturation` multiplies the colour differences.
    """

    black: float = 0.0
    gain: float = 1.0
    warmth: float = 0.0
    contrast: float = 1.0
    saturation: float = 1.0

    @property
    def is_none(self) -> bool:
        """Whether nothing would change."""
        return self == Correction()

    @property
    def stops(self) -> float:
        """The gain as photographers count it, in stops of light."""
        return GAMMA * math.log2(self.gain)


@dataclass(frozen=True, slots=True)
class Lut:
    """A `.cube` file that was read and found good: its kind (1 or 3 dimensions) and size."""

    dimensions: int
    size: int


GAMMA = 2.2  # of displays: a gain g on the signal is g**2.2 of light


def is_drawn(colour: Colour) -> bool:
    """Whether this is a screen recording or a card, whose colours are as they were meant."""
    return colour.drawn > DRAWN


def correction_for(colour: Colour, mode: Mode) -> Correction:
    """The correction that `colour` asks for; none for screens and for pictures of nothing."""
    strength = STRENGTH[mode]
    if not strength or is_drawn(colour) or colour.white < EMPTY:
        return Correction()
    need = tone_need(colour) * strength
    veil = veil_of(colour) * need
    gain = min(max(1 / (colour.white - veil), 1.0), MOST_GAIN) ** need
    warmth = -excess_warmth(colour) * strength
    return Correction(
        black=round(veil, 4) if veil >= SEEN_VEIL else 0.0,
        gain=round(gain, 4) if gain >= SEEN_GAIN else 1.0,
        warmth=round(warmth, 4) if abs(warmth) >= SEEN_WARMTH else 0.0,
    )


def tone_need(colour: Colour) -> float:
    """How much the tone scale needs correcting, 0 to 1: a clip that uses its length needs none."""
    length = colour.white - colour.black
    return min(max((FULL - length) / (FULL - FLAT), 0.0), 1.0)


def veil_of(colour: Colour) -> float:
    """How much light lies over the whole picture; a veil brightens, so a dark picture has none."""
    share = min(max((colour.white - DARK) / (BRIGHT - DARK), 0.0), 1.0)
    return min(colour.black, MOST_VEIL) * share


def excess_warmth(colour: Colour) -> float:
    """How much warmer (or, below zero, colder) than neutral the light surely is, within limits."""
    return min(max(colour.warmth * TRUST, -MOST_WARMTH), MOST_WARMTH)
