"""The sound that is heard of a clip with several sound tracks: asked for only where it matters."""

from __future__ import annotations

from egv.core.errors import InputError
from egv.core.media.clip import Clip
from egv.core.programme.questions import Ask, TracksIn
from egv.core.sound.track_choice import (
    MIX,
    SPEECH,
    TrackChoice,
    choose_tracks,
    needs_contents,
)


def find_track_choice(clip: Clip, wish: str, language: str, ask: Ask) -> TrackChoice | None:
    """Find which sound tracks of `clip` are heard; None where there is nothing to choose.

    Of several languages, `language` (ISO 639-1) is heard. Raises InputError where the clip has not
    the track of the `wish`.
    """
    name = clip.path.name
    if not clip.sound_tracks:
        if wish not in (SPEECH, MIX) and (clip.audio is None or int(wish) > 1):
            has = "only one sound track" if clip.audio else "no sound"
            raise InputError(f"{name}: --track {wish}: the clip has {has}; leave --track out")
        return None
    able = [track for track in clip.sound_tracks if track.decodable]
    contents = {}
    if needs_contents(clip.sound_tracks, wish):
        heard = ask(TracksIn(clip, tuple(track.index for track in able)))
        contents = {track.number: own for track, own in zip(able, heard, strict=True)}
    try:
        return choose_tracks(clip.sound_tracks, wish, contents, language)
    except InputError as error:
        raise InputError(f"{name}: {error}") from None
