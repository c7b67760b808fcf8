"""Music is told from voices and noises by the tones that last."""

import numpy as np
import pytest

from egv.core.sound.noise import MUSICAL
from egv.tools.measure.tonality import ToneMeter

HZ = 48_000
AT = np.arange(6 * HZ) / HZ
PAUSES = [True] * 300


def count(sound: np.ndarray[tuple[int], np.dtype[np.float64]]) -> float:
    meter = ToneMeter()
    for start in range(0, len(sound), 7000):
        meter.read_block(sound[start : start + 7000].astype(np.float32))
    return max(meter.count_tones(PAUSES))


def notes(*pitches: float) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    """Notes of a second and a half, one after another."""
    which = np.array(pitches)[(AT / 1.5).astype(int) % len(pitches)]
    hiss = np.random.default_rng(1).normal(size=len(AT))
    return np.asarray(np.sin(2 * np.pi * which * AT) + 0.001 * hiss)


def test_a_melody_lasts() -> None:
    assert count(notes(440, 523, 659, 784)) > MUSICAL


@pytest.mark.parametrize(
    "sound",
    [
        np.random.default_rng(2).normal(size=len(AT)),
        notes(1000),  # a tone that never ends is a machine's
        np.sin(2 * np.pi * (400 * AT + 60 * np.sin(2 * np.pi * 2 * AT))),  # glides as a voice does
        np.zeros(len(AT)),
    ],
    ids=["noise", "hum", "voice", "silence"],
)
def test_noise_hum_and_what_glides_are_no_music(
    sound: np.ndarray[tuple[int], np.dtype[np.float64]],
) -> None:
    assert count(sound) < MUSICAL


def test_a_sound_shorter_than_a_window_has_no_tones() -> None:
    assert count(np.ones(100)) == 0
