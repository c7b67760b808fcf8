"""Both sides of a sound as a speech model hears them: together, never as a sum that cancels."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from egv.tools.ffmpeg.samples import LISTENING_HZ, SUM_GAIN, StereoListener

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Samples = NDArray[np.float32]

SECOND = LISTENING_HZ
VOICE = np.random.default_rng(1).standard_normal(4 * SECOND).astype(np.float32) * 0.1
OTHER = np.random.default_rng(2).standard_normal(4 * SECOND).astype(np.float32) * 0.1


def heard(left: Samples, right: Samples) -> Samples:
    return StereoListener().mix_sides(np.stack([left, right], axis=1))


def level(samples: Samples) -> float:
    return float(np.sqrt((samples.astype(np.float64) ** 2).mean()))


def test_equal_sides_are_heard_as_ffmpeg_mixes_them() -> None:
    np.testing.assert_allclose(heard(VOICE, VOICE), VOICE * 2 * SUM_GAIN, rtol=1e-5)


def test_unlike_sides_are_both_heard() -> None:
    np.testing.assert_allclose(
        heard(VOICE, OTHER), (VOICE + OTHER) * SUM_GAIN, rtol=1e-4, atol=1e-6
    )


def test_an_inverted_side_is_heard_as_loudly_as_a_right_one() -> None:
    assert level(heard(VOICE, -VOICE)) > 0.99 * level(heard(VOICE, VOICE))


def test_a_span_that_is_inverted_is_heard_too() -> None:
    right = VOICE.copy()
    right[SECOND : 2 * SECOND] *= -1
    mixed = heard(VOICE, right)

    assert level(mixed[SECOND : 2 * SECOND]) > 0.9 * level(mixed[:SECOND])


def test_the_end_of_a_block_changes_nothing() -> None:
    stereo = np.stack([VOICE, -VOICE], axis=1)
    stereo[SECOND : SECOND + 800] = 0  # a pause, in which nothing tells whether a side is inverted
    parts, listener = (stereo[: SECOND * 2], stereo[SECOND * 2 :]), StereoListener()

    whole = StereoListener().mix_sides(stereo)
    np.testing.assert_array_equal(np.concatenate([*map(listener.mix_sides, parts)]), whole)


def test_silence_is_silence() -> None:
    assert not heard(VOICE * 0, VOICE * 0).any()
    assert heard(VOICE[:0], VOICE[:0]).shape == (0,)
