"""Correcting the master until what is delivered is right."""

import math

from hypothesis import given
from hypothesis import strategies as st

from egv.app.render.sound import CLOSE_LU, Mastering, correct_mastering
from egv.core.programme.edit import LoudnessTarget
from egv.core.sound.loudness import Loudness

LEVEL = LoudnessTarget(-16, -1.5)


def test_what_is_right_is_left_alone() -> None:
    now = Mastering(0.4, -1.8)

    assert correct_mastering(now, Loudness(-16.2, -1.6), LEVEL) == now


def test_a_peak_over_the_ceiling_is_held_lower() -> None:
    done = correct_mastering(Mastering(0, -1.8), Loudness(-16, -1.2), LEVEL)

    assert done.ceiling_dbtp is not None
    assert done.ceiling_dbtp < -2.0


def test_what_limiting_took_away_is_given_back() -> None:
    assert correct_mastering(Mastering(0, -1.8), Loudness(-17, -1.7), LEVEL) == Mastering(1.0, -1.8)


@given(st.floats(-80, 0), st.floats(-60, 6))
def test_a_correction_goes_the_right_way(integrated: float, peak: float) -> None:
    done = correct_mastering(Mastering(), Loudness(integrated, peak), LEVEL)

    assert (done.gain_db > 0) == (LEVEL.lufs - integrated > CLOSE_LU)
    assert (done.gain_db < 0) == (integrated - LEVEL.lufs > CLOSE_LU)
    assert (done.ceiling_dbtp is not None) == (peak > -1.5)


def test_silence_is_no_reason_for_infinite_gain() -> None:
    done = correct_mastering(Mastering(), Loudness(-math.inf, -math.inf), LEVEL)

    assert done == Mastering()
