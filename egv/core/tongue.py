"""The language of egv's own pages, guides, prompts and findings: Dutch or English.

The language spoken in a clip is another matter: see `core.text.languages`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from egv.core.errors import UsageError
from egv.core.texts import filled

VARIABLE = "EGV_LANG"
LOCALE = ("LC_ALL", "LC_MESSAGES", "LANG")  # the first one that is set counts (POSIX, 8.2)


class Tongue(StrEnum):
    """A language of egv's own texts, ISO 639-1."""

    NL = "nl"
    EN = "en"


@dataclass(frozen=True, slots=True)
class Both:
    """A text in both languages, with the same places to fill in, such as `{name}`."""

    nl: str
    en: str

    def within(self, tongue: Tongue, **texts: object) -> str:
        """Render the text in `tongue` with its places filled in; numbers and dates are local."""
        line = self.nl if tongue is Tongue.NL else self.en
        return filled(line, {name: said(value, tongue) for name, value in texts.items()})


def said(value: object, tongue: Tongue) -> str:
    """Format `value` as text: a fractional number with one decimal, a date in words."""
    match value:
        case float():
            text = f"{value:.1f}".removesuffix(".0")
            return text.replace(".", ",") if tongue is Tongue.NL else text
        case date():
            return f"{value.day} {MONTHS[value.month - 1].within(tongue)} {value.year}"
        case _:
            return str(value)


MONTHS = tuple(
    Both(nl, en)
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


def tongue_of(environment: Mapping[str, str]) -> Tongue:
    """Detect the language from `EGV_LANG`, else from the locale; else English.

    Raises UsageError for an `EGV_LANG` other than Dutch or English.
    """
    if word := environment.get(VARIABLE, "").strip():
        try:
            return Tongue(word.lower())
        except ValueError:
            known = ", ".join(Tongue)
            raise UsageError(f"{VARIABLE}={word}: egv speaks {known}; choose one") from None
    locale = next((text for name in LOCALE if (text := environment.get(name))), "")
    return Tongue.NL if locale.lower().partition("_")[0] == Tongue.NL else Tongue.EN
