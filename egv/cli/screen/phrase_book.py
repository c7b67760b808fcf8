"""Translate what egv says on the screen: by phrases with places, such as `{clip}: made anew`.

All of egv writes English, and machines read English. A phrase book says the same to a person in
another language. It is looked up at the screen, so nothing below the screen knows of languages.
A book is a text file: a phrase on a line, and its translation indented on the next line.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

_PLACE = re.compile(r"\{\{|\}\}|\{([^{}]*)\}")
# Between two phrases that were put together, weakest last.
JOINTS = tuple(map(re.compile, (r": ", r"; ", r"(?<=[.?!]) ", r", ", r" (?=\()")))
STRONG = (": ", "; ")  # they part phrases rather than the words of one
ENDS = ".:"  # a phrase may be written without the mark that ends its line
LEAD = re.compile(r"\A\s*(?:[,;:.] )?\s*")  # what joins a text to the one before
GAP = re.compile(r"( {2,})")  # between two columns of a table
VALUE = r"((?:(?!  ).)*?)"  # what fills a place holds no gap
NUMBER = r"(\d[\d.,]*)"  # what fills a place that is called `number`
MOST_WAYS = 6  # phrases that are tried on one text
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


@dataclass(frozen=True, slots=True)
class _Way:
    """A way to read a text: how many of its letters are of known phrases, and its translation."""

    letters: int
    translation: str
    is_sure: bool = False

    def with_end(self, mark: str) -> _Way:
        return replace(self, translation=f"{self.translation}{mark}")

    def without_end(self) -> _Way:
        return replace(self, translation=self.translation.removesuffix("."))

    def with_next(self, joint: str, other: _Way) -> _Way:
        translation = f"{self.translation}{joint}{other.translation}"
        return _Way(self.letters + other.letters + (joint in STRONG), translation)


@dataclass(frozen=True)
class PhraseBook:
    """The translations of phrases; a brace that is no place is written twice in both."""

    phrases: Mapping[str, str]
    _known: dict[str, _Way] = field(default_factory=dict)

    def translate(self, text: str) -> str:
        """Translate `text`, line by line; what no phrase fits stays as it is.

        Space around it stays. What fills a place is translated too when it is of several words, so
        that names and file names of one word never are.
        """
        return "\n".join(map(self._translate_line, text.split("\n")))

    def _translate_line(self, text: str) -> str:
        inner = LEAD.sub("", text, count=1).rstrip()
        return text.replace(inner, self._find_way(inner).translation) if inner else text

    def _find_way(self, text: str) -> _Way:
        if text not in self._known:
            self._known[text] = self._find_best_way(text)
        return self._known[text]

    def _find_best_way(self, text: str) -> _Way:
        """Find the way to read `text` in which most letters are of known phrases.

        A text is a whole phrase, also where the book has it without the mark at its end or with it;
        or the columns of a table; or two texts that were put together.
        """
        if (fixed := self._whole_phrases.get(text)) is not None:
            return _Way(len(text), fixed)
        ways = self._list_whole_ways(text)
        if text[-1] in ENDS:
            ways += [way.with_end(text[-1]) for way in self._list_whole_ways(text[:-1])]
        elif not ways:
            ways += [way.without_end() for way in self._list_whole_ways(f"{text}.")]
        if not ways and GAP.search(text):
            return self._read_columns(text)
        if not any(way.is_sure for way in ways):
            ways += self._list_split_ways(text)
        return max(ways, key=lambda way: way.letters, default=_Way(0, text))

    def _list_whole_ways(self, text: str) -> list[_Way]:
        """List the ways to read `text` as one phrase, the heaviest phrase first."""
        if not text or text.startswith(TO_TYPE):
            return []
        if (fixed := self._whole_phrases.get(text)) is not None:
            return [_Way(len(text), fixed, is_sure=True)]
        ways: list[_Way] = []
        for phrase in self._phrases_by_weight:
            if phrase.literal in text and (found := phrase.pattern.fullmatch(text)):
                ways += [self._fill_phrase(phrase, found.groups())]
                if ways[-1].is_sure or len(ways) == MOST_WAYS:
                    break
        return ways

    def _list_split_ways(self, text: str) -> list[_Way]:
        """List the ways to read `text` as two texts that were put together."""
        ways = []
        for joint in JOINTS:
            for found in joint.finditer(text):
                first, second = self._read_words(text[: found.start()]), text[found.end() :]
                ways += [first.with_next(found[0], self._read_words(second))]
        return ways

    def _read_words(self, text: str) -> _Way:
        """Read what is part of a text, where one word may be a name."""
        inner = LEAD.sub("", text, count=1).rstrip()
        if " " not in inner:
            return _Way(0, text)
        way = self._find_way(inner)
        return _Way(way.letters, text.replace(inner, way.translation))

    def _read_columns(self, text: str) -> _Way:
        """Read the columns of a line, each at its place; a name of one word stands first."""
        columns = GAP.split(text)
        line = self._read_words(columns[0]).translation
        for at in range(1, len(columns), 2):
            before = "".join(columns[: at + 1])
            line = f"{line}  ".ljust(len(before)) + self.translate(columns[at + 1])
        return _Way(0, line)

    def _fill_phrase(self, phrase: Phrase, values: Sequence[str]) -> _Way:
        """Fill in `values`; the way is sure where none of them can have more phrases around it."""
        ways = dict(zip(phrase.places, map(self._read_words, values), strict=True))
        crossed = sum(mark in value for mark in STRONG for value in values)
        letters = phrase.weight + sum(way.letters for way in ways.values()) - crossed
        words = {name: way.translation for name, way in ways.items()}
        is_sure = not any(joint.search(value) for joint in JOINTS for value in values)
        return _Way(letters, _fill(phrase.translation, words), is_sure=is_sure)

    @cached_property
    def _whole_phrases(self) -> Mapping[str, str]:
        """The phrases without a place."""
        return {
            _fill(phrase, {}): _fill(translation, {})
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


def _fill(phrase: str, words: Mapping[str, str]) -> str:
    return _PLACE.sub(lambda place: place[0][0] if place[1] is None else words[place[1]], phrase)


def _find_place_pattern(name: str) -> str:
    """Find what a place may hold: digits where it is called `number`, or `number2` and so on."""
    return NUMBER if re.fullmatch(r"number\d?", name) else VALUE


def _compile(phrase: str) -> re.Pattern[str]:
    """Compile the pattern that a text of this phrase matches as a whole."""
    parts, end = [], 0
    for place in _PLACE.finditer(phrase):
        parts += [re.escape(phrase[end : place.start()])]
        parts += [re.escape(place[0][0]) if place[1] is None else _find_place_pattern(place[1])]
        end = place.end()
    return re.compile("".join([*parts, re.escape(phrase[end:])]), re.DOTALL)
