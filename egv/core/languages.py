"""Names of languages, as people write them and as files want them."""

from __future__ import annotations

import difflib

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


def language_code(word: str) -> str:
    """ISO 639-1 for `nl`, `nl-NL`, `nld`, `Dutch` or `Nederlands`.

    Raises ValueError, naming the nearest one, for what is none of the languages listed here.
    """
    plain = word.strip().lower().replace("_", "-")
    first = plain.partition("-")[0]
    for code, (long, names) in LANGUAGES.items():
        if first in (code, long) or plain in names:
            return code
    common = [names[0] for _, names in LANGUAGES.values()]
    found = difflib.get_close_matches(plain, [*LANGUAGES, *common], 1, 0.6)
    nearest = f"did you mean '{found[0]}'?" if found else f"choose from {', '.join(LANGUAGES)}"
    raise ValueError(f"{word} is no language egv knows; {nearest}")


def language_name(code: str) -> str:
    """The English name of a language, or its code."""
    return LANGUAGES[code][1][0].capitalize() if code in LANGUAGES else code


def long_code(word: str) -> str:
    """ISO 639-2, which MP4 stores, for a code of either kind; an unknown one stays as it is."""
    first = word.strip().lower().partition("-")[0]
    for code, (long, names) in LANGUAGES.items():
        if first in (code, long) or first in names:
            return long
    return first
