"""One measured gain, capped for hiss, marked for delivery."""

import math
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from egv.core.media.timing import Seconds, Span
from egv.core.programme.concat import concatenate_clips
from egv.core.programme.edit import Edit, LoudnessTarget, create_edit
from egv.core.programme.questions import CleanedSoundOf, LoudnessOf, SidesOf, SpeechIn
from egv.core.programme.step import DeliveryFacts
from egv.core.sound.loudness import MAX_VOICE_GAIN_DB, Loudness
from egv.core.sound.noise import CleanedSound, CleaningPlan
from egv.core.sound.sides import Sides
from egv.core.sound.speech_spans import Speech
from egv.steps.normalise import GOALS, DenoiseStrength, Normalise
from tests.conftest import answering, graph_text, media, programme

SPEECH = Speech(Seconds(10), (Span(Seconds(2), Seconds(8)),))
NOBODY = Speech(Seconds(10))
NOTHING = Sides()
UNTOUCHED = CleanedSound()


def normalised(
    measured: Loudness,
    speech: Speech = SPEECH,
    sides: Sides = NOTHING,
    cleaned: CleanedSound = UNTOUCHED,
    /,
    **options: object,
) -> Edit:
    facts = {LoudnessOf: measured, SpeechIn: speech, SidesOf: sides, CleanedSoundOf: cleaned}
    step = Normalise.from_options(options).resolve_options()
    return step.apply(programme(), answering(facts))


def test_quiet_speech_is_raised_by_one_gain() -> None:
    done = normalised(Loudness(-30, -9, 4, -65))

    assert "volume=precision=double:volume=14.00dB" in graph_text(done)
    assert done.level == LoudnessTarget(-16, -1.5)
    assert str(done.explanations[-1]) == "normalise: from -30.0 to -16.0 LUFS"


def test_silence_is_left_alone_and_said() -> None:
    done = normalised(Loudness(-math.inf, -math.inf))

    assert "volume" not in graph_text(done)
    assert done.notes == ("normalise: the sound is silence; left as it is",)


def test_the_level_is_kept_for_sound_that_is_still_to_come() -> None:
    silent = normalised(Loudness(-math.inf, -math.inf))
    mute = Normalise().resolve_options().apply(programme(sound=False), answering({}))

    assert silent.level == mute.level == LoudnessTarget(-16, -1.5)


def test_hiss_is_raised_no_further_than_the_cap() -> None:
    done = normalised(Loudness(-62, -50, 0.5, -63))

    assert "volume=20.00dB" in graph_text(done)
    assert done.level == LoudnessTarget(-42, -1.5, asked_lufs=-16)
    assert "raised by only 20 dB" in done.notes[0]


def test_a_far_voice_over_a_quiet_room_is_raised_all_the_way() -> None:
    done = normalised(Loudness(-46, -30, 6, -75))

    assert done.level == LoudnessTarget(-16, -1.5)


def test_where_nobody_speaks_a_sound_is_raised_by_20_db_at_most() -> None:
    done = normalised(Loudness(-46, -30, 6, -75), NOBODY)

    assert "volume=20.00dB" in graph_text(done)
    assert done.level == LoudnessTarget(-26, -1.5, asked_lufs=-16)
    assert done.notes == (
        "normalise: the sound is very quiet and nobody speaks; raised by only 20 dB, to -26.0 LUFS",
    )


def test_nobody_is_listened_for_where_little_is_raised() -> None:
    world = answering({LoudnessOf: Loudness(-35, -20, 6, -75), SidesOf: Sides()})
    done = Normalise().resolve_options().apply(programme(), world)

    assert done.level == LoudnessTarget(-16, -1.5)


def test_a_rustle_taken_for_a_word_is_no_speech() -> None:
    rustle = Speech(Seconds(10), (Span(Seconds(2), Seconds("2.3")),))

    assert normalised(Loudness(-46, -30, 6, -75), rustle).level == LoudnessTarget(-26, -1.5, -16)


