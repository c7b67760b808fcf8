"""Measured colours and made pictures for tests of the colour correction."""

from __future__ import annotations

import numpy as np
from hypothesis import strategies as st
from numpy.typing import NDArray

from egv.core.picture.colour_stats import ColourStats
from egv.core.picture.white_balance import LEANINGS

shares = st.floats(0, 1)
colours = st.builds(
    ColourStats,
    black=shares,
    whites=st.tuples(shares, shares, shares),
    warmths=st.tuples(st.floats(-3, 3), st.floats(-3, 3)),
    drawn=shares,
    shadow=shares,
    middle=shares,
    near_white=shares,
    near_white_warmth=st.floats(-0.6, 0.6),
    skin_warmth=st.none() | st.floats(-0.5, 1.5),
    skin_light=shares,
).filter(lambda colour: colour.black <= min(colour.whites))


def lit_by(excess: float) -> tuple[float, float]:
    """Both measures of edges in light that is warmer than neutral by `excess`."""
    return LEANINGS[0] + excess, LEANINGS[1] + excess


def room(warmth: float = 0.0, level: float = 1.0) -> NDArray[np.uint8]:
    """A noisy picture of grey blocks in light of the given warmth."""
    rng = np.random.default_rng(3)
    blocks = np.kron(rng.uniform(0.02, 0.98, (9, 16)), np.ones((10, 10)))
    grey = np.clip(blocks + rng.normal(0, 0.01, blocks.shape), 0, 1) * level
    light = np.exp(np.array([0.4, 0.0, -0.6]) * warmth)
    signal = grey[:, :, None] * light * 255 / max(light)
    return np.asarray(np.clip(signal, 0, 255), dtype=np.uint8)
