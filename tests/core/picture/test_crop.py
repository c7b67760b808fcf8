"""Pictures in another shape, as geometry and as graphs."""

import re
from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from egv.core.media.shape import is_same_shape
from egv.core.media.timing import Seconds, Span
from egv.core.picture.camera import CameraMove, CameraPath
from egv.core.picture.colour import Colour
from egv.core.picture.crop import (
    KeptPath,
    choose_crop_window,
    crop_to_path,
    pad_over_blur,
    pad_with_colour,
    place_whole,
)
from tests.conftest import graph_of, programme

sides = st.integers(8, 2000).map(lambda side: side * 2)
FRAMES = [(1920, 1080), (1080, 1920), (1080, 1080), (1080, 1350)]
HERE = programme().picture
WHOLE = [Span(Seconds(0), Seconds(10))]
RIGHT = CameraPath((0.2, 0.5), (CameraMove(Span(Seconds(4), Seconds(5)), (0.2, 0.5), (0.9, 0.5)),))


@given(sides, sides, st.sampled_from(FRAMES), st.floats(0, 1), st.floats(0, 1))
def test_a_window_is_inside_its_picture_and_has_the_shape_of_the_frame(
    wide: int, high: int, frame: tuple[int, int], x: float, y: float
) -> None:
    here = choose_crop_window((wide, high), frame)
    left, top = here.find_corner((x, y))

    assert left % 2 == top % 2 == here.width % 2 == here.height % 2 == 0
    assert 0 <= left <= left + here.width <= wide
    assert 0 <= top <= top + here.height <= high
    assert here.width == wide or here.height == high or abs(here.width - wide) <= 2
    assert abs(here.width * frame[1] - here.height * frame[0]) <= 4 * max(frame)


@pytest.mark.parametrize("frame", FRAMES)
@pytest.mark.parametrize("path", [CameraPath((0.5, 0.5)), RIGHT])
def test_a_cut_picture_has_the_size_of_the_frame(frame: tuple[int, int], path: CameraPath) -> None:
    graph = graph_of(
        crop_to_path(HERE, (1920, 1080), frame, KeptPath(path, WHOLE, Fraction(30))), None
    )
    sizes = re.findall(r"(?:scale|crop)=.*?h=(\d+):w=(\d+)", graph)

    assert sizes[-1] == (str(frame[1]), str(frame[0]))


def value(graph: str, frame: int) -> float:
    """Where the crop's left side is at a frame, by the expression in `graph`."""
    found = re.search(r"crop=[^;]*?x=(.*?):y=", graph)
    assert found
    words = found[1].replace("\\", "").replace("if(", "pick(").strip("'")
    kept: dict[int, float] = {}

    def store(number: int, number_value: float) -> float:
        kept[number] = number_value
        return number_value

    names = {
        "n": frame,
        "pick": lambda test, yes, no: yes if test else no,
        "lt": lambda a, b: a < b,
        "clip": lambda v, low, high: min(max(v, low), high),
        "st": store,
        "ld": lambda number: kept[number],
    }
    return float(eval(words, {"__builtins__": {}}, names))


def test_a_moving_frame_follows_its_path_through_cuts() -> None:
    kept = [Span(Seconds(0), Seconds("4.5")), Span(Seconds(6), Seconds(8))]
    kept_path = KeptPath(RIGHT, kept, Fraction(30))
    graph = graph_of(crop_to_path(HERE, (1920, 1080), (1080, 1920), kept_path), None)
    places = [value(graph, n) for n in range(195)]

    assert len(set(places[:120])) == 1  # it waits
    assert places[120] == places[119]
    assert all(a <= b for a, b in pairwise(places[:136]))  # it goes
    assert len(set(places[135:])) == 1  # and after the cut it is there
    assert places[135] > places[134] > places[0]


@pytest.mark.parametrize("frame", FRAMES)
def test_a_whole_picture_stands_in_the_middle_of_its_ground(frame: tuple[int, int]) -> None:
    inside = place_whole((1440, 1080), frame)
    blurred = graph_of(pad_over_blur(HERE, (1440, 1080), frame, inside), None)
    padded = graph_of(pad_with_colour(HERE, frame, inside, Colour("#1F3A5F")), None)

    assert "gblur" in blurred
    assert "pad=color=0x1F3A5F" in padded
    for graph in (blurred, padded):
        x, y = (int(re.findall(rf":{axis}=(\d+)", graph)[-1]) for axis in "xy")
        assert x == 0 or y == 0
        assert x % 2 == y % 2 == 0


@given(sides, sides)
def test_a_size_has_the_shape_of_its_double(wide: int, high: int) -> None:
    assert is_same_shape((wide, high), (2 * wide, 2 * high))
    assert not is_same_shape((1920, 1080), (1080, 1920))
