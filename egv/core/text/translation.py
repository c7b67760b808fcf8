"""The language of egv's pages, guides, prompts and findings, Dutch or English: words and numbers.

The language spoken in a clip is another matter: see `core.text.languages`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache

from egv.core.errors import UsageError
from egv.core.text.placeholders import fill_places

VARIABLE = "EGV_LANG"
LOCALE = ("LC_ALL", "LC_MESSAGES", "LANG")  # the first one that is set counts (POSIX, 8.2)


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
    for pattern in _list_decimal_patterns():
        text = pattern.sub(r"\1,\2", text)
    return text


def write_decimal_comma(text: str) -> str:
    """Write `text` with a comma where it is one quantity and no more, such as `1.2 MB`."""
    is_one = text.count(" ") <= 1 and _list_decimal_patterns()[0].match(text)
    return write_decimal_commas(text) if is_one else text


@cache
def _list_decimal_patterns() -> Sequence[re.Pattern[str]]:
    """List the patterns of decimals in Dutch text: compiled when the first of it is shown."""
    before = r"(?<![-+\w.,:/\\=@#])"  # not in a name, a version, an address or a typed option
    after = r"(?![.\w]*\.\w)(?!/)"  # nor before the ending of a file name
    number = r"[-+]?\d+"
    unit = (
        r"(?:(?:s|min|u|h|[kMGT]?B|k?Hz|LUFS|LU|dBTP|dB|fps|keer|stops?|beelden|tekens|seconden"
        r"|uur|minuten|megapixels?)\b|%)"
    )
    joined = r"(?:naar|tot|van|en|of|→|->)"  # what joins two numbers with one unit
    return (
        re.compile(rf"{before}({number})\.(\d+)(?= ?{unit}{after})"),
        re.compile(rf"{before}({number})\.(\d+)(?= {joined} {number}(?:[.,]\d+)? ?{unit})"),
        re.compile(rf"{before}((?:\d+:)?\d+:\d\d)\.(\d)(?![\w.])"),
        re.compile(  # what has no unit of its own
            r"((?:(?:contrast|verzadiging)(?: van)?(?: hoogstens)?|er is minstens) \d+)"
            r"\.(\d+)(?![\w.])"
        ),
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
