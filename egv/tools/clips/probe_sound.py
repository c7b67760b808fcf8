"""Read the facts of a file used for its sound: a narration or a music bed."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from egv.core.errors import InputError, UsageError
from egv.core.media.clip import SoundFile
from egv.core.media.timing import Seconds
from egv.tools.clips.container import can_decode, discard_streams, open_container
from egv.tools.clips.packet_clock import PacketClock
from egv.tools.clips.sound_packets import SoundScan

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
            scan = _scan_sound(container, audio)
            found = scan.build_stream()
            return SoundFile(
                path=path,
                duration=scan.end,
                audio=replace(found, start=max(found.start, Seconds(0))),
                content=content,
            )
    except InputError:
        raise UsageError(
            f"{path.name}: this is not a sound file that egv can read; {BETTER}"
        ) from None


def _scan_sound(container: InputContainer, audio: AvAudio) -> SoundScan:
    """Read all packets of the sound, on a clock that starts with the earliest stream."""
    discard_streams(container, [audio])
    clock, scan = PacketClock(container), SoundScan(audio)
    for packet in container.demux(audio):
        if (at := clock.find_time(packet)) is not None:
            scan.add_packet(packet, at)
    if scan.start is None or scan.end <= 0:
        raise InputError(f"{container.name}: the sound is empty")
    return scan
