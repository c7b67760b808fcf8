"""Align a script with recognised speech: the script's text, at the times it was spoken.

Both texts are compared word by word (Needleman and Wunsch, J. Mol. Biol. 48, 1970) by the likeness
of words, so that a misheard word still finds its partner. Script words between two matched words
are spread over the speech there. Script text that was not spoken is left out and reported, and so
is speech that is not in the script.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from egv.core.cues.script_text import ScriptLine, add_sound_cues, parse_script
from egv.core.errors import GateError
from egv.core.media.clip import Cue, Word
from egv.core.media.moments import write_moment
from egv.core.media.spans import intersect_spans, sum_durations
from egv.core.media.timing import Seconds, Span

GAP = -0.6  # cost of a word that is on one side only
ALIKE = 0.5  # from this likeness on a word counts as heard as written
BAND = 250  # words by which the two may run apart; a wider search costs more and finds nothing
LEAST_COVERAGE = 0.6
SHOWN_DIVERGENCES = 3
AD_LIB = Seconds(3, 2)  # speech of this length that is not in the script is reported
SHORTEST_WORD = Seconds(1, 100)

_COUNTED = """
    nul zero / een one / twee two / drie three / vier four / vijf five / zes six / zeven seven /
    acht eight / negen nine / tien ten / elf eleven / twaalf twelve / dertien thirteen /
    veertien fourteen / vijftien fifteen / zestien sixteen / zeventien seventeen /
    achttien eighteen / negentien nineteen / twintig twenty
