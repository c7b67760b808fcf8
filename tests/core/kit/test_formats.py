"""Formats: the built-in ones, and what a kit says of them or adds."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from egv.core.kit.formats import BUILT_IN, SHORT_SIDE, find_format, list_format_names
from egv.core.kit.sections import FormatStyle
from egv.core.media.shape import ASPECTS, FrameShape
from egv.core.picture.crop import Fit


@pytest.mark.parametrize("shape", FrameShape)
def test_a_built_in_format_has_the_aspect_of_its_shape(shape: FrameShape) -> None:
    wide, high = find_format(shape.value, {}).size

    assert ASPECTS[shape] * high == wide


def test_a_kit_changes_what_it_names_and_leaves_the_rest() -> None:
    built_in = find_format("portrait", {})
    changed = find_format("portrait", {"portrait": FormatStyle(fit=Fit.BLUR)})

    assert (changed.size, changed.fit) == (built_in.size, Fit.BLUR)
    assert built_in.fit is not Fit.BLUR


def test_a_format_of_ones_own_is_blurred_at_the_sides_unless_it_says_otherwise() -> None:
    styles = {"wall": FormatStyle(size=(1200, 600), safe=(0.1, 0.1, 0.1, 0.1))}
    wall = find_format("wall", styles)

    assert (wall.size, wall.fit, wall.safe) == ((1200, 600), Fit.BLUR, (0.1, 0.1, 0.1, 0.1))
    assert list_format_names(styles) == (*BUILT_IN, "wall")


def test_a_format_that_is_both_built_in_and_the_kits_is_listed_once() -> None:
    assert list_format_names({"square": FormatStyle()}) == tuple(BUILT_IN)


def test_an_unknown_format_is_none() -> None:
    with pytest.raises(KeyError, match="wall"):
        find_format("wall", {})


@given(st.integers(1, 99), st.integers(1, 99))
def test_a_format_given_by_its_aspect_is_1080_on_the_short_side_and_even(
    wide: int, high: int
) -> None:
    size = find_format("own", {"own": FormatStyle(aspect=f"{wide}:{high}")}).size

    assert min(size) == SHORT_SIDE
    assert [side % 2 for side in size] == [0, 0]
    assert abs(size[0] * high - size[1] * wide) <= 2 * max(wide, high)
