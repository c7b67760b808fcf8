"""Contrast of text and ground, and blended colours."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from egv.core.picture.colour import BLACK, WHITE, Colour
from egv.core.picture.contrast import (
    blend_colours,
    measure_contrast,
    measure_luminance,
    measure_worst_contrast,
)

colours = st.integers(0, 0xFFFFFF).map(lambda value: Colour(f"#{value:06X}"))
shares = st.floats(0, 1)


def test_contrast_is_that_of_wcag() -> None:
    assert measure_contrast(WHITE, BLACK) == pytest.approx(21)
    assert measure_contrast(WHITE, Colour("#0B3D91")) == pytest.approx(10.0, abs=0.1)
    assert blend_colours(BLACK, 0.75, WHITE) == Colour("#404040")
    assert measure_worst_contrast(WHITE, BLACK, 0.75) == pytest.approx(10.4, abs=0.1)
    assert measure_worst_contrast(WHITE, BLACK, 0.5) < 4.5


@given(colours, colours)
def test_contrast_lies_between_1_and_21_and_has_no_direction(one: Colour, other: Colour) -> None:
    ratio = measure_contrast(one, other)

    assert 1 <= ratio <= 21.000001
    assert ratio == measure_contrast(other, one)
    assert (ratio == 1) == (measure_luminance(one) == measure_luminance(other))


@given(colours, colours, shares)
def test_the_worst_ground_is_no_better_than_any_grey(
    text: Colour, box: Colour, opacity: float
) -> None:
    worst = measure_worst_contrast(text, box, opacity)

    assert worst <= measure_contrast(text, blend_colours(box, opacity, BLACK))
    assert worst <= measure_contrast(text, blend_colours(box, opacity, WHITE))


@given(colours, colours)
def test_what_covers_all_hides_the_ground_and_what_covers_nothing_shows_it(
    colour: Colour, ground: Colour
) -> None:
    assert blend_colours(colour, 1, ground) == colour
    assert blend_colours(colour, 0, ground) == ground
