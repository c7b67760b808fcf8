"""Cues laid out for a frame: as many lines and characters as its shape has room for."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from egv.core.cues.cue_layout import lay_out_cues, plan_caption_layout, time_text_words
from egv.core.kit.text_styles import SubtitleStyle
from egv.core.media.clip import Canvas, Cue, Word
from egv.core.media.shape import find_safe_area
from egv.core.media.timing import STANDARD_RATES, Seconds, Span, snap_to_frame
from egv.core.titles.fonts import Typeface
from tests.conftest import FACE

LANDSCAPE, PORTRAIT, SQUARE = (
    Canvas(*size, Seconds(25)) for size in ((1920, 1080), (1080, 1920), (1080, 1080))
)
LIMITS = {LANDSCAPE: (42, 2), PORTRAIT: (25, 3), SQUARE: (32, 2)}
LONG = "It is a long story that we would like to tell you here, because it matters to all of us."


def shown(canvas: Canvas, *cues: Cue, **style: object) -> tuple[Cue, ...]:
    layout = plan_caption_layout(canvas, SubtitleStyle.model_validate(style), Typeface((FACE,)))
    return lay_out_cues(cues, layout, canvas)


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
        assert all(
            FACE.measure_width(line, 0.06 * 1080) <= find_safe_area(canvas).width for line in lines
        )


@pytest.mark.parametrize("canvas", LIMITS, ids=lambda c: f"{c.width}x{c.height}")
def test_parts_of_a_long_cue_follow_each_other_on_frames(canvas: Canvas) -> None:
    cues = shown(canvas, cue(f"{LONG} {LONG}"))

    assert len(cues) > 1
    assert Span(cues[0].span.start, cues[-1].span.end) == Span(Seconds(0), Seconds(6))
    for one, other in pairwise(cues):
        assert one.span.end == other.span.start == snap_to_frame(one.span.end, Seconds(25))
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

    assert len(cues) > 1
    assert all(len(each.text) <= 20 for each in cues)


def test_a_box_holds_its_text() -> None:
    layout = plan_caption_layout(LANDSCAPE, SubtitleStyle(), Typeface((FACE,)))
    one, two = layout.place_text_box("Hello"), layout.place_text_box("Hello\nthere all")

    assert two.height > one.height
    assert two.width > one.width
    assert one.bottom == two.bottom == layout.area.bottom


texts = st.text("abé, \n", min_size=1, max_size=200).filter(str.strip)


@given(
    st.lists(st.tuples(texts, st.integers(600, 5000), st.integers(0, 900)), max_size=5),
    st.sampled_from(STANDARD_RATES),
)
def test_cues_of_any_text_come_in_order_on_frames_and_never_overlap(
    said: list[tuple[str, int, int]], rate: Seconds
) -> None:
    cues, at = [], 0
    for text, length, pause in said:
        cues.append(Cue(Span(Seconds(at, 500), Seconds(at + length, 500)), text))
        at += length + pause
    canvas = Canvas(1080, 1920, rate)
    parts = shown(canvas, *cues)

    assert "".join("".join(part.text.split()) for part in parts) == "".join(
        "".join(each.text.split()) for each in cues
    )
    assert all(one.span.end <= other.span.start for one, other in pairwise(parts))
    for part in parts:
        assert (part.span.start * rate).denominator == (part.span.end * rate).denominator == 1


def test_a_part_begins_when_its_first_word_is_spoken() -> None:
    first = time_text_words(
        "This is the story of the camera that nobody ever used,", Span(*at(0, 3))
    )
    rest = time_text_words("and of the one that everybody wanted to have.", Span(*at(4, 6)))
    words = (*first, *rest)
    text = " ".join(word.text for word in words)
    one, other = shown(LANDSCAPE, Cue(Span(*at(0, 6)), text, words))

    assert one.span == Span(*at(0, 3))
    assert other.span == Span(*at(4, 6))
    assert other.text.startswith("and of")


def at(start: int, end: int) -> tuple[Seconds, Seconds]:
    return Seconds(start), Seconds(end)


@given(st.lists(st.text("abc", min_size=1, max_size=9), min_size=1, max_size=20))
def test_words_share_out_a_span_by_their_letters(text: list[str]) -> None:
    span = Span(Seconds(2), Seconds(5))
    words = time_text_words(" ".join(text), span)

    assert [word.text for word in words] == text
    assert (words[0].span.start, words[-1].span.end) == (span.start, span.end)
    assert all(one.span.end == other.span.start for one, other in pairwise(words))
    assert len({word.span.duration / (len(word.text) + 1) for word in words}) == 1


@pytest.mark.parametrize(
    ("size", "chars"), [((1080, 1350), 32), ((1440, 1080), 42), ((606, 1078), 25)]
)
def test_a_frame_takes_the_characters_of_the_shape_it_is_nearest_to(
    size: tuple[int, int], chars: int
) -> None:
    style = SubtitleStyle(size=0.03)  # so small that only the characters count
    layout = plan_caption_layout(Canvas(*size, Seconds(25)), style, Typeface((FACE,)))

    assert layout.chars == chars
    assert layout.can_hold_line("ab" + " x" * (chars // 2 - 1))
    assert not layout.can_hold_line("abc" + " x" * (chars // 2))


def test_lines_that_a_person_broke_into_too_many_are_set_anew() -> None:
    [only] = shown(LANDSCAPE, cue("One\ntwo\nthree\nfour."))

    assert only.text == "One two three four."


def test_a_break_of_a_person_is_not_a_word() -> None:
    assert shown(LANDSCAPE, cue("  Yes, \n\n it is. \n"))[0].text == "Yes,\nit is."


def test_a_spoken_word_longer_than_a_line_is_broken_too() -> None:
    long = "ab" * 60
    span = Span(Seconds(0), Seconds(6))
    cues = shown(LANDSCAPE, Cue(span, long, (Word(span, long),)))

    assert "".join("".join(each.text.split()) for each in cues) == long
    assert all(
        FACE.measure_width(line, 65) <= 1728 for each in cues for line in each.text.split("\n")
    )


def test_a_cue_too_short_for_its_parts_keeps_its_text() -> None:
    text = f"{LONG} {LONG} {LONG}"
    brief = Cue(Span(Seconds(1), Seconds(1) + Seconds(2, 25)), text)

    assert " ".join(" ".join(each.text for each in shown(LANDSCAPE, brief)).split()) == text


def test_a_cue_shorter_than_a_frame_is_shown_for_one() -> None:
    [found] = shown(LANDSCAPE, Cue(Span(Seconds(1), Seconds(1) + Seconds(1, 1000)), "Hi."))

    assert found.span == Span(Seconds(1), Seconds(1) + Seconds(1, 25))
