"""The fields of a picture: half pictures of every second line, judged by samples of many frames.

One frame proves nothing: cameras store whole frames as two fields, films are spread over fields for
television, editors mix both, and programs lose or invent the mark in the file.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from egv.core.media.timing import Seconds

FEWEST = 3  # frames that show the same: fewer are a chance
COMBED_SHARE = 0.25  # of the moving frames of a span that is interlaced; slow movement shows none
CYCLE = 5  # frames in which television holds four of a film, two of them mixed
FILM_RATES = (Fraction(30000, 1001), Fraction(30))
AGREEING = 0.9  # share of the frames that fit the cycle
SURE = 4  # times as many frames with one field first as with the other
# Frames of two moments in a clip that is not marked. Noise and rain look the same, but without an
# order of the fields: of 24 frames by chance, four in five agree once in 700 times.
FEWEST_UNMARKED = 24


WHOLE = "the clip is marked as interlaced, but its frames are whole pictures; they stay as they are"
UNMARKED = (
    "the clip is not marked as interlaced, but the lines of its frames are of two moments;"
    " each moment becomes a frame of its own"
)
MISORDERED = (
    "the clip states the wrong order of its half pictures; they are shown in the order in which"
    " they move on"
)
MIXED = (
    "some parts of the clip are interlaced and some are not; only the interlaced frames are"
    " converted"
)
FILM = "the clip is a film spread over television fields; its own frames are put together again"


class Fields(StrEnum):
    """The use that a clip makes of fields."""

    NONE = "none"
    WHOLE = "whole"  # two fields of one moment, stored as if they were of two
    INTERLACED = "interlaced"
    MIXED = "mixed"
    FILM = "film"  # four frames of a film spread over five


class Comb(StrEnum):
    """The difference between the fields of one frame."""

    TOP = "top"  # the upper field is earlier
    BOTTOM = "bottom"
    CLEAR = "clear"  # both are of one moment
    UNKNOWN = "unknown"  # nothing moves


@dataclass(frozen=True, slots=True)
class FieldSample:
    """One frame: whether it is marked as interlaced, and what its lines show."""

    marked: bool
    comb: Comb


@dataclass(frozen=True, slots=True)
class FieldVerdict:
    """The judgement on a clip; `order` is `tff`, `bff`, or `auto` where only the mark tells."""

    fields: Fields = Fields.NONE
    order: str = "auto"
    note: str = ""


Spans = Sequence[Sequence[FieldSample]]


def judge_fields(spans: Spans, rate: Fraction, stated_order: str = "auto") -> FieldVerdict:
    """Judge a clip of `rate` frames a second by spans of consecutive frames."""
    seen = [sample for span in spans for sample in span]
    marked = sum(sample.marked for sample in seen) * 2 >= len(seen) > 0
    kinds = [_judge_span(span) for span in spans]
    if Fields.INTERLACED not in kinds:
        if not marked:
            return FieldVerdict()
        clear = Fields.WHOLE in kinds
        return FieldVerdict(Fields.WHOLE, note=WHOLE) if clear else FieldVerdict(Fields.INTERLACED)
    combs = [sample.comb for sample in seen]
    top, bottom = combs.count(Comb.TOP), combs.count(Comb.BOTTOM)
    order = "tff" if top >= SURE * bottom else "bff" if bottom >= SURE * top else "auto"
    if rate in FILM_RATES and is_film(spans):
        return FieldVerdict(Fields.FILM, order, FILM)
    if not marked and (order == "auto" or top + bottom < FEWEST_UNMARKED):
        return FieldVerdict()
    if Fields.WHOLE in kinds:
        return FieldVerdict(Fields.MIXED, order, MIXED)
    note = "" if marked else UNMARKED
    if marked and "auto" not in (order, stated_order) and order != stated_order:
        note = MISORDERED
    return FieldVerdict(Fields.INTERLACED, order, note)


def _judge_span(span: Sequence[FieldSample]) -> Fields:
    """Judge one span: interlaced, of whole frames, or `NONE` where too little moves to tell."""
    combs = [sample.comb for sample in span]
    clear = combs.count(Comb.CLEAR)
    split = combs.count(Comb.TOP) + combs.count(Comb.BOTTOM)
    if split >= FEWEST and split >= COMBED_SHARE * (split + clear):
        return Fields.INTERLACED
    return Fields.WHOLE if clear >= FEWEST and not split else Fields.NONE


def is_film(spans: Spans) -> bool:
    """True where two of every five moving frames are mixed, always the same two."""
    fitting = judged = 0
    for span in spans:
        combs = [sample.comb for sample in span]
        known = [at for at, comb in enumerate(combs) if comb is not Comb.UNKNOWN]
        if len(known) < 2 * CYCLE:
            continue
        judged += len(known)
        fitting += max(
            sum((combs[at] is not Comb.CLEAR) == ((at - first) % CYCLE < 2) for at in known)
            for first in range(CYCLE)
        )
    return judged > 0 and fitting >= AGREEING * judged


def find_shown_rate(verdict: FieldVerdict, rate: Fraction) -> Fraction:
    """Find the rate of whole pictures in a clip of `rate` frames a second."""
    if verdict.fields is Fields.FILM:
        return rate * (CYCLE - 1) / CYCLE
    if verdict.fields in (Fields.INTERLACED, Fields.MIXED) and rate <= 48:
        return rate * 2
    return rate


def list_sample_times(duration: Seconds, count: int) -> tuple[Seconds, ...]:
    """List `count` times, s, in the middle of equal parts of a clip of `duration` s."""
    return tuple(duration * (2 * part + 1) / (2 * count) for part in range(count))
