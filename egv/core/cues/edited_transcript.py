"""A transcript that somebody corrected, which has no times: its words get those of the subtitles.

The words are compared one by one with those that were shown; a new word stands in the line of the
word before it. So a corrected name changes its own subtitle only.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from egv.core.cues.alignment import LEAST_COVERAGE, normalise_word, pair_words
from egv.core.media.clip import Cue
from egv.core.media.timing import Seconds, Span

PlacedCue = tuple[int, ...]  # start and end of a cue, ms, and the number of words in each line


class _Place(NamedTuple):
    """The place of a word: its cue and the line in it."""

    cue: int
    line: int


def place_transcript(text: str, shown: Sequence[Cue]) -> tuple[PlacedCue, ...]:
    """Place the words of `text` in the cues that were `shown`, by their likeness.

    Empty where under 60 % of the words are known: then it is another text.
    """
    words = [*_iter_placed_words(shown)]
    new = text.split()
    pairs = pair_words(
        [normalise_word(word) for word in new], [normalise_word(word) for word, _ in words]
    )
    if not new or len(pairs) < LEAST_COVERAGE * len(new):
        return ()
    place = words[pairs[min(pairs)]][1]  # of the words before the first known one
    counts: dict[_Place, int] = {}
    for number in range(len(new)):
        place = max(place, words[pairs[number]][1]) if number in pairs else place
        counts[place] = counts.get(place, 0) + 1
    return tuple(
        (
            *(round(at * 1000) for at in (cue.span.start, cue.span.end)),
            *(lines[place] for place in sorted(lines)),
        )
        for number, cue in enumerate(shown)
        if (lines := {place: count for place, count in counts.items() if place.cue == number})
    )


def build_placed_cues(text: str, placed: Sequence[PlacedCue]) -> tuple[Cue, ...]:
    """Build the cues of `text`, whose words are `placed`."""
    left = iter(text.split())
    return tuple(
        Cue(
            Span(Seconds(start, 1000), Seconds(end, 1000)),
            "\n".join(" ".join(next(left) for _ in range(count)) for count in counts),
        )
        for start, end, *counts in placed
    )


def _iter_placed_words(cues: Sequence[Cue]) -> Iterator[tuple[str, _Place]]:
    for number, cue in enumerate(cues):
        for line, text in enumerate(cue.text.splitlines()):
            for word in text.split():
                yield word, _Place(number, line)
