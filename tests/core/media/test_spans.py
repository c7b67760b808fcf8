"""Arithmetic on spans and ranges: what is covered stays covered, and is said once."""

from fractions import Fraction
from itertools import groupby, pairwise

from hypothesis import given
from hypothesis import strategies as st

from egv.core.media.spans import (
    find_gaps,
    find_overlapping_spans,
    find_runs,
    intersect_spans,
    measure_covered_share,
    measure_overlap,
    merge_ranges,
    merge_spans,
    snap_span,
    snap_spans,
    subtract_spans,
    sum_durations,
    widen_to_frames,
)
from egv.core.media.timing import STANDARD_RATES, Seconds, Span

MINUTE = Span(Seconds(0), Seconds(60))

rates = st.sampled_from(STANDARD_RATES)
any_span = st.lists(st.integers(0, 60_000), min_size=2, max_size=2, unique=True).map(
    lambda edges: Span(Seconds(min(edges), 1000), Seconds(max(edges), 1000))
)
any_spans = st.lists(any_span, max_size=8)
any_ranges = st.lists(
    st.tuples(st.integers(0, 60), st.integers(1, 9)).map(lambda r: (r[0], r[0] + r[1])), max_size=9
)


@st.composite
def spans_on_clock(draw: st.DrawFn, most: int = 8) -> tuple[Span, ...]:
    """Ordered, disjoint spans somewhere in a minute."""
    edges = sorted(draw(st.lists(st.integers(0, 60_000), max_size=2 * most, unique=True)))
    times = [Seconds(edge, 1000) for edge in edges]
    return tuple(Span(a, b) for a, b in zip(times[::2], times[1::2], strict=False))


def span(start: float | str, end: float | str) -> Span:
    return Span(Seconds(str(start)), Seconds(str(end)))


@given(any_ranges)
def test_merged_ranges_cover_the_same_numbers_in_order_and_apart(
    ranges: list[tuple[int, int]],
) -> None:
    merged = merge_ranges(ranges)

    assert {n for r in merged for n in range(*r)} == {n for r in ranges for n in range(*r)}
    assert all(end < start for (_, end), (start, _) in pairwise(merged))


@given(any_ranges, st.integers(0, 9))
def test_gaps_under_the_shortest_are_closed_and_no_others(
    ranges: list[tuple[int, int]], shortest: int
) -> None:
    plain, closed = merge_ranges(ranges), merge_ranges(ranges, shortest)
    gaps = [start - end for (_, end), (start, _) in pairwise(plain)]

    assert [start - end for (_, end), (start, _) in pairwise(closed)] == [
        gap for gap in gaps if gap >= shortest
    ]


@given(any_spans)
def test_merging_twice_changes_nothing(spans: list[Span]) -> None:
    merged = merge_spans(spans)

    assert merge_spans(merged) == merged
    assert merge_spans(reversed(spans)) == merged


def test_a_pause_as_long_as_the_shortest_gap_stays() -> None:
    spans = [span(0, 1), span(3.5, 4), span(6.4, 7)]

    assert merge_spans(spans, Seconds(5, 2)) == (span(0, 1), span(3.5, 7))


@given(st.lists(st.booleans(), max_size=40))
def test_runs_are_those_of_groupby(flags: list[bool]) -> None:
    wanted, at = [], 0
    for flag, group in groupby(flags):
        length = len(list(group))
        if flag:
            wanted.append((at, at + length))
        at += length

    assert find_runs(flags) == wanted


@given(spans_on_clock(), any_span)
def test_overlapping_spans_are_found_as_by_looking_at_each(
    spans: tuple[Span, ...], wanted: Span
) -> None:
    assert list(find_overlapping_spans(spans, wanted)) == [s for s in spans if s.overlap(wanted)]


@given(spans_on_clock(), spans_on_clock())
def test_intersection_is_ordered_and_the_same_from_both_sides(
    spans: tuple[Span, ...], others: tuple[Span, ...]
) -> None:
    both = intersect_spans(spans, others)

    assert both == intersect_spans(others, spans)
    assert both == tuple(sorted(both))
    assert list(both) == [c for a in spans for b in others if (c := a.overlap(b))]


@given(spans_on_clock(), any_span)
def test_covered_and_uncovered_time_fill_a_span(spans: tuple[Span, ...], whole: Span) -> None:
    covered = measure_overlap(spans, whole)

    assert covered + sum_durations(find_gaps(spans, whole)) == whole.duration
    assert measure_covered_share(spans, whole) == float(covered / whole.duration)


@given(spans_on_clock(), spans_on_clock())
def test_difference_and_intersection_share_out_every_span(
    spans: tuple[Span, ...], others: tuple[Span, ...]
) -> None:
    without, both = subtract_spans(spans, others), intersect_spans(spans, others)

    assert sum_durations(without) + sum_durations(both) == sum_durations(spans)
    assert merge_spans((*without, *both)) == merge_spans(spans)
    assert not intersect_spans(without, others)


@given(spans_on_clock(), st.randoms())
def test_cuts_may_be_given_in_any_order(spans: tuple[Span, ...], random: st.DataObject) -> None:
    mixed = list(spans)
    random.shuffle(mixed)  # type: ignore[attr-defined]

    assert subtract_spans((MINUTE,), mixed) == find_gaps(spans, MINUTE)


@given(any_span, rates)
def test_a_snapped_span_is_on_the_grid_and_half_a_frame_off_at_most(
    given_span: Span, rate: Fraction
) -> None:
    snapped = snap_span(given_span, rate)

    if snapped is None:
        assert given_span.duration <= 1 / rate
    else:
        assert (snapped.start * rate).denominator == (snapped.end * rate).denominator == 1
        assert abs(snapped.start - given_span.start) <= 1 / rate / 2
        assert abs(snapped.end - given_span.end) <= 1 / rate / 2


def test_spans_are_snapped_to_the_nearest_frames_and_short_ones_vanish() -> None:
    assert snap_spans([span(1.04, 1.96), span(3.01, 3.02)], Fraction(10)) == (span(1, 2),)
    assert snap_spans([span(1, 1.96), span(2.04, 3)], Fraction(10)) == (span(1, 3),)


def test_frames_are_rounded_outwards() -> None:
    assert widen_to_frames([span(1.01, 1.99)], Fraction(10), MINUTE) == (span(1, 2),)


@given(spans_on_clock(), rates)
def test_widening_loses_nothing_and_leaves_whole_frames(
    spans: tuple[Span, ...], rate: Fraction
) -> None:
    minute = Span(Seconds(0), int(60 * rate) / rate)
    inside = intersect_spans(spans, (minute,))
    wide = widen_to_frames(inside, rate, minute)

    assert intersect_spans(wide, inside) == inside
    assert all((edge * rate).denominator == 1 for s in wide for edge in (s.start, s.end))
    assert all(a.end < b.start for a, b in pairwise(wide))
