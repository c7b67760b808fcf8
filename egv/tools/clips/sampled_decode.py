"""Decode a few stretches of a picture that is copied: equal to the clip's is not yet whole."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from egv.tools.clips.container import discard_streams, open_container

if TYPE_CHECKING:
    import av
    from av.container import InputContainer
    from av.video.stream import VideoStream

STRETCHES, LENGTH = 6, 24  # from a key frame on, spread over the clip; frames at most


@dataclass(frozen=True, slots=True)
class SampledDecode:
    """The result of a sample: of all `frames`, how many were `decoded`, and `lost` among them."""

    frames: int
    decoded: int
    lost: int


def decode_sample(path: Path, index: int) -> SampledDecode:
    """Decode stretches of the picture `index` of the file at `path`: the first, the last, others.

    A frame that is lost here may only lack another one that was not decoded: decode it all then.
    """
    with _open_picture(path, index) as (container, video):
        marks = [packet.is_keyframe for packet in container.demux(video) if packet.size]
    keys = [number for number, is_key in enumerate(marks) if is_key] or [0]
    chosen = {keys[at * (len(keys) - 1) // (STRETCHES - 1)] for at in range(STRETCHES)}
    with _open_picture(path, index) as (container, video):
        stretches = _iter_stretches(container, video, chosen)
        counts = [_decode_stretch(video, packets) for packets in stretches]
    decoded, lost = (sum(count) for count in zip(*counts, strict=True)) if counts else (0, 0)
    return SampledDecode(len(marks), decoded, lost)


@contextmanager
def _open_picture(path: Path, index: int) -> Iterator[tuple[InputContainer, VideoStream]]:
    with open_container(path) as container:
        [video] = (one for one in container.streams.video if one.index == index)
        video.thread_type = "AUTO"
        discard_streams(container, [video])
        yield container, video


def _iter_stretches(
    container: InputContainer, video: VideoStream, chosen: set[int]
) -> Iterator[list[av.Packet[Any]]]:
    """Yield the packets of the stretches that begin with the packets numbered `chosen`."""
    stretch: list[av.Packet[Any]] = []
    number = -1
    for packet in container.demux(video):
        if not packet.size:
            continue
        number += 1
        ends = len(stretch) >= LENGTH or packet.is_keyframe
        if stretch and ends:
            yield stretch
            stretch = []
        if stretch or number in chosen:
            stretch.append(packet)
    if stretch:
        yield stretch


def _decode_stretch(video: VideoStream, packets: list[av.Packet[Any]]) -> tuple[int, int]:
    """Decode `packets`; return how many frames they hold, and how many of these were lost.

    Frames shown before the key frame need an earlier one, and do not count.
    """
    import av

    context, key = video.codec_context, packets[0].pts
    wanted = [one for one in packets if key is None or one.pts is None or one.pts >= key]
    whole = 0
    for packet in (*packets, None):  # None flushes the frames that the decoder still holds
        try:
            frames = context.decode(packet)
        except av.error.FFmpegError:
            continue
        whole += sum(
            not frame.is_corrupt and (key is None or frame.pts is None or frame.pts >= key)
            for frame in frames
        )
    context.flush_buffers()
    return len(wanted), max(0, len(wanted) - whole)
