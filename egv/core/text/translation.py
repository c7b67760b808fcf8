"""The language of egv's pages, guides, prompts and findings, Dutch or English: words and numbers.

The language spoken in a clip is another matter: see `core.text.languages`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from egv.core.errors import UsageError
from egv.core.text.placeholders import fill_places

VARIABLE = "EGV_LANG"
LOCALE = ("LC_ALL", "LC_MESSAGES", "LANG")  # the first one that is set counts (POSIX, 8.2)
# Decimals in a Dutch text. Patterns are compiled when the first Dutch text is shown.
_UNIT = (
    r"(?:s|min|u|h|[kMGT]?B|k?Hz|LUFS|LU|dBTP|dB|fps|keer|stops?|beelden|tekens|seconden|uur"
    r"|minuten|megapixels?)\b|%"
)
_BEFORE = r"(?<![-+\w.,:/\\=@#])"  # not within a name, a version, an address or a typed option
_AFTER = r"(?![.\w]*\.\w)(?!/)"  # nor before the ending of a file name
_NUMBER = r"[-+]?\d+"
_QUANTITY = rf"{_BEFORE}({_NUMBER})\.(\d+)(?= ?(?:{_UNIT}){_AFTER})"
# The first of two numbers that share a unit: `-27.3 naar -16.0 LUFS`.
_FIRST = (
    rf"{_BEFORE}({_NUMBER})\.(\d+)"
    rf"(?= (?:naar|tot|van|en|of|→|->) {_NUMBER}(?:[.,]\d+)? ?(?:{_UNIT}))"
)
_CLOCK = rf"{_BEFORE}((?:\d+:)?\d+:\d\d)\.(\d)(?![\w.])"
# What has no unit of its own: `een contrast van 3.2, en er is minstens 4.5 nodig`.
_BARE = r"((?:(?:contrast|verzadiging)(?: van)?(?: hoogstens)?|er is minstens) \d+)\.(\d+)(?![\w.])"


class UiLanguage(StrEnum):
    """A language of egv's own texts, ISO 639-1."""

    NL = "nl"
    EN = "en"


@dataclass(frozen=True, slots=True)
class Translated:
    """A text in both languages, with the same places to fill in, such as `{name}`."""

    nl: str
    en: str

    def render(self, tongue: UiLanguage, **texts: object) -> str:
        """Render the text in `tongue` with its places filled in; numbers and dates are local."""
        line = self.nl if tongue is UiLanguage.NL else self.en
        return fill_places(
            line, {name: format_value(value, tongue) for name, value in texts.items()}
        )


@dataclass(frozen=True, slots=True)
class Plural:
    """A text about a number of things in both languages: of one, and of any other `{count}`."""

    one: Translated
    many: Translated

    def render(self, tongue: UiLanguage, count: int, **texts: object) -> str:
        """Render the text in `tongue` for `count` things."""
        text = self.one if count == 1 else self.many
        return text.render(tongue, count=count, **texts)


def format_value(value: object, tongue: UiLanguage) -> str:
    """Format `value` as text: a fractional number with one decimal, a date in words.

    In Dutch a quantity such as `1.2 MB` gets its comma; all other text stays as it is.
    """
    match value:
        case float():
            text = f"{value:.1f}".removesuffix(".0")
            return text.replace(".", ",") if tongue is UiLanguage.NL else text
        case str() if tongue is UiLanguage.NL:
            return write_decimal_comma(value)
        case date():
            return f"{value.day} {MONTHS[value.month - 1].render(tongue)} {value.year}"
        case _:
            return str(value)


def write_decimal_commas(text: str) -> str:
    """Write the decimals of quantities in `text` with a comma, as Dutch does.

    Versions, file names and the values of options keep their point: they are typed as they stand.
    """
    for pattern in (_QUANTITY, _FIRST, _CLOCK, _BARE):
        text = re.sub(pattern, r"\1,\2", text)
    return text


def write_decimal_comma(text: str) -> str:
    """Write `text` with a comma where it is one quantity and no more, such as `1.2 MB`."""
    return (
        write_decimal_commas(text) if re.match(_QUANTITY, text) and text.count(" ") <= 1 else text
    )


MONTHS = tuple(
    Translated(nl, en)
    for nl, en in (
        ("januari", "January"),
        ("februari", "February"),
        ("maart", "March"),
        ("april", "April"),
        ("mei", "May"),
        ("juni", "June"),
        ("juli", "July"),
        ("augustus", "August"),
        ("september", "September"),
        ("oktober", "October"),
        ("november", "November"),
        ("december", "December"),
    )
)


def detect_ui_language(environment: Mapping[str, str]) -> UiLanguage:
    """Detect the language from `EGV_LANG`, else from the locale; else English.

    Raises UsageError for an `EGV_LANG` other than Dutch or English.
    """
    if word := environment.get(VARIABLE, "").strip():
        try:
            return UiLanguage(word.lower())
        except ValueError:
            known = ", ".join(UiLanguage)
            raise UsageError(f"{VARIABLE}={word}: egv speaks {known}; choose one") from None
    locale = next((text for name in LOCALE if (text := environment.get(name))), "")
    return UiLanguage.NL if locale.lower().partition("_")[0] == UiLanguage.NL else UiLanguage.EN
