"""A topic that was not measured is never called fine: the gaps of clips of all kinds."""

from __future__ import annotations

from dataclasses import replace

from egv.core.kit.channels import CHANNELS
from egv.core.project.recipe_parts import Expectations, Orientation
from egv.workflow.check.findings import CheckTopic, ClipMeasurements
from egv.workflow.check.unmeasured import ABOUT_SOUND, ABOUT_VOICE, MeasuringGap, list_gaps
from tests.workflow.check.test_rules import CUE, GOOD, LOOKS, SAMPLES, SOUNDS, looks, sounds

USUAL = Expectations()


def list_topics(measured: ClipMeasurements, gap: MeasuringGap) -> set[CheckTopic]:
    return {topic for topic, why in list_gaps(measured, USUAL).items() if why is gap}


def test_a_good_clip_was_measured_whole() -> None:
    asked = Expectations(orientation=Orientation.LANDSCAPE, people=1)

    assert (
        list_gaps(replace(GOOD, cues=(CUE,), licence="CC0", channel=CHANNELS["linkedin"]), asked)
        == {}
    )
    assert list_gaps(GOOD, USUAL) == {
        CheckTopic.ORIENTATION: MeasuringGap.NOT_ASKED,
        CheckTopic.PEOPLE: MeasuringGap.NOT_ASKED,
        CheckTopic.SUBTITLES: MeasuringGap.NO_SUBTITLES,
        CheckTopic.MUSIC: MeasuringGap.NO_MUSIC,
        CheckTopic.CHANNEL: MeasuringGap.NOT_ASKED,
    }


def test_of_silence_nothing_is_known() -> None:
    every = {*ABOUT_SOUND, *ABOUT_VOICE}

    assert list_topics(replace(GOOD, sounds=None), MeasuringGap.NO_SOUND) == every
    assert list_topics(sounds(integrated_lufs=-70.0), MeasuringGap.SILENT) == every


def test_where_nobody_speaks_no_voice_was_measured() -> None:
    assert list_topics(sounds(speech=()), MeasuringGap.NO_SPEECH) == {*ABOUT_VOICE}
    assert list_topics(sounds(has_model=False), MeasuringGap.NO_MODEL) == {*ABOUT_VOICE}
    assert list_topics(sounds(decay_s=None), MeasuringGap.FEW_PAUSES) == {CheckTopic.ECHO}
    assert list_topics(sounds(noise_dbfs=-34.0), MeasuringGap.NOISY) == {CheckTopic.ECHO}
    assert SOUNDS.known_speech


def test_a_picture_may_show_too_little_to_measure() -> None:
    black = looks(light=(0.0,) * SAMPLES)

    assert list_topics(looks(has_face=False), MeasuringGap.NO_FACE) == {CheckTopic.BACKLIGHT}
    assert CheckTopic.FROZEN in list_topics(looks(is_screen=True), MeasuringGap.SCREEN)
    assert CheckTopic.SHARPNESS in list_topics(looks(sharpness=0.0), MeasuringGap.PLAIN)
    assert CheckTopic.LIGHT in list_topics(black, MeasuringGap.NO_PICTURE)
    assert LOOKS.has_face
    nobody = looks(has_face=False, people=0)
    gaps = [list_gaps(nobody, Expectations(people=wanted)) for wanted in (1, 0)]
    assert [people.get(CheckTopic.PEOPLE) for people in gaps] == [MeasuringGap.NO_FACE, None]
