"""What is kept: dead air goes, words stay, whatever the clip."""

from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from egv.core.media.spans import (
    find_gaps,
    intersect_spans,
    merge_spans,
    snap_spans,
    sum_durations,
    widen_to_frames,
)
from egv.core.media.timing import STANDARD_RATES, Seconds, Span
from egv.core.sound.pause_cuts import (
    LEAD_S,
    LEAST_LEFT_S,
    SMALLEST_CUT_S,
    TAIL_S,
    SilenceMode,
    cut_dead_air,
)
from egv.core.sound.speech_spans import Speech

MINUTE = Span(Seconds(0), Seconds(60))


def span(start: float | str, end: float | str) -> Span:
    return Span(Seconds(str(start)), Seconds(str(end)))


def speech(*words: Span, sounds: tuple[Span, ...] = ()) -> Speech:
    return Speech(MINUTE.end, words, sounds)


@st.composite
def spans_on_clock(draw: st.DrawFn, least: int = 0) -> tuple[Span, ...]:
    """Ordered, disjoint spans somewhere in a minute, of which there are at least so many."""
    moments = st.integers(0, 60_000)
    edges = sorted(draw(st.lists(moments, min_size=2 * least, max_size=16, unique=True)))
    times = [Seconds(edge, 1000) for edge in edges]
    return tuple(Span(a, b) for a, b in zip(times[::2], times[1::2], strict=False))


@st.composite
def heard(draw: st.DrawFn, least: int = 0) -> Speech:
    """Speech with sounds between its words, of which there are at least so many."""
    spans = draw(spans_on_clock(least))
    others = len(spans) - least
    free = draw(st.lists(st.booleans(), min_size=others, max_size=others))
    picked = draw(st.permutations([*[True] * least, *free]))
    words = tuple(each for each, spoken in zip(spans, picked, strict=True) if spoken)
    sounds = tuple(each for each, spoken in zip(spans, picked, strict=True) if not spoken)
    return speech(*words, sounds=sounds)


pauses = st.integers(200, 3000).map(lambda ms: Seconds(ms, 1000))
rates = st.sampled_from(STANDARD_RATES)


def holds(kept: tuple[Span, ...], wanted: Span) -> bool:
    return any(each.start <= wanted.start and wanted.end <= each.end for each in kept)


def test_air_is_left_before_the_first_and_after_the_last_word() -> None:
    kept = cut_dead_air(MINUTE, speech(span(4, 20), span(30, 50)), SilenceMode.ENDS)

    assert kept == (Span(4 - LEAD_S, 50 + TAIL_S),)


def test_all_also_shortens_pauses_and_leaves_more_after_a_word_than_before() -> None:
    words = speech(span(4, 20), span(30, 50))

    kept = cut_dead_air(MINUTE, words, SilenceMode.ALL, Seconds(1, 2))

    assert kept == (span(3.75, 20.3), span(29.8, 50.45))


def test_a_pause_that_is_hardly_too_long_is_left_alone() -> None:
    words = speech(span(4, 20), span(20.6, 50))

    assert len(cut_dead_air(MINUTE, words, SilenceMode.ALL, Seconds(1, 2))) == 1


def test_a_few_frames_at_an_end_are_not_worth_a_cut() -> None:
    words = speech(span(0.35, 59.5))

    assert cut_dead_air(MINUTE, words, SilenceMode.ENDS) == (MINUTE,)


def test_off_cuts_nothing() -> None:
    assert cut_dead_air(MINUTE, speech(span(4, 5)), SilenceMode.OFF) == (MINUTE,)


@pytest.mark.parametrize("silence", SilenceMode)
def test_a_clip_in_which_nobody_speaks_is_kept_whole(silence: SilenceMode) -> None:
    assert cut_dead_air(MINUTE, speech(sounds=(span(3, 9),)), silence) == (MINUTE,)


def test_applause_after_the_last_word_is_kept_and_a_bump_before_the_first_is_not() -> None:
    words = speech(span(10, 40), sounds=(span(2, 2.7), span(41, 45)))

    assert cut_dead_air(MINUTE, words, SilenceMode.ENDS) == (span(9.75, 45.45),)


