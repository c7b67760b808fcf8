"""The size of a text when it is said: words and letters, with numbers and abbreviations in full."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache

from egv.core.project.script_sheet import WORDS_PER_SECOND
from egv.core.text.wording import strip_punctuation
from egv.workflow.script.word_tables import ABBREVIATIONS, COMMON_INITIALS

# The pace of the sheet, spread over letters: reading aloud takes the same time a letter in 14
# languages (68 ms, Trauzettel-Klosinski and Dietz 2012, IOVS 53:5452), but not a word. Plain Dutch
# and English, as in egv's own guides, have this many letters a word.
LETTERS_PER_WORD = 4.2
S_PER_LETTER = 1 / (WORDS_PER_SECOND * LETTERS_PER_WORD)

LETTERS_PER_NUMBER_WORD = 5  # three, dertig, hundert
LETTERS_PER_LETTER = 3  # the name of a letter: haa, aitch
LONGEST_INITIALS = 5
_TOKEN = re.compile(r"\d+(?:[.,:]\d+)*|[^\W\d_]+|(?<=\w)\.(?=[^\W\d])|[%€$£@&+]")
_THOUSANDS = re.compile(r"\d{1,3}(?:\.\d{3})+|\d{1,3}(?:,\d{3})+")
_DOTTED = re.compile(r"(?:[^\W\d_]\.){2,}")


@dataclass(frozen=True, slots=True)
class SpokenSize:
    """A number of words and of letters, as they are said."""

    words: int = 0
    letters: int = 0

    @property
    def seconds(self) -> float:
        """The time it takes to say calmly, s, in tenths."""
        return round(self.letters * S_PER_LETTER, 1)

    def __add__(self, other: SpokenSize) -> SpokenSize:
        """Add another size."""
        return SpokenSize(self.words + other.words, self.letters + other.letters)


def measure_words(words: Iterable[str], language: str) -> SpokenSize:
    """Measure `words`, as they are written in `language` (ISO 639-1, or "")."""
    return sum((measure_word(word, language) for word in words), SpokenSize())


def measure_word(word: str, language: str) -> SpokenSize:
    """Measure one written word, which may be several said ones: `€ 1.250`, `m.b.t.`, `KPI`."""
    if said := find_full_words(word, language):
        return SpokenSize(len(said.split()), len(said.replace(" ", "")))
    bare = strip_punctuation(word) + ("." if word.rstrip(",;:!?)'\"”’").endswith(".") else "")
    if _DOTTED.fullmatch(bare):
        return SpokenSize(1, LETTERS_PER_LETTER * (len(bare) // 2))
    return sum((_measure_token(token) for token in _TOKEN.findall(word)), SpokenSize())


def find_full_words(word: str, language: str) -> str:
    """Find what is said for the abbreviation `word` in `language`; "" where it is none."""
    known = _list_written_forms(language)
    bare = word.strip("(\"'“‘«[)”’»],;:!?").lower()
    return known.get(bare) or known.get(bare.removesuffix("."), "")


def is_initials(word: str) -> bool:
    """True for capitals that are said letter by letter, as in `KPI`; not for `TV` or `OK`."""
    return (
        2 <= len(word) <= LONGEST_INITIALS
        and word.isalpha()
        and word.isupper()
        and word.lower() not in COMMON_INITIALS
    )


@cache
def _list_written_forms(language: str) -> Mapping[str, str]:
    """List the abbreviations of `language` in small letters, also those without their stops."""
    known = ABBREVIATIONS.get(language, {})
    plain = {word.replace(".", ""): said for word, said in known.items() if word.count(".") > 1}
    return {word.lower(): said for word, said in (plain | dict(known)).items() if len(word) > 2}


def _measure_token(token: str) -> SpokenSize:
    if token[0].isdigit():
        words = count_number_words(token)
        return SpokenSize(words, LETTERS_PER_NUMBER_WORD * words)
    if token.isalpha():
        letters = LETTERS_PER_LETTER * len(token) if is_initials(token) else len(token)
        return SpokenSize(1, letters)
    return SpokenSize(1, LETTERS_PER_NUMBER_WORD)  # percent, euro, at, dot


def count_number_words(number: str) -> int:
    """Count the words in which a number is said, such as 4 for `1.250`; the same in any language.

    A decimal sign and the colon of a time are a word as well.
    """
    if _THOUSANDS.fullmatch(number):
        return _count_digits_words(re.sub("[.,]", "", number))
    parts = re.split("[.,:]", number)
    return sum(map(_count_digits_words, parts)) + len(parts) - 1


def _count_digits_words(digits: str) -> int:
    """Count the words of a whole number; a long one, or one that begins with 0, goes by digits."""
    if len(digits) > 9 or digits.startswith("0"):
        return len(digits)
    groups = f"{int(digits):,}".split(",")
    return sum(
        _count_group_words(int(group), is_last=at == len(groups))
        for at, group in enumerate(groups, 1)
    )


def _count_group_words(group: int, *, is_last: bool) -> int:
    """Count the words of three digits: `two hundred`, `thirty`, `five`, and `thousand` behind."""
    hundreds, rest = divmod(group, 100)
    words = min(hundreds, 2) + (0 if rest == 0 else 1 if rest <= 20 or rest % 10 == 0 else 2)
    if is_last or group == 0:
        return words
    return 1 if group == 1 else words + 1
