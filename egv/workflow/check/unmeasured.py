"""The topics of the checklist that could not be measured in a clip, each with the reason."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from egv.core.project.recipe_parts import Expectations, Orientation
from egv.workflow.check.findings import CheckTopic, ClipMeasurements, SoundMeasurements
from egv.workflow.check.rules import BLACK, LEAST_ABOVE_NOISE_DB


class MeasuringGap(StrEnum):
    """The reason why a topic was not measured."""

    NO_SOUND = "no-sound"
    SILENT = "silent"
    NO_MODEL = "no-model"
    NO_SPEECH = "no-speech"
    FEW_PAUSES = "few-pauses"
    NOISY = "noisy"
    NO_FACE = "no-face"
    SCREEN = "screen"
    NO_PICTURE = "no-picture"
    PLAIN = "plain"
    NO_SUBTITLES = "no-subtitles"
    NO_MUSIC = "no-music"
    FINISHED = "finished"
    NOT_ASKED = "not-asked"


ABOUT_SOUND = (
    CheckTopic.SOUND,
    CheckTopic.TRACKS,
    CheckTopic.SIDES,
    CheckTopic.LOUDNESS,
    CheckTopic.CLIPPING,
)
ABOUT_VOICE = (CheckTopic.NOISE, CheckTopic.ECHO, CheckTopic.SPEECH, CheckTopic.DEAD_AIR)


def list_gaps(
    measured: ClipMeasurements, expect: Expectations
) -> Mapping[CheckTopic, MeasuringGap]:
    """List the topics of which `measured` says nothing, held against `expect`, with the reason."""
    gaps = {**_list_picture_gaps(measured, expect), **_list_sound_gaps(measured, expect)}
    if expect.orientation is Orientation.ANY:
        gaps[CheckTopic.ORIENTATION] = MeasuringGap.NOT_ASKED
    if not measured.cues:
        gaps[CheckTopic.SUBTITLES] = MeasuringGap.NO_SUBTITLES
    if measured.channel is None:
        gaps[CheckTopic.CHANNEL] = MeasuringGap.NOT_ASKED
    if measured.licence is None:
        gaps[CheckTopic.MUSIC] = MeasuringGap.NO_MUSIC
    return gaps


def _list_picture_gaps(
    measured: ClipMeasurements, expect: Expectations
) -> dict[CheckTopic, MeasuringGap]:
    looks, gaps = measured.looks, {}
    if not looks.has_face:
        gaps[CheckTopic.BACKLIGHT] = MeasuringGap.NO_FACE
        if expect.people != 0:
            gaps[CheckTopic.PEOPLE] = MeasuringGap.NO_FACE
    if expect.people is None:
        gaps[CheckTopic.PEOPLE] = MeasuringGap.NOT_ASKED
    if looks.sharpness <= 0:
        gaps[CheckTopic.SHARPNESS] = gaps[CheckTopic.SHAKE] = MeasuringGap.PLAIN
    if looks.is_screen:
        gaps |= dict.fromkeys(
            (CheckTopic.LIGHT, CheckTopic.BACKLIGHT, CheckTopic.FROZEN), MeasuringGap.SCREEN
        )
    if not expect.light:
        gaps |= dict.fromkeys((CheckTopic.LIGHT, CheckTopic.BACKLIGHT), MeasuringGap.NOT_ASKED)
    if all(level <= BLACK for level in looks.light):
        seen = (CheckTopic.LIGHT, CheckTopic.BACKLIGHT, CheckTopic.SHARPNESS, CheckTopic.SHAKE)
        gaps |= dict.fromkeys((*seen, CheckTopic.FROZEN), MeasuringGap.NO_PICTURE)
    return gaps


def _list_sound_gaps(
    measured: ClipMeasurements, expect: Expectations
) -> dict[CheckTopic, MeasuringGap]:
    sounds = measured.sounds
    if sounds is None or sounds.is_silence:
        gap = MeasuringGap.NO_SOUND if sounds is None else MeasuringGap.SILENT
        return dict.fromkeys((*ABOUT_SOUND, *ABOUT_VOICE), gap)
    gaps = _list_voice_gaps(sounds)
    if not expect.loudness:
        gaps[CheckTopic.LOUDNESS] = MeasuringGap.NOT_ASKED
    if measured.finished:
        gaps[CheckTopic.DEAD_AIR] = MeasuringGap.FINISHED
    return gaps


def _list_voice_gaps(sounds: SoundMeasurements) -> dict[CheckTopic, MeasuringGap]:
    if not sounds.known_speech:
        gap = MeasuringGap.NO_SPEECH if sounds.has_model else MeasuringGap.NO_MODEL
        return dict.fromkeys(ABOUT_VOICE, gap)
    if sounds.voice_dbfs - sounds.noise_dbfs < LEAST_ABOVE_NOISE_DB:
        return {CheckTopic.ECHO: MeasuringGap.NOISY}
    return {CheckTopic.ECHO: MeasuringGap.FEW_PAUSES} if sounds.decay_s is None else {}
