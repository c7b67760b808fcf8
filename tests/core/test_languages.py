"""Languages by any name, and as texts show them."""

import pytest

from egv.core.kit import KitFile
from egv.core.languages import language_code, language_of, long_code, main_language


@pytest.mark.parametrize("word", ["nl", "NL", "nl-NL", "nl_BE", "nld", "dut", "Dutch", "Vlaams"])
def test_a_language_has_many_names(word: str) -> None:
    assert (language_code(word), long_code(word)) == ("nl", "nld")


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
    assert main_language(tag) == language
    assert KitFile(name="a", language=tag).spoken[0] == language


def test_an_unknown_one_is_told_with_the_nearest() -> None:
    with pytest.raises(ValueError, match="did you mean 'dutch'"):
        language_code("dutsch")


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
    assert language_of(text, ("nl", "en")) == language
    assert language_of(text, ("de",)) == ""
