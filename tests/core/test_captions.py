"""Cues laid out for a frame: as many lines and characters as its shape has room for."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from egv.core.captions import caption_layout, laid_out
from egv.core.faces import Typeface
from egv.core.kit_parts import SubtitleStyle
from egv.core.media import Canvas, Cue
from egv.core.shape import safe_area
from egv.core.timing import Seconds, Span, at_frame
from tests.conftest import FACE

LANDSCAPE, PORTRAIT, SQUARE = (
    Canvas(*size, Seconds(25)) for size in ((1920, 1080), (1080, 1920), (1080, 1080))
)
LIMITS = {LANDSCAPE: (42, 2), PORTRAIT: (25, 3), SQUARE: (32, 2)}
LONG = "It is a long story that we would like to tell you here, because it matters to all of us."


def shown(canvas: Canvas, *cues: Cue, **style: object) -> tuple[Cue, ...]:
    layout = caption_layout(canvas, SubtitleStyle.model_validate(style), Typeface((FACE,)))
    return laid_out(cues, layout, canvas)


def cue(text: str, start: int = 0, end: int = 6) -> Cue:
    return Cue(Span(Seconds(start), Seconds(end)), text)


@pytest.mark.parametrize("canvas", LIMITS, ids=lambda c: f"{c.width}x{c.height}")
@given(text=st.lists(st.text("abcdefg,", min_size=1, max_size=12), min_size=1, max_size=40))
def test_every_cue_fits_and_together_they_say_it_all(canvas: Canvas, text: list[str]) -> None:
    chars, most = LIMITS[canvas]
    cues = shown(canvas, cue(" ".join(text), 0, 20))

    assert " ".join(each.text for each in cues).split() == text
    for each in cues:
        lines = each.text.split("\n")
        assert len(lines) <= most
        assert all(len(line) <= chars for line in lines)
        assert all(FACE.width(line, 0.06 * 1080) <= safe_area(canvas).width for line in lines)


@pytest.mark.parametrize("canvas", LIMITS, ids=lambda c: f"{c.width}x{c.height}")
def test_parts_of_a_long_cue_follow_each_other_on_frames(canvas: Canvas) -> None:
    cues = shown(canvas, cue(f"{LONG} {LONG}"))

    assert len(cues) > 1
    assert Span(cues[0].span.start, cues[-1].span.end) == Span(Seconds(0), Seconds(6))
    for one, other in pairwise(cues):
        assert one.span.end == other.span.start == at_frame(one.span.end, Seconds(25))
    assert all(len(each.text.split()) > 1 for each in cues)  # no word is left alone


def test_lines_that_a_person_broke_stay_so_where_they_fit() -> None:
    assert shown(LANDSCAPE, cue("Yes,\nit is."))[0].text == "Yes,\nit is."
    assert shown(PORTRAIT, cue("This line is too long for it,\nas you see."))[0].text == (
        "This line is too long\nfor it, as you see."
    )


def test_a_word_too_long_for_the_frame_is_broken() -> None:
    cues = shown(PORTRAIT, cue("Hottentottententententoonstellingsmakelaar" * 2))
    letters = "".join(each.text for each in cues).replace("\n", "")

    assert letters == "Hottentottententententoonstellingsmakelaar" * 2


def test_a_kit_may_ask_for_shorter_lines() -> None:
    cues = shown(LANDSCAPE, cue(LONG), max_chars=20, max_lines=1)

    assert all(len(each.text) <= 20 for each in cues)


def test_a_box_holds_its_text() -> None:
    layout = caption_layout(LANDSCAPE, SubtitleStyle(), Typeface((FACE,)))
    one, two = layout.box("Hello"), layout.box("Hello\nthere all")

    assert two.height > one.height
    assert two.width > one.width
    assert one.bottom == two.bottom == layout.area.bottom
