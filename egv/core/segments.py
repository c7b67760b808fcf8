"""Cut what is said into cues that each fit the frame and end where a reader would pause.

All cuts of a sentence are chosen together (shortest path), so that no cue is left with one word
because the ones before it were filled to the brim.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from egv.core.faces import Typeface
from egv.core.lines import break_cost
from egv.core.media import Word
from egv.core.timing import Seconds

LONGEST = Seconds(7)  # a cue; Netflix Timed Text Style Guide
PER_CUE = 6.0  # what one cue more costs: fewer and fuller ones are read more calmly
UNEVEN = 8.0  # what a cue costs that is empty where it could be full
ALONE = 20.0  # and one that is a single word of several
PAUSE_WORTH = 6.0  # a second of silence makes up for this much of a bad end


class Room(Protocol):
    """How much text a cue has room for."""

    @property
    def typeface(self) -> Typeface: ...
    @property
    def size(self) -> float: ...
    @property
    def width(self) -> float: ...
    @property
    def chars(self) -> int: ...
    @property
    def lines(self) -> int: ...


def segments(words: Sequence[Word], room: Room) -> tuple[tuple[int, int], ...]:
    """Where to cut `words`: [first, end) of each cue, in order, all words in exactly one."""
    best: list[tuple[float, int]] = [(0.0, 0)]
    reaches = _reaches(words, room)
    for end in range(1, len(words) + 1):
        options = [
            (best[first][0] + _cost(words, first, end, room), first)
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


def _reaches(words: Sequence[Word], room: Room) -> list[int]:
    """For each word, the furthest end of a cue that begins with it; at least the word itself."""
    space = room.typeface.width(" ", room.size)
    widths = [room.typeface.width(word.text, room.size) for word in words]
    return [_reach(words, widths, first, space, room) for first in range(len(words))]


def _reach(
    words: Sequence[Word], widths: Sequence[float], first: int, space: float, room: Room
) -> int:
    lines, chars, width = 1, 0, 0.0
    for end in range(first, len(words)):
        length = len(words[end].text)
        if end > first and words[end].span.end - words[first].span.start > LONGEST:
            return end
        fits = chars + 1 + length <= room.chars and width + space + widths[end] <= room.width
        if end == first:
            chars, width = length, widths[end]
        elif fits:
            chars, width = chars + 1 + length, width + space + widths[end]
        else:
            lines, chars, width = lines + 1, length, widths[end]
            if lines > room.lines:
                return end
    return len(words)


def _cost(words: Sequence[Word], first: int, end: int, room: Room) -> float:
    letters = sum(len(word.text) + 1 for word in words[first:end])
    cost = PER_CUE + UNEVEN * (1 - min(1.0, letters / (room.chars * room.lines))) ** 2
    if end - first == 1 and len(words) > 1:
        cost += ALONE
    if end < len(words):
        pause = float(words[end].span.start - words[end - 1].span.end)
        cost += max(0.0, break_cost(words[end - 1].text, words[end].text) - PAUSE_WORTH * pause)
    return cost
