"""Sound as levels in dBFS, one per window: its loud runs, noise floor and typical voice."""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import accumulate

VOICE_OVER_FLOOR_DB = 9.0  # sound this far above the noise floor is activity


def measure_voice_dbfs(levels_dbfs: Sequence[float]) -> float:
    """Measure the typical voice level, dBFS: half of the amplitude lies in louder windows.

    Only windows above the noise floor count, so neither a minute of hiss nor a clap decides.
    """
    floor = measure_noise_floor_dbfs(levels_dbfs) + VOICE_OVER_FLOOR_DB
    loud = sorted(level for level in levels_dbfs if level > floor) or sorted(levels_dbfs)
    if not loud:
        return -math.inf
    amounts = list(accumulate(10 ** (level / 20) for level in loud))
    half = next(n for n, amount in enumerate(amounts) if amount >= amounts[-1] / 2)
    return loud[half]


def measure_noise_floor_dbfs(levels_dbfs: Sequence[float]) -> float:
    """Measure the background noise, dBFS: a tenth of the windows are below it."""
    return find_percentile(levels_dbfs, 0.1)


def find_percentile(values: Sequence[float], share: float) -> float:
    """Find the value below which `share` (0 to 1) of `values` lie; -inf for no values."""
    ordered = sorted(values)
    return ordered[min(int(share * len(ordered)), len(ordered) - 1)] if ordered else -math.inf
