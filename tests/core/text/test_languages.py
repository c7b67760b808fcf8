"""Languages by any name, and as texts show them."""

import pytest

from egv.core.kit.kit import KitFile
from egv.core.text.languages import (
    detect_language,
    parse_language_code,
    parse_main_language,
    to_long_code,
)


@pytest.mark.parametrize("word", ["nl", "NL", "nl-NL", "nl_BE", "nld", "dut", "Dutch", "Vlaams"])
def test_a_language_has_many_names(word: str) -> None:
    assert (parse_language_code(word), to_long_code(word)) == ("nl", "nld")


@pytest.mark.parametrize(
    ("tag", "language"),
    [
        ("nl-NL", "nl"),
        ("nld", "nl"),
        ("zh-Hant", "zh"),
        ("sr-Latn", "sr"),
        ("nds", "nds"),
        ("fil-PH", "fil"),  # not Finnish
    ],
)
def test_a_tag_is_a_kind_of_one_language(tag: str, language: str) -> None:
    assert parse_main_language(tag) == language
    assert KitFile(name="a", language=tag).spoken_languages[0] == language


def test_an_unknown_one_is_told_with_the_nearest() -> None:
    with pytest.raises(ValueError, match="did you mean 'dutch'"):
        parse_language_code("dutsch")


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Vandaag laat ik zien hoe wij de planning maken.", "nl"),
        ("Today we show you how to make a safe start with the machine.", "en"),
        ("Hallo!", ""),
        ("", ""),
    ],
)
def test_a_text_shows_its_language_or_does_not(text: str, language: str) -> None:
    assert detect_language(text, ("nl", "en")) == language
    assert detect_language(text, ("de",)) == ""
