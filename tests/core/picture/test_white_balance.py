"""The light is judged by edges, and witnesses hold it to what they saw."""

import math
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from egv.core.picture.colour_plan import ColourCorrection, CorrectionMode, plan_correction
from egv.core.picture.colour_stats import THRESHOLDS, ColourStats
from egv.core.picture.white_balance import (
    LEANINGS,
    MOST_WARMTH,
    WITNESS,
    compute_channel_gains,
    plan_warmth,
)
from egv.steps.colour_correct import KELVIN_PER_WARMTH
from egv.tools.measure.colour import measure_colour
from tests.core.picture.colours import colours, lit_by, room


def test_right_light_is_not_tinted_and_greys_keep_their_luma() -> None:
    for warmth in (-MOST_WARMTH, 0.0, MOST_WARMTH):
        red, green, blue = compute_channel_gains(warmth)

        assert math.isclose(math.log(red / blue), warmth)
        assert math.isclose(0.2126 * red + 0.7152 * green + 0.0722 * blue, 1)


@given(colours)
def test_a_shift_is_bounded(colour: ColourStats) -> None:
    assert abs(plan_warmth(colour, THRESHOLDS)) <= MOST_WARMTH


@given(colours, st.floats(0.2, 1), st.floats(0, 1))
def test_measures_that_disagree_change_nothing(
    colour: ColourStats, one: float, other: float
) -> None:
    apart = replace(colour, warmths=(LEANINGS[0] + one, LEANINGS[1] - other))

    assert plan_warmth(apart, THRESHOLDS) == 0


def test_the_light_is_measured_on_the_edges() -> None:
    for warmth in (-0.2, 0.0, 0.2):
        mean, median = measure_colour([room(warmth)]).warmths

        assert abs(mean - warmth) < 0.03
        assert abs(median - warmth) < 0.03


@given(colours)
def test_gentle_changes_300_k_at_most_without_a_witness(colour: ColourStats) -> None:
    alone = replace(colour, near_white=WITNESS / 2, skin_warmth=None, skin_light=None)

    done = plan_correction(alone, CorrectionMode.GENTLE)
    assert abs(done.warmth) * KELVIN_PER_WARMTH <= 301


@given(colours)
def test_a_witness_is_never_taken_past_what_looks_right(colour: ColourStats) -> None:
    coldest, warmest = THRESHOLDS.near_white
    shift = plan_warmth(replace(colour, near_white=WITNESS), THRESHOLDS)

    after = colour.near_white_warmth + shift
    assert shift <= 0 or after <= warmest + 1e-9
    assert shift >= 0 or after >= coldest - 1e-9
    if shift and colour.skin_warmth is not None:
        coldest, warmest = THRESHOLDS.skin
        after = colour.skin_warmth + shift
        assert after <= warmest + 1e-9 if shift > 0 else after >= coldest - 1e-9


@pytest.mark.parametrize(
    ("witness", "fewest_k", "most_k"),
    [
        ({}, 250, 300),
        ({"near_white": 0.1, "near_white_warmth": 0.3}, 850, 900),
        ({"near_white": 0.1, "near_white_warmth": 0.05}, 150, 200),
        ({"near_white": 0.1, "near_white_warmth": -0.1}, 0, 0),
        ({"skin_warmth": 0.5}, 250, 300),
        ({"skin_warmth": 0.95}, 850, 900),
        ({"skin_warmth": 0.15}, 0, 0),
    ],
)
def test_white_and_skin_bear_witness_of_warm_light(
    witness: dict[str, float], fewest_k: int, most_k: int
) -> None:
    warm = ColourStats(0.02, (0.95, 0.9, 0.85), lit_by(0.22), 0.1, **witness)

    done = plan_correction(warm, CorrectionMode.GENTLE)
    assert fewest_k <= -done.warmth * KELVIN_PER_WARMTH <= most_k + 1


def room_without_white(seed: int, paint: tuple[float, float, float]) -> NDArray[np.uint8]:
    """Furniture before a wall, all of the colour of `paint`: edges, and nothing neutral."""
    rng = np.random.default_rng(seed)
    shades = np.kron(rng.uniform(0.1, 0.7, (9, 16)), np.ones((10, 10)))
    noisy = np.clip(shades + rng.normal(0, 0.01, shades.shape), 0, 1)
    return np.asarray(noisy[:, :, None] * np.array(paint) * 255, dtype=np.uint8)


@pytest.mark.parametrize("paint", [(0.95, 0.75, 0.45), (0.45, 0.6, 0.95)])
def test_a_painted_room_is_no_proof_of_coloured_light(paint: tuple[float, float, float]) -> None:
    seen = measure_colour([room_without_white(5, paint)])
    gentle = plan_correction(seen, CorrectionMode.GENTLE)

    assert abs(seen.warmths[0]) > 0.5
    assert seen.near_white < WITNESS
    assert 0 < abs(gentle.warmth) * KELVIN_PER_WARMTH <= 301


@pytest.mark.parametrize("paint", [(0.92, 0.84, 0.74), (0.95, 0.88, 0.8)])
def test_a_cream_wall_is_never_made_violet(paint: tuple[float, float, float]) -> None:
    """A wall of paint in neutral light may end as grey at worst, not beyond it."""
    rng = np.random.default_rng(2)
    picture = np.clip(rng.normal(0.9, 0.01, (90, 160, 1)) * np.array(paint), 0, 1)
    picture[40:, 60:100] *= 0.3
    seen = measure_colour([np.asarray(picture * 255, dtype=np.uint8)])

    for mode in (CorrectionMode.GENTLE, CorrectionMode.AUTO):
        red, _, blue = compute_channel_gains(plan_correction(seen, mode).warmth)
        assert paint[0] * red >= paint[2] * blue * 0.999


def test_a_white_surface_is_measured_in_any_light() -> None:
    for warmth in (-0.2, 0.0, 0.2):
        seen = measure_colour([room(warmth)])

        assert seen.near_white > WITNESS
        assert abs(seen.near_white_warmth - warmth) < 0.03


def test_nothing_to_see_measures_as_nothing() -> None:
    for frames in ([], [np.zeros((4, 4, 3), np.uint8)]):
        assert plan_correction(measure_colour(frames), CorrectionMode.AUTO) == ColourCorrection()