def test_clips_that_were_raised_as_far_as_they_may_are_raised_no_further_together() -> None:
    capped = programme().with_loudness_target(LoudnessTarget(-35, -1.5, asked_lufs=-16))
    full = programme().with_loudness_target(LoudnessTarget(-16, -1.5))
    world = answering({LoudnessOf: Loudness(-35, -20, 6, -60), SidesOf: Sides()})
    step = Normalise().resolve_options()
    together, with_full = (
        step.apply(concatenate_clips(clips, capped.canvas), world)
        for clips in ((capped, capped), (capped, full))
    )

    assert together.level == LoudnessTarget(-35, -1.5, asked_lufs=-16)
    assert with_full.level == LoudnessTarget(-16, -1.5)


def test_a_side_that_is_missing_is_brought_back_and_told() -> None:
    left = Sides((-20.0,) * 20, (-90.0,) * 20, (0.0,) * 20)
    done = normalised(Loudness(-30, -9, 4, -65), SPEECH, left)

    assert "pan=" in graph_text(done)
    assert done.notes == ("normalise: the sound is on the left side only; it is now on both",)
    assert dict(done.explanations[-1].facts)["sides"] == "left only"


def test_a_mono_clip_has_no_sides() -> None:
    clip = media()
    assert clip.audio is not None
    mono = create_edit(replace(clip, audio=replace(clip.audio, channels=1)))
    done = Normalise().resolve_options().apply(mono, answering({LoudnessOf: Loudness(-30, -9)}))

    assert "pan=" not in graph_text(done)


@given(st.floats(-70, 0), st.floats(-60, 6), st.floats(-90, -20))
def test_the_gain_never_passes_the_cap_and_never_overshoots(
    integrated: float, peak: float, floor: float
) -> None:
    done = normalised(Loudness(integrated, peak, 5, floor))
    if done.level is None or not done.explanations:
        return

    gain = dict(done.explanations[-1].facts)["gain_db"]
    assert isinstance(gain, float)
    assert gain <= MAX_VOICE_GAIN_DB
    assert done.level.lufs <= -16 + 1e-9


@pytest.mark.parametrize("strength", [DenoiseStrength.LIGHT, DenoiseStrength.STRONG])
def test_noise_is_taken_out_before_levelling(strength: DenoiseStrength) -> None:
    taken = CleanedSound(Path("/tmp/voice.pcm"), CleaningPlan(10.0, 15.0))
    done = normalised(Loudness(-30, -9, 4, -55), SPEECH, NOTHING, taken, denoise=strength)
    text = graph_text(done)

    assert text.index("atrim=end_sample") < text.index("volume")
    assert str(done.explanations[-1]) == (
        "normalise: from -30.0 to -16.0 LUFS; the noise, 10 dB under the voice, lowered by 15 dB"
    )
    assert dict(done.explanations[-1].facts)["noise_lowered_db"] == 15


def test_the_delivered_loudness_does_not_hide_what_became_of_the_noise() -> None:
    left = CleanedSound(None, CleaningPlan(34.0))
    step = Normalise.from_options({"denoise": "light"}).resolve_options()
    [why] = normalised(
        Loudness(-30, -9, 4, -65), SPEECH, NOTHING, left, denoise="light"
    ).explanations
    told = step.explain_delivery(why, DeliveryFacts(loudness=Loudness(-16.2, -2)))

    assert told.text == (
        "from -30.0 to -16.2 LUFS, peak -2.0 dBTP;"
        " the noise is 34 dB under the voice, so it is left as it is"
    )


def test_light_keeps_more_of_the_room_than_strong() -> None:
    light, strong = (GOALS[each] for each in (DenoiseStrength.LIGHT, DenoiseStrength.STRONG))

    assert light.most_db < strong.most_db
    assert light.under_voice_db < strong.under_voice_db
    assert not Normalise().takes_out_noise
    assert Normalise(denoise=DenoiseStrength.LIGHT).takes_out_noise
