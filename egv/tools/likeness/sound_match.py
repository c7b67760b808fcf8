"""Faults of stretches of sound, told by their envelopes: gain and noise do not matter."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Levels = NDArray[np.float32]

BIN_S = 0.005  # of an envelope
FLOOR_DB = -90.0
LOUD_DB = 20.0  # below the loudest stretch: quieter ones may be taken for noise by a step
LEAST_DB = -50.0  # and nothing quieter is listened to
QUIETER_DB = -25.0  # no step makes a whole programme so much quieter
LOST_DB = 35.0  # a stretch so much quieter than the others is gone
HOLE_DB = 35.0  # a bin so far below its surroundings is a hole,
STEADY_DB = 12.0  # where the source falls by less
FILLED, AROUND = 2, 6  # bins on either side of one
LATE_S = 0.15  # packets and gaps are placed so exactly
ALIKE, UNLIKE = 0.8, 0.4  # correlations of envelopes
VARIED_DB = 3.0  # standard deviation of an envelope that can be recognised


class SoundFault(StrEnum):
    """A fault of a stretch of sound, as the end of a sentence."""

    MISSING = "the sound of the clip is missing"
    MISPLACED = "the sound of the clip comes at another time"
    BROKEN = "the sound of the clip is broken up"


@dataclass(frozen=True, slots=True)
class HeardStretch:
    """The level of a stretch of an output, dB in bins of `BIN_S`, and that of its source.

    The source's begins `before` bins earlier, and is longer.
    """

    heard: Levels
    source: Levels
    before: int


def find_sound_faults(stretches: Sequence[HeardStretch]) -> list[SoundFault | None]:
    """Find the fault in each of `stretches`, which are of one output; None where nothing shows."""
    import numpy as np

    own = [_level(_cut_expected(one)) for one in stretches]
    loudest = max(own, default=FLOOR_DB)
    clear = [level > max(loudest - LOUD_DB, LEAST_DB) for level in own]
    gains = [
        _level(one.heard) - level
        for one, level, is_clear in zip(stretches, own, clear, strict=True)
        if is_clear
    ]
    gain_db = float(np.median(gains)) if gains else 0.0
    usual_db = max(gain_db, max(gains, default=0.0) - LOST_DB, QUIETER_DB)
    return [
        _find_fault(one, level + usual_db) if is_clear else None
        for one, level, is_clear in zip(stretches, own, clear, strict=True)
    ]


def _find_fault(one: HeardStretch, expected_db: float) -> SoundFault | None:
    if _level(one.heard) < expected_db - LOST_DB:
        return SoundFault.MISSING
    near = round(LATE_S / BIN_S)
    matches = _correlate(one)
    around = matches[max(0, one.before - near) : one.before + near + 1]
    match = float(around.max())
    late = int(around.argmax()) + max(0, one.before - near)
    is_varied = float(_cut_expected(one).std()) > VARIED_DB
    if match >= ALIKE or not is_varied:
        return SoundFault.BROKEN if _count_holes(one, late) else None
    if match < UNLIKE and float(matches.max()) > ALIKE:
        return SoundFault.MISPLACED
    return None


def _correlate(one: HeardStretch) -> Levels:
    """Correlate a stretch with every stretch of its source that is as long; holes do not count."""
    import numpy as np

    heard, whole = _fill_holes(one.heard), _fill_holes(one.source)
    source = np.lib.stride_tricks.sliding_window_view(whole, heard.size)
    source = np.asarray(source - source.mean(axis=1, keepdims=True), whole.dtype)
    heard = np.asarray(heard - heard.mean(), heard.dtype)
    size = np.sqrt((source**2).sum(axis=1) * (heard**2).sum())
    return np.asarray((source @ heard) / np.maximum(size, 1e-6), np.float32)


def _fill_holes(levels: Levels) -> Levels:
    """Give each bin the highest level around it."""
    import numpy as np

    around = np.pad(levels, FILLED, mode="edge")
    filled: Levels = np.lib.stride_tricks.sliding_window_view(around, 2 * FILLED + 1).max(axis=1)
    return filled


def _count_holes(one: HeardStretch, start: int) -> int:
    """Count the bins that are silent in the output, though its source goes on from `start` on."""
    import numpy as np

    source = one.source[start : start + one.heard.size]
    count = 0
    for at in np.flatnonzero(one.heard < np.median(one.heard) - HOLE_DB):
        around = slice(max(0, at - AROUND), at + AROUND + 1)
        if one.heard[around].max() - one.heard[at] < HOLE_DB:
            continue
        count += bool(source[around].min() > source[around].max() - STEADY_DB)
    return count


def _cut_expected(one: HeardStretch) -> Levels:
    return one.source[one.before : one.before + one.heard.size]


def _level(levels: Levels) -> float:
    """Return the level of a stretch, dB."""
    import numpy as np

    if not levels.size:
        return FLOOR_DB
    return float(10 * np.log10(np.mean(10 ** (levels / 10))))
