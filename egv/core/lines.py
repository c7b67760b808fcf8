"""Breaking a text into lines that fit, where a reader would pause."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache

Fits = Callable[[str], bool]

# Words that begin a part of a sentence: a line break before one of them reads well.
OPENING = frozenset(
    """
    en of maar want dus omdat doordat zodat voordat nadat terwijl wanneer als dan dat die waar
    waarop waarin wie wat hoe om met naar bij voor uit door over tijdens volgens achter onder
    tussen zonder tegen sinds tot van in op aan
    and or but so because before after while when if than that which who whose where what how until
    since with for from by on at in of to into over under between without during about
    """.split()  # noqa: SIM905
)
# Words that belong to the next one: a line ending in one of them reads as a stumble.
CLINGING = OPENING | frozenset(
    """
    de het een deze mijn jouw zijn haar ons onze hun uw te ik je jij hij zij ze we wij jullie men
    er niet geen zo'n zeer heel elke alle meer
    the a an this these those my your his her its our their i you he she it we they not no very
    every all each more
    """.split()  # noqa: SIM905
)
ENDS, PAUSES = ".!?…", ",;:–—"
CLINGS, MIDDLE, BEFORE_PART = 10.0, 3.0, 1.0  # what it costs a reader
TOP_HEAVY = 2.0  # against a heavy bottom, which costs 0 to 1


def wrapped(text: str, fits: Fits, most: int) -> tuple[str, ...] | None:
    """`text` in as few lines as fit, at most `most`, broken where it reads best; None if it can't.

    `fits` says whether a line is short enough. Line breaks of the text itself are spaces here.
    """
    words = text.split()
    for count in range(1, most + 1):
        if lines := _best(words, fits, count):
            return lines
    return None


def _best(words: Sequence[str], fits: Fits, count: int) -> tuple[str, ...] | None:
    """The cheapest way to set `words` in `count` lines."""
    length = len(" ".join(words))

    @cache
    def rest(start: int, left: int) -> tuple[float, tuple[str, ...]] | None:
        if left == 1:
            line = " ".join(words[start:])
            return (0.0, (line,)) if line and fits(line) else None
        found: tuple[float, tuple[str, ...]] | None = None
        for end in range(start + 1, len(words)):
            line = " ".join(words[start:end])
            if not fits(line):
                break
            if below := rest(end, left - 1):
                cost = break_cost(words[end - 1], words[end]) + _imbalance(
                    line, below[1][0], length
                )
                if found is None or cost + below[0] < found[0]:
                    found = (cost + below[0], (line, *below[1]))
        return found

    best = rest(0, count)
    return best[1] if best else None


def break_cost(word: str, following: str) -> float:
    """What it costs a reader when a line ends in `word` and the next begins with `following`."""
    if word[-1] in ENDS + PAUSES:
        return 0.0
    if _bare(word) in CLINGING:
        return CLINGS
    return BEFORE_PART if _bare(following) in OPENING else MIDDLE


def _bare(word: str) -> str:
    return word.lower().strip("'\"“”‘’(.,;:!?")


def _imbalance(line: str, below: str, length: int) -> float:
    """Lines of one length read best; if not, the lower one is the longer."""
    off = len(line) - len(below)
    return (TOP_HEAVY * off if off > 0 else -off) / length
