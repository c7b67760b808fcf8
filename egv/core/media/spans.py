"""Arithmetic on spans of time and on ranges of whole numbers; both are half-open."""

from __future__ import annotations

import math
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from fractions import Fraction
from typing import TypeVar

from egv.core.media.timing import Seconds, Span, snap_to_frame

Number = TypeVar("Number", int, Fraction)


def sum_durations(spans: Iterable[Span]) -> Seconds:
    """Sum the durations of `spans`, in seconds."""
    return sum((span.duration for span in spans), Seconds(0))


def find_overlapping_spans(spans: Sequence[Span], span: Span) -> Sequence[Span]:
    """Find those of `spans` (ordered, disjoint) that overlap `span`, each whole."""
    first = bisect_right(spans, span.start, key=lambda earlier: earlier.end)
    return spans[first : bisect_left(spans, span.end, key=lambda later: later.start)]


def intersect_spans(spans: Sequence[Span], others: Sequence[Span]) -> tuple[Span, ...]:
    """Return the common part of two lists of spans, each ordered and disjoint, as the result is."""
    return tuple(
        both
        for other in others
        for span in find_overlapping_spans(spans, other)
        if (both := span.overlap(other))
    )


def measure_overlap(spans: Sequence[Span], span: Span) -> Seconds:
    """Measure how much of `span` is covered by `spans` (ordered, disjoint), in seconds."""
    return sum_durations(intersect_spans(spans, (span,)))


def measure_covered_share(spans: Sequence[Span], span: Span) -> float:
    """Measure the share (0 to 1) of `span` that `spans` (ordered, disjoint) cover."""
    return float(measure_overlap(spans, span) / span.duration)


def merge_spans(spans: Iterable[Span], shortest_gap: Seconds | int = 0) -> tuple[Span, ...]:
    """Sort `spans` and join those that overlap, touch or lie nearer than `shortest_gap`, s."""
    edges = ((span.start, span.end) for span in spans)
    return tuple(Span(start, end) for start, end in merge_ranges(edges, shortest_gap))


def merge_ranges(
    ranges: Iterable[tuple[Number, Number]], shortest_gap: Number | int = 0
) -> list[tuple[Number, Number]]:
    """Sort `ranges` and join those that overlap, touch or lie nearer than `shortest_gap`."""
    merged: list[tuple[Number, Number]] = []
    for start, end in sorted(ranges):
        if merged and (start <= merged[-1][1] or start - merged[-1][1] < shortest_gap):
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


def find_gaps(spans: Sequence[Span], within: Span) -> tuple[Span, ...]:
    """Find the parts of `within` that `spans` (ordered, disjoint) do not cover."""
    inside = intersect_spans(spans, (within,))
    starts = (within.start, *(span.end for span in inside))
    ends = (*(span.start for span in inside), within.end)
    return tuple(Span(a, b) for a, b in zip(starts, ends, strict=True) if a < b)


def subtract_spans(spans: Sequence[Span], cuts: Sequence[Span]) -> tuple[Span, ...]:
    """Return `spans` (ordered, disjoint) without `cuts`, which may be unordered and overlap."""
    return tuple(left for span in spans for left in find_gaps(merge_spans(cuts), span))


def find_runs(flags: Iterable[bool]) -> list[tuple[int, int]]:
    """Find the unbroken runs of true `flags`, as the numbers [first, end) of their flags."""
    return merge_ranges((at, at + 1) for at, flag in enumerate(flags) if flag)


def snap_span(span: Span, rate: Fraction) -> Span | None:
    """Snap both ends of `span` to the nearest frame; None where no frame is left between them."""
    start, end = snap_to_frame(span.start, rate), snap_to_frame(span.end, rate)
    return Span(start, end) if start < end else None


def snap_spans(spans: Iterable[Span], rate: Fraction) -> tuple[Span, ...]:
    """Snap `spans` to the nearest frames, and join those that then touch; some may vanish."""
    return merge_spans(snapped for span in spans if (snapped := snap_span(span, rate)))


def widen_to_frames(spans: Sequence[Span], rate: Fraction, within: Span) -> tuple[Span, ...]:
    """Widen `spans` to whole frames, so that nothing kept is lost, but not beyond `within`.

    `within` is on the frame grid. Spans that then touch are joined.
    """
    wider = merge_spans(
        Span(math.floor(span.start * rate) / rate, math.ceil(span.end * rate) / rate)
        for span in spans
    )
    return intersect_spans(wider, (within,))
