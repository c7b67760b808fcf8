"""Where sentences end and lines break (R6, R7 of the subtitle rules)."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from egv.core.cues.sentences import build_spoken_cues, split_sentences
from egv.core.media.clip import Word
from egv.core.media.timing import Seconds, Span
from egv.core.titles.line_breaking import CLINGS, compute_break_cost, wrap_text

words = st.lists(st.text("abcdefgh,.", min_size=1, max_size=9), min_size=1, max_size=14)


def fits(line: str) -> bool:
    return len(line) <= 30


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("Dat zegt dhr. De Vries m.b.t. de planning. Klopt.", 2),
        ("It costs 5.000 euros, i.e. 2.5 a day, from 10.30 on. Fine?", 2),
        ('Hij zei: "Kom binnen." Dat deden we!', 2),
        ("Mr. J. Smith and Dr. Jones agree", 1),
        ("Eerste alinea zonder punt\n\nTweede alinea", 2),
        ("Wacht… ja. Nee!", 3),
        ("", 0),
    ],
)
def test_a_sentence_ends_where_it_ends(text: str, count: int) -> None:
    assert len(split_sentences(text)) == count


@given(st.lists(st.text("abc. ?\n", max_size=30)))
def test_no_letter_of_a_text_is_lost(parts: list[str]) -> None:
    text = "".join(parts)

    assert " ".join(split_sentences(text)).split() == text.split()


@given(words, st.integers(1, 3))
def test_a_wrapped_text_keeps_its_words_and_its_limits(text: list[str], most: int) -> None:
    lines = wrap_text(" ".join(text), fits, most)

    if lines is None:
        assert len(" ".join(text)) > 30
    else:
        assert " ".join(lines).split() == text
        assert all(map(fits, lines))
        assert len(lines) <= most


@pytest.mark.parametrize(
    "text",
    [
        "We gaan morgen met de hele afdeling naar het nieuwe kantoor",
        "Today we show you how to record a good video for the team",
        "Dit is een voorbeeld van een zin die over twee regels gaat",
        "Please save your report before the meeting on Friday morning",
    ],
)
def test_no_line_ends_in_a_word_that_belongs_to_the_next(text: str) -> None:
    lines = wrap_text(text, lambda line: len(line) <= 42, 2)

    assert lines is not None
    assert compute_break_cost(lines[0].split()[-1], lines[1].split()[0]) < CLINGS


def test_a_break_after_a_comma_is_the_best() -> None:
    lines = wrap_text("As you can see here, it is ready for all of you", lambda x: len(x) <= 42, 2)

    assert lines == ("As you can see here,", "it is ready for all of you")


def test_one_line_is_enough_where_it_fits() -> None:
    assert wrap_text("A short one.", fits, 2) == ("A short one.",)


def spoken(*words_and_times: tuple[str, float, float]) -> list[Word]:
    return [
        Word(Span(Seconds(str(start)), Seconds(str(end))), text)
        for text, start, end in words_and_times
    ]


def test_a_cue_is_a_sentence_and_a_pause_ends_it() -> None:
    first = spoken(("One", 0, 0.3), ("two.", 0.3, 0.6))
    rest = spoken(("Three", 0.7, 1.0), ("four", 1.6, 2), ("five", 2, 2.5))
    cues = build_spoken_cues([*first, *rest])

    assert [cue.text for cue in cues] == ["One two.", "Three", "four five"]


@given(st.lists(st.tuples(st.text("ab.", min_size=1, max_size=12), st.integers(1, 9)), min_size=1))
def test_cues_hold_every_word_once_and_do_not_meet(said: list[tuple[str, int]]) -> None:
    at, heard = 0, []
    for text, length in said:
        heard.append(Word(Span(Seconds(at, 10), Seconds(at + length, 10)), text))
        at += length + length % 3
    cues = build_spoken_cues(heard)

    assert [word for cue in cues for word in cue.words] == heard
    assert all(a.span.end <= b.span.start for a, b in pairwise(cues))
