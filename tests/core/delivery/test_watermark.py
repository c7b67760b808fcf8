"""The watermark: a word up either side, within the frame, for as long as the video."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from egv.core.delivery.framed_edit import FramedEdit
from egv.core.delivery.watermark import (
    HEIGHT,
    LENGTH,
    WORDS,
    choose_watermark_text,
    draw_watermark,
    find_watermark,
)
from egv.core.media.clip import Canvas
from egv.core.media.timing import Seconds
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
def test_the_word_stands_on_both_sides_and_within_the_frame(width: int, height: int) -> None:
    text = overlay(width, height)
    places = [
        (int(x), int(y), int(turn))
        for x, y, turn in re.findall(r"\\pos\((\d+),(\d+)\)\\frz(-?\d+)", text)
    ]
    [size] = re.findall(r"^Style: Mark,[^,]+,([\d.]+)", text, re.MULTILINE)
    (left, y, up), (right, same_y, down) = places

    assert (up, down) == (90, -90)
    assert left + right == width
    assert y == same_y
    assert 0 < left < right < width
    assert 0.5 * float(size) <= left + 1  # half of its letters lie to either side
    assert float(size) <= HEIGHT * min(width, height) + 1
    half = FACE.measure_width("PRACTICE", float(size)) / 2
    assert half <= LENGTH * height / 2 + height / 50 + 4
    assert half <= y + 4


@pytest.mark.parametrize("frames", [1, 25, 250])
def test_the_word_is_there_from_the_first_frame_to_the_last(frames: int) -> None:
    lines = re.findall(
        r"^Dialogue: \d+,0:00:([\d.]+),0:00:([\d.]+)", overlay(1920, 1080, frames), re.MULTILINE
    )

    assert len(lines) == 2
    for start, end in lines:
        assert float(start) == 0
        assert (frames - 1) / 25 < float(end) <= frames / 25
