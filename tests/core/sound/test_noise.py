"""How much noise is taken, and where none is."""

import math
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from egv.core.graph.pads import Pad, Source
from egv.core.media.timing import Seconds, Span
from egv.core.sound.noise import (
    CleaningPlan,
    NoiseGoal,
    SoundLevels,
    find_music_spans,
    find_pauses,
    measure_voice_over_noise_db,
    plan_cleaning,
    read_cleaned_sound,
    reduce_steady_noise,
)
from tests.conftest import graph_of

GOAL = NoiseGoal(most_db=20, under_voice_db=36, plain_db=8)
TEN = Seconds(10)


def levels(noise_dbfs: float, voice_dbfs: float = -20.0) -> SoundLevels:
    """Ten seconds: a voice half of the time, and the noise that the filter took."""
    spoken = ([True] * 50 + [False] * 50) * 5
    return SoundLevels(
        [voice_dbfs if each else noise_dbfs for each in spoken],
        [voice_dbfs if each else -90.0 for each in spoken],
    )


@pytest.mark.parametrize(
    ("noise_dbfs", "reduction_db"),
    [(-25.0, 20.0), (-40.0, 16.0), (-50.0, 6.0), (-54.0, 0.0), (-120.0, 0.0)],
)
def test_no_more_is_taken_than_puts_the_noise_well_under_the_voice(
    noise_dbfs: float, reduction_db: float
) -> None:
    plan = plan_cleaning(levels(noise_dbfs), (), TEN, GOAL)

    assert plan.reduction_db == pytest.approx(reduction_db)
    assert plan.is_worth_it == (reduction_db > 0)
    assert plan.over_noise_db == pytest.approx(-20 - noise_dbfs)


def test_a_sound_without_a_voice_is_left_alone() -> None:
    plan = plan_cleaning(levels(-20.0, voice_dbfs=-40.0), (), TEN, GOAL)

    assert not plan.is_spoken
    assert not plan.is_worth_it


@given(st.floats(-100, -10), st.floats(-60, 0))
def test_what_is_taken_is_within_its_limits(noise_dbfs: float, voice_dbfs: float) -> None:
    plan = plan_cleaning(levels(noise_dbfs, voice_dbfs), (), TEN, GOAL)

    assert 0 <= plan.reduction_db <= GOAL.most_db
    assert plan.reduction_db <= max(0.0, GOAL.under_voice_db - plan.over_noise_db)


def test_words_that_begin_softly_are_no_noise() -> None:
    """At both ends of each pause the filter has taken what still was the voice."""
    clean = levels(-90.0)
    before = list(clean.whole_dbfs)
    for at, (now, later) in enumerate(zip(before, clean.whole_dbfs[3:], strict=False)):
        before[at] = max(now, later - 5)

    assert measure_voice_over_noise_db(SoundLevels(before, clean.voice_dbfs)) > 60


def test_without_pauses_what_was_taken_is_the_noise() -> None:
    over = measure_voice_over_noise_db(SoundLevels([-20.0] * 100, [-20.4] * 100))

    assert over == pytest.approx(10, abs=0.5)


def test_nothing_at_all_has_no_noise() -> None:
    assert not plan_cleaning(SoundLevels([], []), (), TEN, GOAL).is_worth_it
    assert find_pauses([]) == []


def test_music_is_where_tones_last_with_what_is_too_soft_around_it() -> None:
    tones = [0.0] * 20
    tones[5:9] = [0.9, 0.2, 0.8, 0.5]

    assert find_music_spans(tones, Seconds(21)) == (Span(Seconds(4), Seconds(11)),)
    assert find_music_spans([*tones[:6], *[0.0] * 14], Seconds(21)) == ()


def test_what_is_mostly_music_is_all_music() -> None:
    tones = [0.9 if at < 14 else 0.0 for at in range(20)]
    plan = plan_cleaning(levels(-30.0), tones, Seconds(21), GOAL)

    assert plan.music == (Span(Seconds(0), Seconds(21)),)
    assert plan.is_all_music
    assert not plan.is_worth_it


def test_a_plain_filter_is_in_time_and_within_what_it_accepts() -> None:
    text = graph_of(Pad(Source(Path("a.mov")), "v", 0), reduce_steady_noise(SOUND, 8, -55.0))
    silent = graph_of(Pad(Source(Path("a.mov")), "v", 0), reduce_steady_noise(SOUND, 8, -math.inf))

    assert "apad=pad_len=1200" in text
    assert "afftdn=nf=-43:nr=8" in text
    assert "atrim=start_sample=1200" in text
    assert "nf=-80" in silent


SOUND = Pad(Source(Path("a.mov")), "a", 1)


def test_a_cleaned_sound_is_read_as_raw_and_nothing_else() -> None:
    node = read_cleaned_sound(Path("voice.pcm")).node

    assert ("format_whitelist", "f32le") in node.inputs[0].node.options  # type: ignore[union-attr]
    assert CleaningPlan(10.0).is_worth_it is False
