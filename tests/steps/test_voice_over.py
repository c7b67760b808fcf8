"""How long a clip with a narration is, how loud each of them, and what is refused."""

from __future__ import annotations

import math
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from egv.core.errors import UsageError
from egv.core.graph.pads import list_upstream_filters
from egv.core.media.clip import Cue
from egv.core.media.timing import Seconds, Span
from egv.core.programme.edit import Edit, LoudnessTarget
from egv.core.programme.questions import Ask, LoudnessOf, Question, SoundAt, SpeechIn
from egv.core.sound.loudness import Loudness
from egv.core.sound.speech_spans import Speech
from egv.steps.voice_over import VoiceOver
from tests.conftest import graph_text, programme, sound_file

FILE = Path("/clips/said.wav")
SPEECH = Speech(Seconds(10), (Span(Seconds(2), Seconds(4)),))


def world(
    *, seconds: float = 12, said: float = -23.0, clip: float = -30.0, floor: float = -80.0
) -> Ask:
    """Where a narration of `seconds` measures `said` LUFS, and the clip's sound `clip`."""

    def ask(question: Question[object], /) -> object:
        match question:
            case SoundAt():
                return sound_file("said.wav", seconds)
            case SpeechIn():
                return SPEECH
            case LoudnessOf(pad):
                names = {
                    getattr(each.node, "path", None)
                    for one in list_upstream_filters((pad,))
                    for each in one.inputs
                }
                return Loudness(said if FILE in names else clip, -1.0, 5.0, floor)
        raise AssertionError(question)

    return ask  # type: ignore[return-value]


def narrated(edit: Edit, ask: Ask, **options: object) -> Edit:
    step = VoiceOver.from_options({"file": FILE, **options}).resolve_options()
    return step.apply(edit, ask)


def gains_db(edit: Edit) -> list[float]:
    assert edit.sound is not None
    volumes = [
        dict(each.options).get("volume", "") for each in list_upstream_filters((edit.sound,))
    ]
    return [float(each.removesuffix("dB")) for each in volumes if each.endswith("dB")]


@given(st.integers(1, 600), st.integers(1, 3000), st.integers(0, 30))
def test_held_it_is_as_long_as_the_longer_and_trimmed_as_the_shorter(
    frames: int, tenths: int, start: int
) -> None:
    edit = programme(seconds=Seconds(frames, 30))
    if Seconds(start, 10) >= edit.duration:
        return
    ask, begin = world(seconds=tenths / 10), f"{start / 10:.1f}"
    end = round((start + tenths) * 3)
    held = narrated(edit, ask, start=begin)
    trimmed = narrated(edit, ask, start=begin, fit="trim")

    assert held.frames == max(frames, end)
    assert trimmed.frames == min(frames, end)
    for done in (held, trimmed):
        assert done.voice.frames == done.frames
        assert f"atrim=end_sample={done.frames * 1600}" in graph_text(done)


def test_a_picture_that_needs_no_holding_is_untouched() -> None:
    edit = programme(seconds=10)

    assert narrated(edit, world(seconds=9)).has_untouched_picture
    assert not narrated(edit, world(seconds=11)).has_untouched_picture


def test_unlike_lengths_are_an_error_where_that_is_asked() -> None:
    with pytest.raises(UsageError, match=r"ends at 12\.0 s and the clip at 10\.0 s"):
        narrated(programme(), world(), fit="error")
    assert narrated(programme(), world(seconds=10.4), fit="error").frames == 312


def test_it_replaces_the_sound_unless_it_is_to_duck_it() -> None:
    replaced = graph_text(narrated(programme(), world(seconds=9)))
    ducked = graph_text(narrated(programme(), world(seconds=9), mode="duck"))

    assert "amix" not in replaced
    assert "amix" in ducked
    assert "eval=frame" in ducked


@pytest.mark.parametrize(
    ("clip", "said", "lowered"), [(-20, -20, 15), (-10, -20, 25), (-30, -20, 5), (-40, -20, 0)]
)
def test_the_clip_is_lowered_as_far_as_it_takes(clip: float, said: float, lowered: float) -> None:
    done = graph_text(narrated(programme(), world(clip=clip, said=said, seconds=9), mode="duck"))

    assert (f"{-lowered * 0.1151293:.4f}" in done) == (lowered > 0)
    assert ("eval=frame" in done) == (lowered > 0)


def test_silence_of_the_clip_is_replaced_in_any_mode() -> None:
    done = narrated(programme(), world(clip=-math.inf, seconds=9), mode="duck")

    assert "amix" not in graph_text(done)


def test_it_is_brought_to_the_level_that_was_asked_for_the_clip() -> None:
    level = LoudnessTarget(-42, -1.5, asked_lufs=-16)
    done = narrated(programme().with_loudness_target(level), world(said=-23))

    assert gains_db(done) == [7.0]
    assert done.level is not None
    assert (done.level.lufs, done.level.peak_dbtp) == (-16, -1.5)


def test_a_narration_that_is_mostly_hiss_is_raised_no_further_than_the_cap() -> None:
    done = narrated(
        programme().with_loudness_target(LoudnessTarget(-16, -1.5)), world(said=-60, floor=-62)
    )

    assert gains_db(done) == [20.0]
    assert done.level == LoudnessTarget(-40, -1.5, asked_lufs=-16)
    assert "raised by only 20 dB, to -40.0 LUFS" in done.notes[0]


def test_without_a_level_it_is_as_loud_as_its_file() -> None:
    done = narrated(programme(), world(), gain_db=3)

    assert gains_db(done) == [3.0]
    assert done.level is None


def test_what_is_said_is_heard_in_the_narration() -> None:
    edit = programme().keep_spans([Span(Seconds(3), Seconds(8))])
    done = narrated(edit, world(seconds=9), start="1")
    later = done.keep_spans([Span(Seconds(2), Seconds(6))])

    assert done.voice.media.path == FILE
    assert done.voice.start == 1
    assert done.voice.kept == (Span(Seconds(0), Seconds(10)),)
    assert later.voice.kept == (Span(Seconds(2), Seconds(6)),)


def test_a_start_can_be_counted_from_the_end() -> None:
    done = narrated(programme(), world(seconds=2), start="-3")

    assert done.voice.start == 7
    assert "delays=336000S" in graph_text(done)
    with pytest.raises(UsageError, match=r"--start 10\.0 s is past the end"):
        narrated(programme(), world(), start="10")


def test_subtitles_that_were_made_before_are_of_other_words() -> None:
    edit = programme().with_cues((Cue(Span(Seconds(1), Seconds(2)), "Hello."),), "en")

    assert "write voice-over before subtitle" in narrated(edit, world()).notes[0]


def test_a_narration_is_needed_and_must_be_heard() -> None:
    with pytest.raises(UsageError, match="no narration is given; add --file"):
        VoiceOver().check_required_options()
    with pytest.raises(UsageError, match="the narration is silent"):
        VoiceOver(file=FILE).check_clip(programme(), world(said=-math.inf))


def test_checks_of_later_steps_hear_the_narration() -> None:
    seen = VoiceOver(file=FILE).preview_effect(programme(sound=False), world())

    assert seen.voice.media.path == FILE
    assert seen.voice.sound is not None


def test_where_it_is_cut_off_it_does_not_click() -> None:
    cut = narrated(programme(), world(seconds=12), fit="trim")
    whole = narrated(programme(), world(seconds=12))

    assert "afade" in graph_text(cut)
    assert "afade" not in graph_text(whole)
