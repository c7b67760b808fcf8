"""Names and jargon that a speech model does not know: given to the model, and corrected afterwards.

Only listed words are changed: a term in another case, and the spellings listed for it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from egv.core.media.clip import Word
from egv.core.media.moments import write_moment
from egv.core.media.timing import Span
from egv.core.text.wording import PUNCTUATION, strip_punctuation

LONGEST_TERM = 60  # characters


@dataclass(frozen=True, slots=True)
class GlossaryTerm:
    """The written form of a term, and the forms in which it is misheard."""

    text: str
    heard: tuple[str, ...] = ()

    @property
    def known_spellings(self) -> Iterator[tuple[str, ...]]:
        """The spellings that are replaced by this term: words in lower case."""
        return (tuple(spelling.casefold().split()) for spelling in (self.text, *self.heard))


def parse_term(text: str) -> GlossaryTerm:
    """Parse a term such as `Softwerk` or `Softwerk=Sofwerk,soft werk`. Raises ValueError."""
    written, _, others = text.partition("=")
    heard = tuple(variant.strip() for variant in others.split(",") if variant.strip())
    if not written.strip():
        raise ValueError(f"'{text}' has no term; write TERM or TERM=HEARD,HEARD")
    if long := next((entry for entry in (written, *heard) if len(entry) > LONGEST_TERM), ""):
        raise ValueError(
            f"'{long[:20]}…' is longer than {LONGEST_TERM} characters; give a shorter term"
        )
    return GlossaryTerm(" ".join(written.split()), heard)


@dataclass(frozen=True, slots=True)
class CorrectedWords:
    """Corrected words, and a line on each change."""

    words: tuple[Word, ...]
    changes: tuple[str, ...]


def correct_words(words: Sequence[Word], terms: Sequence[GlossaryTerm]) -> CorrectedWords:
    """Correct the `terms` in `words`; spoken times stay.

    Where several terms match, the one with the most words is taken.
    """
    known = {spelling: term for term in reversed(terms) for spelling in term.known_spellings}
    longest = max(map(len, known), default=0)
    plain = [strip_punctuation(word.text).casefold() for word in words]
    written: list[Word] = []
    changed: dict[tuple[str, str], list[str]] = {}
    at = 0
    while at < len(words):
        length = _match_term(plain, at, longest, known)
        if length:
            heard = words[at : at + length]
            right = _write_term(heard, known[tuple(plain[at : at + length])])
            said = " ".join(word.text for word in heard)
            if right.text != said:
                pair = (strip_punctuation(said), strip_punctuation(right.text))
                changed.setdefault(pair, []).append(write_moment(right.span.start))
            written.append(right)
        else:
            written.append(words[at])
        at += length or 1
    changes = (
        f"'{a}' at {', '.join(when)}: corrected to '{b}'" for (a, b), when in changed.items()
    )
    return CorrectedWords(tuple(written), tuple(changes))


def _match_term(
    plain: Sequence[str], at: int, longest: int, known: dict[tuple[str, ...], GlossaryTerm]
) -> int:
    """Return the number of words from `at` on that form a term; 0 when none begins there."""
    lengths = range(min(longest, len(plain) - at), 0, -1)
    return next((n for n in lengths if tuple(plain[at : at + n]) in known), 0)


def _write_term(heard: Sequence[Word], term: GlossaryTerm) -> Word:
    """Write `term` in place of `heard`, with the punctuation that stood around those words."""
    first, last = heard[0].text, heard[-1].text
    before = first[: len(first) - len(first.lstrip(PUNCTUATION))]
    after = last[len(last.rstrip(PUNCTUATION)) :]
    return Word(Span(heard[0].span.start, heard[-1].span.end), f"{before}{term.text}{after}")