def test_a_laugh_in_a_pause_is_kept_and_the_silence_around_it_is_not() -> None:
    words = speech(span(4, 20), span(30, 50), sounds=(span(22, 22.6),))

    kept = cut_dead_air(MINUTE, words, SilenceMode.ALL)

    assert holds(kept, span(22, 22.6))
    assert sum_durations(kept) == Seconds("38.3")


def test_an_end_that_was_named_stands_as_named() -> None:
    words = speech(span(10, 40))

    kept = cut_dead_air(MINUTE, words, SilenceMode.ENDS, ends=(False, True))

    assert kept == (span(0, 40.45),)


def test_one_short_word_still_leaves_a_second() -> None:
    kept = cut_dead_air(MINUTE, speech(span(10, 10.1)), SilenceMode.ALL)

    assert sum_durations(kept) == LEAST_LEFT_S


def test_frames_are_rounded_outwards() -> None:
    assert widen_to_frames([span(1.01, 1.99)], Fraction(10), MINUTE) == (span(1, 2),)


def test_frames_named_by_people_are_rounded_to_the_nearest() -> None:
    near = snap_spans([span(1.04, 1.96), span(3.01, 3.02)], Fraction(10))

    assert near == (span(1, 2),)


@given(heard(1), st.sampled_from(SilenceMode), pauses, rates)
def test_words_are_always_kept(
    words: Speech, how: SilenceMode, pause: Seconds, rate: Fraction
) -> None:
    kept = widen_to_frames(cut_dead_air(MINUTE, words, how, pause), rate, MINUTE)

    assert words.spans
    assert all(holds(kept, word) for word in words.spans)


@given(heard(), st.sampled_from(SilenceMode), pauses, rates)
def test_what_is_kept_is_ordered_disjoint_on_the_grid_and_inside(
    words: Speech, how: SilenceMode, pause: Seconds, rate: Fraction
) -> None:
    minute = Span(Seconds(0), int(60 * rate) / rate)
    kept = widen_to_frames(cut_dead_air(minute, words, how, pause), rate, minute)

    assert kept
    assert all(a.end < b.start for a, b in pairwise(kept))
    assert all((edge * rate).denominator == 1 for each in kept for edge in (each.start, each.end))
    assert kept[0].start >= minute.start
    assert kept[-1].end <= minute.end
    assert kept[-1].end - kept[0].start >= LEAST_LEFT_S  # pauses in that second may still go


def test_a_pause_in_the_last_second_that_is_kept_is_shortened_too() -> None:
    words = speech(span(0, 0.01), sounds=(span(0.41, 0.42),))
    kept = cut_dead_air(MINUTE, words, SilenceMode.ALL, Seconds(1, 5))

    assert kept == (span(0, 0.16), span(0.36, 1))


@given(heard(), pauses)
def test_all_keeps_a_part_of_what_ends_keeps(words: Speech, pause: Seconds) -> None:
    ends = cut_dead_air(MINUTE, words, SilenceMode.ENDS)
    everywhere = cut_dead_air(MINUTE, words, SilenceMode.ALL, pause)

    assert intersect_spans(everywhere, ends) == everywhere


@given(heard(2), pauses)
def test_no_pause_stays_much_longer_than_asked(words: Speech, pause: Seconds) -> None:
    kept = cut_dead_air(MINUTE, words, SilenceMode.ALL, pause)
    quiet = find_gaps(merge_spans((*words.spans, *words.sounds)), MINUTE)
    inner = [each for each in quiet if each.start > kept[0].start and each.end < kept[-1].end]
    assume(inner)

    assert all(
        sum_durations(intersect_spans(kept, (each,))) < pause + SMALLEST_CUT_S for each in inner
    )


@given(heard(2), pauses)
def test_a_shortened_pause_leaves_air_after_the_word(words: Speech, pause: Seconds) -> None:
    kept = cut_dead_air(MINUTE, words, SilenceMode.ALL, pause)
    cut_after = [a.end for a, b in pairwise(kept)]
    assume(cut_after)

    # 80 ms after a final consonant is the promise; detection may stop up to 60 ms short of it.
    for end in cut_after:
        assert all(end - word.end >= Seconds("0.15") for word in words.spans if word.end <= end)
