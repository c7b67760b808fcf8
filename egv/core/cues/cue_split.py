"""Split speech into cues that fit the frame and end where a reader would pause.

All cuts of a sentence are chosen together (shortest path), so that no cue is left with one word
because the cues before it were filled completely.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise
from typing import Protocol

from egv.core.media.clip import Word
from egv.core.media.timing import Seconds
from egv.core.titles.fonts import Typeface
from egv.core.titles.line_breaking import CLINGS, compute_break_cost

LONGEST = Seconds(7)  # of a cue; Netflix Timed Text Style Guide
PER_CUE = 6.0  # cost of each cue: fewer and fuller cues are calmer to read
UNEVEN = 8.0  # cost of the empty part of a cue
ALONE = 20.0  # cost of a cue with a single word of several
STUMBLE = 12.0  # cost of a cue whose lines only break at a bad place
PAUSE_WORTH = 6.0  # a second of silence offsets this much of a bad end


class CueRoom(Protocol):
    """The room for text in a cue."""

    @property
    def typeface(self) -> Typeface:
        """The typeface of the cue's text."""

    @property
    def size(self) -> float:
        """The size of its letters, px."""

    @property
    def width(self) -> float:
        """The width for a line, px."""

    @property
    def chars(self) -> int:
        """The most characters in a line."""

    @property
    def lines(self) -> int:
        """The most lines in a cue."""


def split_into_cues(words: Sequence[Word], room: CueRoom) -> tuple[tuple[int, int], ...]:
    """Split `words` into cues, [first, end) each, in order; every word is in exactly one cue."""
    text = _measure_words(words, room)
    best: list[tuple[float, int]] = [(0.0, 0)]
    reaches = [text.find_furthest_end(first) for first in range(len(words))]
    for end in range(1, len(words) + 1):
        options = [
            (best[first][0] + _compute_cue_cost(text, first, end), first)
            for first in range(end - 1, -1, -1)
            if end <= reaches[first]
        ]
        best.append(min(options))
    cuts, end = [], len(words)
    while end:
        first = best[end][1]
        cuts.append((first, end))
        end = first
    return tuple(reversed(cuts))


@dataclass(frozen=True, slots=True)
class _MeasuredWords:
    """Measured words: `chars[n]` and `widths[n]` (px) come before word n.

    Both count a space after each word. `line_ends[n]` is the word before which a line that begins
    with word n is full; `good_ends[n]` is the last word before which that line ends well, n itself
    where there is none.
    """

    words: Sequence[Word]
    room: CueRoom
    chars: Sequence[int]
    line_ends: Sequence[int]
    good_ends: Sequence[int]

    def find_furthest_end(self, first: int) -> int:
        """Find the furthest end of a cue that begins with word `first`; at least that word."""
        end = first
        for _ in range(self.room.lines):
            end = self.line_ends[end] if end < len(self.words) else end
        start = self.words[first].span.start
        while end > first + 1 and self.words[end - 1].span.end - start > LONGEST:
            end -= 1
        return end

    def can_be_set(self, first: int, end: int) -> bool:
        """True where the words [first, end) fit the available lines, all of them ending well."""
        for _ in range(self.room.lines):
            if self.line_ends[first] >= end:
                return True
            first = self.good_ends[first]
        return False


def _measure_words(words: Sequence[Word], room: CueRoom) -> _MeasuredWords:
    space = room.typeface.measure_width(" ", room.size)
    chars = [0, *accumulate(len(word.text) + 1 for word in words)]
    widths = [
        0.0,
        *accumulate(
            room.typeface.measure_width(word.text, room.size) + space for word in words
        ),
    ]  # fmt: skip
    well, last = [0], 0  # last good end at or before each word
    for at, (word, following) in enumerate(pairwise(words), 1):
        last = at if compute_break_cost(word.text, following.text) < CLINGS else last
        well.append(last)
    well.append(len(words))
    line_ends = [
        max(
            first + 1,
            min(
                bisect_right(chars, chars[first] + room.chars + 1),
                bisect_right(widths, widths[first] + room.width + space),
            )
            - 1,
        )
        for first in range(len(words))
    ]
    good_ends = [max(first, well[end]) for first, end in enumerate(line_ends)]
    return _MeasuredWords(words, room, chars, line_ends, good_ends)


def _compute_cue_cost(text: _MeasuredWords, first: int, end: int) -> float:
    words, room = text.words, text.room
    letters = text.chars[end] - text.chars[first]
    cost = PER_CUE + UNEVEN * (1 - min(1.0, letters / (room.chars * room.lines))) ** 2
    if end - first == 1 and len(words) > 1:
        cost += ALONE
    if not text.can_be_set(first, end):
        cost += STUMBLE
    if end < len(words):
        pause = float(words[end].span.start - words[end - 1].span.end)
        cost += max(
            0.0, compute_break_cost(words[end - 1].text, words[end].text) - PAUSE_WORTH * pause
        )
    return cost
