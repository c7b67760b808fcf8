"""Find the cuts between shots in a clip, without decoding all of it.

A stretch between two key frames is decoded only if these differ, or if one of its packets is about
as large as a key frame. A person talking to a phone costs a few key frames, whatever the length.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import zip_longest
from typing import TYPE_CHECKING

from egv.core.media.clip import Clip
from egv.core.media.timing import Seconds, snap_to_frame, to_frame
from egv.tools.clips.container import open_container
from egv.tools.ffmpeg.context import RenderContext
from egv.tools.ffmpeg.frames import iter_grey_frames, sample_frames

if TYPE_CHECKING:
    import numpy as np
    from av.video.frame import VideoFrame
    from numpy.typing import NDArray

    Frame = NDArray[np.float32]  # luma, 0 to 1

SIZE = (64, 36)  # px: enough, as a cut changes the whole picture
CUT = 0.1  # share of full scale: sudden change of the picture at a cut; as in ffmpeg's scdet
SUDDEN = 2.0  # times the change of the frames around it: a shaken phone changes all of them
AROUND = 8  # frames; a clip in slow motion repeats each of its frames
SUSPECT = 0.08  # share of full scale: change between two key frames, seconds apart
LARGE = 0.75  # share of the key frame before it: a frame this large repeats hardly anything


@dataclass(slots=True)
class _KeyFrameGroup:
    """A key frame and the frames up to the next one.

    `start` is in s on the clip's clock; `size` and `largest` are the bytes of the key frame's
    packet and of the largest other packet; `key_frame` is None where it does not decode.
    """

    start: Seconds
    size: int
    largest: int = 0
    key_frame: Frame | None = None


def find_shots(clip: Clip, context: RenderContext) -> tuple[Seconds, ...]:
    """Find the start of each shot but the first, in s on the clip's clock, on frame boundaries."""
    rate = clip.video.frame_rate
    found = []
    for start, end in _find_suspects(clip):
        frames = _decode_frames(clip, snap_to_frame(start, rate), snap_to_frame(end, rate), context)
        found += [snap_to_frame(start, rate) + at / rate for at in find_cuts(frames)]
    return tuple(sorted(set(found)))


def find_cuts(frames: Frame) -> Iterator[int]:
    """Find the numbers of the `frames` (first axis) that start another shot."""
    import numpy as np

    change = np.abs(np.diff(frames, axis=0)).mean(axis=(1, 2))
    for at in np.flatnonzero(change > CUT).tolist():
        around = change[max(0, at - AROUND) : at + AROUND + 1].copy()
        around[min(at, AROUND)] = 0.0
        if change[at] > SUDDEN * around.max():
            yield at + 1


def _find_suspects(clip: Clip) -> Iterator[tuple[Seconds, Seconds]]:
    """Find the stretches of the clip, s, that could contain a cut."""
    groups = _read_groups(clip)
    for group, following in zip_longest(groups, groups[1:]):
        end = following.start if following else clip.duration
        differs = following is not None and _is_different(group.key_frame, following.key_frame)
        if max(group.start, 0) < end and (differs or group.largest > LARGE * group.size):
            yield max(group.start, Seconds(0)), end


def _is_different(one: Frame | None, other: Frame | None) -> bool:
    return one is not None and other is not None and bool(abs(one - other).mean() > SUSPECT)


def _read_groups(clip: Clip) -> list[_KeyFrameGroup]:
    """Read the clip's groups of pictures, in order."""
    groups: list[_KeyFrameGroup] = []
    with open_container(clip.path) as container:
        origin = Seconds(container.start_time or 0) / 1_000_000
        stream = next(one for one in container.streams.video if one.index == clip.video.index)
        by_time = {}
        for packet in container.demux(stream):
            if packet.pts is not None and packet.is_keyframe and not packet.is_discard:
                start = packet.pts * (packet.time_base or Seconds(1)) - origin
                groups.append(_KeyFrameGroup(start, packet.size))
                by_time[packet.pts] = groups[-1]
            elif packet.pts is not None and groups:
                groups[-1].largest = max(groups[-1].largest, packet.size)
            if packet.pts is None or packet.is_keyframe:  # the packet without a time ends the clip
                for frame in stream.decode(packet):
                    if frame.pts in by_time:
                        by_time[frame.pts].key_frame = _shrink_frame(frame)
    return sorted(groups, key=lambda group: group.start)


def _shrink_frame(frame: VideoFrame) -> Frame:
    import numpy as np

    luma = frame.reformat(*SIZE, format="gray").to_ndarray()
    return luma.astype(np.float32) / np.float32(255)


def _decode_frames(clip: Clip, start: Seconds, end: Seconds, context: RenderContext) -> Frame:
    """Decode the frames of the clip's clock from `start` to the one shown at `end`."""
    import numpy as np

    video = clip.video
    count = to_frame(end, video.frame_rate) - to_frame(start, video.frame_rate) + 1
    frames = [*iter_grey_frames(sample_frames(clip, start, video.frame_rate, count), SIZE, context)]
    stacked = np.array(frames, dtype=np.float32).reshape(-1, SIZE[1], SIZE[0])
    return stacked / np.float32(255)
