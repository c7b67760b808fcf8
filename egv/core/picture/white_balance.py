"""White balance: how far the light is off, and the shift from warm to cold that sets it right.

The light is judged by edges (grey-edge hypothesis: van de Weijer, Gevers, Gijsenij, IEEE TIP 2007):
a face or a wooden wall has one colour, but its edges show the colour of the light. Two measures of
them must agree, the mean and the median: a few coloured things move the one, a coloured wall the
other. Light greys and faces are witnesses: neither is taken past what it is in good light. White
balance moves only along the line from warm to cold daylight, so that skin turns neither green nor
magenta.
"""

from __future__ import annotations

import math

from egv.core.picture.colour_stats import ColourStats, Pair, Thresholds, measure_share
from egv.core.picture.contrast import LUMA

LEANINGS = (
    0.084,
    0.075,
)  # how warm edges measure in neutral light: rooms are full of skin and wood
MOST_WARMTH = 0.25  # the largest shift either way, of ln(red / blue): about 2,000 K
WITNESS = 0.02  # share of the pixels that must be light and nearly grey to be a witness
SEEN_WARMTH = 0.0125  # a smaller shift is under 1 CIEDE2000
RED_SHARE, BLUE_SHARE = 0.4, -0.6  # of a step in warmth, along the daylight locus (CIE 15)


def plan_warmth(colour: ColourStats, thresholds: Thresholds) -> float:
    """Plan the whole shift of ln(red / blue) that `colour` needs."""
    proof = measure_share(abs(measure_agreed_excess(colour)), thresholds.cast)
    shift = -proof * sum(measure_excesses(colour)) / 2
    shift = min(max(shift, -MOST_WARMTH), MOST_WARMTH)
    if has_white(colour):
        shift = _limit_to_witness(shift, colour.near_white_warmth, thresholds.near_white)
    if colour.skin_warmth is not None:
        shift = _limit_to_witness(shift, colour.skin_warmth, thresholds.skin)
    return shift


def measure_excesses(colour: ColourStats) -> Pair:
    """Measure how much warmer (or, below zero, colder) than neutral the edges are, in two ways."""
    mean, median = colour.warmths
    return mean - LEANINGS[0], median - LEANINGS[1]


def measure_agreed_excess(colour: ColourStats) -> float:
    """Measure how much warmer, or colder, than neutral both measures of edges say the light is."""
    least, most = sorted(measure_excesses(colour))
    return max(least, 0.0) + min(most, 0.0)


def has_white(colour: ColourStats) -> bool:
    """True where enough of the picture is light and nearly grey to be a witness."""
    return colour.near_white >= WITNESS


def is_cast_proven(colour: ColourStats, thresholds: Thresholds) -> bool:
    """True where more than edges speaks for a cast: light greys, or a face no skin looks like."""
    coldest, warmest = thresholds.skin
    skin = colour.skin_warmth
    return has_white(colour) or (skin is not None and not coldest <= skin <= warmest)


def compute_channel_gains(warmth: float) -> tuple[float, float, float]:
    """Compute gains of R, G and B that shift ln(red / blue) by `warmth` and keep greys.

    The shift follows the daylight locus.
    """
    red, blue = math.exp(RED_SHARE * warmth), math.exp(BLUE_SHARE * warmth)
    luma = sum(weight * gain for weight, gain in zip(LUMA, (red, 1.0, blue), strict=True))
    return red / luma, 1 / luma, blue / luma


def _limit_to_witness(shift: float, seen: float, good: Pair) -> float:
    """Limit `shift` so that what a witness has `seen` does not pass the far end of `good`."""
    coldest, warmest = good
    return min(max(shift, min(coldest - seen, 0.0)), max(warmest - seen, 0.0))
