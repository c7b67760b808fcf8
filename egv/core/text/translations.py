"""A text in a file: in one language, or in several from which a video takes its own.

A text without any letter outside its places, such as `{space}`, is the same in every language.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Annotated, TypeAlias

from pydantic import AfterValidator, BeforeValidator
from pydantic.json_schema import WithJsonSchema

from egv.core.text.faults import READ_AS_MAP
from egv.core.text.languages import LANGUAGES, format_language_name, parse_language_code
from egv.core.text.placeholders import fill_places

EXAMPLE = "{nl: Tot ziens, en: Goodbye}"


def to_text(value: object) -> object:
    """Convert a whole number to text; raise ValueError for values that YAML would rewrite."""
    if isinstance(value, bool | float):
        raise ValueError(f"{value} is not read as a text here; put quotes around it")
    return str(value) if isinstance(value, int) else value


def _parse_translations(value: object) -> object:
    if not isinstance(value, Mapping):
        if not isinstance(text := to_text(value), str):
            raise ValueError(f"write a text, in quotes, or one for each language: {EXAMPLE}")
        return text
    if value and all(text is None for text in value.values()):
        raise ValueError(READ_AS_MAP)
    found: dict[str, str] = {}
    for key, given in value.items():
        if not isinstance(key, str):
            raise ValueError(f"{key} is not a language; write for example {EXAMPLE}")
        if (code := parse_language_code(key)) in found:
            raise ValueError(f"{key}: {format_language_name(code)} is given twice; keep one")
        if not isinstance(text := to_text(given), str):
            raise ValueError(f"{key}: write a text, in quotes")
        found[code] = text
    if not found:
        raise ValueError(f"this has no text; write one for each language: {EXAMPLE}")
    return found


def _check_language(value: str) -> str:
    return parse_language_code(value) if value else value


TextOrTranslations: TypeAlias = str | dict[str, str]
Text = Annotated[str, BeforeValidator(to_text)]
TranslatedText = Annotated[
    TextOrTranslations,
    BeforeValidator(_parse_translations),
    WithJsonSchema(
        {
            "anyOf": [
                {"type": "string"},
                {
                    "type": "object",
                    "additionalProperties": {"type": "string"},
                    "minProperties": 1,
                    "examples": [{"nl": "Tot ziens", "en": "Goodbye"}],
                },
            ]
        }
    ),
]
Language = Annotated[str, AfterValidator(_check_language)]


def localise_text(given: TextOrTranslations, language: str, own: str = "") -> str | None:
    """Return `given` in `language` (ISO 639-1); None where it exists in other languages only.

    A plain text is in language `own`; if `own` is empty, it is used in every language.
    """
    if isinstance(given, str):
        return given if not own or own == language or not has_letters(given) else None
    known = given.get(language)
    return known if known is not None else _find_wordless_text(given)


def choose_translation(given: TextOrTranslations, language: str) -> str:
    """Choose the text of `given` in `language` (ISO 639-1), else its first: never nothing."""
    return given if isinstance(given, str) else given.get(language, next(iter(given.values())))


def has_letters(text: str) -> bool:
    """True if `text` has letters outside its places, and so is in some language."""
    return any(map(str.isalpha, fill_places(text, {})))


def iter_translations(given: TextOrTranslations | None) -> Iterator[tuple[tuple[str, ...], str]]:
    """Iterate over the texts of `given`, each with its language key where there are several."""
    if isinstance(given, str):
        yield (), given
    for code, text in (given or {}).items() if not isinstance(given, str) else ():
        yield (code,), text


def tag_own_language(given: TextOrTranslations, own: str) -> TextOrTranslations:
    """Tag a plain text with its language `own`; unchanged where `own` is empty."""
    is_named = own and isinstance(given, str) and has_letters(given)
    return {own: str(given)} if is_named else given


def format_language_names(given: TextOrTranslations, own: str = "") -> str:
    """Format the languages of `given` for a sentence: `Dutch and English`."""
    codes = (own,) if isinstance(given, str) else tuple(sorted(given, key=list(LANGUAGES).index))
    return " and ".join(format_language_name(code) for code in codes)


def _find_wordless_text(given: Mapping[str, str]) -> str | None:
    """Return the text of `given` if it is one and the same in all languages, without letters."""
    texts = set(given.values())
    return texts.pop() if len(texts) == 1 and not any(map(has_letters, texts)) else None
