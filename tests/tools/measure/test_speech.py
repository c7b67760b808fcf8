"""How a sound is handed to a speech model: in blocks, each window once and in its place."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from egv.core.media.timing import Seconds
from egv.tools.measure.speech import SAMPLE_RATE, measure_speech_activity

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Samples = NDArray[np.float32]

WINDOW = 512
SECONDS = 60  # more than two blocks


def peaks(samples: Samples) -> Samples:
    """A model that is sure of a click, and like the real one blanks the last window it is given."""
    windows = np.abs(samples.reshape(-1, WINDOW)).max(axis=1)
    windows[-1] = 0
    return np.asarray(windows > 0.5, dtype=np.float32)


def lasting(samples: Samples) -> Samples:
    """A model that remembers a click for 100 windows, within what it is given."""
    clicks = np.flatnonzero(peaks(samples))
    return np.array(
        [any(0 <= at - click < 100 for click in clicks) for at in range(len(samples) // WINDOW)],
        dtype=np.float32,
    )


def clicking(*windows: int) -> Samples:
    samples = np.zeros(SECONDS * SAMPLE_RATE, np.float32)
    for window in windows:
        samples[window * WINDOW + 100] = 0.8
    return samples


# The last window of a block, the first of the next, and the last whole one of the sound.
@pytest.mark.parametrize("window", [0, 749, 750, 1000, 1874])
def test_every_window_is_heard_in_its_place(window: int) -> None:
    sound = measure_speech_activity(lambda: [clicking(window)], lambda: peaks)

    assert sound.probabilities is not None
    assert np.flatnonzero(sound.probabilities).tolist() == [window]
    assert int(np.argmax(sound.levels_dbfs)) == 2 * window
    assert sound.duration == Seconds(SECONDS)


def test_the_model_still_knows_what_came_before_a_block() -> None:
    sound = measure_speech_activity(lambda: [clicking(720)], lambda: lasting)

    assert sound.probabilities is not None
    assert np.flatnonzero(sound.probabilities).tolist() == list(range(720, 820))


def test_a_last_part_of_a_window_is_heard_too() -> None:
    samples = clicking(1874)[: 1874 * WINDOW + 301]
    sound = measure_speech_activity(lambda: [samples], lambda: peaks)

    assert sound.probabilities is not None
    assert np.flatnonzero(sound.probabilities).tolist() == [1874]
    assert sound.duration == Seconds(len(samples), SAMPLE_RATE)


def test_a_constant_offset_is_no_sound() -> None:
    assert (
        max(
            measure_speech_activity(
                lambda: [np.full(SAMPLE_RATE, 0.3, np.float32)], lambda: None
            ).levels_dbfs
        )
        < -90
    )
