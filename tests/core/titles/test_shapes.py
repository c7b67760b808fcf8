"""Shapes as ASS draws them: rectangles, round corners, and boxes behind lines that become one."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from egv.core.media.shape import Box
from egv.core.titles.shapes import draw_line_boxes, draw_rectangle, draw_round_box


def points(drawing: str) -> list[tuple[int, int]]:
    """Every point that a drawing names."""
    numbers = [int(word) for word in re.findall(r"-?\d+", drawing)]
    return list(zip(numbers[::2], numbers[1::2], strict=True))


def turn(part: str) -> float:
    """The area that a part of a drawing goes round, negative where it turns the other way."""
    at = points(part)
    return sum(a[0] * b[1] - b[0] * a[1] for a, b in zip(at, at[1:] + at[:1], strict=True)) / 2


def test_a_rectangle_is_drawn_from_its_own_corner() -> None:
    assert draw_rectangle(Box(100, 200, 30, 40)) == "m 0 0 l 30 0 l 30 40 l 0 40"


def test_a_round_box_has_a_curve_at_each_corner_and_fills_its_box() -> None:
    drawing = draw_round_box(Box(100, 200, 60, 40), 10)
    xs, ys = zip(*points(drawing), strict=True)

    assert drawing.count("b ") == 4
    assert (min(xs), min(ys), max(xs), max(ys)) == (0, 0, 60, 40)


@pytest.mark.parametrize("radius", [0, 0.4])
def test_a_box_without_a_radius_is_square(radius: float) -> None:
    assert draw_round_box(Box(0, 0, 60, 40), radius) == draw_rectangle(Box(0, 0, 60, 40))


@given(
    st.lists(st.floats(20, 900), min_size=1, max_size=4),
    st.floats(12, 120),
    st.floats(0, 30),
    st.floats(0, 40),
)
def test_the_boxes_of_lines_begin_at_their_corner_and_all_turn_the_same_way(
    widths: list[float], high: float, over: float, radius: float
) -> None:
    drawing = draw_line_boxes(widths, high, over, radius)
    at = points(drawing)
    parts = drawing.split("m ")[1:]

    assert min(x for x, _ in at) == min(y for _, y in at) == 0
    assert max(x for x, _ in at) == pytest.approx(max(widths), abs=1)
    assert max(y for _, y in at) == pytest.approx(len(widths) * high + 2 * over, abs=1)
    assert all(turn(part) > 0 for part in parts)  # else libass would cut holes into them


def test_boxes_of_almost_one_width_get_one_width() -> None:
    alike, apart = (draw_line_boxes(pair, 60, 10, 12) for pair in ((300, 290), (300, 200)))

    assert {x for x, y in points(alike) if y > 100} == {x for x, y in points(alike) if y < 30}
    assert min(x for x, y in points(apart) if y > 100) == 50
