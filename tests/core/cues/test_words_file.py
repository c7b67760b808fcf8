"""Files of cues with the times of their words: written, and read back as they were."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from egv.core.cues.words_file import format_words_json, parse_words_json
from egv.core.errors import UsageError
from egv.core.media.clip import Cue, Word
from egv.core.media.timing import Seconds, Span


@st.composite
def cues_in_order(draw: st.DrawFn) -> tuple[Cue, ...]:
    """Cues of one to three words, on whole milliseconds."""
    found, at = [], 0
    for text in draw(st.lists(st.text("abé {}<", min_size=1).filter(str.strip), max_size=5)):
        parts = text.split()
        words = []
        for part in parts:
            length = draw(st.integers(1, 900))
            words.append(Word(Span(Seconds(at, 1000), Seconds(at + length, 1000)), part))
            at += length
        found.append(Cue(Span(words[0].span.start, words[-1].span.end), text, tuple(words)))
    return tuple(found)


@given(cues_in_order())
def test_what_is_written_is_read_back(cues: tuple[Cue, ...]) -> None:
    assert parse_words_json(format_words_json(cues, "nl"), "a.json") == cues


def test_the_file_says_its_schema_its_language_and_times_in_seconds() -> None:
    word = Word(Span(Seconds(1), Seconds("1.2345")), "Hallo")
    data = json.loads(format_words_json([Cue(word.span, "Hallo.", (word,))], "nl"))

    assert (data["schema"], data["language"]) == ("egv/words@1", "nl")
    assert data["cues"] == [
        {
            "start": 1.0, "end": 1.234, "text": "Hallo.",
            "words": [{"start": 1.0, "end": 1.234, "text": "Hallo"}],
        }
    ]  # fmt: skip


def test_cues_are_put_in_order_and_empty_ones_left_out() -> None:
    entries = [
        {"start": 2, "end": 3, "text": "later"},
        {"start": 1, "end": 2, "text": " "},
        {"start": 0, "end": 1, "text": "first", "mood": "glad"},
    ]
    cues = parse_words_json(json.dumps({"schema": "egv/words@1", "cues": entries}), "a.json")

    assert [cue.text for cue in cues] == ["first", "later"]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "it is none of egv's"),
        ("[]", "it is none of egv's"),
        ("{}", "cues: is missing"),
        ('{"schema": "egv/words@9", "cues": []}', "schema: egv/words@9 is not one of"),
        (
            '{"cues": [{"start": -1, "end": 2, "text": "a"}]}',
            "cues.0.start: -1 is below the limit 0",
        ),
        ('{"cues": [{"start": 3, "end": 2, "text": "a"}]}', "runs backwards"),
        ('{"cues": [{"start": 1, "end": 1e308, "text": "a"}]}', "is above the limit"),
        ('{"cues": [{"start": 1, "end": Infinity, "text": "a"}]}', "cues.0.end: inf is "),
        ('{"cues": [{"start": 1, "end": 2, "text": "\\ud800"}]}', "it is none of egv's"),
        ('{"cues": [{"start": 1, "end": 1.0001, "text": "a"}]}', "is empty"),
    ],
)
def test_another_file_is_refused_with_its_name_and_the_way_out(text: str, says: str) -> None:
    with pytest.raises(UsageError) as refused:
        parse_words_json(text, "a.json")

    assert str(refused.value).startswith("a.json: this is not a file of recognised words (")
    assert says in str(refused.value)
    assert "give a file that --emit json wrote" in str(refused.value)
