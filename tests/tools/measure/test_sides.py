"""Both sides of a sound in figures."""

import numpy as np
import pytest

from egv.tools.measure.sides import WINDOW, measure_sides

VOICE = np.random.default_rng(1).standard_normal(3 * WINDOW).astype(np.float32) * 0.1


def test_levels_and_likeness_of_each_half_second() -> None:
    stereo = np.stack([VOICE, -0.1 * VOICE], axis=1)
    stereo[2 * WINDOW :, 1] = 0.5  # an offset of the microphone is no sound
    sides = measure_sides([stereo[: 2 * WINDOW], stereo[2 * WINDOW :]])

    assert sides.left_dbfs == pytest.approx((-20.0,) * 3, abs=0.3)
    assert sides.right_dbfs == pytest.approx((-40.0, -40.0, -120.0), abs=0.3)
    assert sides.correlations == pytest.approx((-1.0, -1.0, 0.0), abs=0.05)


def test_a_sound_without_samples_has_no_sides() -> None:
    assert measure_sides([]).relevant == ()
