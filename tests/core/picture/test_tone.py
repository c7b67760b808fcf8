"""Exposure and contrast are bounded, gentle, and nothing where nothing is wrong."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from egv.core.picture.colour_plan import (
    ColourCorrection,
    CorrectionMode,
    may_need_faces,
    plan_correction,
)
from egv.core.picture.colour_stats import THRESHOLDS, ColourStats
from egv.core.picture.tone import (
    MOST_CONTRAST,
    MOST_GAIN,
    MOST_LIFT,
    SEEN_GAIN,
    SPARE,
    lift_level,
    plan_tone,
)
from egv.core.picture.white_balance import MOST_WARMTH, compute_channel_gains
from egv.tools.measure.colour import measure_colour
from tests.core.picture.colours import colours, lit_by, room

BOTH = (CorrectionMode.GENTLE, CorrectionMode.AUTO)
GOOD = ColourStats(0.02, (0.98, 0.97, 0.96), lit_by(0), 0.1, shadow=0.02)


@given(colours, st.sampled_from(CorrectionMode))
def test_every_correction_is_bounded(colour: ColourStats, mode: CorrectionMode) -> None:
    done = plan_correction(colour, mode)

    assert 0.75 <= done.gain <= MOST_GAIN + 1e-4
    assert 1 <= done.contrast <= MOST_CONTRAST + 1e-4
    assert 1 <= done.lift <= MOST_LIFT + 1e-4
    assert abs(done.warmth) <= MOST_WARMTH + 1e-4


@given(colours)
def test_gentle_never_goes_further_than_auto(colour: ColourStats) -> None:
    gentle, auto = (plan_correction(colour, mode) for mode in BOTH)

    assert gentle.contrast <= auto.contrast
    assert gentle.lift <= auto.lift
    assert abs(gentle.warmth) <= abs(auto.warmth) + 1e-4


@given(colours, st.sampled_from(BOTH))
def test_no_channel_is_pushed_into_clipping(colour: ColourStats, mode: CorrectionMode) -> None:
    done = plan_correction(colour, mode)

    gains = compute_channel_gains(done.warmth)
    after = [
        0.5 + done.contrast * (white * gain * done.gain - 0.5)
        for white, gain in zip(colour.whites, gains, strict=True)
    ]
    assert max(after) <= (max(1.0, colour.white_level) * SEEN_GAIN - 0.5) * done.contrast + 0.5


def test_a_full_channel_that_a_shift_raises_is_lowered_with_the_others() -> None:
    cold = replace(GOOD, whites=(1.0, 1.0, 1.0), warmths=lit_by(-0.25))
    done = plan_correction(cold, CorrectionMode.AUTO)

    assert done.warmth > 0.2
    assert done.gain * max(compute_channel_gains(done.warmth)) == pytest.approx(1, abs=1e-3)


@given(colours)
def test_what_is_drawn_is_left_alone(colour: ColourStats) -> None:
    assert plan_correction(replace(colour, drawn=0.9), CorrectionMode.AUTO) == ColourCorrection()


@given(st.floats(0, 0.1), st.floats(0.8, 1), st.floats(0.25, 0.7))
def test_a_whole_tone_scale_in_neutral_light_is_left_alone(
    black: float, white: float, middle: float
) -> None:
    colour = replace(GOOD, black=black, whites=(white,) * 3, middle=middle)

    assert plan_correction(colour, CorrectionMode.AUTO) == ColourCorrection()


def test_a_dark_clip_is_brightened_but_not_one_that_holds_no_black_either() -> None:
    dark = replace(GOOD, whites=(0.72, 0.71, 0.7), middle=0.35)

    assert plan_tone(dark, THRESHOLDS).gain == pytest.approx(0.94 / 0.72)
    assert plan_tone(replace(dark, shadow=0.19), THRESHOLDS).gain == 1
    assert plan_tone(replace(dark, middle=0.47), THRESHOLDS).gain == 1


def test_a_flat_clip_gets_back_the_ends_that_it_lacks() -> None:
    for contrast in (0.62, 0.7):
        black, white = 0.5 - contrast / 2, 0.5 + contrast / 2
        flat = replace(GOOD, black=black, whites=(white,) * 3, shadow=black)

        assert plan_tone(flat, THRESHOLDS).contrast == pytest.approx(1 / (contrast + 2 * SPARE))
        assert plan_tone(flat, THRESHOLDS).gain == 1
        assert plan_tone(replace(flat, black=0.05), THRESHOLDS).contrast == 1


def test_a_dim_room_with_a_white_window_is_lifted_at_the_middle() -> None:
    lift = plan_tone(replace(GOOD, middle=0.15), THRESHOLDS).lift

    assert lift_level(0.15, lift) == pytest.approx(THRESHOLDS.dim)


@given(st.floats(0.05, 0.95), st.floats(0.01, 1.5), st.floats(0.25, 1))
def test_a_dark_skin_is_no_reason_to_lift(light: float, warmth: float, middle: float) -> None:
    colour = replace(GOOD, middle=middle, skin_light=light, skin_warmth=warmth)

    assert plan_tone(colour, THRESHOLDS).lift == 1


@given(st.floats(0.01, 0.99), st.floats(0.01, 1), st.floats(0, 2))
def test_no_face_is_lifted_above_a_well_lit_one(light: float, middle: float, warmth: float) -> None:
    colour = replace(GOOD, middle=middle, skin_light=light, skin_warmth=warmth)
    lift = plan_tone(colour, THRESHOLDS).lift

    assert lift_level(light, lift) <= max(light, THRESHOLDS.lit_face + 1e-9)


def test_faces_are_looked_for_only_where_something_seems_off() -> None:
    assert not may_need_faces(GOOD)
    assert may_need_faces(replace(GOOD, middle=0.2))
    assert may_need_faces(replace(GOOD, warmths=lit_by(0.2)))


def test_one_stop_less_light_measures_so() -> None:
    full, half = measure_colour([room()]), measure_colour([room(level=2 ** (-1 / 2.2))])

    assert abs(half.white_level / full.white_level - 0.73) < 0.01
    assert abs(half.middle / full.middle - 0.73) < 0.01


def test_flat_areas_are_drawn_and_noise_is_not() -> None:
    drawn = np.kron(np.arange(12, dtype=np.uint8).reshape(3, 4) * 20, np.ones((30, 40), np.uint8))

    assert measure_colour([np.repeat(drawn[:, :, None], 3, axis=2)]).drawn > 0.9
    assert measure_colour([room()]).drawn < 0.2
