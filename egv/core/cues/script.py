"""Place a text that was read aloud by the spans of speech alone: no words are recognised.

Each sentence takes its share of the spoken time, by its characters; its end is then moved to the
nearest pause. All ends are chosen together (shortest path), so that one early mistake does not
shift every later sentence.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from egv.core.cues.script_text import add_sound_cues, parse_script
from egv.core.errors import GateError
from egv.core.media.clip import Cue
from egv.core.media.spans import sum_durations
from egv.core.media.timing import Seconds, Span, format_clock

SLOWEST, FASTEST = 5.0, 30.0  # characters a second of speech: people read aloud at 10 to 20
PER_SENTENCE = 4  # the breath after a sentence, in characters
LONG_PAUSE = Seconds(8, 10)  # a pause of this length is a perfect end
MID_SPEECH = 1.0  # cost, in seconds, of ending a sentence without a pause


@dataclass(frozen=True, slots=True)
class _SentenceEnd:
    """A place where a sentence may end: its spoken time, and the start of the next sentence."""

    spoken: float
    end: Seconds
    start: Seconds
    cost: float


def place_script(text: str, speech: Sequence[Span]) -> tuple[Cue, ...]:
    """Place the sentences of `text` in time within `speech` (ordered, disjoint spans).

    Raises GateError when nobody could speak the text in that time: then it belongs to another clip.
    """
    lines = parse_script(text)
    spoken = [line for line in lines if line.spoken_words]
    if not spoken or not speech:
        return ()
    said = [" ".join(line.spoken_words) for line in spoken]
    _check_speaking_pace(said, speech)
    bounds = _find_bounds(said, speech)
    cues = [Cue(span, line.text) for line, span in zip(spoken, bounds, strict=True)]
    return add_sound_cues(lines, cues)


def _check_speaking_pace(said: Sequence[str], speech: Sequence[Span]) -> None:
    characters, spoken = sum(map(len, said)), float(sum_durations(speech))
    pace = characters / spoken
    if not SLOWEST <= pace <= FASTEST:
        long = "more" if pace > FASTEST else "less"
        raise GateError(
            f"subtitle: the script is {long} than is spoken: {characters} characters for"
            f" {format_clock(sum_durations(speech))} of speech; give the text of this clip, or"
            " leave"
            " --script out"
        )


def _find_bounds(said: Sequence[str], speech: Sequence[Span]) -> list[Span]:
    """Find the span of each sentence."""
    weights = [len(sentence) + PER_SENTENCE for sentence in said]
    spoken = float(sum_durations(speech))
    done, targets = 0, []
    for weight in weights[:-1]:
        done += weight
        targets.append(spoken * done / sum(weights))
    ends = _choose_ends(targets, speech)
    starts = [speech[0].start, *(end.start for end in ends)]
    stops = [*(end.end for end in ends), speech[-1].end]
    return [Span(start, stop) for start, stop in zip(starts, stops, strict=True)]


def _choose_ends(targets: Sequence[float], speech: Sequence[Span]) -> list[_SentenceEnd]:
    """Choose an end near each target, in order, with the lowest total cost."""
    pauses = _list_pauses(speech)
    layers = [_list_near_ends(target, pauses, speech) for target in targets]
    best: list[list[tuple[float, int]]] = []
    for number, layer in enumerate(layers):
        row = []
        for end in layer:
            cost = abs(end.spoken - targets[number]) + end.cost
            if number == 0:
                row.append((cost, -1))
                continue
            gap = targets[number] - targets[number - 1]
            before = [
                (best[-1][i][0] + _compute_stretch_cost(end.spoken - earlier.spoken, gap), i)
                for i, earlier in enumerate(layers[number - 1])
                if earlier.start < end.end
            ]
            least = min(before, default=(float("inf"), -1))
            row.append((cost + least[0], least[1]))
        best.append(row)
    chosen: list[_SentenceEnd] = []
    at = min(range(len(best[-1])), key=lambda i: best[-1][i][0]) if best else -1
    for layer, row in zip(reversed(layers), reversed(best), strict=True):
        chosen.append(layer[at])
        at = row[at][1]
    return chosen[::-1]


def _compute_stretch_cost(length: float, wanted: float) -> float:
    """Compute the cost of a sentence whose duration differs from its share."""
    return abs(length - wanted)


def _list_pauses(speech: Sequence[Span]) -> list[_SentenceEnd]:
    pauses, spoken = [], 0.0
    for one, following in pairwise(speech):
        spoken += float(one.duration)
        length = min(following.start - one.end, LONG_PAUSE)
        cost = MID_SPEECH * 0.6 * float(1 - length / LONG_PAUSE)
        pauses.append(_SentenceEnd(spoken, one.end, following.start, cost))
    return pauses


def _list_near_ends(
    target: float, pauses: Sequence[_SentenceEnd], speech: Sequence[Span]
) -> list[_SentenceEnd]:
    """List the pauses around `target`, and the target itself as a place without a pause."""
    at = bisect_left([pause.spoken for pause in pauses], target)
    place = _find_moment(target, speech)
    return [*pauses[max(0, at - 4) : at + 4], _SentenceEnd(target, place, place, MID_SPEECH)]


def _find_moment(spoken: float, speech: Sequence[Span]) -> Seconds:
    left = Seconds(round(spoken * 1000), 1000)
    for span in speech:
        if left < span.duration:
            return span.start + left
        left -= span.duration
    return speech[-1].end
