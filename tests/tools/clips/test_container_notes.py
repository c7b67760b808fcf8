"""What is said of the tracks of a clip."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

from egv.tools.clips.probe_notes import describe_tracks


def test_of_three_hundred_tracks_a_few_are_named() -> None:
    context = SimpleNamespace(channels=1, name="pcm_s16le")
    tracks: list[Any] = [
        SimpleNamespace(codec_context=context, language=None, codec=context, index=n)
        for n in range(300)
    ]
    container: Any = SimpleNamespace(streams=SimpleNamespace(audio=tracks, video=[]))
    [note] = describe_tracks(container, tracks[0])

    assert note.startswith("the clip has 300 sound tracks (1 ")
    assert note.endswith(", and 294 more); track 1 is used")
    assert len(note) < 250
