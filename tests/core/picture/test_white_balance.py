"""The correction is bounded, gentle, and nothing where nothing is wrong."""

import math
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from egv.core.picture.white_balance import (
    LEANING,
    MOST_GAIN,
    MOST_VEIL,
    MOST_WARMTH,
    SEEN_GAIN,
    SKIN,
    WHITE,
    WITNESS,
    ColourCorrection,
    ColourStats,
    CorrectionMode,
    compute_channel_gains,
    plan_correction,
)
from egv.steps.colour_correct import KELVIN_PER_WARMTH
from egv.tools.measure.colour import measure_colour

shares = st.floats(0, 1)
colours = st.builds(
    ColourStats,
    black=shares,
    whites=st.tuples(shares, shares, shares),
    warmth=st.floats(-3, 3),
    drawn=shares,
    near_white=shares,
    near_white_warmth=st.floats(-0.3, 0.3),
    skin_warmth=st.none() | st.floats(-0.5, 1.5),
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


@given(colours)
def test_gentle_changes_300_k_at_most_without_a_witness(colour: ColourStats) -> None:
    alone = replace(colour, near_white=WITNESS / 2, skin_warmth=None)

    done = plan_correction(alone, CorrectionMode.GENTLE)
    assert abs(done.warmth) * KELVIN_PER_WARMTH <= 301


@given(colours, st.sampled_from([CorrectionMode.GENTLE, CorrectionMode.AUTO]))
def test_a_witness_is_never_taken_past_what_looks_right(
    colour: ColourStats, mode: CorrectionMode
) -> None:
    done = plan_correction(replace(colour, near_white=WITNESS), mode)

    assert abs(colour.near_white_warmth + done.warmth) <= abs(colour.near_white_warmth) + 1e-4
    assert done.warmth * colour.near_white_warmth <= 0
    if colour.skin_warmth is not None and done.warmth:
        after = colour.skin_warmth + done.warmth
        assert SKIN[0] - 1e-4 <= after <= SKIN[1] + 1e-4 or (
            abs(after - sum(SKIN) / 2) <= abs(colour.skin_warmth - sum(SKIN) / 2)
        )


@pytest.mark.parametrize(
    ("witness", "fewest_k", "most_k"),
    [
        ({}, 250, 300),
        ({"near_white": 0.1, "near_white_warmth": 0.2}, 700, 800),
        ({"near_white": 0.1, "near_white_warmth": 0.05}, 100, 200),
        ({"near_white": 0.1, "near_white_warmth": -0.1}, 0, 0),
        ({"skin_warmth": 0.5}, 250, 300),
        ({"skin_warmth": 0.95}, 350, 400),
    ],
)
def test_white_and_skin_bear_witness_of_warm_light(
    witness: dict[str, float], fewest_k: int, most_k: int
) -> None:
    warm = ColourStats(0.02, (0.95, 0.9, 0.85), LEANING + 0.2, 0.1, **witness)

    done = plan_correction(warm, CorrectionMode.GENTLE)
    assert fewest_k <= -done.warmth * KELVIN_PER_WARMTH <= most_k + 1


def room_without_white() -> NDArray[np.uint8]:
    """Furniture of wood before a wall painted ochre: warm edges, and nothing that is neutral."""
    rng = np.random.default_rng(5)
    shades = np.kron(rng.uniform(0.1, 0.7, (9, 16)), np.ones((10, 10)))
    noisy = np.clip(shades + rng.normal(0, 0.01, shades.shape), 0, 1)
    return np.asarray(noisy[:, :, None] * np.array([0.95, 0.75, 0.45]) * 255, dtype=np.uint8)


def test_a_painted_wall_is_no_proof_of_warm_light() -> None:
    seen = measure_colour([room_without_white()])
    gentle = plan_correction(seen, CorrectionMode.GENTLE)

    assert seen.warmth > 0.5
    assert seen.near_white < WITNESS
    assert abs(gentle.warmth) * KELVIN_PER_WARMTH <= 301


def test_a_white_surface_is_measured_in_any_light() -> None:
    for warmth in (-0.2, 0.0, 0.2):
        seen = measure_colour([room(warmth)])

        assert seen.near_white > WITNESS
        assert abs(seen.near_white_warmth - warmth) < 0.03
