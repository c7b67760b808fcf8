"""A script placed by the pauses of a voice, without one word being recognised."""

from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from egv.core.cues.script import FASTEST, SLOWEST, place_script
from egv.core.cues.sentences import split_sentences
from egv.core.errors import GateError
from egv.core.media.timing import Seconds, Span


def span(start: float, end: float) -> Span:
    return Span(Seconds(str(start)), Seconds(str(end)))


def test_each_sentence_begins_after_the_pause_before_it() -> None:
    text = "This is the first one of them. And here is the second sentence. A third."
    speech = (span(1, 3.1), span(4, 6.2), span(7, 7.8))

    assert [cue.span.start for cue in place_script(text, speech)] == [1, 4, 7]


def test_a_pause_within_a_sentence_does_not_end_it() -> None:
    text = (
        "This first sentence holds a long pause, and then it simply goes on. A second one is here."
    )
    speech = (span(0, 2), span(2.4, 4.4), span(5.4, 6.9))

    assert [cue.span.start for cue in place_script(text, speech)] == [0, Fraction("5.4")]


def test_the_text_is_the_scripts_to_the_letter() -> None:
    text = "Één {naam} & <b>vet</b>: 100%. C:\\Nora zegt “ja” 😀! Klaar?"
    cues = place_script(text, (span(0, 2), span(2.5, 4), span(4.5, 5)))

    assert [cue.text for cue in cues] == list(split_sentences(text))


@pytest.mark.parametrize(
    ("text", "words"), [("Too short.", "shorter"), ("A very long text indeed. " * 40, "longer")]
)
def test_a_text_that_nobody_could_speak_in_that_time_is_refused(text: str, words: str) -> None:
    with pytest.raises(GateError, match=f"the script is much {words} than the speech"):
        place_script(text, (span(0, 10),))


def test_without_speech_nothing_is_placed() -> None:
    assert place_script("Hello there.", ()) == ()


@given(
    st.lists(st.integers(4, 90), min_size=1, max_size=12),
    st.lists(st.tuples(st.integers(3, 40), st.integers(2, 20)), min_size=1, max_size=12),
)
def test_sentences_are_placed_in_order_and_within_the_speech(
    lengths: list[int], bursts: list[tuple[int, int]]
) -> None:
    text = " ".join("x" * (length - 1) + "." for length in lengths)
    at, speech = Seconds(0), []
    scale = Seconds(sum(lengths), 14 * sum(length for length, _ in bursts)) * 10  # a usual pace
    for length, pause in bursts:
        end = at + length * scale / 10
        speech.append(Span(at, end))
        at = end + pause * scale / 10
    cues = place_script(text, speech)

    assert len(cues) == len(lengths)
    assert all(a.span.end <= b.span.start for a, b in pairwise(cues))
    assert cues[0].span.start == speech[0].start
    assert all(cue.span.start < speech[-1].end for cue in cues)


@pytest.mark.parametrize(("pace", "wrong"), [(SLOWEST, "20.2"), (FASTEST, "3.3")])
def test_the_slowest_and_the_fastest_voice_are_still_believed(pace: float, wrong: str) -> None:
    text = "x" * 99 + "."

    assert len(place_script(text, (Span(Seconds(0), 100 / Seconds(pace)),))) == 1
    with pytest.raises(GateError, match="100 characters for"):
        place_script(text, (span(0, float(wrong)),))


def test_only_speech_counts_for_the_pace_and_not_the_silence() -> None:
    text = "x" * 59 + ". " + "y" * 59 + "."

    assert len(place_script(text, (span(0, 4), span(600, 604)))) == 2


def test_where_nobody_pauses_each_sentence_takes_its_share() -> None:
    text = "Aaaa bbbb cccc dddd. Eeee ffff gggg hhhh."
    first, second = place_script(text, (span(1, 4),))

    assert (first.span, second.span) == (span(1, 2.5), span(2.5, 4))


def test_of_two_pauses_as_near_the_longer_ends_the_sentence() -> None:
    text = "Aaaa bbbb cccc dddd. Eeee ffff gggg hhhh."
    short_first = (span(0, 1.3), span(1.4, 1.8), span(2.6, 4))
    long_first = (span(0, 1.3), span(2.1, 2.5), span(2.6, 4))

    assert place_script(text, short_first)[1].span.start == Seconds("2.6")
    assert place_script(text, long_first)[1].span.start == Seconds("2.1")


def test_a_slow_sentence_does_not_push_the_others_on() -> None:
    text = "Slowly it is said here. Second one is this. Third one is this. Fourth one is this."
    speech = (span(0, 2.6), span(3.4, 4.5), span(5.3, 6.3), span(7.1, 8.3))

    assert [cue.span for cue in place_script(text, speech)] == list(speech)


@given(
    st.lists(st.integers(1, 90), min_size=1, max_size=12),
    st.lists(st.tuples(st.integers(1, 3000), st.integers(1, 3000)), min_size=1, max_size=12),
    st.integers(51, 299).map(lambda tenths: Seconds(tenths, 10)),
)
def test_at_any_pace_sentences_cover_the_speech_in_order_and_end_no_pause(
    lengths: list[int], bursts: list[tuple[int, int]], pace: Seconds
) -> None:
    said = tuple("é" * length + "!" for length in lengths)
    scale = sum(map(len, said)) / pace / sum(length for length, _ in bursts)
    at, speech = Seconds(0), []
    for length, pause in bursts:
        speech.append(Span(at, at + length * scale))
        at += (length + pause) * scale
    cues = place_script(" ".join(said), speech)

    assert tuple(cue.text for cue in cues) == said
    assert (cues[0].span.start, cues[-1].span.end) == (Seconds(0), speech[-1].end)
    assert all(a.span.end <= b.span.start for a, b in pairwise(cues))
    for one, other in pairwise(cues):  # nothing that is spoken lies between two sentences
        between = (one.span.end, other.span.start)
        assert between[0] == between[1] or between in [
            (a.end, b.start) for a, b in pairwise(speech)
        ]
