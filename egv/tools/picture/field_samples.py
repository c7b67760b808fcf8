"""Samples of the fields of a clip: whether the lines of its frames are of one moment or of two.

Where something moves, a line between two lines of another moment fits them worse than it fits the
next lines of its own field, though these are further away: a comb. Where little moves, single teeth
are counted: pixels unlike both lines beside them and like the next lines of their own field. One
field alone shows how many of these the texture itself has. Which field is the earlier one
is measured as ffmpeg's `idet` does: each is laid between the lines of the frames before and after.
`idet` itself takes the order of the fields for the proof of fields, and finds them in half of the
frames of a pattern that moves up or down by an odd number of lines.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from egv.core.media.colour_tags import is_rgb
from egv.core.media.fields import (
    Comb,
    Fields,
    FieldSample,
    FieldVerdict,
    judge_fields,
    list_sample_times,
)
from egv.core.media.timing import Seconds

if TYPE_CHECKING:
    from fractions import Fraction

    import numpy as np
    from av.container import InputContainer
    from av.video.frame import VideoFrame
    from av.video.stream import VideoStream
    from numpy.typing import NDArray

    Lines = NDArray[np.int32]

CODECS = {  # those that cameras and editors store fields in, with or without a mark
    "h264", "mpeg2video", "mpeg4", "dvvideo", "prores", "dnxhd", "vc1", "wmv3", "ffv1", "ffvhuff",
    "huffyuv", "utvideo", "v210", "rawvideo", "cfhd", "mjpeg",
}  # fmt: skip
ORDERS = {2: "tff", 3: "bff", 4: "bff", 5: "tff"}  # libavcodec/defs.h: as shown, not as coded
FASTEST = 30  # frames a second: no format has more frames of two fields each
HIGH_BITS = ("p0", "p2", "p4")  # formats whose values are in the upper bits of 16
COLUMNS = 240  # columns that are measured: lines matter here, not their length
MOVING = 12  # of 255: smaller changes are noise
FEWEST = 0.002  # share of the pixels that must move
# The misfit of the lines between, as a share of that of the next lines of the same field: a comb
# where it is above the first, one moment where it is below the second.
COMBED, CLEAR = 1.1, 0.66
TOOTH = 16  # of 255: least difference from the lines beside a tooth of the comb; half is likeness
TEETH, MORE_TEETH = 0.004, 2  # share of the moving pixels, and times as many as in one field


@dataclass(frozen=True, slots=True)
class _Look:
    """The number of places to look at, and of frames at each.

    At most so many are skipped from a key frame to a place: decoding is what costs time.
    """

    places: int
    frames: int
    skipped: int


GLANCE = _Look(3, 7, 30)  # at a clip without a mark
CLOSE_LOOK = _Look(6, 17, 100)  # a film needs three cycles in each


@dataclass(frozen=True, slots=True)
class FieldSource:
    """A clip to sample, whose packets may have been read before."""

    container: InputContainer
    video: VideoStream
    keyframes: Sequence[Seconds]
    duration: Seconds

    @property
    def origin(self) -> Seconds:
        """The time, s, in the file at which the clip's clock begins."""
        return Seconds(self.container.start_time or 0) / 1_000_000


def find_fields(source: FieldSource, first: VideoFrame, rate: Fraction) -> FieldVerdict:
    """Find what a clip of `rate` frames a second does with fields; its packets are read again."""
    marked = bool(first.interlaced_frame)
    may_be = source.video.codec_context.name in CODECS and rate <= FASTEST
    measurable = not is_rgb(first.format.name) and first.format.components[0].bits <= 16
    if not measurable:
        return FieldVerdict(Fields.INTERLACED if marked else Fields.NONE)
    if not (marked or may_be):
        return FieldVerdict()
    if not marked:
        look = _sample_spans(source, GLANCE)
        if not any(s.marked or s.comb in (Comb.TOP, Comb.BOTTOM) for span in look for s in span):
            return FieldVerdict()
    stated = ORDERS.get(source.video.codec_context.field_order, "auto")
    samples = _sample_spans(source, CLOSE_LOOK) or [[FieldSample(marked, Comb.UNKNOWN)]]
    return judge_fields(samples, rate, stated)


def _sample_spans(source: FieldSource, look: _Look) -> list[list[FieldSample]]:
    """Sample frames at several places of the clip; fewer where it is short."""
    found: list[list[FieldSample]] = []
    decoder: Iterator[VideoFrame] = iter(())
    reached = Seconds(-1)
    for at in list_sample_times(source.duration, look.places):
        key = max((time for time in source.keyframes if time <= at), default=Seconds(0))
        if reached < key or reached < 0:
            decoder = _iter_later_frames(source, key)
        taken: list[VideoFrame] = []
        for number, frame in enumerate(decoder):
            reached = (frame.pts or 0) * (frame.time_base or 0) - source.origin
            if reached >= at or number >= look.skipped or taken:
                taken.append(frame)
            if len(taken) == look.frames:
                break
        if taken:
            found.append(_compare_frames(taken))
    return found


