"""Arabic letters joined to their neighbours, by which a text is measured."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from egv.core.titles.arabic_forms import join_arabic_letters
from egv.core.titles.fonts import Typeface
from tests.conftest import FACE


@pytest.mark.parametrize(
    ("word", "joined"),
    [
        ("ب", "\ufe8f"),  # alone
        ("بب", "\ufe91\ufe90"),  # first, last
        ("ببب", "\ufe91\ufe92\ufe90"),  # first, middle, last
        ("اب", "\ufe8d\ufe8f"),  # an alef joins nothing after it
        ("با ب", "\ufe91\ufe8e \ufe8f"),  # a space parts
        ("بَب", "\ufe91\u064e\ufe90"),  # a vowel above does not
        ("a ب!", "a \ufe8f!"),
    ],
)
def test_a_letter_has_the_form_of_its_place(word: str, joined: str) -> None:
    assert join_arabic_letters(word) == joined


@given(st.text(max_size=30))
def test_no_letter_is_lost_or_won(text: str) -> None:
    assert len(join_arabic_letters(text)) == len(text)


@given(st.text(st.characters(max_codepoint=0x5FF), max_size=30))
def test_other_scripts_are_left_alone(text: str) -> None:
    assert join_arabic_letters(text) is text


def test_a_word_is_measured_as_it_joins_where_the_font_has_its_forms() -> None:
    alone = replace(FACE, advances={**FACE.advances, 0x628: 900})
    joined = replace(alone, advances={**alone.advances, 0xFE91: 300, 0xFE92: 300, 0xFE90: 700})

    assert Typeface((alone,)).measure_width("ببب", 100) == 270
    assert Typeface((joined,)).measure_width("ببب", 100) == 130
    assert Typeface((FACE, joined)).measure_width("aببب", 100) == 180
