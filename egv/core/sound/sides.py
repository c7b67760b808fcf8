"""The two sides of a stereo sound: one that is missing, one that is inverted, two voices far apart.

Only what is so in nearly all of a sound is mended: music and places that are wide stay as they are.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from math import log10

from egv.core.graph.pads import Pad, apply_filter
from egv.core.media.spans import find_runs
from egv.core.media.timing import Seconds, Span, format_clock
from egv.core.sound.activity import find_percentile

WINDOW_S = Seconds(1, 2)  # one measurement of both sides
AUDIBLE_DBFS = -65.0
RELEVANT_DB = 25.0  # windows this far below the loud ones say nothing of the voice
ONE_SIDED_DB, LEANING_DB = 20.0, 12.0  # in all, and in each window
FAR_DB = 30.0  # in each window of a stretch
OPPOSED = -0.7  # correlation: wide music goes down to about -0.5 for moments
NEARLY_ALL = 0.9  # of the relevant windows
APART_SHARE, EACH_SHARE = 0.7, 0.1  # windows with a voice on one side: in all, and on each side
OTHER_SIDE_GAIN = 0.5  # of a voice that is brought in: 6 dB softer in the other ear
LONG_S = Seconds(2)  # a shorter stretch is not told


class SideFault(StrEnum):
    """A fault of the sides of a stereo sound."""

    LEFT_ONLY = "left only"
    RIGHT_ONLY = "right only"
    INVERTED = "inverted"
    APART = "apart"


PANS = {
    SideFault.LEFT_ONLY: "stereo|c0=c0|c1=c0",
    SideFault.RIGHT_ONLY: "stereo|c0=c1|c1=c1",
    SideFault.INVERTED: "stereo|c0=c0|c1=-1*c1",
    SideFault.APART: f"stereo|c0=c0+{OTHER_SIDE_GAIN}*c1|c1=c1+{OTHER_SIDE_GAIN}*c0",
}
FAULTS = {
    SideFault.LEFT_ONLY: "the sound is on the left side only",
    SideFault.RIGHT_ONLY: "the sound is on the right side only",
    SideFault.INVERTED: "one side of the sound is inverted, so that both cancel each other on a"
    " phone's one speaker",
    SideFault.APART: "one voice is far to the left and another far to the right",
}
MENDED = {
    SideFault.LEFT_ONLY: "it is now on both",
    SideFault.RIGHT_ONLY: "it is now on both",
    SideFault.INVERTED: "it is put right",
    SideFault.APART: "they are brought in, so that both ears hear both",
}


@dataclass(frozen=True, slots=True)
class Sides:
    """Measurements of a stereo sound, one each half second: levels, and how alike both sides are.

    The correlation is 1 for two equal sides, 0 for unlike ones, -1 where one is inverted.
    """

    left_dbfs: tuple[float, ...] = ()
    right_dbfs: tuple[float, ...] = ()
    correlations: tuple[float, ...] = ()

    @property
    def relevant(self) -> tuple[bool, ...]:
        """The windows about as loud as the loud ones."""
        louder = tuple(map(max, self.left_dbfs, self.right_dbfs))
        least = max(find_percentile(louder, 0.9) - RELEVANT_DB, AUDIBLE_DBFS)
        return tuple(level > least for level in louder)

    @property
    def leanings_db(self) -> tuple[float, ...]:
        """The level of the left side over that of the right in each window, dB."""
        return tuple(a - b for a, b in zip(self.left_dbfs, self.right_dbfs, strict=True))


def find_side_fault(sides: Sides) -> SideFault | None:
    """Find what is wrong with the sides of nearly all of a sound, if anything.

    `APART` may also be music: it is a fault only where somebody speaks.
    """
    numbers = [number for number, is_relevant in enumerate(sides.relevant) if is_relevant]
    if not numbers:
        return None
    leanings = [sides.leanings_db[number] for number in numbers]
    left, right = (
        _measure_share([sign * leaning >= LEANING_DB for leaning in leanings]) for sign in (1, -1)
    )
    over_db = _sum_levels(sides.left_dbfs, numbers) - _sum_levels(sides.right_dbfs, numbers)
    if left >= NEARLY_ALL and over_db >= ONE_SIDED_DB:
        return SideFault.LEFT_ONLY
    if right >= NEARLY_ALL and -over_db >= ONE_SIDED_DB:
        return SideFault.RIGHT_ONLY
    if _measure_share([sides.correlations[n] <= OPPOSED for n in numbers]) >= NEARLY_ALL:
        return SideFault.INVERTED
    if min(left, right) >= EACH_SHARE and left + right >= APART_SHARE:
        return SideFault.APART
    return None


@dataclass(frozen=True, slots=True)
class SideStretches:
    """A fault of the sides in only a part of a sound, and the spans that have it."""

    fault: SideFault
    spans: tuple[Span, ...]


def find_side_stretches(sides: Sides) -> SideStretches | None:
    """Find where only a part of a sound has a fault; None where no part has.

    Music may be so on purpose, so nothing is changed there.
    """
    leanings = sides.leanings_db
    flags_by_fault = {
        SideFault.INVERTED: [value <= OPPOSED for value in sides.correlations],
        SideFault.LEFT_ONLY: [leaning >= FAR_DB for leaning in leanings],
        SideFault.RIGHT_ONLY: [-leaning >= FAR_DB for leaning in leanings],
    }
    for fault, flags in flags_by_fault.items():
        if spans := _find_long_spans(sides.relevant, flags):
            return SideStretches(fault, tuple(spans))
    return None


def describe_stretches(sides: Sides) -> str:
    """Describe where only a part of a sound has a fault, as a sentence; "" where none has."""
    found = find_side_stretches(sides)
    if found is None:
        return ""
    cancelling = "both sides of the sound cancel each other on one speaker"
    words = cancelling if found.fault is SideFault.INVERTED else FAULTS[found.fault]
    return f"{_format_places(found.spans)} {words}; left as it is"


def _find_long_spans(relevant: Sequence[bool], flags: Sequence[bool]) -> list[Span]:
    """Find the long stretches of true `flags`; windows that are not `relevant` change nothing."""
    lasting, now = [], False
    for is_relevant, flag in zip(relevant, flags, strict=True):
        now = flag if is_relevant else now
        lasting.append(now)
    spans = [Span(first * WINDOW_S, end * WINDOW_S) for first, end in find_runs(lasting)]
    return [span for span in spans if span.duration >= LONG_S]


def _format_places(spans: Sequence[Span]) -> str:
    first = f"from {format_clock(spans[0].start)} to {format_clock(spans[0].end)}"
    return f"{first} and in {len(spans) - 1} more places" if spans[1:] else first


def mend_sides(sound: Pad, fault: SideFault) -> Pad:
    """Mend the `fault` of the sides of `sound`, which is stereo."""
    return apply_filter(sound, "pan", args=PANS[fault])


def _measure_share(flags: Sequence[bool]) -> float:
    return sum(flags) / len(flags)


def _sum_levels(levels_dbfs: Sequence[float], numbers: Sequence[int]) -> float:
    """Compute the level, dB, of the windows with these `numbers` together."""
    return 10 * log10(sum(10 ** (levels_dbfs[number] / 10) for number in numbers))
