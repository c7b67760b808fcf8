"""New times after cuts: what was kept lies end to end, in its old order and of its old length."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from egv.core.media.clip import Chapter, Cue, TextTrack, Word
from egv.core.media.retime import (
    cut_stretches,
    retime_chapters,
    retime_cues,
    retime_moments,
    retime_span,
    retime_spans,
    retime_tracks,
)
from egv.core.media.spans import sum_durations
from egv.core.media.timing import Seconds, Span


def span(start: float, end: float) -> Span:
    return Span(Seconds(str(start)), Seconds(str(end)))


@st.composite
def disjoint(draw: st.DrawFn) -> tuple[Span, ...]:
    """At least one span, in order."""
    edges = sorted(draw(st.lists(st.integers(0, 600), min_size=2, max_size=12, unique=True)))
    return tuple(
        Span(Seconds(a, 10), Seconds(b, 10))
        for a, b in zip(edges[::2], edges[1::2], strict=len(edges) % 2 == 0)
    )


KEPT = (span(1, 3), span(5, 6))  # seconds 1 to 3 become 0 to 2, and 5 to 6 become 2 to 3


def test_a_span_over_a_cut_stays_one_and_loses_what_was_cut() -> None:
    assert retime_span(span(2, 5.5), KEPT) == span(1, 2.5)


def test_spans_over_a_cut_become_two() -> None:
    assert retime_spans((span(2, 5.5),), KEPT) == (span(1, 2), span(2, 2.5))


def test_what_was_cut_whole_is_gone() -> None:
    assert retime_span(span(3, 5), KEPT) is None
    assert retime_moments([Seconds(4), Seconds(7)], KEPT) == ()


def test_a_moment_on_the_edge_of_a_cut_is_no_moment_any_more() -> None:
    assert retime_moments([Seconds(1), Seconds(2), Seconds(3), Seconds("5.5")], KEPT) == (
        Seconds(1),
        Seconds("2.5"),
    )


def test_a_cue_keeps_the_words_that_were_kept() -> None:
    words = (Word(span(2, 2.5), "Hello"), Word(span(3.5, 4), "there"), Word(span(5, 5.5), "all"))
    [cue] = retime_cues([Cue(span(2, 5.5), "Hello there all", words)], KEPT)

    assert cue.span == span(1, 2.5)
    assert cue.words == (Word(span(1, 1.5), "Hello"), Word(span(2, 2.5), "all"))


def test_a_track_without_cues_left_is_dropped() -> None:
    gone, left = Cue(span(3, 4), "gone"), Cue(span(1, 2), "left")

    assert retime_tracks([TextTrack("nl", (gone,)), TextTrack("en", (gone, left))], KEPT) == (
        TextTrack("en", (Cue(span(0, 1), "left"),)),
    )


def test_chapters_move_with_what_they_are_about() -> None:
    assert retime_chapters([Chapter(span(0, 2), "one"), Chapter(span(3, 5), "two")], KEPT) == (
        Chapter(span(0, 1), "one"),
    )


def test_stretches_are_cut_on_the_clock_on_which_they_lie_end_to_end() -> None:
    stretches = (span(10, 12), span(20, 23))  # on the programme's clock 0 to 2 and 2 to 5

    assert cut_stretches(stretches, (span(1, 3),)) == (span(11, 12), span(20, 21))


@given(disjoint(), disjoint())
def test_retimed_spans_keep_their_order_and_the_length_that_was_kept(
    spans: tuple[Span, ...], kept: tuple[Span, ...]
) -> None:
    moved = retime_spans(spans, kept)
    left = [both for a in spans for b in kept if (both := a.overlap(b))]

    assert sum_durations(moved) == sum_durations(left)
    assert all(one.end <= other.start for one, other in pairwise(moved))
    assert all(each.start >= 0 and each.end <= sum_durations(kept) for each in moved)


@given(disjoint(), disjoint())
def test_cutting_stretches_to_all_of_their_clock_changes_nothing(
    stretches: tuple[Span, ...], kept: tuple[Span, ...]
) -> None:
    whole = Span(Seconds(0), sum_durations(stretches))
    inside = [both for each in kept if (both := each.overlap(whole))]

    assert cut_stretches(stretches, (whole,)) == stretches
    assert sum_durations(cut_stretches(stretches, kept)) == sum_durations(inside)
