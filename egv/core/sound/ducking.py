"""Sound under a voice: down before the first word, up again where nobody speaks.

The curve is computed from the detected speech, not by a compressor that reacts. Measured on two
phrases: `sidechaincompress` is not down yet at the first word, unsteady by 2.7 dB (standard
deviation) under the words, and changes direction 57 times; the curve is down, steady, and turns
twice.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from egv.core.graph.pads import Pad, apply_filter, combine_pads
from egv.core.graph.piecewise import build_piecewise
from egv.core.graph.splice import SAMPLE_RATE
from egv.core.media.spans import merge_spans
from egv.core.media.timing import Seconds, Span

LEAD = Seconds(1, 10)  # fully down this long before a word,
HOLD = Seconds(3, 10)  # and this long after a word
DOWN, UP = Seconds(3, 10), Seconds(9, 10)  # duration of each slope
SHORTEST_PAUSE = Seconds(5, 2)  # a rise for less is heard as pumping
STEP_SAMPLES = SAMPLE_RATE // 1000  # 1 ms: 10 dB in 0.3 s are then steps of 0.03 dB
FRAME_SAMPLES = 1024
NEPERS_PER_DB = 0.1151293

GainCurve = tuple[
    tuple[Seconds, float], ...
]  # time, and gain in dB; straight lines between the points


def plan_ducking(speech: Sequence[Span], duck_db: float) -> GainCurve:
    """Plan a gain curve that lowers sound by `duck_db` while anybody speaks; () without speech."""
    points: list[tuple[Seconds, float]] = []
    for span in merge_spans(speech, SHORTEST_PAUSE):
        low, high = span.start - LEAD, span.end + HOLD
        points += [(low - DOWN, 0.0), (low, -duck_db), (high, -duck_db), (high + UP, 0.0)]
    return tuple(points)


def duck(sound: Pad, curve: GainCurve) -> Pad:
    """Apply the gain `curve` to `sound`; return `sound` unchanged where the curve has no point.

    There is one filter for any number of points: its expression is a balanced tree, so an hour with
    hundreds of phrases costs a second. The gain is computed once per frame, hence the short frames.
    """
    if not curve:
        return sound
    short = apply_filter(sound, "asetnsamples", n=STEP_SAMPLES, p=False)
    led = apply_filter(
        short, "volume", volume=f"exp({_build_gain_expression(curve)})", eval="frame"
    )
    return apply_filter(led, "asetnsamples", n=FRAME_SAMPLES, p=False)


def fade_sound(sound: Pad, seconds: Seconds, fade_in: float, fade_out: float) -> Pad:
    """Fade `sound`, `seconds` long, in and out; in a short sound each fade takes half at most."""
    length = round(seconds * SAMPLE_RATE)
    rise, fall = (min(round(fade * SAMPLE_RATE), length // 2) for fade in (fade_in, fade_out))
    if rise:
        sound = apply_filter(sound, "afade", t="in", ss=0, ns=rise, curve="hsin")
    if fall:
        sound = apply_filter(sound, "afade", t="out", ss=length - fall, ns=fall, curve="hsin")
    return sound


def mix_sounds(over: Pad, below: Pad) -> Pad:
    """Add both sounds up, to the length of `over`."""
    return combine_pads((over, below), "amix", inputs=2, normalize=False, duration="first")


def _build_gain_expression(curve: GainCurve) -> str:
    """Build the gain at time `t` in nepers; 0 outside the `curve`."""
    starts = [f"{float(start):.3f}" for start, _ in curve]
    lines = [_format_gain_line(one, other) for one, other in pairwise(curve)]
    inside = build_piecewise("t", list(zip(starts, lines, strict=False)))
    return f"if(between(t,{starts[0]},{starts[-1]}),{inside},0)"


def _format_gain_line(one: tuple[Seconds, float], other: tuple[Seconds, float]) -> str:
    (start, low), (end, high) = one, other
    slope = (high - low) / float(end - start) * NEPERS_PER_DB
    level = f"{low * NEPERS_PER_DB:.4f}"
    return f"{level}{slope:+.4f}*(t-{float(start):.3f})" if slope else level
