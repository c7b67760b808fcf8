"""Translate what egv says on the screen: by phrases with places, such as `{clip}: made anew`.

All of egv writes English, and machines read English. A phrase book says the same to a person in
another language. It is looked up at the screen, so nothing below the screen knows of languages.
A book is a text file: a phrase on a line, and its translation indented on the next line.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

_PLACE = re.compile(r"\{\{|\}\}|\{([^{}]*)\}")
# Between two phrases that were put together, weakest last.
JOINTS = tuple(map(re.compile, (r": ", r"; ", r"(?<=[.?!]) ", r", ", r" (?=\()")))
ENDS = ".:"  # a phrase may be written without the mark that ends its line
LEAD = re.compile(r"\A\s*(?:[,;:.] )?\s*")  # what joins a text to the one before
GAP = re.compile(r"( {2,})")  # between two columns of a table
VALUE = r"((?:(?!  ).)*?)"  # what fills a place holds no gap
NUMBER = r"(\d[\d.,]*)"  # what fills a place that is called `number`
HEAVY = 25  # letters of a phrase that is no other by chance
TO_TYPE = "egv "  # a line to type begins with this


@dataclass(frozen=True)
class Phrase:
    """A phrase and its translation, with the same named places in any order.

    `weight` is the number of letters outside the places: of two phrases that fit one text, the
    heavier one is meant. `literal` is the longest piece between the places.
    """

    text: str
    places: Sequence[str]
    translation: str
    weight: int
    literal: str

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """The pattern that a text of this phrase matches as a whole; few of them are needed."""
        return _compile(self.text)


@dataclass(frozen=True)
class PhraseBook:
    """The translations of phrases; a brace that is no place is written twice in both."""

    phrases: Mapping[str, str]
    _known: dict[str, str] = field(default_factory=dict)

    def translate(self, text: str) -> str:
        """Translate `text`, line by line; what no phrase fits stays as it is.

        Space around it stays. What fills a place is translated too when it is of several words, so
        that names and file names of one word never are.
        """
        return "\n".join(map(self._translate_line, text.split("\n")))

    def _translate_line(self, text: str) -> str:
        inner = LEAD.sub("", text, count=1).rstrip()
        if not inner:
            return text
        if inner not in self._known:
            self._known[inner] = (
                self._find_translation(inner)
                or self._translate_parts(inner)
                or self._find_translation(inner, loose=True)
                or self._translate_halves(inner)
            )
        return text.replace(inner, self._known[inner])

    def _find_translation(self, text: str, *, loose: bool = False) -> str:
        """Find the translation of a whole text; "" where no phrase fits it.

        It is also found where the book has the phrase without the mark at its end, or with it.
        """
        if found := self._find_exactly(text, loose=loose):
            return found
        if text[-1] in ENDS:
            found = self._find_exactly(text[:-1], loose=loose)
            return found and f"{found}{text[-1]}"
        return self._find_exactly(f"{text}.", loose=loose).removesuffix(".")

    def _find_exactly(self, text: str, *, loose: bool) -> str:
        """Find it as it is written; a place in a light phrase holds no other only if `loose`."""
        if (fixed := self._whole_phrases.get(text)) is not None:
            return fixed
        for phrase in () if text.startswith(TO_TYPE) else self._phrases_by_weight:
            if phrase.literal not in text or not (found := phrase.pattern.fullmatch(text)):
                continue
            if loose or phrase.weight >= HEAVY or not any(": " in one for one in found.groups()):
                values = dict(zip(phrase.places, found.groups(), strict=True))
                return self._fill(phrase.translation, values)
        return ""

    def _translate_parts(self, text: str) -> str:
        """Translate a text put together of two phrases, or of a name and a phrase; else ""."""
        if GAP.search(text):
            return self._translate_columns(text)
        for joint in JOINTS:
            for found in joint.finditer(text):
                first, second = text[: found.start()], text[found.end() :]
                if " " in second and (translation := self._find_translation(second)):
                    return f"{self._translate_words(first)}{found[0]}{translation}"
                if " " in first and (translation := self._find_translation(first)):
                    return f"{translation}{found[0]}{self._translate_words(second)}"
        return ""

    def _translate_halves(self, text: str) -> str:
        """Translate what can be of a text of three parts or more, of which some are no phrase."""
        for joint in JOINTS:
            if found := joint.search(text):
                parts = text[: found.start()], text[found.end() :]
                first, second = map(self._translate_words, parts)
                if (halves := f"{first}{found[0]}{second}") != text:
                    return halves
        return text

    def _translate_words(self, text: str) -> str:
        """Translate what is part of a text, where one word may be a name."""
        return self.translate(text) if " " in text.strip() else text

    def _translate_columns(self, text: str) -> str:
        """Translate the columns of a line, each at its place; a name of one word stands first."""
        columns = GAP.split(text)
        line = self._translate_words(columns[0])
        for at in range(1, len(columns), 2):
            before = "".join(columns[: at + 1])
            line = f"{line}  ".ljust(len(before)) + self.translate(columns[at + 1])
        return line

    def _fill(self, translation: str, values: Mapping[str, str]) -> str:
        filled = {name: self._translate_words(value) for name, value in values.items()}
        return _PLACE.sub(
            lambda place: place[0][0] if place[1] is None else filled[place[1]], translation
        )

    @cached_property
    def _whole_phrases(self) -> Mapping[str, str]:
        """The phrases without a place."""
        return {
            self._fill(phrase, {}): self._fill(translation, {})
            for phrase, translation in self.phrases.items()
            if not list_phrase_places(phrase)
        }

    @cached_property
    def _phrases_by_weight(self) -> Sequence[Phrase]:
        """The phrases with places, the heaviest first."""
        phrases = (
            Phrase(
                phrase,
                places,
                translation,
                len(_PLACE.sub("", phrase)),
                max(_PLACE.sub("\n", phrase).split("\n"), key=len),
            )
            for phrase, translation in self.phrases.items()
            if (places := list_phrase_places(phrase))
        )
        return sorted(phrases, key=lambda phrase: -phrase.weight)


def parse_phrases(text: str) -> dict[str, str]:
    """Parse the phrases of a book, `text`. Raises ValueError for a phrase without translation."""
    lines = [line for line in text.splitlines() if line.strip() and not line.startswith("#")]
    phrases = {}
    for phrase, translation in zip(lines[::2], [*lines[1::2], ""][: len(lines[::2])], strict=True):
        if phrase[0].isspace() or not translation[:1].isspace():
            raise ValueError(f"{phrase}: each phrase is followed by its translation, indented")
        phrases[phrase] = translation.strip()
    return phrases


def list_phrase_places(phrase: str) -> tuple[str, ...]:
    """List the names of the places in `phrase`, in order."""
    return tuple(place[1] for place in _PLACE.finditer(phrase) if place[1] is not None)


def anonymise_places(phrase: str) -> str:
    """Return `phrase` with its places unnamed, as two spellings of one phrase are compared."""
    return _PLACE.sub(lambda place: place[0] if place[1] is None else "{}", phrase)


def find_phrase_faults(phrases: Iterable[tuple[str, str]]) -> list[str]:
    """List what is wrong in `phrases`: other places in a translation, or no word outside them."""
    faults = []
    for phrase, translation in phrases:
        places = list_phrase_places(phrase)
        if len({*places}) < len(places) or sorted(places) != sorted(
            list_phrase_places(translation)
        ):
            faults.append(f"{phrase}: the translation has other places")
        if not re.search(r"[^\W\d_]{2}", _PLACE.sub("", phrase)):
            faults.append(f"{phrase}: no word stands outside its places")
    return faults


def _find_place_pattern(name: str) -> str:
    """Find what a place may hold: digits in one called `number`, anything or nothing in others."""
    return NUMBER if name == "number" else VALUE


def _compile(phrase: str) -> re.Pattern[str]:
    """Compile the pattern that a text of this phrase matches as a whole."""
    parts, end = [], 0
    for place in _PLACE.finditer(phrase):
        parts += [re.escape(phrase[end : place.start()])]
        parts += [re.escape(place[0][0]) if place[1] is None else _find_place_pattern(place[1])]
        end = place.end()
    return re.compile("".join([*parts, re.escape(phrase[end:])]), re.DOTALL)
