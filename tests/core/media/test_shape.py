"""Shapes of frames: the nearest one, its safe area, and places within a box."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from egv.core.media.clip import Canvas
from egv.core.media.shape import (
    ASPECTS,
    Box,
    FrameShape,
    Position,
    find_safe_area,
    find_shape,
    find_short_side_px,
    is_same_shape,
)

sides = st.integers(16, 4000)
boxes = st.builds(Box, sides, sides, sides, sides)


def canvas(width: int, height: int) -> Canvas:
    return Canvas(width, height, Fraction(25))


@pytest.mark.parametrize(
    ("size", "shape"),
    [
        ((1920, 1080), FrameShape.LANDSCAPE),
        ((1440, 1080), FrameShape.LANDSCAPE),
        ((3026, 1386), FrameShape.LANDSCAPE),
        ((1400, 1080), FrameShape.SQUARE),
        ((1080, 1920), FrameShape.PORTRAIT),
        ((1080, 1350), FrameShape.FEED),
        ((1000, 1000), FrameShape.SQUARE),
    ],
)
def test_any_frame_has_the_shape_nearest_to_it(size: tuple[int, int], shape: FrameShape) -> None:
    assert find_shape(canvas(*size)) is shape


@given(sides, sides)
def test_no_other_shape_is_nearer(width: int, height: int) -> None:
    aspect = Fraction(width, height)
    off = {shape: max(aspect / own, own / aspect) for shape, own in ASPECTS.items()}

    assert off[find_shape(canvas(width, height))] == min(off.values())


@given(sides, sides)
def test_the_safe_area_lies_within_the_frame(width: int, height: int) -> None:
    area = find_safe_area(canvas(width, height))

    assert 0 < area.x < area.right < width
    assert 0 < area.y < area.bottom < height


def test_margins_of_a_format_replace_those_of_its_shape() -> None:
    area = find_safe_area(Canvas(1000, 500, Fraction(25), (0.1, 0.2, 0.3, 0.4)))

    assert area == Box(400, 50, 400, 300)


@given(boxes, st.integers(1, 16), st.integers(1, 16), st.sampled_from(Position))
def test_a_box_is_placed_within_another_on_the_side_that_is_named(
    outer: Box, width: int, height: int, position: Position
) -> None:
    box = outer.place_box(width, height, position)

    assert outer.x <= box.x < box.right <= outer.right
    assert outer.y <= box.y < box.bottom <= outer.bottom
    assert ("left" not in position) or box.x == outer.x
    assert ("right" not in position) or box.right == outer.right
    assert ("top" not in position) or box.y == outer.y
    assert ("bottom" not in position) or box.bottom == outer.bottom


@given(boxes, boxes)
def test_boxes_overlap_where_they_share_a_column_and_a_row(one: Box, other: Box) -> None:
    columns = set(range(one.x, one.right)) & set(range(other.x, other.right))
    rows = set(range(one.y, one.bottom)) & set(range(other.y, other.bottom))

    assert one.is_overlapping(other) == bool(columns and rows)
    assert other.is_overlapping(one) == one.is_overlapping(other)


def test_boxes_that_only_touch_do_not_overlap() -> None:
    assert not Box(0, 0, 10, 10).is_overlapping(Box(10, 0, 10, 10))
    assert Box(0, 0, 10, 10).is_overlapping(Box(9, 9, 10, 10))


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ((1920, 1080), (1280, 720), True),
        ((854, 480), (1920, 1080), True),  # rounded to even sides
        ((1920, 1080), (1080, 1920), False),
        ((1000, 1000), (1020, 1000), False),
    ],
)
def test_sizes_that_differ_by_rounding_are_one_shape(
    one: tuple[int, int], other: tuple[int, int], same: bool
) -> None:
    assert is_same_shape(one, other) == is_same_shape(other, one) == same


def test_sizes_are_relative_to_the_shorter_side() -> None:
    assert find_short_side_px(canvas(1080, 1920)) == find_short_side_px(canvas(1920, 1080)) == 1080


@pytest.mark.parametrize(
    ("position", "corner"),
    [
        ("top-left", (100, 50)), ("top", (400, 50)), ("top-right", (700, 50)),
        ("left", (100, 300)), ("centre", (400, 300)), ("right", (700, 300)),
        ("bottom-left", (100, 550)), ("bottom", (400, 550)), ("bottom-right", (700, 550)),
    ],
)  # fmt: skip
def test_each_position_has_its_own_corner(position: str, corner: tuple[int, int]) -> None:
    box = Box(100, 50, 800, 600).place_box(200, 100, Position(position))

    assert box == Box(*corner, 200, 100)


def test_an_upright_frame_keeps_clear_of_the_buttons_of_apps() -> None:
    area = find_safe_area(canvas(1080, 1920))

    assert (area.x, area.y, area.right, area.bottom) == (65, 269, 950, 1536)
