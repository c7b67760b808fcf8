"""Notes of a clip about what egv makes of its tracks, times and sizes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from egv.core.media.clip import SoundTrack
from egv.core.media.timing import Seconds, format_clock
from egv.core.text.visible_text import clean_text
from egv.tools.clips.container import (
    can_decode,
    decode_tag,
    find_codec_name,
    has_disposition,
    list_real_pictures,
)
from egv.tools.clips.picture_sizes import SizeScan

if TYPE_CHECKING:
    from av.audio.stream import AudioStream as AvAudio
    from av.container import InputContainer
    from av.video.stream import VideoStream as AvVideo

MOST_TOLD = 3  # jumps told by their time

MOST_LISTED = 6  # pictures that a note names
LONGEST_TITLE = 40
SPARE = ("comment", "visual_impaired", "descriptions")


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


def describe_pictures(container: InputContainer, video: AvVideo) -> tuple[str, ...]:
    """Describe which of several pictures is used, and a transparency that cannot be read."""
    return (*_describe_picture_choice(container, video), *_describe_lost_alpha(container))


def _describe_picture_choice(container: InputContainer, video: AvVideo) -> tuple[str, ...]:
    pictures = list_real_pictures(container)
    if len(pictures) < 2:
        return ()
    listed = [f"{n} {_describe_picture(one)}" for n, one in enumerate(pictures, 1)]
    used = pictures.index(video) + 1
    return (
        f"the clip has {len(pictures)} pictures ({_join_listed(listed)}); picture {used} is used;"
        " export another one as a clip of its own",
    )


def _describe_picture(video: AvVideo) -> str:
    title = _read_title(video)
    return f"{video.width}x{video.height}" + (f' "{title}"' if title else "")


def _describe_lost_alpha(container: InputContainer) -> tuple[str, ...]:
    if not any(s.metadata.get("alpha_mode") == "1" for s in container.streams.video[:1]):
        return ()
    return (
        "its transparency cannot be read from VP8 or VP9, so its picture shows whatever colour is"
        " under it; export it as ProRes 4444",
    )


def list_sound_tracks(container: InputContainer) -> tuple[SoundTrack, ...]:
    """List the sound tracks of a clip that has several; () where there is nothing to choose."""
    streams = container.streams.audio
    if len(streams) < 2:
        return ()
    return tuple(
        SoundTrack(
            number=number,
            index=stream.index,
            description=_describe_track(stream),
            title=_read_title(stream),
            language="" if stream.language == "und" else decode_tag(stream.language),
            default=has_disposition(stream, "default"),
            spare=any(has_disposition(stream, name) for name in SPARE),
            decodable=can_decode(stream),
        )
        for number, stream in enumerate(streams, 1)
    )


def _describe_track(track: AvAudio) -> str:
    context = track.codec_context
    count = context.channels if context else 0
    shape = {0: "", 1: "mono", 2: "stereo"}.get(count, f"{count} channels")
    words = (find_codec_name(track), shape, decode_tag(track.language))
    return " ".join(word for word in words if word and word != "und")


def _read_title(stream: AvAudio | AvVideo) -> str:
    """Read the title that somebody gave a stream, on one line."""
    title = " ".join(clean_text(decode_tag(stream.metadata.get("title"))).split())
    return title if len(title) <= LONGEST_TITLE else title[: LONGEST_TITLE - 1] + "…"


def _join_listed(words: Sequence[str]) -> str:
    """Join `words`, at most `MOST_LISTED` of them."""
    rest = len(words) - MOST_LISTED
    return ", ".join([*words[:MOST_LISTED], f"and {rest} more"] if rest > 0 else words)
