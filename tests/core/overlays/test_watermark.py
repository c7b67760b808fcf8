"""The watermark: a word in both margins, off the safe area, for as long as the video."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from egv.core.media.clip import Canvas
from egv.core.media.shape import find_safe_area
from egv.core.media.timing import Seconds
from egv.core.overlays.framed_edit import FramedEdit
from egv.core.overlays.watermark import (
    AT,
    EDGE,
    HIGHEST,
    INK,
    LENGTH,
    WORDS,
    choose_watermark_text,
    draw_watermark,
    find_watermark,
)
from egv.core.picture.colour import BLACK, WHITE, Colour
from egv.core.picture.contrast import LARGE, blend_colours, measure_contrast
from egv.core.programme.layers import Bug, Marking, Watermark
from egv.core.programme.questions import FontFaceAt
from tests.conftest import FACE, a_kit, answering, programme

sides = st.integers(60, 2000).map(lambda half: 2 * half)


def overlay(width: int, height: int, frames: int = 250) -> str:
    canvas = Canvas(width, height, Seconds(25))
    mark = Watermark(Marking.PRACTICE, "en")
    framed = FramedEdit(programme(), a_kit(), (), answering({FontFaceAt: FACE}))
    return draw_watermark(mark, framed, canvas, frames).overlay.ass


@pytest.mark.parametrize(
    ("marking", "language", "word"),
    [
        (Marking.DRAFT, "nl", "CONCEPT"), (Marking.DRAFT, "en", "DRAFT"),
        (Marking.DRAFT, "fr", "DRAFT"), (Marking.DRAFT, "", "DRAFT"),
        (Marking.PRACTICE, "nl", "OEFENING"), (Marking.PRACTICE, "en", "PRACTICE"),
    ],
)  # fmt: skip
def test_the_word_is_dutch_or_else_english(marking: Marking, language: str, word: str) -> None:
    assert choose_watermark_text(Watermark(marking, language)) == word


def test_every_marking_has_its_word() -> None:
    assert set(WORDS) == set(Marking)


def test_a_video_is_marked_by_its_layer() -> None:
    mark = Watermark(Marking.DRAFT, "nl")

    assert find_watermark(programme().with_layer(Bug()).with_layer(mark)) == mark
    assert find_watermark(programme().with_layer(Bug())) is None


@given(sides, sides)
def test_the_word_stands_in_both_margins_and_off_the_safe_area(width: int, height: int) -> None:
    text = overlay(width, height)
    places = [
        (int(x), int(y), int(turn))
        for x, y, turn in re.findall(r"\\pos\((\d+),(\d+)\)\\frz(-?\d+)", text)
    ]
    [size] = map(float, re.findall(r"^Style: Mark,[^,]+,([\d.]+)", text, re.MULTILINE))
    safe = find_safe_area(Canvas(width, height, Seconds(25)))
    left, right = places[: len(AT)], places[len(AT) :]

    assert [turn for _, _, turn in places] == [90] * len(AT) + [-90] * len(AT)
    assert len({x for x, _, _ in left}) == len({x for x, _, _ in right}) == 1
    assert [y for _, y, _ in left] == [y for _, y, _ in right]
    assert size <= HIGHEST * min(width, height) + 1
    for x, _, _ in left:  # half of the letters' height lies to either side
        assert x - size / 2 + 1 >= 0
        assert x + size / 2 <= safe.x + 1
    for x, _, _ in right:
        assert safe.right - 1 <= x - size / 2
        assert x + size / 2 <= width + 1
    half = FACE.measure_width("PRACTICE", size) / 2
    assert half <= LENGTH * height / 2 + 1
    assert left[0][1] - half >= 0


def test_without_margins_the_word_is_still_there() -> None:
    canvas = Canvas(640, 360, Seconds(25), (0.0, 0.0, 0.0, 0.0))
    mark = Watermark(Marking.DRAFT, "en")
    framed = FramedEdit(programme(), a_kit(), (), answering({FontFaceAt: FACE}))
    text = draw_watermark(mark, framed, canvas, 25).overlay.ass
    [size] = map(float, re.findall(r"^Style: Mark,[^,]+,([\d.]+)", text, re.MULTILINE))

    assert size >= 12


@pytest.mark.parametrize("ground", [BLACK, WHITE])
def test_the_letters_differ_from_their_edge_on_any_ground(ground: Colour) -> None:
    letters = blend_colours(INK.colour, INK.opacity, ground)
    edge = blend_colours(EDGE.colour, EDGE.opacity, ground)

    assert measure_contrast(letters, edge) >= LARGE


@pytest.mark.parametrize("frames", [1, 25, 250])
def test_the_word_is_there_from_the_first_frame_to_the_last(frames: int) -> None:
    lines = re.findall(
        r"^Dialogue: \d+,0:00:([\d.]+),0:00:([\d.]+)", overlay(1920, 1080, frames), re.MULTILINE
    )

    assert len(lines) == 2 * len(AT)
    for start, end in lines:
        assert float(start) == 0
        assert (frames - 1) / 25 < float(end) <= frames / 25
