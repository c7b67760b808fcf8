"""Times of subtitles by the broadcasters' rules (R5, R8)."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from egv.core.cues.cue_timing import (
    LONGEST,
    MOST_LINGER,
    SHORTEST,
    choose_reading_pace,
    describe_timing_faults,
    time_cues,
)
from egv.core.media.clip import Cue
from egv.core.media.timing import Seconds, Span

END = Seconds(600)
DUTCH, ENGLISH = choose_reading_pace("nl", Seconds(25)), choose_reading_pace("en", Seconds(25))


def cue(start: float, end: float, text: str = "Hello there.") -> Cue:
    return Cue(Span(Seconds(str(start)), Seconds(str(end))), text)


def times(*cues: Cue) -> list[tuple[float, float]]:
    return [(float(c.span.start), float(c.span.end)) for c in time_cues(cues, DUTCH, END)]


def test_a_lone_cue_lingers_a_little() -> None:
    [(start, end)] = times(cue(1, 3))

    assert start == 1
    assert end == pytest.approx(3.28, abs=0.04)


def test_a_short_cue_is_shown_long_enough() -> None:
    [(start, end)] = times(cue(1, 1.2, "Ja."))

    assert end - start >= float(SHORTEST) - 0.021


def test_a_cue_that_is_spoken_fast_stays_longer_but_not_for_ever() -> None:
    [(_, end)] = times(cue(1, 2, "x" * 80))

    assert end == pytest.approx(2 + float(MOST_LINGER), abs=0.04)


def test_two_frames_stay_free_before_the_next() -> None:
    first, second = times(cue(1, 2), cue(2, 3))

    assert second[0] - first[1] == pytest.approx(0.08)


def test_a_small_gap_is_closed_and_a_pause_is_left() -> None:
    closed, _, alone, _ = times(cue(1, 2), cue(2.6, 4), cue(10, 11), cue(13, 14))

    assert closed[1] == pytest.approx(2.52)
    assert alone[1] == pytest.approx(11.3, abs=0.04)


def test_nothing_stays_past_the_end() -> None:
    [only] = time_cues((cue(598, 599.9),), DUTCH, END)

    assert only.span.end <= END


def test_english_is_read_faster_than_dutch() -> None:
    text = "x" * 60
    [dutch], [english] = (time_cues((cue(1, 3, text),), p, END) for p in (DUTCH, ENGLISH))

    assert english.span.end < dutch.span.end


speech = st.lists(
    st.tuples(st.integers(5, 90), st.integers(0, 40), st.integers(1, 84)), min_size=1, max_size=12
)


@given(speech, st.sampled_from([Seconds(24), Seconds(25), Seconds(30000, 1001), Seconds(60)]))
def test_the_rules_hold_for_any_speech(said: list[tuple[int, int, int]], rate: Seconds) -> None:
    pace, at, cues = choose_reading_pace("nl", rate), Seconds(0), []
    for length, pause, letters in said:
        end = at + Seconds(max(length, letters), 14)  # nobody speaks faster than this
        cues.append(Cue(Span(at, end), "x" * letters))
        at = end + Seconds(pause, 20)
    shown = time_cues(cues, pace, at + 5)

    assert shown
    for one in shown:
        assert (one.span.start * rate).denominator == (one.span.end * rate).denominator == 1
        assert one.span.duration <= LONGEST
    for one, other in pairwise(shown):
        assert other.span.start - one.span.end >= pace.least_gap
        assert not pace.least_gap < other.span.start - one.span.end < Seconds(1, 2) or (
            one.span.duration > LONGEST - Seconds(1, 2)
        )


def test_what_is_against_the_rules_is_said_with_its_time() -> None:
    shown = (cue(62, 62.4, "Much too fast to read."), cue(62.4, 70))
    said = list(describe_timing_faults(shown, DUTCH))

    assert said == [
        "the subtitle at 1:02.0 has 55 characters a second, more than 20",
        "the subtitle at 1:02.0 is shown for 0.40 s, less than 0.83 s",
        "the subtitle at 1:02.0 is followed by the next within two frames",
        "the subtitle at 1:02.4 is shown for 7.6 s, more than 7 s",
    ]


def with_cut(at: float, *cues: Cue) -> list[tuple[float, float]]:
    shown = time_cues(cues, DUTCH, END, [Seconds(str(at))])
    return [(float(c.span.start), float(c.span.end)) for c in shown]


@pytest.mark.parametrize(
    ("spoken", "start"),
    [(10.2, 10.0), (9.8, 10.0), (9.6, 9.5), (9.4, 9.4), (10.6, 10.6)],
)
def test_a_cue_comes_with_a_cut_that_is_near(spoken: float, start: float) -> None:
    [(shown, _)] = with_cut(10, cue(spoken, spoken + 2))

    assert shown == pytest.approx(start, abs=0.021)


@pytest.mark.parametrize(("spoken_until", "end"), [(9.8, 9.92), (10.1, 9.92), (10.4, 10.7)])
def test_a_cue_goes_before_a_cut_unless_it_is_still_spoken(spoken_until: float, end: float) -> None:
    [(_, shown)] = with_cut(10, cue(7, spoken_until, "Hello."))

    assert shown == pytest.approx(end, abs=0.021)


def test_words_over_a_cut_keep_the_next_cue_where_it_is() -> None:
    _, second = with_cut(10, cue(8, 10.25), cue(10.3, 12))

    assert second[0] == pytest.approx(10.32, abs=0.021)


spoken_cues = st.lists(
    st.tuples(st.integers(0, 3000), st.integers(200, 6000)), min_size=1, max_size=12
)


@given(spoken_cues, st.lists(st.integers(0, 60_000), max_size=12))
def test_no_cut_brings_cues_out_of_order_or_far_from_their_words(
    heard: list[tuple[int, int]], cuts: list[int]
) -> None:
    cues, at = [], Seconds(0)
    for gap, length in heard:
        at += Seconds(gap, 1000)
        cues.append(Cue(Span(at, at + Seconds(length, 1000)), "Hello there."))
        at += Seconds(length, 1000)
    moments = sorted(Seconds(cut, 1000) for cut in cuts)
    shown = time_cues(cues, ENGLISH, END, moments)

    assert len(shown) == len(cues)
    for one, other in pairwise(shown):
        assert one.span.end <= other.span.start
    for said, seen in zip(cues, shown, strict=True):
        assert abs(seen.span.start - said.span.start) <= Seconds(1, 2) + Seconds(1, 25)
