"""When a subtitle comes and goes: long enough to be read, never on top of the next one.

After the Netflix Timed Text Style Guide (minimum 5/6 s, maximum 7 s, two frames between cues,
smaller gaps closed) and the BBC Subtitle Guidelines (what lingers may do so for 1.5 s).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import zip_longest

from egv.core.media import Cue
from egv.core.timing import Seconds, Span, at_frame, clock_text

SHORTEST, LONGEST = Seconds(5, 6), Seconds(7)
GAP_FRAMES = 2  # between two cues, so that the eye sees that the text changed
CLOSED = Seconds(1, 2)  # a gap shorter than this flickers: it is closed to the two frames
LINGER = Seconds(3, 10)  # a cue stays this long after its last word, where nothing follows
MOST_LINGER = Seconds(3, 2)  # and this long where it takes longer to read than to say

# Characters a second, spaces included: what is aimed at, and what is reported.
TARGET_CPS = {"nl": 17, "en": 20}
HARD_CPS = {"nl": 20, "en": 25}
OTHER_TARGET, OTHER_HARD = 17, 20


@dataclass(frozen=True, slots=True)
class Pace:
    """How fast viewers of one language read, and how often the picture changes."""

    rate: Fraction
    target_cps: int
    hard_cps: int

    @property
    def gap(self) -> Seconds:
        """The least time between two cues, s."""
        return GAP_FRAMES / self.rate


def pace_of(language: str, rate: Fraction) -> Pace:
    """The pace for `language` (ISO 639-1, empty when unknown) at `rate` frames a second."""
    return Pace(rate, TARGET_CPS.get(language, OTHER_TARGET), HARD_CPS.get(language, OTHER_HARD))


def timed(cues: Sequence[Cue], pace: Pace, end: Seconds) -> tuple[Cue, ...]:
    """`cues` (when each is spoken, in order) with the times they are shown, on whole frames.

    None comes before it is spoken; none stays past `end`, the programme's.
    """
    shown = []
    for cue, following in zip_longest(cues, cues[1:]):
        start = at_frame(cue.span.start, pace.rate)
        limit = at_frame(following.span.start, pace.rate) - pace.gap if following else end
        out = _out_time(cue, start, limit, pace, chained=following is not None)
        shown.append(Cue(Span(start, max(out, start + 1 / pace.rate)), cue.text, cue.words))
    return tuple(shown)


def _out_time(cue: Cue, start: Seconds, limit: Seconds, pace: Pace, *, chained: bool) -> Seconds:
    spoken = at_frame(cue.span.end, pace.rate)
    to_read = start + Seconds(len(_said(cue)), pace.target_cps)
    wanted = max(spoken + LINGER, start + SHORTEST, min(to_read, spoken + MOST_LINGER))
    out = min(at_frame(wanted, pace.rate), limit, start + LONGEST)
    if chained and 0 < limit - out < CLOSED - pace.gap and limit - start <= LONGEST:
        return limit
    return out


def violations(cues: Sequence[Cue], pace: Pace) -> Iterator[str]:
    """What is against the rules in `cues` as they are shown, each in words with its time."""
    for cue, following in zip_longest(cues, cues[1:]):
        at = f"the subtitle at {clock_text(cue.span.start)}"
        speed = len(_said(cue)) / float(cue.span.duration)
        if speed > pace.hard_cps:
            yield f"{at} has {speed:.0f} characters a second, more than {pace.hard_cps}"
        if cue.span.duration < SHORTEST:
            yield f"{at} is shown for {float(cue.span.duration):.2f} s, less than 0.83 s"
        if cue.span.duration > LONGEST:
            yield f"{at} is shown for {float(cue.span.duration):.1f} s, more than 7 s"
        if following and following.span.start - cue.span.end < pace.gap:
            yield f"{at} is followed by the next within two frames"


def _said(cue: Cue) -> str:
    return " ".join(cue.text.split())
