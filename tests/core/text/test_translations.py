"""Texts in one language or several: which one a video takes, and what is refused."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import TypeAdapter, ValidationError

from egv.core.text.translations import (
    TextOrTranslations,
    TranslatedText,
    format_language_names,
    has_letters,
    iter_translations,
    localise_text,
    tag_own_language,
    to_text,
)

READER: TypeAdapter[TextOrTranslations] = TypeAdapter(TranslatedText)


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("Hallo", "Hallo"),
        (2026, "2026"),
        ({"Dutch": "Hallo", "en-GB": "Hello"}, {"nl": "Hallo", "en": "Hello"}),
        ({"nl": 7}, {"nl": "7"}),
    ],
)
def test_a_text_is_read_with_the_codes_of_its_languages(written: Any, read: Any) -> None:
    assert READER.validate_python(written) == read


@pytest.mark.parametrize(
    ("written", "says"),
    [
        (True, "put quotes around it"),
        (1.50, "put quotes around it"),
        (["Hallo"], "write a text, in quotes, or one for each language"),
        ({}, "it has no text"),
        ({1: "Hallo"}, "1 is no language"),
        ({"klingon": "nuqneH"}, "no language egv knows"),
        ({"nl": "a", "Dutch": "b"}, "Dutch is there twice; keep one"),
        ({"nl": ["a"]}, "nl: write a text, in quotes"),
    ],
)
def test_what_is_no_text_is_refused_with_the_way_out(written: Any, says: str) -> None:
    with pytest.raises(ValidationError, match=says):
        READER.validate_python(written)


@pytest.mark.parametrize(
    ("given_text", "language", "own", "shown"),
    [
        ("Hallo", "en", "", "Hallo"),
        ("Hallo", "nl", "nl", "Hallo"),
        ("Hallo", "en", "nl", None),
        ("{title} 2026", "en", "nl", "{title} 2026"),
        ({"nl": "Hallo", "en": "Hello"}, "en", "", "Hello"),
        ({"nl": "Hallo"}, "en", "", None),
        ({"nl": ""}, "nl", "", ""),
        ({"nl": "{space}", "de": "{space}"}, "en", "", "{space}"),
        ({"nl": "{space}", "de": "{name}"}, "en", "", None),
    ],
)
def test_a_video_takes_the_text_of_its_language_or_none(
    given_text: TextOrTranslations, language: str, own: str, shown: str | None
) -> None:
    assert localise_text(given_text, language, own) == shown


@pytest.mark.parametrize(("text", "letters"), [("{a} – 2", False), ("{a}b", True), ("{{a}}", True)])
def test_letters_of_places_are_no_letters(text: str, letters: bool) -> None:
    assert has_letters(text) == letters


def test_texts_are_listed_with_their_languages() -> None:
    assert list(iter_translations({"nl": "a", "en": "b"})) == [(("nl",), "a"), (("en",), "b")]
    assert list(iter_translations("a")) == [((), "a")]
    assert list(iter_translations(None)) == []


def test_only_a_plain_text_with_letters_gets_its_language() -> None:
    assert tag_own_language("Hallo", "nl") == {"nl": "Hallo"}
    assert tag_own_language("{space}", "nl") == "{space}"
    assert tag_own_language("Hallo", "") == "Hallo"
    assert tag_own_language({"en": "Hello"}, "nl") == {"en": "Hello"}


def test_languages_are_named_in_one_order() -> None:
    assert format_language_names({"en": "b", "nl": "a"}) == "Dutch and English"
    assert format_language_names("a", "fr") == "French"


def test_a_number_that_yaml_would_rewrite_is_no_text() -> None:
    assert to_text(7) == "7"
    with pytest.raises(ValueError, match=r"1\.5 is no text here"):
        to_text(1.50)
