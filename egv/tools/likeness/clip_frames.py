"""Small grey frames of a file around given moments, decoded in-process: not as ffmpeg's graph does.

Frames are found by the file's own times, so that a mistake in a filter graph shows in comparison.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from egv.core.media.clip import Clip
from egv.core.media.timing import Seconds
from egv.tools.clips.container import discard_streams, open_container
from egv.tools.clips.packet_clock import PacketClock

if TYPE_CHECKING:
    import av
    import numpy as np
    from av.container import InputContainer
    from av.video.frame import VideoFrame
    from av.video.stream import VideoStream
    from numpy.typing import NDArray

    Grey = NDArray[np.float32]

SIDE = 96  # px: a frame is squeezed into a square of this side
REORDERED = 20  # packets that a decoder may hold back
RECENT = 4  # frames that may be asked for
SKIPPABLE = Seconds(1, 2)  # s: frames that no other needs are skipped until so long before
SAME = Seconds(1, 1000)  # s: a key frame's time is rounded in some containers


@dataclass(frozen=True, slots=True)
class GreyFrame:
    """One frame, small, grey and as it is stored; `at` is its time, s."""

    at: Seconds
    picture: Grey


@dataclass(slots=True)
class _Stretch:
    """A stretch to decode, from the key frame at `key` on, for the `moments` in it."""

    key: Seconds
    moments: list[Seconds] = field(default_factory=list)


def read_clip_frames(clip: Clip, moments: Iterable[Seconds]) -> dict[Seconds, list[GreyFrame]]:
    """Read the frames of `clip` that may be shown at each of `moments`; the nearest two or three.

    A moment without a whole frame is left out.
    """
    stretches = _plan_stretches(clip, moments)
    found: dict[Seconds, list[GreyFrame]] = {}
    with open_container(clip.path) as container:
        [video] = (one for one in container.streams.video if one.index == clip.video.index)
        video.thread_type = "AUTO"
        seeks = clip.video.indexed and not clip.video.has_jumps
        wanted: list[Any] = [video]
        if clip.audio and not seeks:
            wanted.append(container.streams[clip.audio.index])
        discard_streams(container, wanted)
        packets = None if seeks else _iter_timed_packets(container, wanted, clip)
        for stretch in stretches:
            if packets is None:
                _seek_key_frame(container, video, stretch.key)
            timed = packets or _iter_timed_packets(container, wanted, clip)
            frames = _decode_stretch(video, timed, stretch)
            _keep_nearest(found, frames, stretch.moments, 1 / clip.video.frame_rate)
    return found


def clamp_moment(clip: Clip, moment: Seconds) -> Seconds:
    """Clamp `moment` to the picture: its first frame is shown before it, its last one after it."""
    last = clip.video.end - 1 / clip.video.frame_rate
    return max(clip.video.start, min(moment, last))


def find_key_frame(clip: Clip, moment: Seconds) -> Seconds:
    """Find the time of the key frame that `moment` of `clip` is decoded from."""
    keys = clip.video.keyframes
    at = bisect_right(keys, moment + SAME) - 1
    return keys[max(at, 0)] if keys else Seconds(0)


def _plan_stretches(clip: Clip, moments: Iterable[Seconds]) -> list[_Stretch]:
    """Plan which stretches to decode; those that run into each other become one."""
    stretches: list[_Stretch] = []
    reach = REORDERED / clip.video.frame_rate
    for moment in sorted(set(moments)):
        key = find_key_frame(clip, moment)
        last = stretches[-1] if stretches else None
        if last is None or (key != last.key and key > last.moments[-1] + reach):
            stretches.append(last := _Stretch(key))
        last.moments.append(moment)
    return stretches


def _seek_key_frame(container: InputContainer, video: VideoStream, key: Seconds) -> None:
    origin = Seconds(container.start_time or 0) / 1_000_000
    base = video.time_base or Seconds(1)
    container.seek(int((key + origin + SAME) / base), stream=video)


def _iter_timed_packets(
    container: InputContainer, wanted: Sequence[Any], clip: Clip
) -> Iterator[tuple[av.Packet[Any], Seconds]]:
    """Yield the packets of the picture, with their times on the clip's clock."""
    clock = PacketClock(container, strict=clip.video.has_jumps)
    for packet in container.demux(wanted):
        at = clock.find_time(packet)
        if at is not None and packet.stream_index == clip.video.index and packet.size:
            yield packet, at


def _decode_stretch(
    video: VideoStream, packets: Iterable[tuple[av.Packet[Any], Seconds]], stretch: _Stretch
) -> Iterator[tuple[Seconds, VideoFrame]]:
    """Yield the whole frames of `stretch` with their times, in order."""
    import av

    context, late = video.codec_context, 0
    offset: Seconds | None = None
    first, last = stretch.moments[0], stretch.moments[-1]
    try:
        for packet, at in packets:
            if offset is None and not (packet.is_keyframe and at >= stretch.key - SAME):
                continue
            if offset is None:
                offset = at - (packet.pts or 0) * (packet.time_base or Seconds(0))
            context.skip_frame = "NONREF" if at < first - SKIPPABLE else "DEFAULT"
            yield from _iter_whole_frames(context.decode(packet), offset)
            late += at > last + SKIPPABLE
            if late > REORDERED:
                break
        yield from _iter_whole_frames(context.decode(None), offset or Seconds(0))
    except av.error.FFmpegError:
        return
    finally:
        context.flush_buffers()


def _iter_whole_frames(
    frames: Iterable[VideoFrame], offset: Seconds
) -> Iterator[tuple[Seconds, VideoFrame]]:
    for frame in frames:
        if frame.pts is not None and frame.time_base is not None and not frame.is_corrupt:
            yield frame.pts * frame.time_base + offset, frame


def _keep_nearest(
    found: dict[Seconds, list[GreyFrame]],
    frames: Iterable[tuple[Seconds, VideoFrame]],
    moments: Sequence[Seconds],
    tick: Seconds,
) -> None:
    """Keep, for each moment, the frame shown then and its neighbours up to a frame and a half away.

    Stops decoding after the last.
    """
    recent: deque[tuple[Seconds, VideoFrame]] = deque(maxlen=RECENT)
    left = deque(moments)
    for at, frame in frames:
        recent.append((at, frame))
        while left and at > left[0] + tick * 3 / 2:
            _keep_one(found, recent, left.popleft(), tick)
        if not left:
            return
    for moment in left:
        _keep_one(found, recent, moment, tick)


def _keep_one(
    found: dict[Seconds, list[GreyFrame]],
    recent: Iterable[tuple[Seconds, VideoFrame]],
    moment: Seconds,
    tick: Seconds,
) -> None:
    frames = sorted(recent, key=lambda timed: timed[0])
    shown = bisect_right([at for at, _ in frames], moment + SAME) - 1
    near = {place for place, (at, _) in enumerate(frames) if abs(at - moment) <= tick * 3 / 2}
    if shown < 0 and not near:
        return
    kept = sorted(near | ({shown, shown + 1} & set(range(len(frames)))))
    found[moment] = [GreyFrame(frames[place][0], shrink_frame(frames[place][1])) for place in kept]


def shrink_frame(frame: VideoFrame) -> Grey:
    """Shrink a decoded frame to a grey square, 0 to 255."""
    import numpy as np

    small = frame.reformat(width=SIDE, height=SIDE, format="gray", interpolation="AREA")
    grey: Grey = small.to_ndarray().astype(np.float32)
    return grey
