"""Measure how light a part of the picture is."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from egv.core.picture.contrast import LUMA

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


def measure_light(
    frames: Sequence[NDArray[np.uint8]], part: tuple[float, float, float, float]
) -> float:
    """Measure the mean luma, 0 to 1, of a part of RGB `frames`.

    `part` is left, top, right and bottom, as shares of the frame. 0 without frames.
    """
    import numpy as np

    if not frames:
        return 0.0
    height, width = frames[0].shape[:2]
    left, top = min(int(part[0] * width), width - 1), min(int(part[1] * height), height - 1)
    right, bottom = max(left + 1, round(part[2] * width)), max(top + 1, round(part[3] * height))
    seen = np.concatenate([frame[top:bottom, left:right].reshape(-1, 3) for frame in frames])
    return round(float(seen.mean(axis=0) @ np.array(LUMA)) / 255, 3)
