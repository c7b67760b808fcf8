"""Measure both sides of a stereo sound."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from egv.core.sound.sides import WINDOW_S, Sides
from egv.tools.ffmpeg.samples import LISTENING_HZ

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

WINDOW = round(WINDOW_S * LISTENING_HZ)  # samples
LEAST_POWER = 1e-12  # -120 dBFS: digital silence


def measure_sides(blocks: Iterable[NDArray[np.float32]]) -> Sides:
    """Measure the sides of `blocks`: samples x 2 at 16 kHz, each but the last of whole windows."""
    import numpy as np

    levels: list[NDArray[np.float64]] = []
    alike: list[NDArray[np.float64]] = []
    for block in blocks:
        padded = np.pad(block.astype(np.float64), ((0, -len(block) % WINDOW), (0, 0)))
        windows = padded.reshape(-1, WINDOW, 2)
        windows = windows - windows.mean(axis=1, keepdims=True)
        power = (windows**2).mean(axis=1) + LEAST_POWER
        levels.append(10 * np.log10(power))
        alike.append(windows.prod(axis=2).mean(axis=1) / np.sqrt(power.prod(axis=1)))
    if not levels:
        return Sides()
    both = np.round(np.concatenate(levels), 1)
    correlations = np.round(np.concatenate(alike), 2)
    return Sides(
        tuple(both[:, 0].tolist()), tuple(both[:, 1].tolist()), tuple(correlations.tolist())
    )
