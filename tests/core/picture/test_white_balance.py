"""The correction is bounded, gentle, and nothing where nothing is wrong."""

import math
from dataclasses import replace

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from egv.core.picture.white_balance import (
    LEANING,
    MOST_GAIN,
    MOST_VEIL,
    MOST_WARMTH,
    SEEN_GAIN,
    WHITE,
    ColourCorrection,
    ColourStats,
    CorrectionMode,
    compute_channel_gains,
    plan_correction,
)
from egv.tools.measure.colour import measure_colour

shares = st.floats(0, 1)
colours = st.builds(
    ColourStats,
    black=shares,
    whites=st.tuples(shares, shares, shares),
    warmth=st.floats(-3, 3),
    drawn=shares,
).filter(lambda colour: colour.black <= min(colour.whites))


@given(colours, st.sampled_from(CorrectionMode))
def test_every_correction_is_bounded(colour: ColourStats, mode: CorrectionMode) -> None:
    done = plan_correction(colour, mode)

    assert 0.8 <= done.gain <= MOST_GAIN + 1e-4
    assert 0 <= done.black <= MOST_VEIL + 1e-4
    assert abs(done.warmth) <= MOST_WARMTH + 1e-4


@given(colours)
def test_gentle_never_goes_further_than_auto(colour: ColourStats) -> None:
    gentle, auto = (
        plan_correction(colour, CorrectionMode.GENTLE),
        plan_correction(colour, CorrectionMode.AUTO),
    )

    assert gentle.black <= auto.black
    assert abs(gentle.warmth) <= abs(auto.warmth) + 1e-4


@given(colours, st.sampled_from([CorrectionMode.GENTLE, CorrectionMode.AUTO]))
def test_no_channel_is_pushed_into_clipping(colour: ColourStats, mode: CorrectionMode) -> None:
    done = plan_correction(colour, mode)

    after = [
        (white * gain - done.black) * done.gain
        for white, gain in zip(colour.whites, compute_channel_gains(done.warmth), strict=True)
    ]
    assert max(after) <= max(WHITE, colour.white_level) * SEEN_GAIN + 1e-3


def test_right_light_is_not_tinted_and_greys_keep_their_luma() -> None:
    for warmth in (-MOST_WARMTH, 0.0, MOST_WARMTH):
        red, green, blue = compute_channel_gains(warmth)

        assert math.isclose(math.log(red / blue), warmth)
        assert math.isclose(0.2126 * red + 0.7152 * green + 0.0722 * blue, 1)


@given(colours)
def test_what_is_drawn_is_left_alone(colour: ColourStats) -> None:
    assert plan_correction(replace(colour, drawn=0.9), CorrectionMode.AUTO) == ColourCorrection()


@given(st.floats(0, 0.1), st.floats(0.9, 1))
def test_a_whole_tone_scale_in_neutral_light_is_left_alone(black: float, white: float) -> None:
    whites = (max(white, black + 0.85),) * 3
    colour = ColourStats(black, whites, LEANING, 0.1)

    assert plan_correction(colour, CorrectionMode.AUTO) == ColourCorrection()


def room(warmth: float = 0.0, level: float = 1.0) -> NDArray[np.uint8]:
    """A noisy picture of grey blocks in light of the given warmth."""
    rng = np.random.default_rng(3)
    blocks = np.kron(rng.uniform(0.02, 0.98, (9, 16)), np.ones((10, 10)))
    grey = np.clip(blocks + rng.normal(0, 0.01, blocks.shape), 0, 1) * level
    light = np.exp(np.array([0.4, 0.0, -0.6]) * warmth)
    signal = grey[:, :, None] * light * 255 / max(light)
    return np.asarray(np.clip(signal, 0, 255), dtype=np.uint8)


def test_the_light_is_measured_on_the_edges() -> None:
    for warmth in (-0.2, 0.0, 0.2):
        assert abs(measure_colour([room(warmth)]).warmth - warmth) < 0.03


def test_one_stop_less_light_measures_so() -> None:
    full, half = measure_colour([room()]), measure_colour([room(level=2 ** (-1 / 2.2))])

    assert abs(half.white_level / full.white_level - 0.73) < 0.01


def test_flat_areas_are_drawn_and_noise_is_not() -> None:
    drawn = np.kron(np.arange(12, dtype=np.uint8).reshape(3, 4) * 20, np.ones((30, 40), np.uint8))

    assert measure_colour([np.repeat(drawn[:, :, None], 3, axis=2)]).drawn > 0.9
    assert measure_colour([room()]).drawn < 0.2


def test_nothing_to_see_measures_as_nothing() -> None:
    assert plan_correction(measure_colour([]), CorrectionMode.AUTO) == ColourCorrection()
    assert (
        plan_correction(measure_colour([np.zeros((4, 4, 3), np.uint8)]), CorrectionMode.AUTO)
        == ColourCorrection()
    )
