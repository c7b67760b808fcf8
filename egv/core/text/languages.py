"""Language names and codes, as people write them and as files need them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

from egv.core.text.wording import find_nearest_word, strip_punctuation

# ISO 639-1 to ISO 639-2 (terminology codes, which MP4 stores) and the names people use.
LANGUAGES: dict[str, tuple[str, tuple[str, ...]]] = {
    "nl": ("nld", ("dutch", "nederlands", "flemish", "vlaams", "dut")),
    "en": ("eng", ("english", "engels")),
    "de": ("deu", ("german", "deutsch", "duits", "ger")),
    "fr": ("fra", ("french", "français", "frans", "fre")),
    "es": ("spa", ("spanish", "español", "spaans")),
    "it": ("ita", ("italian", "italiano", "italiaans")),
    "pt": ("por", ("portuguese", "português", "portugees")),
    "pl": ("pol", ("polish", "polski", "pools")),
    "tr": ("tur", ("turkish", "türkçe", "turks")),
    "uk": ("ukr", ("ukrainian", "українська", "oekraïens")),
    "ar": ("ara", ("arabic", "arabisch")),
    "da": ("dan", ("danish", "dansk", "deens")),
    "sv": ("swe", ("swedish", "svenska", "zweeds")),
    "no": ("nor", ("norwegian", "norsk", "noors")),
    "fi": ("fin", ("finnish", "suomi", "fins")),
    "fy": ("fry", ("frisian", "frysk", "fries")),
}

# Words that are common in one of these languages only.
COMMON: dict[str, frozenset[str]] = {
    "nl": frozenset("de het een en van dat niet met je wij we zijn voor naar ook deze".split()),  # noqa: SIM905
    "en": frozenset("the and of to is you that it for with this are your we have from".split()),  # noqa: SIM905
    "de": frozenset("der die das und ist nicht ein eine mit sie wir auf für auch sich".split()),  # noqa: SIM905
    "fr": frozenset("le la les et est une des pour nous vous dans que pas avec qui".split()),  # noqa: SIM905
}  # fmt: skip
# Letters of Western European texts, and extra letters of the other languages.
LETTERS = "AaZz0123456789éèëïçüöäáíóúñßÆæØøÅå€“”‘’–…"
OWN_LETTERS = {
    "fr": "àâêîôûùœŒÉÈÀÇ",
    "es": "¿¡ÑÁÉÍÓÚ",
    "it": "àìòùÀÈ",
    "pt": "ãõâêôàÃÕÇ",
    "pl": "ąćęłńśźżĄĆĘŁŃŚŹŻ",
    "tr": "ğışİĞŞ",
    "uk": "абвгґдеєжзиіїйклмнопрстуфхцчшщьюяЄІЇҐ",
    "ar": "ابتثجحخدذرزسشصضطظعغفقكلمنهوي",
    "fy": "âêôûÂÊÔÛ",
}
_TAG = re.compile(r"[a-z]{2,3}(?:[-_][a-z0-9]{2,8}){0,2}", re.IGNORECASE)
_AFTER_TAG = re.compile(r"(?:\.(?:forced|sdh|cc|hi|default|auto|orig|full))+\Z", re.IGNORECASE)
CLEARLY = 2  # times as many common words as the second language


def detect_language(text: str, among: Sequence[str]) -> str:
    """Detect in which of the languages `among` (ISO 639-1) `text` is written; "" when unclear."""
    words = [strip_punctuation(word) for word in text.lower().split()]
    counts = sorted(
        ((sum(word in COMMON.get(code, ()) for word in words), code) for code in among),
        reverse=True,
    )
    (most, found), *others = [*counts, (0, "")]
    return found if most > 0 and most >= CLEARLY * others[0][0] else ""


def list_required_letters(language: str) -> str:
    """Return the letters that a font for texts in `language` (BCP 47) must have."""
    return LETTERS + OWN_LETTERS.get(parse_main_language(language), "")


def parse_language_code(word: str) -> str:
    """Parse `nl`, `nl-NL`, `nld`, `Dutch` or `Nederlands` into an ISO 639-1 code.

    Raises ValueError, naming the nearest language, for a language not listed here.
    """
    plain = word.strip().lower().replace("_", "-")
    first = plain.partition("-")[0]
    for code, (long, names) in LANGUAGES.items():
        if first in (code, long) or plain in names:
            return code
    common = [names[0] for _, names in LANGUAGES.values()]
    near = find_nearest_word(plain, [*LANGUAGES, *common])
    nearest = f"did you mean '{near}'?" if near else f"choose from {', '.join(LANGUAGES)}"
    raise ValueError(f"{word} is not a language that egv knows; {nearest}")


def parse_main_language(tag: str) -> str:
    """Reduce a BCP 47 tag to its language: `nl` for `nl-NL` or `nld`, `zh` for `zh-Hant`."""
    try:
        return parse_language_code(tag)
    except ValueError:
        return tag.partition("-")[0].lower()


def format_language_name(code: str) -> str:
    """Return the English name of a language, or its code."""
    return LANGUAGES[code][1][0].capitalize() if code in LANGUAGES else code


def to_long_code(word: str) -> str:
    """Convert a language by any name to ISO 639-2, which MP4 stores; keep an unknown one."""
    try:
        return LANGUAGES[parse_language_code(word)][0]
    except ValueError:
        return word.strip().lower()


def parse_name_language(path: Path) -> str:
    """Parse the language (ISO 639-1) at the end of a file's name, as in `clip.nl.srt`; else "".

    Players' names are read too: `clip.dut.srt`, `clip.nl-BE.srt`, `clip.Dutch.srt` and
    `clip.nl.sdh.srt`.
    """
    before, _, word = drop_kind_words(path.stem).rpartition(".")
    if not before or not is_language_tag(word):
        return ""
    code = parse_main_language(word)
    return code if code in LANGUAGES else ""


def is_language_tag(word: str) -> bool:
    """True for a language as file names give it: `nl`, `dut`, `nl-BE`, `zh-Hans`, `Dutch`."""
    names = {name for _, others in LANGUAGES.values() for name in others}
    return bool(_TAG.fullmatch(word)) or word.lower() in names


def drop_kind_words(stem: str) -> str:
    """Drop what players put after the language in a file's name, as in `clip.nl.forced`."""
    return _AFTER_TAG.sub("", stem)