def _iter_later_frames(source: FieldSource, at: Seconds) -> Iterator[VideoFrame]:
    """Decode frames from the key frame `at` on, or from the start where a search finds nothing."""
    found = False
    for place in (int((at + source.origin) * 1_000_000) + 1, 0):
        for frame in _decode_behind(source, place):
            found = True
            yield frame
        if found:
            return


def _decode_behind(source: FieldSource, place: int) -> Iterator[VideoFrame]:
    """Decode the frames from `place`, µs in the file, on, without damaged ones."""
    import av

    try:
        source.container.seek(place)
    except av.error.FFmpegError:
        return
    for packet in source.container.demux(source.video):
        try:
            decoded = source.video.codec_context.decode(packet if packet.size else None)
        except av.error.FFmpegError:
            continue
        yield from (frame for frame in decoded if not frame.is_corrupt)


def _compare_frames(frames: Sequence[VideoFrame]) -> list[FieldSample]:
    """Compare each frame with the one before and the one after it."""
    lines = [_read_lines(frame) for frame in frames]
    return [
        FieldSample(bool(frames[at].interlaced_frame), compare_fields(*lines[at - 1 : at + 2]))
        for at in range(1, len(frames) - 1)
        if lines[at - 1].shape == lines[at].shape == lines[at + 1].shape
    ] or [FieldSample(bool(frame.interlaced_frame), Comb.UNKNOWN) for frame in frames]


def _read_lines(frame: VideoFrame) -> Lines:
    """Read columns of the luma in 8 bits, or of packed values: only equal ones are compared."""
    import numpy as np

    plane, bits = frame.planes[0], frame.format.components[0].bits
    kind = np.dtype(np.uint16 if bits > 8 else np.uint8)
    kind = kind.newbyteorder(">" if frame.format.is_big_endian else "<")
    rows = np.frombuffer(bytes(plane), kind).reshape(plane.height, -1)
    step = max(1, rows.shape[1] // COLUMNS) // 2 * 2 or 1  # even: packed values alternate
    columns = rows[: plane.height // 2 * 2, : frame.width // step * step : step].astype(np.int32)
    lines: Lines = columns >> (8 if frame.format.name.startswith(HIGH_BITS) else bits - 8)
    return lines


def compare_fields(before: Lines, frame: Lines, after: Lines) -> Comb:
    """Compare the fields of `frame` with those of its neighbours; each is height x width."""
    import numpy as np

    inner = slice(2, -2)
    change = np.maximum(np.abs(frame - before), np.abs(frame - after))
    moving = change[inner] > MOVING
    if moving.mean() < FEWEST:
        return Comb.UNKNOWN
    between = np.abs(frame[1:-3] + frame[3:-1] - 2 * frame[inner])[moving].mean()
    within = np.abs(frame[:-4] + frame[4:] - 2 * frame[inner])[moving].mean()
    if between <= COMBED * within and not _has_teeth(frame, change > MOVING):
        return Comb.CLEAR if between < CLEAR * within else Comb.UNKNOWN
    # The lower field of the frame before fits between the upper lines of this one, and the upper
    # field of the next between its lower lines, if the upper field is the earlier one.
    earlier, later = _measure_misfit(frame, before), _measure_misfit(frame, after)
    return Comb.TOP if earlier[0] + later[1] < earlier[1] + later[0] else Comb.BOTTOM


def _has_teeth(frame: Lines, moving: NDArray[np.bool_]) -> bool:
    """True where moving pixels stand out from the lines beside them, not from their own field."""
    teeth, own = (_count_teeth(frame, moving, apart) for apart in (1, 2))
    return bool(teeth > TEETH * moving.sum() and teeth > MORE_TEETH * own)


def _count_teeth(frame: Lines, moving: NDArray[np.bool_], apart: int) -> int:
    """Count the teeth of a comb whose lines are `apart` lines from each other."""
    import numpy as np

    high, far = len(frame), 2 * apart
    line = frame[far : high - far]
    above, below = line - frame[apart : high - 3 * apart], line - frame[3 * apart : high - apart]
    stands_out = np.minimum(np.abs(above), np.abs(below)) > TOOTH
    stands_out &= (above > 0) == (below > 0)
    for other in (frame[: high - 2 * far], frame[2 * far :]):
        stands_out &= np.abs(line - other) < TOOTH // 2
    return int((stands_out & moving[far : high - far]).sum())


def _measure_misfit(frame: Lines, other: Lines) -> tuple[float, float]:
    """Measure how badly the lines of `other` fit between the upper and the lower ones of `frame`.

    Lines 0, 2, 4, … are the upper field.
    """
    import numpy as np

    between = np.abs(frame[:-2] + frame[2:] - 2 * other[1:-1])
    return float(between[0::2].mean()), float(between[1::2].mean())
