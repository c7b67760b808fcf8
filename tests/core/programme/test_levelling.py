"""What is done to a sound that no step treats, and how far others are raised."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import Any

import pytest

from egv.core.media.timing import Seconds, Span
from egv.core.programme.edit import Edit, LoudnessTarget, create_edit
from egv.core.programme.levelling import (
    GainChoice,
    balance_sides,
    choose_gain,
    finish_untreated_sound,
)
from egv.core.programme.questions import Ask, LoudnessOf, SidesOf, SpeechIn
from egv.core.sound.loudness import Loudness
from egv.core.sound.sides import SideFault, Sides
from egv.core.sound.speech_spans import Speech
from tests.conftest import answering, graph_text, media, programme

CLEAR, HISS = Loudness(-50, -30, 4, -75), Loudness(-50, -30, 4, -55)
SPOKEN, NOBODY = Speech(Seconds(9), (Span(Seconds(1), Seconds(5)),)), Speech(Seconds(9))
TURNS = (-20.0,) * 10 + (-60.0,) * 10
NOTHING = Sides()
APART = Sides(TURNS, TURNS[::-1], (0.0,) * 20)
LEFT = Sides((-20.0,) * 20, (-90.0,) * 20, (0.0,) * 20)


def world(sides: Sides = NOTHING, speech: Speech = NOBODY, peak: float = -3.0) -> Ask:
    return answering({SidesOf: sides, SpeechIn: speech, LoudnessOf: Loudness(-20, peak)})


def edit_of(channels: int) -> Edit:
    clip = media()
    assert clip.audio is not None
    return create_edit(replace(clip, audio=replace(clip.audio, channels=channels)))


@pytest.mark.parametrize(
    ("measured", "speech", "choice"),
    [
        (CLEAR, SPOKEN, GainChoice(34)),
        (CLEAR, NOBODY, GainChoice(20, "the sound is very quiet and nobody speaks")),
        (HISS, SPOKEN, GainChoice(20, "the sound is very quiet and mostly noise")),
    ],
)
def test_a_sound_is_raised_far_only_where_somebody_speaks_clear_of_noise(
    measured: Loudness, speech: Speech, choice: GainChoice
) -> None:
    sound = programme().sound
    assert sound is not None

    assert choose_gain(34, measured, sound, world(speech=speech)) == choice
    assert choose_gain(20, measured, sound, answering({})) == GainChoice(20)
    assert choose_gain(-9, measured, sound, answering({})) == GainChoice(-9)
    assert choose_gain(50, CLEAR, sound, world(speech=SPOKEN)).gain_db == 40


def test_voices_far_apart_are_brought_in_and_music_is_not() -> None:
    sound = programme().sound
    assert sound is not None

    assert balance_sides(sound, world(APART, SPOKEN)).fault is SideFault.APART
    assert balance_sides(sound, world(APART, NOBODY)).sound is sound


def test_a_line_that_does_not_treat_the_sound_leaves_it_and_says_so() -> None:
    edit = programme()
    done = finish_untreated_sound(edit, world(LEFT))

    assert done.sound is edit.sound
    assert done.notes == ("the sound is on the left side only; add the step normalise to mend it",)


@pytest.mark.parametrize("peak", [2.5, math.inf])
def test_a_mix_of_six_channels_stays_under_full_scale(peak: float) -> None:
    done = finish_untreated_sound(edit_of(6), world(peak=min(peak, 7)))

    assert f"volume=-{min(peak, 7) + 1:.2f}dB" in graph_text(done)
    assert "mixed to two" in done.notes[0]


def test_sound_that_needs_nothing_is_left_alone() -> None:
    unasked: Any = answering({})
    levelled = edit_of(6).with_loudness_target(LoudnessTarget(-16, -1.5))

    for edit in (levelled, edit_of(1), programme(sound=False)):
        assert finish_untreated_sound(edit, unasked) is edit
    quiet = edit_of(6)
    assert finish_untreated_sound(quiet, world(peak=-4)) is quiet
