"""Trim: dead air, named stretches, and the brakes on cutting too much."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from egv.core.errors import GateError, UsageError
from egv.core.media.clip import Cue, TextTrack
from egv.core.media.timing import Seconds, Span
from egv.core.programme.edit import Edit
from egv.core.programme.questions import Ask, SpeechIn
from egv.core.sound.speech_spans import Speech, SpeechMethod
from egv.steps.trim import Trim
from tests.conftest import answering, graph_text, programme


def span(start: float | str, end: float | str) -> Span:
    return Span(Seconds(str(start)), Seconds(str(end)))


def hearing(*words: Span, **facts: Any) -> Ask:
    return answering({SpeechIn: Speech(Seconds(60), words, **facts)})


def trimmed(words: tuple[Span, ...], seconds: int = 60, **options: Any) -> Edit:
    return Trim.from_options(options).apply(programme(seconds=seconds), hearing(*words))


def deaf(question: object) -> Any:
    raise AssertionError(f"nobody needed to ask {question}")


def kept(edit: Edit) -> list[Span]:
    return [segment.span for segment in edit.clock]


TALK = (span(4, 30), span(34, 54))


def test_dead_air_at_both_ends_goes_and_the_words_say_how_much() -> None:
    done = trimmed(TALK)

    assert kept(done) == [
        Span(Seconds("3.75") - Fraction(1, 60), Seconds("54.45") + Fraction(1, 60))
    ]
    assert str(done.explanations[0]) == (
        "trim: 3.7 s of dead air at the start and 5.5 s at the end removed; 1:00.0 -> 50.7 s"
    )


def test_pauses_stay_unless_all_is_asked_for() -> None:
    assert len(kept(trimmed(TALK))) == 1
    assert len(kept(trimmed(TALK, silence="all"))) == 2


@pytest.mark.parametrize(("pause", "left"), [(None, 0.5), ("1", 1), (1.5, 1.5)])
def test_a_pause_is_shortened_to_what_was_asked(pause: object, left: float) -> None:
    first, second = kept(trimmed(TALK, silence="all", max_pause=pause))

    assert float(first.end - 30 + 34 - second.start) == pytest.approx(left, abs=2 / 30)


def test_picture_sound_and_cues_move_together() -> None:
    clip = programme(seconds=60)
    clip = replace(clip, text_tracks=(TextTrack("en", (Cue(span(4, 6), "Hello"),)),))
    done = Trim().apply(clip, hearing(span(4, 54)))
    graph = graph_text(done)

    assert done.text_tracks[0].cues[0].span.start == 4 - kept(done)[0].start
    assert "trim=end_pts=1634:start_pts=112" in graph
    assert "atrim=end_pts=2614400:start_pts=179200" in graph  # frames 112 and 1634 in samples


def test_off_asks_nothing_and_cuts_nothing() -> None:
    clip = programme(seconds=60)
    done = Trim.from_options({"silence": "off"}).apply(clip, deaf)

    assert done.has_untouched_picture
    assert str(done.explanations[0]) == "trim: nothing to cut"


def test_a_clip_without_sound_is_left_whole_with_a_note() -> None:
    done = Trim().apply(programme(seconds=60, sound=False), deaf)

    assert done.has_untouched_picture
    assert done.notes == ("trim: the clip has no sound, so no dead air can be found",)


def test_a_clip_in_which_nobody_speaks_is_left_whole_with_a_note() -> None:
    done = trimmed(())

    assert done.has_untouched_picture
    assert done.notes == ("trim: nobody speaks, so no dead air is cut",)


def test_it_is_said_when_the_model_was_missing() -> None:
    done = Trim().apply(programme(seconds=60), hearing(*TALK, method=SpeechMethod.LEVEL))

    assert "by level alone" in done.notes[0]
    assert dict(done.explanations[0].facts)["speech"] == "level"


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        ({"start": "10"}, [(10, "54.4667")]),
        ({"start": "0:10", "end": "50"}, [(10, 50)]),
        ({"start": "1"}, [(1, "54.4667")]),  # dead air as well, but a time that was named
        ({"end": "58"}, [("3.7333", 58)]),
        ({"end": "-8"}, [("3.7333", 52)]),
        ({"start": -20}, [(40, "54.4667")]),
        ({"silence": "off", "cut": ["0:10-0:12.5", "20-30"]}, [(0, 10), ("12.5", 20), (30, 60)]),
        ({"silence": "off", "cut": ["0-5"]}, [(5, 60)]),
        ({"silence": "off", "cut": ["50-90"]}, [(0, 50)]),
        ({"cut": ["10-20"]}, [("3.7333", 10), (20, "54.4667")]),
        ({"cut": ["3-31"]}, [("33.7333", "54.4667")]),  # the first word that is left decides
    ],
)
def test_named_times_stand_to_the_frame(options: dict[str, Any], expected: list[Any]) -> None:
    done = trimmed(TALK, **options, force=True)

    edges = [float(edge) for each in kept(done) for edge in (each.start, each.end)]
    assert edges == pytest.approx([float(edge) for pair in expected for edge in pair], abs=1e-3)


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"start": "95"}, "--start 1:35.0 is past the end (1:00.0); choose an earlier start"),
        ({"start": "30", "end": "20"}, "--end 20.0 s is not after the start (30.0 s)"),
        ({"end": "0"}, "--end 0.0 s is not after the start"),
        ({"end": "-60"}, "--end 0.0 s is not after the start"),
        ({"cut": ["70-80"]}, "--cut 70-80 is past the end (1:00.0)"),
        ({"cut": ["0-30", "30-60"]}, "leave nothing of the clip; keep more"),
        ({"start": "abc"}, "--start 'abc' is not a time; write for example 90, 1:30"),
        ({"cut": ["5"]}, "--cut '5' is not of the form FROM-TO; write for example 10-12.5"),
        ({"cut": ["9-5"]}, "--cut '9-5' ends before it starts"),
        ({"silence": "some"}, "--silence some is not one of 'ends', 'all' or 'off'"),
        ({"silence": "all", "max_pause": "0.1"}, "--max-pause 0.1 is below the limit 0.2"),
        ({"max_pause": "1"}, "--silence ends does not touch them; add --silence all"),
        ({"silence": "off", "max_pause": "0.5"}, "--silence off does not touch them"),
    ],
)
def test_what_cannot_be_done_is_refused_in_words(options: dict[str, Any], words: str) -> None:
    with pytest.raises(UsageError) as caught:
        trimmed(TALK, **options)

    assert str(caught.value).startswith("trim: ")
    assert words in str(caught.value)


def test_an_end_past_the_end_is_the_end_and_is_said() -> None:
    done = trimmed(TALK, end="90", silence="off")

    assert done.has_untouched_picture
    assert done.notes == (
        "trim: --end 1:30.0 is past the end (1:00.0), so the clip is kept to its end",
    )


@pytest.mark.parametrize("options", [{}, {"start": "40", "silence": "off"}])
def test_cutting_over_sixty_percent_needs_force(options: dict[str, Any]) -> None:
    words = (span(10, 28),)

    with pytest.raises(GateError, match=r"6\d% of the clip would be removed, 1:00.0 -> .*--force"):
        trimmed(words, **options)

    assert trimmed(words, **options, force=True).duration < 24


def test_less_than_a_second_needs_force_however_short_the_clip() -> None:
    options = {"start": "0.5", "end": "1.4", "silence": "off"}

    with pytest.raises(GateError, match=r"2\.0 s -> 0\.9 s"):
        trimmed((), seconds=2, **options)

    assert trimmed((), seconds=2, **options, force=True).duration == Seconds("0.9")


def test_dead_air_alone_never_leaves_less_than_a_second() -> None:
    done = trimmed((span(30, "30.1"),), silence="all", force=True)

    assert done.duration >= 1


def test_options_read_back_as_they_were_written() -> None:
    step = Trim.from_options(
        {"start": "1:02.5", "end": "-5", "cut": ["70-72.25"], "silence": "all", "max_pause": 0.75}
    )
    written = step.model_dump(mode="json", exclude_unset=True)

    assert written == {
        "start": "62.5", "end": "-5", "cut": ["70-72.25"], "silence": "all", "max_pause": "0.75"
    }  # fmt: skip
    assert Trim.from_options(written) == step
    assert Trim.model_json_schema()["properties"]["cut"]["items"]["type"] == "string"


times = st.integers(0, 60_000).map(lambda ms: Seconds(ms, 1000))


@given(
    st.lists(times, max_size=8, unique=True).map(sorted), st.sampled_from(["ends", "all", "off"])
)
def test_a_trim_never_lengthens_and_stays_on_the_grid(edges: list[Seconds], silence: str) -> None:
    words = tuple(Span(a, b) for a, b in zip(edges[::2], edges[1::2], strict=False))

    done = trimmed(words, silence=silence, force=True)

    assert 0 < done.duration <= 60  # forced: under a second may be left
    assert (done.duration * 30).denominator == 1
    assert all(any(k.start <= w.start and w.end <= k.end for k in kept(done)) for w in words)
