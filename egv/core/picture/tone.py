"""Exposure and contrast: the tone scale of a clip, and the curve that sets it right.

The ends of the scale show a flat clip, which lacks as much at both, and a dark one, which lacks
white and has a low middle. A scene that holds neither black nor white is left alone. The ends
cannot show a dim room with a white window: there the middle counts, and only below that of any good
picture, since a dark suit is no fault. A dark face is no reason to lift, because a dark skin looks
like a light one in the shade; but a light face is a reason not to: none is lifted above a well lit
one.
"""

from __future__ import annotations

from dataclasses import dataclass

from egv.core.picture.colour_stats import ColourStats, Thresholds, measure_share

MOST_GAIN = 1.36  # just under a stop; more shows noise and blocks
MOST_CONTRAST = 1.8
MOST_LIFT = 2.2
SPARE = 0.02  # of full signal: what good pictures too lack at both ends
BLACKEST = 0.01  # levels are taken as no lower, and as no higher than 1 less it
SEEN_GAIN, SEEN_CONTRAST, SEEN_LIFT = 1.015, 1.015, 1.05  # less is under 1 CIEDE2000


@dataclass(frozen=True, slots=True)
class Tone:
    """Factors on gamma-coded signal of 0 to 1, all 1 or more, in the order in which they work.

    `gain` multiplies, `contrast` turns about mid grey, and `lift` is the slope at black of a curve
    that keeps black and white.
    """

    gain: float = 1.0
    contrast: float = 1.0
    lift: float = 1.0

    def weaken(self, strength: float) -> Tone:
        """Return a share of this correction, 0 to 1; what would not be seen is dropped."""
        gain, contrast, lift = (
            factor**strength for factor in (self.gain, self.contrast, self.lift)
        )
        return Tone(
            gain if gain >= SEEN_GAIN else 1.0,
            contrast if contrast >= SEEN_CONTRAST else 1.0,
            lift if lift >= SEEN_LIFT else 1.0,
        )


def plan_tone(colour: ColourStats, thresholds: Thresholds) -> Tone:
    """Plan the whole correction of exposure and contrast that `colour` needs."""
    white = max(colour.white_level, BLACKEST)
    missing = min(colour.black, 1 - white)
    flat = measure_share(missing, thresholds.flat)
    contrast = min(1 / (1 - 2 * max(missing - SPARE, 0.0) * flat), MOST_CONTRAST)
    dark = measure_share(1 - white, thresholds.dark)
    dark *= 1 - measure_share(colour.shadow, thresholds.shadow)
    dark *= 1 - measure_share(colour.middle, thresholds.lit)
    gain = min(max(thresholds.bright_end / white, 1.0), MOST_GAIN) ** dark
    stretched = Tone(gain, contrast)
    return Tone(gain, contrast, _plan_lift(colour, stretched, thresholds))


def lift_level(level: float, lift: float) -> float:
    """Lift a level of 0 to 1 by the curve whose slope at black is `lift`."""
    return lift * level / (1 + (lift - 1) * level)


def _plan_lift(colour: ColourStats, stretched: Tone, thresholds: Thresholds) -> float:
    """Plan the lift of the middle that remains needed when the tone scale is stretched."""
    lift = _compute_lift(_stretch_level(colour.middle, stretched), thresholds.dim)
    if colour.skin_light is not None:
        face = _stretch_level(colour.skin_light, stretched)
        lift = min(lift, _compute_lift(face, thresholds.lit_face))
    return min(max(lift, 1.0), MOST_LIFT)


def _stretch_level(level: float, tone: Tone) -> float:
    """Compute where the straight part of `tone` puts a level, kept off both ends."""
    return min(max(0.5 + tone.contrast * (tone.gain * level - 0.5), BLACKEST), 1 - BLACKEST)


def _compute_lift(level: float, wanted: float) -> float:
    """Compute the lift that brings `level` to `wanted`; below 1 for a level above."""
    return wanted * (1 - level) / (level * (1 - wanted))
