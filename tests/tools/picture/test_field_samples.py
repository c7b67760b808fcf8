"""A comb is seen where something moves, and neither a pattern nor noise is taken for one."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from egv.core.media.fields import Comb
from egv.tools.picture.field_samples import compare_fields

Lines = NDArray[np.int32]


def moment(at: float) -> Lines:
    """A picture of soft blobs that moves to the right and down."""
    y, x = np.mgrid[0:96, 0:160].astype(float)
    picture = 120 + 60 * np.sin((x - 3 * at) / 5) + 60 * np.sin((y - 0.7 * at) / 9)
    return np.asarray(picture, dtype=np.int32)


def woven(first: float, second: float) -> Lines:
    """A frame whose upper lines are of one moment and whose lower lines are of another."""
    frame = moment(first)
    frame[1::2] = moment(second)[1::2]
    return frame


@pytest.mark.parametrize(
    ("halves", "seen"),
    [
        ([(0, 1), (2, 3), (4, 5)], Comb.TOP),
        ([(1, 0), (3, 2), (5, 4)], Comb.BOTTOM),
        ([(0, 0), (2, 2), (4, 4)], Comb.CLEAR),
        ([(0, 0), (0, 0), (0, 0)], Comb.UNKNOWN),
    ],
)
def test_the_order_of_the_fields_is_seen(halves: list[tuple[float, float]], seen: Comb) -> None:
    assert compare_fields(*(woven(*half) for half in halves)) is seen


def test_a_pattern_that_moves_by_one_line_is_no_comb() -> None:
    rng = np.random.default_rng(1)
    tile = np.kron(rng.integers(0, 255, (60, 40)), np.ones((4, 4), dtype=int)).astype(np.int32)
    before, frame, after = (tile[at : at + 96] for at in range(3))

    assert compare_fields(before, frame, after) in (Comb.CLEAR, Comb.UNKNOWN)


def test_noise_tells_nothing() -> None:
    rng = np.random.default_rng(2)
    frames = [np.asarray(rng.integers(80, 160, (96, 160)), dtype=np.int32) for _ in range(3)]

    assert compare_fields(*frames) is Comb.UNKNOWN
