"""Timing of subtitles: long enough to be read, never on top of the next one.

After the Netflix Timed Text Style Guide (minimum 5/6 s, maximum 7 s, two frames between cues,
smaller gaps closed, no cue that starts or ends just beside a cut) and the BBC Subtitle Guidelines
(a cue may linger for 1.5 s).
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import zip_longest

from egv.core.media.clip import Cue
from egv.core.media.timing import Seconds, Span, format_clock, snap_to_frame

SHORTEST, LONGEST = Seconds(5, 6), Seconds(7)
GAP_FRAMES = 2  # between two cues, so that the eye sees the text change
CLOSED = Seconds(1, 2)  # a shorter gap flickers and is closed to two frames
LINGER = Seconds(3, 10)  # after its last word, where no cue follows
MOST_LINGER = Seconds(3, 2)  # the most, where reading takes longer than speaking
BESIDE_CUT = Seconds(1, 2)  # a cue that starts or ends nearer to a cut than this makes the eye jump
ONTO_NEXT_CUT = Seconds(1, 3)  # the most that a cue is delayed to start with the next shot
SPILL = Seconds(15, 100)  # the part of a word after a cut that may be heard without its text

# Characters a second, spaces included: the target, and the limit for a report.
TARGET_CPS = {"nl": 17, "en": 20}
HARD_CPS = {"nl": 20, "en": 25}
OTHER_TARGET, OTHER_HARD = 17, 20


@dataclass(frozen=True, slots=True)
class ReadingPace:
    """The reading speed of viewers of one language, and the frame rate."""

    rate: Fraction
    target_cps: int
    hard_cps: int

    @property
    def least_gap(self) -> Seconds:
        """The least time between two cues, s."""
        return GAP_FRAMES / self.rate


def choose_reading_pace(language: str, rate: Fraction, max_cps: int | None = None) -> ReadingPace:
    """Choose the reading pace for `language` at `rate` frames a second.

    `language` is ISO 639-1, "" when unknown. `max_cps` replaces the language's hard limit; the
    target is never above `max_cps`.
    """
    target, hard = TARGET_CPS.get(language, OTHER_TARGET), HARD_CPS.get(language, OTHER_HARD)
    return ReadingPace(rate, min(target, max_cps or target), max_cps or hard)


@dataclass(frozen=True, slots=True)
class _CueSlot:
    """A cue, the time from which it is shown, and the latest time until which it may be, s."""

    cue: Cue
    start: Seconds
    limit: Seconds

    @property
    def latest(self) -> Seconds:
        """The latest end of a cue that is not too long."""
        return min(self.limit, self.start + LONGEST)


def time_cues(
    cues: Sequence[Cue], pace: ReadingPace, end: Seconds, cuts: Sequence[Seconds] = ()
) -> tuple[Cue, ...]:
    """Give `cues` (spoken times, in order) the times at which they are shown, on whole frames.

    A cue starts before its speech only where the picture is cut just then, and none stays past
    `end`, the programme's end. `cuts` are the times at which the picture changes to another shot,
    s, in order.
    """
    at_cuts = [snap_to_frame(cut, pace.rate) for cut in cuts]
    starts = _plan_starts(cues, pace, at_cuts)
    shown = []
    for cue, start, following in zip_longest(cues, starts, starts[1:]):
        limit = following - pace.least_gap if following is not None else end
        slot = _CueSlot(cue, start, limit)
        out = _plan_out_time(slot, pace, chained=following is not None)
        out = _move_from_cut(out, slot, pace, at_cuts)
        shown.append(Cue(Span(start, max(out, start + 1 / pace.rate)), cue.text, cue.words))
    return tuple(shown)


def _plan_starts(cues: Sequence[Cue], pace: ReadingPace, cuts: Sequence[Seconds]) -> list[Seconds]:
    """Plan the start of each cue: as its speech starts, or at a cut that is near enough."""
    starts: list[Seconds] = []
    spoken = earliest = Seconds(0)  # end of the words before; first free moment
    for cue in cues:
        start = snap_to_frame(cue.span.start, pace.rate)
        cut = _find_nearest_cut(start, cuts)
        if cut is not None:
            too_late = cut - start > ONTO_NEXT_CUT
            moved = snap_to_frame(cut - BESIDE_CUT, pace.rate) if too_late else cut
            spills = spoken - moved > (0 if too_late else SPILL)
            if earliest <= moved and not spills and cue.span.end - moved >= SHORTEST / 2:
                start = moved
        starts.append(start)
        spoken, earliest = cue.span.end, start + SHORTEST + pace.least_gap
    return starts


def _move_from_cut(
    out: Seconds, slot: _CueSlot, pace: ReadingPace, cuts: Sequence[Seconds]
) -> Seconds:
    """Move `out` to just before a near cut; to well after the cut where the speech runs over it."""
    cut = _find_nearest_cut(out, cuts)
    if cut is None or out == cut - pace.least_gap:
        return out
    before, start = cut - pace.least_gap, slot.start
    if slot.cue.span.end <= cut + SPILL and before - start >= min(SHORTEST, out - start):
        return before if before <= slot.latest else out
    after = cut + BESIDE_CUT
    return after if cut < out < after <= slot.latest else out


def _find_nearest_cut(at: Seconds, cuts: Sequence[Seconds]) -> Seconds | None:
    """Find the cut nearest to `at`, if there is one near enough to matter."""
    number = bisect_left(cuts, at)
    near = [cut for cut in cuts[max(0, number - 1) : number + 1] if abs(cut - at) < BESIDE_CUT]
    return min(near, key=lambda cut: abs(cut - at), default=None)


def _plan_out_time(slot: _CueSlot, pace: ReadingPace, *, chained: bool) -> Seconds:
    cue, start, limit = slot.cue, slot.start, slot.limit
    spoken = snap_to_frame(cue.span.end, pace.rate)
    to_read = start + Seconds(len(_flatten_text(cue)), pace.target_cps)
    wanted = max(spoken + LINGER, start + SHORTEST, min(to_read, spoken + MOST_LINGER))
    out = min(snap_to_frame(wanted, pace.rate), slot.latest)
    if chained and 0 < limit - out < CLOSED - pace.least_gap and limit - start <= LONGEST:
        return limit
    return out


def describe_timing_faults(cues: Sequence[Cue], pace: ReadingPace) -> Iterator[str]:
    """Describe every breach of the timing rules in `cues` as shown, each with its time."""
    for cue, following in zip_longest(cues, cues[1:]):
        at = f"the subtitle at {format_clock(cue.span.start)}"
        speed = len(_flatten_text(cue)) / float(cue.span.duration)
        if speed > pace.hard_cps:
            yield f"{at} has {speed:.0f} characters a second, more than {pace.hard_cps}"
        if cue.span.duration < SHORTEST:
            yield f"{at} is shown for {float(cue.span.duration):.2f} s, less than 0.83 s"
        if cue.span.duration > LONGEST:
            yield f"{at} is shown for {float(cue.span.duration):.1f} s, more than 7 s"
        if following and following.span.start - cue.span.end < pace.least_gap:
            yield f"{at} ends less than two frames before the next one"


def _flatten_text(cue: Cue) -> str:
    return " ".join(cue.text.split())
