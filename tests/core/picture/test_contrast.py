"""Contrast of colours after WCAG 2.2, and colours seen through others."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from egv.core.picture.contrast import (
    blend_colours,
    measure_contrast,
    measure_luminance,
    measure_worst_contrast,
)

colours = st.integers(0, 0xFFFFFF).map(lambda value: f"#{value:06X}")
shares = st.floats(0, 1)


@pytest.mark.parametrize(
    ("one", "other", "ratio"),
    [("#FFFFFF", "#000000", 21), ("#777777", "#FFFFFF", 4.48), ("#0000FF", "#FFFFFF", 8.59)],
)
def test_contrast_is_that_of_the_guidelines(one: str, other: str, ratio: float) -> None:
    assert measure_contrast(one, other) == pytest.approx(ratio, abs=0.005)


@given(colours, colours)
def test_contrast_has_no_direction_and_its_limits(one: str, other: str) -> None:
    ratio = measure_contrast(one, other)

    assert ratio == measure_contrast(other, one)
    assert 1 <= ratio <= 21.001
    assert measure_contrast(one, one) == 1


@given(colours, shares, colours)
def test_a_blend_lies_between_its_colours(colour: str, opacity: float, ground: str) -> None:
    seen = measure_luminance(blend_colours(colour, opacity, ground))
    channels = [
        sorted((int(colour[at : at + 2], 16), int(ground[at : at + 2], 16))) for at in (1, 3, 5)
    ]
    blended = blend_colours(colour, opacity, ground)

    for at, (low, high) in zip((1, 3, 5), channels, strict=True):
        assert low <= int(blended[at : at + 2], 16) <= high
    assert 0 <= seen <= 1


@given(colours, colours)
def test_what_is_not_clear_hides_the_picture_and_what_is_clear_shows_it(
    colour: str, ground: str
) -> None:
    assert blend_colours(colour, 1, ground) == colour
    assert blend_colours(colour, 0, ground) == ground


@given(colours, colours, shares)
def test_over_no_picture_is_it_worse_than_the_worst(text: str, box: str, opacity: float) -> None:
    worst = measure_worst_contrast(text, box, opacity)

    assert worst <= measure_contrast(text, blend_colours(box, opacity, "#000000"))
    assert worst <= measure_contrast(text, blend_colours(box, opacity, "#FFFFFF"))
    assert measure_worst_contrast(text, box, 1) == measure_contrast(text, box)
