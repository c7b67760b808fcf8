"""Which of several sound tracks are heard, from what is heard in each."""

from __future__ import annotations

import random
from typing import Any

import pytest

from egv.core.errors import InputError
from egv.core.media.clip import SoundTrack
from egv.core.sound.track_choice import (
    MIX,
    SPEECH,
    TrackChoice,
    TrackContent,
    choose_tracks,
    needs_contents,
)

LENGTH = 60
SILENT = TrackContent((-120.0,) * LENGTH, (False,) * LENGTH)
MUSIC = TrackContent((-20.0,) * LENGTH, (False,) * LENGTH)


def spoken(*stretches: tuple[int, int], level: float = -20.0, rest: float = -60.0) -> TrackContent:
    """A track with a voice in these `stretches`, and crosstalk or noise in the `rest`."""
    speech = [any(first <= at < end for first, end in stretches) for at in range(LENGTH)]
    return TrackContent(tuple(level if own else rest for own in speech), tuple(speech))


def track(number: int, **facts: Any) -> SoundTrack:
    return SoundTrack(number, number, "aac", **{"default": number == 1, **facts})


def chosen(*contents: TrackContent, **facts: dict[int, Any]) -> TrackChoice:
    tracks = [
        track(
            number, **{name: values[number] for name, values in facts.items() if number in values}
        )
        for number in range(1, len(contents) + 1)
    ]
    return choose_tracks(tracks, SPEECH, dict(enumerate(contents, 1)), "")


def numbers(choice: TrackChoice) -> list[int]:
    return [used.number for used in choice.used]


def test_the_track_with_speech_is_used_and_the_silent_one_named() -> None:
    choice = chosen(SILENT, spoken((0, 60)))

    assert numbers(choice) == [2]
    assert "track 2 (aac) is used, because somebody speaks in it; track 1 (aac) is silent" in (
        choice.note
    )


def test_music_on_a_second_track_is_left_out_and_named() -> None:
    choice = chosen(MUSIC, spoken((0, 60)))

    assert numbers(choice) == [2]
    assert choice.others == ("track 1 (aac) has no speech",)


def test_where_nobody_speaks_the_default_track_is_used_unless_it_is_silent() -> None:
    assert numbers(chosen(MUSIC, MUSIC)) == [1]
    assert numbers(chosen(MUSIC, MUSIC, default={1: False, 2: True})) == [2]
    assert numbers(chosen(SILENT, MUSIC)) == [2]
    assert numbers(chosen(SILENT, SILENT)) == [1]


def test_four_people_with_a_track_each_are_mixed() -> None:
    turns = [spoken((at, at + 15), rest=-45.0) for at in range(0, 60, 15)]
    choice = chosen(*turns)

    assert numbers(choice) == [1, 2, 3, 4]
    assert choice.left_out == ()


def test_crosstalk_that_a_model_takes_for_speech_hides_nobody() -> None:
    """Each microphone also hears the others, 15 dB softer."""
    turns = [spoken((at, at + 15), rest=-35.0) for at in range(0, 60, 15)]
    heard = [TrackContent(turn.levels_dbfs, (True,) * LENGTH) for turn in turns]

    assert numbers(chosen(*heard)) == [1, 2, 3, 4]


def test_a_track_that_holds_all_is_enough() -> None:
    both, first, second = spoken((0, 60)), spoken((0, 30)), spoken((30, 60))

    assert numbers(chosen(both, first, second)) == [1]
    assert numbers(chosen(first, second, both)) == [3]
    assert numbers(chosen(both, both)) == [1]


def test_a_translation_without_a_language_is_not_mixed_in() -> None:
    dice = random.Random(1)
    levels = [
        tuple(dice.uniform(-30, -16) if dice.random() < 0.8 else -70.0 for _ in range(LENGTH))
        for _ in range(2)
    ]
    voices = [TrackContent(own, (True,) * LENGTH) for own in levels]

    assert numbers(chosen(*voices)) == [1]


def test_of_several_languages_that_of_the_project_is_heard() -> None:
    voice = spoken((0, 60))
    tracks, contents = [track(1, language="eng"), track(2, language="dut")], {1: voice, 2: voice}
    dutch, french = (choose_tracks(tracks, SPEECH, contents, code) for code in ("nl", "fr"))

    assert numbers(dutch) == [2]
    assert "the language of the project or kit" in dutch.note
    assert numbers(french) == [1]
    assert "others are in other languages" in french.note


def test_a_comment_is_heard_only_where_somebody_asks_for_it() -> None:
    film, comment = spoken((0, 10)), spoken((0, 60))

    assert numbers(chosen(film, comment, spare={2: True})) == [1]
    assert numbers(chosen(MUSIC, comment, spare={2: True})) == [1]


def test_a_wish_is_followed_without_a_look() -> None:
    tracks = [track(1), track(2), track(3, decodable=False)]

    assert numbers(choose_tracks(tracks, "2", {}, "")) == [2]
    assert numbers(choose_tracks(tracks, MIX, {}, "")) == [1, 2]
    assert not any(needs_contents(tracks, wish) for wish in ("1", MIX))
    assert needs_contents(tracks, SPEECH)
    assert not needs_contents([tracks[0], tracks[2]], SPEECH)
    assert numbers(choose_tracks([tracks[2], tracks[0]], SPEECH, {}, "")) == [1]


@pytest.mark.parametrize(("wish", "said"), [("4", "choose 1 to 3"), ("3", "cannot be read")])
def test_a_track_that_is_not_there_is_refused(wish: str, said: str) -> None:
    with pytest.raises(InputError, match=said):
        choose_tracks([track(1), track(2), track(3, decodable=False)], wish, {}, "")


def test_of_a_hundred_tracks_a_few_are_told() -> None:
    note = chosen(spoken((0, 60)), *[SILENT] * 99).note

    assert "100 sound tracks" in note
    assert "and 93 more" in note
    assert len(note) < 500
