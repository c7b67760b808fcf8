"""Read the facts of a file used for its sound: a narration or a music bed."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from egv.core.errors import InputError, UsageError
from egv.core.media.clip import AudioStream, SoundFile
from egv.core.media.timing import Seconds
from egv.tools.clips.container import can_decode, decode_tag, open_container

if TYPE_CHECKING:
    from av.audio.stream import AudioStream as AvAudio
    from av.container import InputContainer

BETTER = "export it as WAV, M4A or MP3"


def probe_sound(path: Path, content: str = "") -> SoundFile:
    """Read the facts of the first decodable sound in the file at `path`.

    Raises UsageError where there is none: the file was named by the user.
    """
    try:
        with open_container(path) as container:
            audio = next((stream for stream in container.streams.audio if can_decode(stream)), None)
            if audio is None:
                raise UsageError(f"{path.name}: this file has no sound that egv can read; {BETTER}")
            start, end = _find_bounds(container, audio)
            context = audio.codec_context
            return SoundFile(
                path=path,
                duration=end,
                audio=AudioStream(
                    index=audio.index,
                    codec=context.name,
                    sample_rate=context.sample_rate,
                    channels=context.channels,
                    start=start,
                    language=decode_tag(audio.language).replace("und", ""),
                ),
                content=content,
            )
    except InputError:
        raise UsageError(
            f"{path.name}: this is not a sound file that egv can read; {BETTER}"
        ) from None


def _find_bounds(container: InputContainer, audio: AvAudio) -> tuple[Seconds, Seconds]:
    """Find the start and end of the sound, s, on a clock that starts with the earliest stream."""
    origin = Seconds(container.start_time or 0) / 1_000_000
    start: Seconds | None = None
    end = Seconds(0)
    for packet in container.demux(audio):
        if packet.pts is None or not packet.time_base:
            continue
        start = packet.pts * packet.time_base if start is None else start
        end = max(end, (packet.pts + (packet.duration or 0)) * packet.time_base)
    if start is None or end <= origin:
        raise InputError(f"{container.name}: the sound is empty")
    return max(start - origin, Seconds(0)), end - origin
