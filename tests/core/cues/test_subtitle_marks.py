"""Formatting goes, and every letter that it formats stays."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from egv.core.cues.subtitle_marks import (
    strip_ass_formatting,
    strip_srt_formatting,
    strip_vtt_formatting,
)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (r"{\p1}m 0 0 l 9 9{\p0}Hallo", "Hallo"),
        (r"{\an8}Een\Ntwee\hdrie", "Een\ntwee drie"),
        (r"\{naam\} {opmerking}hier", "{naam} hier"),
        (r"{\p1}m 0 0 l 9 9", ""),
    ],
)
def test_advanced_substation_gives_its_letters_only(text: str, said: str) -> None:
    assert strip_ass_formatting(text) == said


def test_subrip_and_webvtt_each_have_their_own_marks() -> None:
    assert strip_srt_formatting(r"{\i1}a{\i0}<br>&amp; <c>") == ["a", "&amp; <c>"]
    assert strip_vtt_formatting("<c.red>a</c> &amp; <br>") == ["a & <br>"]


@given(st.text("abc de", max_size=20))
def test_a_text_without_marks_stays(text: str) -> None:
    assert strip_srt_formatting(text) == [text.strip()]
    assert strip_ass_formatting(text) == text.strip()
