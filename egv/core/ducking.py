"""Sound under a voice: down before the first word, up again where nobody speaks.

The curve is drawn from where speech was found, not by a compressor that listens. Measured on two
phrases: `sidechaincompress` is not down yet at the first word, 2.7 dB (standard deviation) unsteady
under the words and turns round 57 times; the curve is down, steady, and turns twice.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from egv.core.graph import Pad, filtered, joined
from egv.core.splice import SAMPLE_RATE
from egv.core.timing import Seconds, Span

LEAD = Seconds(1, 10)  # fully down so long before a word,
HOLD = Seconds(3, 10)  # and still so long after one
DOWN, UP = Seconds(3, 10), Seconds(9, 10)  # how long the way takes
SHORTEST_PAUSE = Seconds(5, 2)  # what comes up for less is heard as pumping
STEP_SAMPLES = SAMPLE_RATE // 1000  # 1 ms: 10 dB in 0.3 s are then steps of 0.03 dB
FRAME_SAMPLES = 1024
NEPERS_PER_DB = 0.1151293

Curve = tuple[tuple[Seconds, float], ...]  # when, and the gain in dB; straight lines between


def ducking(speech: Sequence[Span], duck_db: float) -> Curve:
    """The gain that takes sound `duck_db` down while anybody speaks; () where nobody does."""
    points: list[tuple[Seconds, float]] = []
    for span in _joined(speech):
        low, high = span.start - LEAD, span.end + HOLD
        points += [(low - DOWN, 0.0), (low, -duck_db), (high, -duck_db), (high + UP, 0.0)]
    return tuple(points)


def under(sound: Pad, curve: Curve) -> Pad:
    """`sound` with its gain led along `curve`; `sound` itself where that has no point.

    One filter for any number of points: its expression is a balanced tree, so an hour with hundreds
    of phrases costs a second. The gain is worked out once a frame, hence the short frames.
    """
    if not curve:
        return sound
    short = filtered(sound, "asetnsamples", n=STEP_SAMPLES, p=False)
    led = filtered(short, "volume", volume=f"exp({_expression(curve)})", eval="frame")
    return filtered(led, "asetnsamples", n=FRAME_SAMPLES, p=False)


def faded(sound: Pad, seconds: Seconds, fade_in: float, fade_out: float) -> Pad:
    """`sound`, `seconds` long, coming up and going away; in a short one each takes half at most."""
    length = round(seconds * SAMPLE_RATE)
    rise, fall = (min(round(fade * SAMPLE_RATE), length // 2) for fade in (fade_in, fade_out))
    if rise:
        sound = filtered(sound, "afade", t="in", ss=0, ns=rise, curve="hsin")
    if fall:
        sound = filtered(sound, "afade", t="out", ss=length - fall, ns=fall, curve="hsin")
    return sound


def mixed(over: Pad, below: Pad) -> Pad:
    """Both sounds added up, as long as `over`."""
    return joined((over, below), "amix", inputs=2, normalize=False, duration="first")


def _joined(speech: Sequence[Span]) -> list[Span]:
    """`speech` with the pauses closed that are too short to come up in."""
    spans: list[Span] = []
    for span in speech:
        if spans and span.start - spans[-1].end < SHORTEST_PAUSE:
            spans[-1] = Span(spans[-1].start, max(span.end, spans[-1].end))
        else:
            spans.append(span)
    return spans


def _expression(curve: Curve) -> str:
    """The gain at time `t` in nepers, as a search tree: ffmpeg nests a hundred levels at most."""
    lines = [_line(one, other) for one, other in pairwise(curve)]
    starts = [start for start, _ in curve]

    def tree(first: int, end: int) -> str:
        if end - first == 1:
            return lines[first]
        middle = (first + end) // 2
        return f"if(lt(t,{float(starts[middle]):.3f}),{tree(first, middle)},{tree(middle, end)})"

    first, last = float(starts[0]), float(starts[-1])
    return f"if(between(t,{first:.3f},{last:.3f}),{tree(0, len(lines))},0)"


def _line(one: tuple[Seconds, float], other: tuple[Seconds, float]) -> str:
    (start, low), (end, high) = one, other
    slope = (high - low) / float(end - start) * NEPERS_PER_DB
    level = f"{low * NEPERS_PER_DB:.4f}"
    return f"{level}{slope:+.4f}*(t-{float(start):.3f})" if slope else level
