"""Runs of a text: which face draws which, and in what order they stand."""

from __future__ import annotations

from dataclasses import replace

import pytest

from egv.core.titles.fonts import Typeface
from tests.conftest import FACE

ARABIC = replace(FACE, family="Arabic", advances=dict.fromkeys((32, *range(0x620, 0x650)), 500))
BOTH = Typeface((FACE, ARABIC))
ONE, TWO = "\u0645\u0631\u062d\u0628\u0627", "\u0628\u0627\u0644\u0639\u0627\u0644\u0645"


@pytest.mark.parametrize(
    ("line", "seen"),
    [
        ("Hello you", [(FACE, "Hello you")]),
        (f"{ONE} {TWO}", [(ARABIC, f"{ONE} {TWO}")]),
        (f"{ONE} Acme {TWO}", [(ARABIC, TWO), (FACE, " Acme "), (ARABIC, ONE)]),
        (f"Acme {ONE}!", [(FACE, "Acme "), (ARABIC, ONE), (FACE, "!")]),
        ("", []),
    ],
)
def test_a_line_in_arabic_begins_at_its_right_and_words_stay_together(
    line: str, seen: list[tuple[object, str]]
) -> None:
    assert BOTH.order_visual_runs(line) == seen


@pytest.mark.parametrize("mark", ["\u200b", "\u200f", "\ufe0f", "\u2800", "\u3164"])
def test_a_mark_that_is_never_drawn_needs_no_font_and_no_room(mark: str) -> None:
    assert mark not in map(chr, FACE.advances)
    assert BOTH.split_runs(f"Ja{mark}n") == [(FACE, "Jan")]
    assert BOTH.measure_width(f"Ja{mark}n", 20) == BOTH.measure_width("Jan", 20)
