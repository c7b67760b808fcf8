"""Words from probabilities and levels, without any sound."""

import math
from itertools import pairwise

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from egv.core.media.timing import Seconds, Span
from egv.core.sound.activity import find_percentile, measure_noise_floor_dbfs, measure_voice_dbfs
from egv.core.sound.speech_spans import (
    LEVEL_WINDOW_S,
    Speech,
    SpeechActivity,
    SpeechMethod,
    classify_speech,
)

Stretch = tuple[float, float, float]  # seconds, level in dBFS, probability


def heard(*stretches: Stretch, model: bool = True) -> SpeechActivity:
    """A sound made of stretches of one level and one probability each."""
    windows = [
        (level, probability)
        for seconds, level, probability in stretches
        for _ in range(2 * round(seconds / 0.032))
    ]
    return SpeechActivity(
        len(windows) * LEVEL_WINDOW_S,
        [level for level, _ in windows],
        [probability for _, probability in windows[::2]] if model else None,
    )


def times(speech: Speech) -> list[tuple[float, float]]:
    return [(float(span.start), float(span.end)) for span in speech.spans]


ROOM: Stretch = (3.2, -70, 0.01)
WORD: Stretch = (1.6, -20, 0.98)


@pytest.mark.parametrize("model", [True, False])
def test_a_word_between_silences_is_found_where_it_is(model: bool) -> None:
    speech = classify_speech(heard(ROOM, WORD, ROOM, model=model))

    assert len(speech.spans) == 1
    assert times(speech)[0] == pytest.approx((3.2, 4.8))
    assert speech.method is (SpeechMethod.SILERO if model else SpeechMethod.LEVEL)


def test_a_final_consonant_that_the_model_misses_is_found_by_its_level() -> None:
    speech = classify_speech(heard(ROOM, WORD, (0.128, -42, 0.05), ROOM))

    assert times(speech)[0][1] == pytest.approx(4.8 + 0.128)


def test_the_silent_hold_before_a_final_t_does_not_end_the_word() -> None:
    speech = classify_speech(heard(ROOM, WORD, (0.064, -70, 0.05), (0.064, -38, 0.05), ROOM))

    assert times(speech)[0][1] == pytest.approx(4.8 + 0.128)


def test_a_soft_first_consonant_is_found_by_its_level() -> None:
    speech = classify_speech(heard(ROOM, (0.128, -42, 0.05), WORD, ROOM))

    assert times(speech)[0][0] == pytest.approx(3.2)


def test_noise_around_a_word_does_not_make_it_longer() -> None:
    room = (3.2, -40.0, 0.01)

    assert times(classify_speech(heard(room, WORD, room)))[0] == pytest.approx((3.2, 4.8))


def test_reverberation_makes_a_word_longer_by_a_third_of_a_second_at_most() -> None:
    speech = classify_speech(heard(ROOM, WORD, (1.28, -40, 0.05), (8, -70, 0.01)))

    assert times(speech)[0][1] - 4.8 < 0.36


def test_a_rustle_far_from_any_word_is_no_word() -> None:
    rustle = (0.128, -20.0, 0.8)

    assert len(classify_speech(heard(ROOM, rustle, ROOM, WORD, ROOM)).spans) == 1


def test_a_short_clear_word_far_from_others_is_a_word() -> None:
    yes = (0.128, -20.0, 0.97)

    assert len(classify_speech(heard(ROOM, yes, ROOM, WORD, ROOM)).spans) == 2


def test_a_short_unclear_word_near_another_is_a_word() -> None:
    a = (0.128, -30.0, 0.6)

    assert len(classify_speech(heard(ROOM, a, (0.512, -70, 0.01), WORD, ROOM)).spans) == 2


def test_applause_is_a_sound_and_bumps_are_not() -> None:
    bumps = [(0.064, -15.0, 0.1), (0.32, -60.0, 0.01)] * 6
    applause = (3.2, -18.0, 0.1)
    speech = classify_speech(heard(*bumps, ROOM, WORD, ROOM, applause))

    assert len(speech.spans) == len(speech.sounds) == 1
    assert speech.sounds[0].duration == Seconds("3.2")


@pytest.mark.parametrize("model", [True, False])
@pytest.mark.parametrize(
    "sound", [(), (ROOM,), ((5, -120, 0.0),), ((5, -30, 0.2),)], ids=["none", "room", "zero", "hum"]
)
def test_where_nobody_speaks_there_is_no_speech(sound: tuple[Stretch, ...], model: bool) -> None:
    speech = classify_speech(heard(*sound, model=model))

    assert speech.spans == speech.sounds == ()
    assert speech.method is (SpeechMethod.SILERO if model else SpeechMethod.LEVEL)


def test_a_voice_in_the_last_of_16_bits_is_no_voice() -> None:
    assert classify_speech(heard((3.2, -120, 0.01), (1.6, -94, 0.98))).spans == ()


def test_a_last_window_that_is_short_ends_with_the_sound() -> None:
    whole = heard(ROOM, WORD)
    cut = SpeechActivity(whole.duration - Seconds(1, 1000), whole.levels_dbfs, whole.probabilities)

    assert classify_speech(cut).spans[-1].end == cut.duration


stretches = st.lists(
    st.tuples(st.sampled_from([0.032, 0.128, 0.48, 1.6]), st.integers(-70, -6), st.floats(0, 1)),
    min_size=1,
    max_size=12,
)


@given(stretches, st.booleans(), st.sampled_from([-10, -20]))
def test_a_quieter_clip_is_heard_alike(parts: list[Stretch], model: bool, gain_db: int) -> None:
    # With room above the last bit, below which nothing counts as a voice.
    quieter = [(seconds, level + gain_db, chance) for seconds, level, chance in parts]

    assert classify_speech(heard(*parts, model=model)) == classify_speech(
        heard(*quieter, model=model)
    )


@given(stretches, st.booleans())
def test_spans_are_ordered_disjoint_and_inside(parts: list[Stretch], model: bool) -> None:
    sound = heard(*parts, model=model)
    speech = classify_speech(sound)
    every = sorted((*speech.spans, *speech.sounds))
    assume(every)

    assert all(a.end <= b.start for a, b in pairwise(every))
    assert all(Span(Seconds(0), sound.duration).overlap(each) == each for each in every)


def test_neither_a_minute_of_hiss_nor_a_clap_changes_the_typical_voice() -> None:
    voice = [-22.0] * 300
    hiss, clap = [-50.0] * 3600, [0.0] * 3

    assert measure_voice_dbfs([*hiss, *voice, *clap]) == -22
    assert measure_noise_floor_dbfs([*hiss, *voice, *clap]) == -50


def test_levels_of_nothing_are_silence() -> None:
    assert (
        measure_voice_dbfs([])
        == measure_noise_floor_dbfs([])
        == find_percentile([], 0.5)
        == -math.inf
    )
