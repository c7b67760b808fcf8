"""Faults of sound, told by its envelope: gone, elsewhere, broken up, or none."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from egv.tools.likeness.sound_match import HeardStretch, SoundFault, find_sound_faults

BEFORE, LENGTH = 150, 300
Levels = NDArray[np.float32]


def speech(number: int) -> Levels:
    """The levels of something that is said, with 0.75 s on both sides."""
    chance = np.random.default_rng(number)
    words = np.repeat(chance.uniform(-40, -14, (LENGTH + 2 * BEFORE) // 12), 12)
    said: Levels = (words + chance.uniform(-1, 1, words.size)).astype(np.float32)
    return said


def heard(number: int, late: int = 0, gain_db: float = 9) -> HeardStretch:
    source = speech(number)
    start = BEFORE - late
    return HeardStretch(source[start : start + LENGTH] + gain_db, source, BEFORE)


def test_a_gain_and_a_few_milliseconds_are_no_fault() -> None:
    assert find_sound_faults([heard(at, late=at) for at in range(5)]) == [None] * 5


def test_silence_where_something_is_said_is_found() -> None:
    gone = HeardStretch(np.full(LENGTH, -90, dtype=np.float32), speech(2), BEFORE)
    quiet = HeardStretch(gone.heard, speech(3) - 60, BEFORE)

    faults = find_sound_faults([heard(0), heard(1), gone, quiet])
    assert faults == [None, None, SoundFault.MISSING, None]
    assert find_sound_faults([gone] * 3) == [SoundFault.MISSING] * 3


def test_what_was_said_at_another_time_is_found() -> None:
    assert find_sound_faults([heard(0), heard(1, late=100)]) == [None, SoundFault.MISPLACED]


def test_holes_are_found_but_for_those_in_the_clip() -> None:
    source = np.full(LENGTH + 2 * BEFORE, -20, dtype=np.float32)
    broken = source[:LENGTH].copy()
    broken[::40] = -90
    own = source.copy()
    own[::40] = -90

    faults = find_sound_faults(
        [HeardStretch(broken, source, BEFORE), HeardStretch(broken, own, BEFORE)]
    )
    assert faults == [SoundFault.BROKEN, None]
