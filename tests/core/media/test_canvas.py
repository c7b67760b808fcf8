"""The canvas that several clips share: what most of the material is."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from egv.core.media.canvas import choose_canvas, find_heaviest, shrink_canvas
from egv.core.media.clip import Canvas
from egv.core.media.timing import Seconds
from tests.conftest import media

sides = st.integers(60, 2200).map(lambda half: 2 * half)


@pytest.mark.parametrize(
    ("clips", "size", "rate"),
    [
        ([{}], (1920, 1080), 30),
        ([{"rate": 25, "seconds": 3}, {"rate": 50, "seconds": 2}], (1920, 1080), 25),
        ([{"width": 1080, "height": 1920, "seconds": 3}, {"seconds": 2}], (1080, 1920), 30),
        ([{"width": 640, "height": 360}, {"width": 1280, "height": 720}], (1280, 720), 30),
        ([{"width": 3840, "height": 2160, "seconds": 2}, {"seconds": 3}], (1920, 1080), 30),
        ([{"width": 3840, "height": 2160, "seconds": 3}, {"seconds": 2}], (3840, 2160), 30),
        ([{}, {}], (1920, 1080), 30),
        ([{"seconds": 4, "rate": 60}, {"seconds": 5, "rate": 25}], (1920, 1080), 25),
        ([{"rate": 25}, {"rate": 50}], (1920, 1080), 25),
        ([{"width": 1280, "height": 720, "seconds": 60}, {}], (1920, 1080), 30),
        ([{"width": 3840, "height": 2160}, {"seconds": 11}], (1920, 1080), 30),
        ([{"width": 3840, "height": 2160, "seconds": 11}, {}], (3840, 2160), 30),
        (
            [{"width": 3840, "height": 2160, "seconds": 9}, {"rotation": 90}, {"seconds": 4}],
            (1920, 1080),
            30,
        ),
        (
            [
                {"width": 3026, "height": 1386, "seconds": 9},
                {"width": 1440, "seconds": 5},
                {"width": 1920, "seconds": 6},
            ],
            (2358, 1080),
            30,
        ),
        ([{"rotation": 90}, {"seconds": 9}], (1080, 1920), 30),
        ([{"width": 1440, "seconds": 6}, {"seconds": 9}], (1920, 1080), 30),
        ([{"width": 720, "height": 720}, {"seconds": 5}], (720, 720), 30),
        ([{"width": 1922}, {"seconds": 3}], (1922, 1080), 30),
    ],
)
def test_most_of_the_material_decides(
    clips: list[dict[str, Any]], size: tuple[int, int], rate: int
) -> None:
    canvas = choose_canvas([media(**clip) for clip in clips])

    assert (canvas.size, canvas.frame_rate) == (size, Fraction(rate))


def test_of_equals_the_first_is_taken() -> None:
    assert find_heaviest([("a", Seconds(1)), ("b", Seconds(2)), ("a", Seconds(1))]) == "a"


@given(sides, sides, st.integers(2, 3000))
def test_a_smaller_canvas_has_even_sides_its_own_shape_and_rate(
    width: int, height: int, side: int
) -> None:
    canvas = Canvas(width, height, Fraction(25), (0.1, 0.1, 0.1, 0.1))
    small = shrink_canvas(canvas, side)

    assert small.width % 2 == small.height % 2 == 0
    assert min(small.size) <= max(2, side + 1)
    assert small.width <= width
    assert small.height <= height
    assert (small.frame_rate, small.safe) == (canvas.frame_rate, canvas.safe)
    scale = min(1, side / min(canvas.size))
    assert abs(small.width - width * scale) <= 2
    assert abs(small.height - height * scale) <= 2
