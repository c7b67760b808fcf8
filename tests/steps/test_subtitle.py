"""Subtitles from a file: on the clock of what is spoken, or on that of a finished video."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from egv.core.media.clip import Cue
from egv.core.media.timing import Seconds, Span
from egv.core.programme.edit import Edit, create_edit
from egv.core.programme.finished_clock import build_finished_clock
from egv.core.programme.questions import (
    CuesIn,
    FinishedClockOf,
    SpeechIn,
    SpeechModelAbsence,
    SpeechModelPath,
    TextIn,
)
from egv.core.sound.speech_spans import Speech
from egv.steps.subtitle import Subtitle
from tests.conftest import answering, media

CUES = (Cue(Span(Seconds(5), Seconds(7)), "One."), Cue(Span(Seconds(11), Seconds(12)), "Two."))
STEP = Subtitle(source=Path("/clips/a.nl.srt")).resolve_options()


def clip() -> Edit:
    return create_edit(replace(media(seconds=10, rate=25), content="a"))


def test_a_file_that_goes_on_after_the_clip_is_told() -> None:
    done = STEP.apply(clip(), answering({CuesIn: CUES, FinishedClockOf: None}))

    assert [cue.text for cue in done.cues] == ["One."]
    assert "the last text of a.nl.srt is at 12.0 s, and a.mp4 ends at 10.0 s" in done.notes[0]


def test_a_file_of_a_finished_video_is_taken_back_through_its_cuts_and_intro() -> None:
    was = clip().keep_spans([Span(Seconds(1), Seconds(10))])
    clock = build_finished_clock(was, Seconds(3))
    done = STEP.apply(clip(), answering({CuesIn: CUES, FinishedClockOf: clock}))

    assert [(cue.text, float(cue.span.start)) for cue in done.cues] == [("One.", 3), ("Two.", 9)]
    assert (
        done.explanations[-1].text
        == "2 subtitles from a.nl.srt, with the times of the finished video"
    )
    assert done.cues_are_given
    assert not done.notes


SCRIPT = """\
# THE HOOK: this is what you have to say to the team, with all of it
Vanaf maandag boeken we de zalen anders.

# LEFT OVER: does not fit in the time
# Dit past er niet bij.
"""


def test_hints_in_a_script_are_not_shown_and_do_not_decide_its_language() -> None:
    world = {
        TextIn: SCRIPT,
        SpeechIn: Speech(Seconds(10), (Span(Seconds(2), Seconds(6)),)),
        SpeechModelAbsence: True,
        SpeechModelPath: None,
    }
    step = Subtitle(script=Path("/clips/said.txt"), language=("nl", "en")).resolve_options()
    done = step.apply(clip(), answering(world))

    assert [cue.text for cue in done.cues] == ["Vanaf maandag boeken we de zalen anders."]
    assert done.language == "nl"


def test_a_script_of_a_clip_in_which_nobody_speaks_is_told_by_its_name() -> None:
    world = {TextIn: SCRIPT, SpeechIn: Speech(Seconds(10))}
    done = (
        Subtitle(script=Path("/clips/said.txt")).resolve_options().apply(clip(), answering(world))
    )

    assert not done.cues
    assert done.notes == ("subtitle: nobody speaks, so said.txt is not shown",)
