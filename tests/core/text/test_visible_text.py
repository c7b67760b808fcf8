"""Characters that nobody sees make no text, and those that matter to a renderer stay."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from egv.core.text.visible_text import drop_stray_marks, is_visible

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
