"""What is known and said of the tracks of a clip."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

from egv.tools.clips.container import list_real_pictures
from egv.tools.clips.probe_notes import describe_pictures, list_sound_tracks

CODEC = SimpleNamespace(channels=1, name="pcm_s16le", sample_rate=48000)


def stream(index: int, **facts: Any) -> Any:
    """One stream of a container."""
    plain: dict[str, Any] = {
        "codec_context": CODEC,
        "language": None,
        "disposition": 0,
        "metadata": {},
    }
    return SimpleNamespace(index=index, **{**plain, **facts})


def container(*, audio: list[Any] | None = None, video: list[Any] | None = None) -> Any:
    """A container with these streams."""
    return SimpleNamespace(streams=SimpleNamespace(audio=audio or [], video=video or []))


def picture(index: int, **facts: Any) -> Any:
    """A stream of 1920x1080 pixels."""
    return stream(index, **{"frames": 250, "width": 1920, "height": 1080, **facts})


def test_tracks_are_numbered_as_players_do() -> None:
    apac = SimpleNamespace(channels=4, name="apac", sample_rate=48000)
    titled = stream(3, metadata={"title": "Mic\n/Aux"}, language="nld", disposition=1)
    tracks = list_sound_tracks(container(audio=[stream(1, codec_context=apac), titled]))

    assert [track.number for track in tracks] == [1, 2]
    assert [track.decodable for track in tracks] == [False, True]
    assert tracks[1].label == 'track 2 (pcm_s16le mono nld, "Mic /Aux")'
    assert tracks[1].default
    assert list_sound_tracks(container(audio=[titled])) == ()


def test_of_several_pictures_the_used_one_is_named() -> None:
    screen, camera = picture(0, metadata={"title": "Screen"}), picture(1, width=1280, height=720)
    [note] = describe_pictures(container(video=[screen, camera]), camera)

    assert '2 pictures (1 1920x1080 "Screen", 2 1280x720); picture 2 is used' in note
    assert describe_pictures(container(video=[screen]), screen) == ()


def test_of_a_hundred_pictures_a_few_are_named() -> None:
    pictures: list[Any] = [picture(number) for number in range(100)]
    [note] = describe_pictures(container(video=pictures), pictures[0])

    assert ", and 94 more); picture 1 is used" in note
    assert len(note) < 300


def test_a_cover_is_no_picture() -> None:
    marked, single, film = picture(0, disposition=1024), picture(1, frames=1), picture(2)

    assert list_real_pictures(container(video=[marked, single, film])) == [film]
    assert list_real_pictures(container(video=[single])) == [single]
