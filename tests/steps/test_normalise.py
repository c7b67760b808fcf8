"""One measured gain, capped for hiss, marked for delivery."""

import math
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from egv.core.programme.edit import Edit, LoudnessTarget
from egv.core.programme.questions import CleanedSoundOf, LoudnessOf
from egv.core.programme.step import DeliveryFacts
from egv.core.sound.loudness import MAX_VOICE_GAIN_DB, Loudness
from egv.core.sound.noise import CleanedSound, CleaningPlan
from egv.steps.normalise import GOALS, DenoiseStrength, Normalise
from tests.conftest import answering, graph_text, programme

UNTOUCHED = CleanedSound()


def normalised(measured: Loudness, cleaned: CleanedSound = UNTOUCHED, /, **options: object) -> Edit:
    step = Normalise.from_options(options).resolve_options()
    return step.apply(programme(), answering({LoudnessOf: measured, CleanedSoundOf: cleaned}))


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
    done = normalised(Loudness(-30, -9, 4, -55), taken, denoise=strength)
    text = graph_text(done)

    assert text.index("atrim=end_sample") < text.index("volume")
    assert str(done.explanations[-1]) == (
        "normalise: from -30.0 to -16.0 LUFS; the noise, 10 dB under the voice, lowered by 15 dB"
    )
    assert dict(done.explanations[-1].facts)["noise_lowered_db"] == 15


def test_the_delivered_loudness_does_not_hide_what_became_of_the_noise() -> None:
    left = CleanedSound(None, CleaningPlan(34.0))
    step = Normalise.from_options({"denoise": "light"}).resolve_options()
    [why] = normalised(Loudness(-30, -9, 4, -65), left, denoise="light").explanations
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
