"""What egv says in Dutch: phrases with places, put together, and never a name."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from egv.cli.screen.interpreter import open_phrase_book
from egv.cli.screen.phrase_book import PhraseBook, find_phrase_faults, parse_phrases
from egv.core.text.translation import UiLanguage
from tests.phrases import find_missing_phrases

BOOK = PhraseBook(
    parse_phrases("""\
# a comment
looking at {count}
  {count} bekijken
{number} clips
  {number} filmpjes
nothing to cut
  niets weg te knippen
cut {time} s at the start
  {time} s van het begin geknipt
egv: error
  egv: fout
{file}: there is no such file
  {file}: dit bestand is er niet
give {{stem}} or {name}
  noem {name} of {{stem}}
""")
)


@pytest.mark.parametrize(
    ("said", "translated"),
    [
        ("nothing to cut", "niets weg te knippen"),
        ("  nothing to cut", "  niets weg te knippen"),
        ("looking at 3 clips", "3 filmpjes bekijken"),
        ("egv: error: a.mp4: there is no such file", "egv: fout: a.mp4: dit bestand is er niet"),
        ("trim: nothing to cut", "trim: niets weg te knippen"),
        ("cut 2 s at the start; nothing to cut", "2 s van het begin geknipt; niets weg te knippen"),
        ("give {stem} or -o", "noem -o of {stem}"),
        ("nothing to cut\nnothing to cut", "niets weg te knippen\nniets weg te knippen"),
        ("a line that nobody translated: yet", "a line that nobody translated: yet"),
        ("", ""),
    ],
)
def test_a_line_is_translated_with_what_it_is_put_together_of(said: str, translated: str) -> None:
    assert BOOK.translate(said) == translated


def test_a_name_of_one_word_is_no_phrase() -> None:
    book = PhraseBook({"clip": "filmpje", "{file} is ready": "{file} is klaar"})

    assert book.translate("clip is ready") == "clip is klaar"


@given(st.text(max_size=80))
def test_any_text_comes_out(text: str) -> None:
    assert BOOK.translate(text).count("\n") == text.count("\n")
    assert PhraseBook({}).translate(text) == text


@pytest.mark.parametrize("text", ["one phrase", "one\ntwo", "  indented\n  twice"])
def test_a_phrase_without_a_translation_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="indented"):
        parse_phrases(text)


def test_faults_in_a_book_are_found() -> None:
    assert len(find_phrase_faults([("a {x} here", "een {y}"), ("{x}: {y}", "{x}: {y}")])) == 2
    assert len(find_phrase_faults([("{x} and {x}", "{x} en {x}")])) == 1


def test_the_shipped_book_is_whole() -> None:
    assert find_phrase_faults(open_phrase_book(UiLanguage.NL).phrases.items()) == []


def test_everything_that_egv_says_can_be_said_in_dutch() -> None:
    missing = [f"{one.module}:{one.line}: {one.text}" for one in find_missing_phrases()]

    assert missing == []  # python -m tests.phrases prints them as the book wants them