""".split("/")  # noqa: SIM905
_UNITS = {word: number for number, words in enumerate(_COUNTED) for word in words.split()}
_TENS = {
    "dertig": 30, "thirty": 30, "veertig": 40, "forty": 40, "vijftig": 50, "fifty": 50,
    "zestig": 60, "sixty": 60, "zeventig": 70, "seventy": 70, "tachtig": 80, "eighty": 80,
    "negentig": 90, "ninety": 90,
}  # fmt: skip
_LARGE = {"honderd": 100, "hundred": 100, "duizend": 1000, "thousand": 1000}


@dataclass(frozen=True, slots=True)
class Alignment:
    """The script's sentences at the times they were spoken, and the differences from the speech.

    `coverage` is the share of the script's words that were heard.
    """

    cues: tuple[Cue, ...]
    coverage: float
    differences: tuple[str, ...]


def align_script(text: str, heard: Sequence[Word], speech: Sequence[Span]) -> Alignment:
    """Place `text` in time by the `heard` words, within `speech` (ordered, disjoint spans).

    Raises GateError when under 60 % of the text was heard: then it belongs to another clip.
    """
    lines = parse_script(text)
    said = [line for line in lines if line.spoken_words]
    script = [word for line in said for word in line.spoken_words]
    pairs = pair_words(
        [normalise_word(word) for word in script], [normalise_word(word.text) for word in heard]
    )
    coverage = len(pairs) / len(script) if script else 1.0
    differences = (
        *_describe_skipped_lines(said, pairs, heard),
        *_describe_ad_libs(heard, set(pairs.values())),
    )
    if coverage < LEAST_COVERAGE:
        listed = "; ".join(_describe_divergences(script, heard, pairs))
        raise GateError(
            f"subtitle: only {coverage:.0%} of the script is spoken in the clip ({listed});"
            " give the script of this clip, or remove --script"
        )
    words = _time_words(script, heard, pairs, speech)
    return Alignment(
        add_sound_cues(lines, [*_build_cues(said, words, pairs)]), coverage, differences
    )


def normalise_word(word: str) -> str:
    """Reduce `word` to its sound: no case or punctuation, one Unicode form, numbers as digits."""
    text = unicodedata.normalize("NFKC", word).casefold().replace("’", "'")
    if re.fullmatch(r"\W*\d[\d.,]*\W*", text):
        return re.sub(r"\D", "", text)
    text = re.sub(r"[^\w]", "", text)
    number = _parse_number_word(text)
    return text if number is None else str(number)


def _parse_number_word(word: str) -> int | None:
    """The number that a Dutch or English number word stands for."""
    if word in _UNITS and word not in ("een", "one"):  # mostly an article
        return _UNITS[word]
    if word in _TENS:
        return _TENS[word]
    for name, value in _LARGE.items():
        if word == name:
            return value
        if word.endswith(name) and (times := _UNITS.get(word[: -len(name)])):
            return times * value
    return None


def pair_words(script: Sequence[str], heard: Sequence[str]) -> dict[int, int]:
    """Match script words with heard words, by position; words without a partner are left out."""
    rows, columns = len(script), len(heard)
    band = BAND + abs(rows - columns)
    previous = [GAP * column for column in range(columns + 1)]
    steps: list[bytearray] = []
    for row in range(1, rows + 1):
        current = [GAP * row, *[float("-inf")] * columns]
        step = bytearray(columns + 1)  # 0: up, 1: left, 2: both
        middle = row * columns // max(rows, 1)
        for column in range(max(1, middle - band), min(columns, middle + band) + 1):
            both = (
                previous[column - 1] + 2 * _measure_likeness(script[row - 1], heard[column - 1]) - 1
            )
            up, left = previous[column] + GAP, current[column - 1] + GAP
            best = max(both, up, left)
            current[column] = best
            step[column] = 2 if best == both else 1 if best == left else 0
        steps.append(step)
        previous = current
    return _trace_pairs(steps, script, heard)


def _trace_pairs(
    steps: Sequence[bytearray], script: Sequence[str], heard: Sequence[str]
) -> dict[int, int]:
    pairs: dict[int, int] = {}
    row, column = len(script), len(heard)
    while row and column:
        match steps[row - 1][column]:
            case 2:
                row, column = row - 1, column - 1
                if _measure_likeness(script[row], heard[column]) >= ALIKE:
                    pairs[row] = column
            case 1:
                column -= 1
            case _:
                row -= 1
    return dict(sorted(pairs.items()))


@cache
def _measure_likeness(one: str, other: str) -> float:
    """Measure how alike two words are, 0 to 1: the share of their letter pairs in common (Dice)."""
    if one == other:
        return 1.0
    if not one or not other or one.isdigit() != other.isdigit():
        return 0.0
    first, second = _list_letter_pairs(one), _list_letter_pairs(other)
    return 2 * len(first & second) / (len(first) + len(second))


@cache
def _list_letter_pairs(word: str) -> frozenset[str]:
    edged = f" {word} "
    return frozenset(edged[at : at + 2] for at in range(len(edged) - 1))


def _time_words(
    script: Sequence[str],
    heard: Sequence[Word],
    pairs: dict[int, int],
    speech: Sequence[Span],
) -> list[Word]:
    """Give every word of the script a time: that of its pair, or its share of the speech there."""
    spans: dict[int, Span] = {at: heard[pair].span for at, pair in pairs.items()}
    start, end = speech[0].start, speech[-1].end
    at = 0
    while at < len(script):
        if at in spans:
            at += 1
            continue
        until = next((n for n in range(at, len(script)) if n in spans), len(script))
        high = spans[until].start if until < len(script) else end
        low = spans[at - 1].end if at else min(start, high)
        between = _share_speech(script[at:until], low, max(low, high), speech)
        spans |= dict(zip(range(at, until), between, strict=True))
        at = until
    return [Word(spans[n], word) for n, word in enumerate(script)]


def _share_speech(
    words: Sequence[str], low: Seconds, high: Seconds, speech: Sequence[Span]
) -> Iterator[Span]:
    """Yield a span for each of `words` between `low` and `high`, by letters, over the speech."""
    room = intersect_spans(speech, (Span(low, high),)) if low < high else ()
    length = sum_durations(room)
    letters = sum(len(word) + 1 for word in words)
    done, last = 0, low
    for word in words:
        begin = max(last, _find_moment(length * Seconds(done, letters), room, low))
        done += len(word) + 1
        last = max(
            begin + SHORTEST_WORD,
            _find_moment(length * Seconds(done, letters), room, low, end=True),
        )
        yield Span(begin, last)


def _find_moment(
    spoken: Seconds, room: Sequence[Span], low: Seconds, *, end: bool = False
) -> Seconds:
    """Find the moment at which `spoken` seconds of the speech in `room` have passed."""
    for span in room:
        if spoken < span.duration or (end and spoken == span.duration):
            return span.start + spoken
        spoken -= span.duration
    return room[-1].end if room else low


def _build_cues(
    lines: Sequence[ScriptLine], words: Sequence[Word], pairs: dict[int, int]
) -> Iterator[Cue | None]:
    """Yield a cue for each line that was heard or during which somebody speaks, else None."""
    for line, first, end in _iter_line_ranges(lines):
        spoken = words[first:end]
        lasts = spoken[-1].span.end - spoken[0].span.start
        if any(n in pairs for n in range(first, end)) or lasts > SHORTEST_WORD * 4 * len(spoken):
            span = Span(spoken[0].span.start, spoken[-1].span.end)
            yield Cue(span, line.text, line.time_words([word.span for word in spoken]))
        else:
            yield None


def _iter_line_ranges(lines: Sequence[ScriptLine]) -> Iterator[tuple[ScriptLine, int, int]]:
    first = 0
    for line in lines:
        end = first + len(line.spoken_words)
        yield line, first, end
        first = end


def _describe_skipped_lines(
    lines: Sequence[ScriptLine], pairs: dict[int, int], heard: Sequence[Word]
) -> Iterator[str]:
    """Describe the lines that nobody says, each with its expected place."""
    after = Seconds(0)
    for line, first, end in _iter_line_ranges(lines):
        paired = [pairs[n] for n in range(first, end) if n in pairs]
        if paired:
            after = heard[paired[-1]].span.end
        else:
            yield f"the script line '{line.text}' (after {write_moment(after)}) is not spoken"


def _describe_ad_libs(heard: Sequence[Word], paired: set[int]) -> Iterator[str]:
    """Describe stretches of speech that are not in the script."""
    run: list[Word] = []
    for at, word in enumerate(heard):
        if at not in paired:
            run.append(word)
        if (at in paired or at == len(heard) - 1) and run:
            if run[-1].span.end - run[0].span.start >= AD_LIB:
                text = " ".join(spoken.text for spoken in run)
                yield f"'{text}' at {write_moment(run[0].span.start)} is not in the script"
            run = []


def _describe_divergences(
    script: Sequence[str], heard: Sequence[Word], pairs: dict[int, int]
) -> Iterator[str]:
    """Describe the first places where the script and the voice differ."""
    missing = [at for at in range(len(script)) if at not in pairs][:SHOWN_DIVERGENCES]
    for at in missing:
        before = max((pair for n, pair in pairs.items() if n < at), default=-1)
        other = heard[before + 1].text if before + 1 < len(heard) else "nothing"
        yield f"the script has '{script[at]}', the voice '{other}'"
