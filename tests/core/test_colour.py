"""The correction is bounded, gentle, and nothing where nothing is wrong."""

from dataclasses import replace

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from egv.core.colour import (
    MOST_GAIN,
    MOST_VEIL,
    MOST_WARMTH,
    Colour,
    Correction,
    Mode,
    correction_for,
)
from egv.tools.colour import measure

shares = st.floats(0, 1)
colours = st.builds(
    Colour, black=shares, white=shares, middle=shares, warmth=st.floats(-3, 3), drawn=shares
)


@given(colours, st.sampled_from(Mode))
def test_every_correction_is_bounded(colour: Colour, mode: Mode) -> None:
    done = correction_for(colour, mode)

    assert 1 <= done.gain <= MOST_GAIN + 1e-4
    assert 0 <= done.black <= MOST_VEIL + 1e-4
    assert abs(done.warmth) <= MOST_WARMTH + 1e-4


@given(colours)
def test_gentle_never_goes_further_than_auto(colour: Colour) -> None:
    gentle, auto = correction_for(colour, Mode.GENTLE), correction_for(colour, Mode.AUTO)

    assert gentle.gain <= auto.gain + 1e-3
    assert abs(gentle.warmth) <= abs(auto.warmth) + 1e-4


@given(colours)
def test_what_is_drawn_is_left_alone(colour: Colour) -> None:
    assert correction_for(replace(colour, drawn=0.9), Mode.AUTO) == Correction()


@given(st.floats(0, 0.1), st.floats(0.9, 1))
def test_a_whole_tone_scale_in_neutral_light_is_left_alone(black: float, white: float) -> None:
    colour = Colour(black, max(white, black + 0.85), 0.4, 0.0, 0.1)

    assert correction_for(colour, Mode.AUTO) == Correction()


def room(warmth: float = 0.0, level: float = 1.0) -> NDArray[np.uint8]:
    """A noisy picture of grey blocks in light of the given warmth."""
    rng = np.random.default_rng(3)
    blocks = np.kron(rng.uniform(0.02, 0.98, (9, 16)), np.ones((10, 10)))
    grey = np.clip(blocks + rng.normal(0, 0.01, blocks.shape), 0, 1) * level
    light = np.exp(np.array([0.4, 0.0, -0.6]) * warmth)
    signal = grey[:, :, None] * light * 255 / max(light)
    return np.asarray(np.clip(signal, 0, 255), dtype=np.uint8)


def test_the_light_is_measured_on_the_edges() -> None:
    for warmth in (-0.2, 0.0, 0.2):
        assert abs(measure([room(warmth)]).warmth - warmth) < 0.03


def test_one_stop_less_light_measures_so() -> None:
    full, half = measure([room()]), measure([room(level=2 ** (-1 / 2.2))])

    assert abs(half.white / full.white - 0.73) < 0.01


def test_flat_areas_are_drawn_and_noise_is_not() -> None:
    drawn = np.kron(np.arange(12, dtype=np.uint8).reshape(3, 4) * 20, np.ones((30, 40), np.uint8))

    assert measure([np.repeat(drawn[:, :, None], 3, axis=2)]).drawn > 0.9
    assert measure([room()]).drawn < 0.2


def test_nothing_to_see_measures_as_nothing() -> None:
    assert correction_for(measure([]), Mode.AUTO) == Correction()
    assert correction_for(measure([np.zeros((4, 4, 3), np.uint8)]), Mode.AUTO) == Correction()
