"""Say what egv says in the language of the user: Dutch, or English as it is written."""

from __future__ import annotations

import os
from functools import cache

from egv.cli.screen.phrase_book import PhraseBook, parse_phrases
from egv.core.errors import UsageError
from egv.core.text.translation import UiLanguage, detect_ui_language, write_decimal_commas
from egv.tools.store.shipped import find_shipped_folder

FOLDER = "phrases"


def translate(text: str) -> str:
    """Translate `text`, which egv wrote in English, to the language of the user."""
    language = find_screen_language()
    if language is UiLanguage.EN:
        return text
    return write_decimal_commas(open_phrase_book(language).translate(text))


def find_screen_language() -> UiLanguage:
    """Find the language of the user; English where `EGV_LANG` names one that egv does not speak."""
    try:
        return detect_ui_language(os.environ)
    except UsageError:
        return UiLanguage.EN


@cache
def open_phrase_book(language: UiLanguage) -> PhraseBook:
    """Open the phrase book of `language`: all files of its folder."""
    folder = find_shipped_folder(FOLDER) / language
    texts = [path.read_text(encoding="utf-8") for path in sorted(folder.glob("*.txt"))]
    return PhraseBook(parse_phrases("\n".join(texts)))
