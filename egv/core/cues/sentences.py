"""Sentence ends in a script and in recognised words, and cues built from sentences."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise, zip_longest
from typing import TypeVar

from egv.core.media.clip import Cue, Word
from egv.core.media.timing import Seconds, Span

T = TypeVar("T")

# Words ending in a stop that do not end a sentence: always; only before a number, as in "nr. 5";
# or unless the next word begins with a capital, as in "at 9 a.m. We".
ABBREVIATIONS = frozenset(
    """
    dhr. mevr. mw. dr. drs. ir. ing. prof. bijv. bv. o.a. m.b.t. d.w.z. t.o.v. i.p.v. i.v.m.
    a.u.b. resp. incl. excl. st. mr. mrs. ms. e.g. i.e. vs. approx. dept. ph.d.
    """.split()  # noqa: SIM905
)
BEFORE_NUMBERS = frozenset("nr. nrs. no. max. min. ca. tel. blz. p. fig. vol. art. hfst.".split())  # noqa: SIM905
WITHIN = frozenset("enz. etc. jl. z.o.z. n.v. b.v. inc. ltd. co. u.s. u.k. a.m. p.m.".split())  # noqa: SIM905
INITIALS = re.compile(r"(?!I\.$)[^\W\d_](\.[^\W\d_])*\.")
ORDINAL = re.compile(r"\d{1,2}\.")
PAUSE = Seconds(1, 2)  # silence within a sentence that forces a new cue

_OPENING, _CLOSING = "(\"'“‘«[", "\"'”’)»]"


def is_sentence_end(word: str, following: str = "", *, first: bool = False) -> bool:
    """True where a sentence ends with `word`, before the word `following`.

    Abbreviations and initials do not end a sentence, nor does a list number (`1.`). `first` is True
    where `word` opens its sentence.
    """
    bare = word.rstrip(_CLOSING).lstrip(_OPENING)
    if not bare or bare[-1] not in ".!?…":
        return False
    lower, after = bare.lower(), following.lstrip(_OPENING)[:1]
    if lower in BEFORE_NUMBERS:
        return not after.isdecimal()
    if lower in WITHIN:
        return not after or after.isupper()
    listed = first and bool(following) and ORDINAL.fullmatch(bare)
    return not (lower in ABBREVIATIONS or INITIALS.fullmatch(bare) or listed)


def _split_sentences(words: Sequence[T], text: Callable[[T], str]) -> tuple[tuple[T, ...], ...]:
    """Split `words` into sentences; `text` gives the text of a word."""
    parts: list[tuple[T, ...]] = []
    part: list[T] = []
    for word, following in zip_longest(words, words[1:]):
        part.append(word)
        after = text(following) if following is not None else ""
        if is_sentence_end(text(word), after, first=len(part) == 1) or following is None:
            parts.append(tuple(part))
            part = []
    return tuple(parts)


def split_sentences(text: str) -> tuple[str, ...]:
    """Split `text` into sentences; an empty line also ends a sentence."""
    return tuple(
        " ".join(sentence)
        for paragraph in re.split(r"\n\s*\n", text)
        for sentence in _split_sentences(paragraph.split(), str)
    )


def build_spoken_cues(words: Sequence[Word]) -> tuple[Cue, ...]:
    """Build cues of spoken `words`, at spoken times: one per sentence, split at long pauses."""
    return tuple(
        Cue(_find_span(group), " ".join(w.text for w in group), tuple(group))
        for sentence in _split_sentences(words, lambda word: word.text)
        for group in _split_at_pauses(sentence)
    )


def _split_at_pauses(words: Sequence[Word]) -> Iterator[Sequence[Word]]:
    first = 0
    for at, (word, following) in enumerate(pairwise(words), 1):
        if following.span.start - word.span.end >= PAUSE:
            yield words[first:at]
            first = at
    yield words[first:]


def _find_span(group: Sequence[Word]) -> Span:
    return Span(group[0].span.start, max(group[-1].span.end, group[0].span.start + Seconds(1, 100)))
