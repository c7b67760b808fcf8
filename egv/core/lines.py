"""Breaking a text into lines that fit, where a reader would pause."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache

Fits = Callable[[str], bool]

# Words that belong to the next one: a line ending in one of them reads as a stumble.
CLINGING = frozenset(
    """
    de het een deze die dit dat mijn jouw zijn haar ons onze hun uw van in op te aan bij met voor om
    uit naar door over onder tussen zonder tegen en of maar want dus als dan ik je jij hij zij ze we
    wij jullie men er niet geen zo'n zeer heel
    the a an this that these those my your his her its our their of on at to for with by from into
    under between without and or but so if i you he she it they not no very
    """.split()  # noqa: SIM905
)
ENDS, PAUSES = ".!?…", ",;:–—"
CLINGS, MIDDLE, TOP_HEAVY = 10.0, 3.0, 2.0  # what a bad break costs; imbalance costs 0 to 1


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
                cost = break_cost(words[end - 1]) + _imbalance(line, below[1][0], length)
                if found is None or cost + below[0] < found[0]:
                    found = (cost + below[0], (line, *below[1]))
        return found

    best = rest(0, count)
    return best[1] if best else None


def break_cost(word: str) -> float:
    """What it costs a reader when a line ends in `word`."""
    if word[-1] in ENDS + PAUSES:
        return 0.0
    return CLINGS if word.lower().strip("'\"“”‘’(") in CLINGING else MIDDLE


def _imbalance(line: str, below: str, length: int) -> float:
    """Lines of one length read best; if not, the lower one is the longer."""
    off = len(line) - len(below)
    return (TOP_HEAVY * off if off > 0 else -off) / length
