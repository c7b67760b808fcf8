"""Line breaking: lines that fit, broken where a reader would pause."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache

from egv.core.text.wording import strip_punctuation

LineFits = Callable[[str], bool]

# Words that begin a phrase: a line break before one of them reads well.
OPENING = frozenset(
    """
    en of maar want dus omdat doordat zodat voordat nadat terwijl wanneer als dan dat die waar
    waarop waarin wie wat hoe om met naar bij voor uit door over tijdens volgens achter onder
    tussen zonder tegen sinds tot van in op aan
    and or but so because before after while when if than that which who whose where what how until
    since with for from by on at in of to into over under between without during about
    """.split()  # noqa: SIM905
)
# Words that belong to the next word: a line that ends in one of them reads badly.
CLINGING = OPENING | frozenset(
    """
    de het een deze mijn jouw zijn haar ons onze hun uw te ik je jij hij zij ze we wij jullie men
    er niet geen zo'n zeer heel elke alle meer
    the a an this these those my your his her its our their i you he she it we they not no very
    every all each more
    """.split()  # noqa: SIM905
)
# Words that may also be an object: a line may end in one where a new phrase begins.
OBJECTS = frozenset("je jou u ons hun het you it her his mine us them him me".split())  # noqa: SIM905
ENDS, PAUSES = ".!?…", ",;:–—"
CLINGS, MIDDLE, BEFORE_PART = 10.0, 3.0, 1.0  # reading costs of a line break
MORE_LINES = 2  # than are needed, where that reads better
WIDOW = 12.0  # cost of a headline that ends in a line of one word
UNEVEN = 50.0  # cost of a headline's line that is twice as wide as the mean
TOP_HEAVY = 2.0  # a bottom-heavy pair costs 0 to 1


def wrap_text(text: str, fits: LineFits, most: int) -> tuple[str, ...] | None:
    """Break `text` into as few lines as fit and read well, at most `most`, or return None.

    `fits` says whether a line is short enough. Line breaks in the text itself count as spaces.
    """
    words, ways, fits = text.split(), [], cache(fits)
    fewest = _count_fewest_lines(words, fits)
    for count in range(fewest, min(most, fewest + MORE_LINES) + 1):
        if way := _find_best_lines(words, fits, count):
            ways.append(way)
            if way[0] < CLINGS:
                break
    return min(ways, key=lambda way: way[0])[1] if ways else None


def _count_fewest_lines(words: Sequence[str], fits: LineFits) -> int:
    """Count the lines that `words` need at least, each as full as can be."""
    count, line = 1, ""
    for word in words:
        longer = f"{line} {word}" if line else word
        if fits(longer) or not line:
            line = longer
        else:
            count, line = count + 1, word
    return count


def _find_best_lines(
    words: Sequence[str], fits: LineFits, count: int
) -> tuple[float, tuple[str, ...]] | None:
    """Find the cheapest way to set `words` in `count` lines, and its cost."""
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
                cost = compute_break_cost(words[end - 1], words[end]) + _compute_imbalance(
                    line, below[1][0], length
                )
                if found is None or cost + below[0] < found[0]:
                    found = (cost + below[0], (line, *below[1]))
        return found

    return rest(0, count)


def compute_break_cost(word: str, following: str) -> float:
    """Compute the reading cost of a line that ends in `word`, with `following` on the next line."""
    if word[-1] in ENDS + PAUSES:
        return 0.0
    opens = _strip_word(following) in OPENING
    if _strip_word(word) in CLINGING and not (opens and _strip_word(word) in OBJECTS):
        return CLINGS
    return BEFORE_PART if opens else MIDDLE


def _strip_word(word: str) -> str:
    return strip_punctuation(word.lower())


def _compute_imbalance(line: str, below: str, length: int) -> float:
    """Compute the cost of unequal lines: equal is best, then a longer lower line."""
    off = len(line) - len(below)
    return (TOP_HEAVY * off if off > 0 else -off) / length


def balance_text(text: str, measure: Callable[[str], float], count: int) -> tuple[str, ...] | None:
    """Break `text` into exactly `count` lines of even width, or return None for too few words.

    A break where a reader would pause counts too, and so does a last line of one word.
    `measure` gives the width of a line, in any unit.
    """
    words = text.split()
    if count > len(words):
        return None
    aim = measure(" ".join(words)) / count

    @cache
    def rest(start: int, left: int) -> tuple[float, tuple[str, ...]]:
        ways = []
        for end in range(start + 1, len(words) - left + 2) if left > 1 else (len(words),):
            line = " ".join(words[start:end])
            cost = UNEVEN * (measure(line) / aim - 1) ** 2
            if left == 1:
                is_widow = start == len(words) - 1 > 1
                return cost + WIDOW * is_widow, (line,)
            below = rest(end, left - 1)
            cost += compute_break_cost(words[end - 1], words[end]) + below[0]
            ways.append((cost, (line, *below[1])))
        return min(ways)

    return rest(0, count)[1]
