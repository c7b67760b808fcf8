"""A text in a file: in one language, or in several from which a video takes its own.

A text without any letter outside its places, such as `{space}`, is the same in every language.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Annotated, Any, TypeAlias

from pydantic import AfterValidator, BeforeValidator
from pydantic.json_schema import WithJsonSchema

from egv.core.languages import LANGUAGES, language_code, language_name
from egv.core.texts import filled

EXAMPLE = "{nl: Tot ziens, en: Goodbye}"


def text_of(value: Any) -> Any:
    """Convert a whole number to text; raise ValueError for values that YAML would rewrite."""
    if isinstance(value, bool | float):
        raise ValueError(f"{value} is no text here; put quotes around it")
    return str(value) if isinstance(value, int) else value


def _translated(value: Any) -> Any:
    if not isinstance(value, Mapping):
        if not isinstance(text := text_of(value), str):
            raise ValueError(f"write a text, in quotes, or one for each language: {EXAMPLE}")
        return text
    found: dict[str, str] = {}
    for key, given in value.items():
        if not isinstance(key, str):
            raise ValueError(f"{key} is no language; write one as in {EXAMPLE}")
        if (code := language_code(key)) in found:
            raise ValueError(f"{key}: {language_name(code)} is there twice; keep one")
        if not isinstance(text := text_of(given), str):
            raise ValueError(f"{key}: write a text, in quotes")
        found[code] = text
    if not found:
        raise ValueError(f"it has no text; write one for each language: {EXAMPLE}")
    return found


def _language(value: str) -> str:
    return language_code(value) if value else value


Translated: TypeAlias = str | dict[str, str]
Text = Annotated[str, BeforeValidator(text_of)]
TranslatedText = Annotated[
    Translated,
    BeforeValidator(_translated),
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
Language = Annotated[str, AfterValidator(_language)]


def text_within(given: Translated, language: str, own: str = "") -> str | None:
    """Return `given` in `language` (ISO 639-1); None where it exists in other languages only.

    A plain text is in language `own`; if `own` is empty, it is used in every language.
    """
    if isinstance(given, str):
        return given if not own or own == language or not has_letters(given) else None
    known = given.get(language)
    return known if known is not None else _wordless(given)


def has_letters(text: str) -> bool:
    """True if `text` has letters outside its places, and so is in some language."""
    return any(map(str.isalpha, filled(text, {})))


def every_text(given: Translated | None) -> Iterator[tuple[tuple[str, ...], str]]:
    """Iterate over the texts of `given`, each with its language key where there are several."""
    if isinstance(given, str):
        yield (), given
    for code, text in (given or {}).items() if not isinstance(given, str) else ():
        yield (code,), text


def in_own(given: Translated, own: str) -> Translated:
    """Tag a plain text with its language `own`; unchanged where `own` is empty."""
    is_named = own and isinstance(given, str) and has_letters(given)
    return {own: str(given)} if is_named else given


def names_of(given: Translated, own: str = "") -> str:
    """Format the languages of `given` for a sentence: `Dutch and English`."""
    codes = (own,) if isinstance(given, str) else tuple(sorted(given, key=list(LANGUAGES).index))
    return " and ".join(language_name(code) for code in codes)


def _wordless(given: Mapping[str, str]) -> str | None:
    """Return the text of `given` if it is one and the same in all languages, without letters."""
    texts = set(given.values())
    return texts.pop() if len(texts) == 1 and not any(map(has_letters, texts)) else None
