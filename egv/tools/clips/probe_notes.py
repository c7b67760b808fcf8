"""Notes of a clip about what egv makes of its tracks, times and sizes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from egv.core.media.timing import Seconds, format_clock
from egv.tools.clips.container import decode_tag, find_codec_name
from egv.tools.clips.picture_sizes import SizeScan

if TYPE_CHECKING:
    from av.audio.stream import AudioStream as AvAudio
    from av.container import InputContainer

MOST_TOLD = 3  # jumps told by their time

MOST_LISTED = 6  # sound tracks that a note names


def describe_jumps(jumps: Sequence[Seconds]) -> tuple[str, ...]:
    """Describe the times, s, at which the clock of a clip jumps; () where it does not."""
    joined = _join_near_times(jumps)
    if not joined:
        return ()
    places = ", ".join(map(format_clock, joined[:MOST_TOLD]))
    more = len(joined) - MOST_TOLD
    if more > 0:
        places += f" and {more} more places"
    return (
        f"the times in the clip jump at {places}, as where recordings are glued together;"
        " they are counted on",
    )


def describe_sizes(scan: SizeScan) -> tuple[str, ...]:
    """Describe the change of size of a picture; () where it keeps its size."""
    if not scan.changes:
        return ()
    width, height = scan.sizes[0]
    return (f"the picture changes its size on the way; all of it is scaled to {width}x{height}",)


def describe_hold(picture_end: Seconds, end: Seconds) -> tuple[str, ...]:
    """Describe a picture that ends at `picture_end` s and is held to the `end` of the sound."""
    return (
        f"the picture stops at {format_clock(picture_end)}, and the sound goes on to"
        f" {format_clock(end)}; the last frame is held until then",
    )


def _join_near_times(times: Iterable[Seconds]) -> list[Seconds]:
    """List the first of all `times` that are less than a second apart."""
    joined: list[Seconds] = []
    for at in sorted(times):
        if not joined or at - joined[-1] > 1:
            joined.append(at)
    return joined


def describe_tracks(container: InputContainer, audio: AvAudio | None) -> tuple[str, ...]:
    """Describe which of several sound tracks is used, and a transparency that cannot be read."""
    return (*_describe_lost_alpha(container), *_describe_sound_choice(container, audio))


def _describe_lost_alpha(container: InputContainer) -> tuple[str, ...]:
    if not any(s.metadata.get("alpha_mode") == "1" for s in container.streams.video[:1]):
        return ()
    return (
        "its transparency cannot be read from VP8 or VP9, so its picture shows whatever colour is"
        " under it; export it as ProRes 4444",
    )


def _describe_sound_choice(container: InputContainer, audio: AvAudio | None) -> tuple[str, ...]:
    tracks = container.streams.audio
    if len(tracks) < 2 or audio is None:
        return ()
    shown = [f"{n} {_describe_track(track)}" for n, track in enumerate(tracks[:MOST_LISTED], 1)]
    rest = len(tracks) - len(shown)
    listed = ", ".join([*shown, f"and {rest} more"] if rest else shown)
    used = tracks.index(audio) + 1
    return (f"the clip has {len(tracks)} sound tracks ({listed}); track {used} is used",)


def _describe_track(track: AvAudio) -> str:
    context = track.codec_context
    count = context.channels if context else 0
    shape = {0: "", 1: "mono", 2: "stereo"}.get(count, f"{count} channels")
    words = (find_codec_name(track), shape, decode_tag(track.language))
    return " ".join(word for word in words if word and word != "und")
