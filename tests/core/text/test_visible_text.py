"""Characters that nobody sees make no text, and those that matter to a renderer stay."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from egv.core.text.placeholders import fill_lines
from egv.core.text.variables import TextValue, TextVariable, list_missing_names, resolve_texts
from egv.core.text.visible_text import clean_text, drop_stray_marks, is_ignored, is_visible

UNSEEN = (
    " \t\n\u00a0\u00ad\u034f\u115f\u200b\u200e\u202e\u2060\u2066\u2800"
    "\u3000\u3164\ufe0f\ufeff\U000e0041\x07"
)


@given(st.text(UNSEEN))
def test_nothing_of_marks_that_are_not_drawn_is_seen(text: str) -> None:
    assert not is_visible(text)
    assert drop_stray_marks(text) == ""


@given(st.text(UNSEEN), st.characters(categories=["L", "N", "P", "S"], exclude_characters=UNSEEN))
def test_one_letter_is_seen_among_them(text: str, mark: str) -> None:
    assert is_visible(text + mark)


@pytest.mark.parametrize("text", ["👩\u200d👧", "می\u200cخواهم", "❤\ufe0f", "\u200fשלום"])
def test_joiners_and_directions_stay(text: str) -> None:
    assert drop_stray_marks(text) == text


def test_marks_by_accident_go() -> None:
    assert drop_stray_marks("An\u00adna\u200b de\ufeff \u2060Vries") == "Anna de Vries"


@pytest.mark.parametrize(
    ("text", "clean"),
    [
        ("\u200b\u00ad", ""),
        (" An\u00adna\n\u200b\nde Vries\u2800\n\u3164\n", "Anna\nde Vries\u2800"),
        ("Zoe\u0308", "Zoë"),
        ("{naam}", "{naam}"),
    ],
)
def test_a_text_to_show_has_composed_accents_and_no_empty_lines(text: str, clean: str) -> None:
    assert clean_text(text) == clean


@given(st.text(UNSEEN, min_size=1))
def test_an_invisible_text_is_as_if_it_was_not_said(text: str) -> None:
    said = [TextValue("name", text, "--set"), TextValue("role", f"{text}x", "--set")]
    [name, role] = resolve_texts({}, said, {})

    assert (name.text, role.text.endswith("x")) == ("", True)
    assert list_missing_names({"name": TextVariable(required=True)}, [name, role]) == ("name",)
    assert fill_lines(["{name}", " {name} "], {"name": text}) == ()


def test_an_override_of_the_direction_is_not_ignored_for_it_turns_letters_around() -> None:
    assert [mark for mark in "\u202d\u202e\u200f\u200e" if is_ignored(mark)] == ["\u200f", "\u200e"]
