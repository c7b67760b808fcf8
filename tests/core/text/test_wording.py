"""Counted nouns, escapes, bare words and near names."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from egv.core.text.wording import (
    MARKDOWN,
    PUNCTUATION,
    escape_markdown,
    escape_marks,
    find_nearest_name,
    find_nearest_word,
    format_count,
    strip_punctuation,
)


@pytest.mark.parametrize(
    ("number", "text"), [(0, "0 clips"), (1, "1 clip"), (2, "2 clips"), (21, "21 clips")]
)
def test_a_noun_is_plural_unless_there_is_one(number: int, text: str) -> None:
    assert format_count(number, "clip") == text


def test_no_things_may_have_a_word_of_their_own() -> None:
    assert format_count(0, "font", none="no") == "no fonts"
    assert format_count(1, "font", none="no") == "1 font"


@pytest.mark.parametrize(
    ("word", "bare"),
    [
        ("«Softwerk»,", "Softwerk"),
        ("(well…)", "well"),
        ("don't", "don't"),
        ("...", ""),
        ("a-b", "a-b"),
    ],
)
def test_punctuation_goes_from_around_a_word_only(word: str, bare: str) -> None:
    assert strip_punctuation(word) == bare


@given(st.text(PUNCTUATION), st.text("abc", min_size=1), st.text(PUNCTUATION))
def test_any_punctuation_around_a_word_is_stripped(before: str, word: str, after: str) -> None:
    assert strip_punctuation(before + word + after) == word


@given(st.text())
def test_without_its_backslashes_an_escaped_text_is_the_text(text: str) -> None:
    escaped, plain, at = escape_marks(text, MARKDOWN), "", 0
    while at < len(escaped):
        at += escaped[at] == "\\"
        plain += escaped[at]
        at += 1

    assert plain == text


def test_markdown_is_one_literal_line() -> None:
    assert escape_markdown("a|b\n# *c*\t[d](e)") == r"a\|b \# \*c\* \[d\](e)"


def test_the_nearest_word_is_found_or_none() -> None:
    assert find_nearest_word("hieght", ["width", "height"]) == "height"
    assert find_nearest_word("qqq", ["width", "height"]) == ""
    assert find_nearest_word("a", []) == ""


@pytest.mark.parametrize(
    ("name", "meant"),
    [
        ("intervew.mov", "interview.mov"),
        ("interview.mp4", "interview.mov"),
        ("INTERVIEW.MOV", "interview.mov"),
        ("my vacaton.mp4", "my vacation.mp4"),
        ("my vacation.mov", "my vacation.mp4"),
        ("IMG_0002.MOV", ""),
        ("img_0001.mp4", "IMG_0001.MOV"),
        ("day2.mov", ""),
        ("b.mp4", ""),
        ("budget.mp4", ""),
    ],
)
def test_a_file_name_is_a_slip_of_another_where_letters_but_not_numbers_differ(
    name: str, meant: str
) -> None:
    names = ["IMG_0001.MOV", "interview.mov", "my vacation.mp4", "day1.mov", "a.mp4"]

    assert find_nearest_name(name, names) == meant
