"""The one colour correction that follows from what a clip measures."""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from egv.core.picture.colour_stats import THRESHOLDS, ColourStats, Thresholds
from egv.core.picture.tone import SEEN_GAIN, Tone, lift_level, plan_tone
from egv.core.picture.white_balance import (
    SEEN_WARMTH,
    compute_channel_gains,
    is_cast_proven,
    measure_agreed_excess,
    plan_warmth,
)


class CorrectionMode(StrEnum):
    """The strength of the automatic correction."""

    OFF = "off"
    GENTLE = "gentle"
    AUTO = "auto"


STRENGTH = {CorrectionMode.OFF: 0.0, CorrectionMode.GENTLE: 0.5, CorrectionMode.AUTO: 1.0}
UNPROVEN_WARMTH = 0.038  # about 300 K: the most that `gentle` changes without a witness
DRAWN = 0.5  # share of pixels equal to their neighbours: a screen, not a camera
EMPTY = 0.08  # a tone scale shorter than this shows an empty picture
GAMMA = 2.2  # of displays: a gain g on the signal is g**2.2 of light
DARK_TONE = 0.25  # of full signal: the tone by which a lift is described


@dataclass(frozen=True, slots=True)
class ColourCorrection:
    """One correction for a whole programme, on gamma-coded signal of 0 to 1.

    First the signal is multiplied by `gain`, then turned about mid grey by `contrast`, then lifted
    by a curve that keeps both ends and whose slope at black is `lift`. `warmth` shifts ln(red /
    blue) with luma held; `saturation` multiplies the colour differences.
    """

    gain: float = 1.0
    contrast: float = 1.0
    lift: float = 1.0
    warmth: float = 0.0
    saturation: float = 1.0

    @property
    def is_identity(self) -> bool:
        """True where the correction changes nothing."""
        return self == ColourCorrection()

    @property
    def gain_stops(self) -> float:
        """The gain in stops of light, as photographers count it."""
        return GAMMA * math.log2(self.gain)

    @property
    def lift_stops(self) -> float:
        """The lift of dark tones in stops of light."""
        return GAMMA * math.log2(lift_level(DARK_TONE, self.lift) / DARK_TONE)


@dataclass(frozen=True, slots=True)
class Lut:
    """A valid `.cube` file: its kind (1 or 3 dimensions) and its size.

    `file` is a copy that ffmpeg reads correctly, where it would misread the file itself.
    """

    dimensions: int
    size: int
    file: Path | None = None


def is_screen_recording(colour: ColourStats) -> bool:
    """True for a screen recording or a card, whose colours are already as intended."""
    return colour.drawn > DRAWN


def may_need_faces(colour: ColourStats, thresholds: Thresholds = THRESHOLDS) -> bool:
    """True where the light seems off or the picture dark, so that faces would be witnesses."""
    cast = abs(measure_agreed_excess(colour)) > thresholds.cast[0]
    return cast or plan_tone(colour, thresholds).lift > 1


def plan_correction(
    colour: ColourStats, mode: CorrectionMode, thresholds: Thresholds = THRESHOLDS
) -> ColourCorrection:
    """Plan the correction that `colour` needs; none for screens and for empty pictures."""
    strength = STRENGTH[mode]
    if not strength or is_screen_recording(colour) or colour.white_level - colour.black < EMPTY:
        return ColourCorrection()
    warmth = plan_warmth(colour, thresholds) * strength
    if mode is CorrectionMode.GENTLE and not is_cast_proven(colour, thresholds):
        warmth = min(max(warmth, -UNPROVEN_WARMTH), UNPROVEN_WARMTH)
    tone = plan_tone(colour, thresholds).weaken(strength)
    gain = _limit_gain(colour, tone, warmth)
    return ColourCorrection(
        gain=round(gain, 4) if abs(math.log(gain)) >= math.log(SEEN_GAIN) else 1.0,
        contrast=round(tone.contrast, 4),
        lift=round(tone.lift, 4),
        warmth=round(warmth, 4) if abs(warmth) >= SEEN_WARMTH else 0.0,
    )


def _limit_gain(colour: ColourStats, tone: Tone, warmth: float) -> float:
    """Limit the gain of `tone` so that no channel clips that did not before.

    Removing a cast raises one channel; where it would clip, all are lowered, so the hue stays.
    """
    gains = compute_channel_gains(warmth)
    most = max(white * gain for white, gain in zip(colour.whites, gains, strict=True))
    end = max(1.0, colour.white_level)
    return min(tone.gain, ((end - 0.5) / tone.contrast + 0.5) / most)
