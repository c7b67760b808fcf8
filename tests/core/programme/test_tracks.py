"""The sound that is heard of a clip with several tracks."""

from __future__ import annotations

from dataclasses import replace

import pytest

from egv.core.errors import InputError
from egv.core.media.clip import SoundTrack
from egv.core.programme.questions import TracksIn
from egv.core.programme.tracks import find_track_choice
from egv.core.sound.track_choice import MIX, SPEECH, TrackContent
from tests.conftest import answering, media

NOWHERE = answering({})
BOTH = (SoundTrack(1, 1, "aac stereo", default=True), SoundTrack(2, 4, "aac mono"))
SILENT, VOICE = (TrackContent((level,) * 9, (spoken,) * 9) for level, spoken in
                 ((-120.0, False), (-20.0, True)))  # fmt: skip


def test_nothing_is_asked_where_there_is_nothing_to_choose() -> None:
    for wish in (SPEECH, MIX, "1"):
        assert find_track_choice(media(), wish, "", NOWHERE) is None
    assert find_track_choice(media(sound=False), SPEECH, "", NOWHERE) is None


def test_the_contents_choose() -> None:
    clip = replace(media(), sound_tracks=BOTH)
    choice = find_track_choice(clip, SPEECH, "", answering({TracksIn: (SILENT, VOICE)}))

    assert choice is not None
    assert [track.index for track in choice.used] == [4]


@pytest.mark.parametrize(
    ("clip", "said"),
    [
        (media(), "a.mp4: --track 3: the clip has only one sound track; leave --track out"),
        (media(sound=False), "a.mp4: --track 3: the clip has no sound; leave --track out"),
        (replace(media(), sound_tracks=BOTH), "a.mp4: --track 3: the clip has 2 sound tracks;"),
    ],
)
def test_a_track_that_is_not_there_is_refused_by_the_clips_name(clip: object, said: str) -> None:
    with pytest.raises(InputError, match=said):
        find_track_choice(clip, "3", "", NOWHERE)  # type: ignore[arg-type]
