"""Small frames of a clip, decoded by ffmpeg, for measurements of the picture."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import TYPE_CHECKING

from egv.core.graph.conform import build_seeking_source, scale_to_one_size
from egv.core.graph.ffmpeg_command import compile_command
from egv.core.graph.frame_clock import hold_rate
from egv.core.graph.pads import Option, Pad, apply_filter
from egv.core.media.clip import Clip
from egv.core.media.timing import Seconds, format_seconds
from egv.tools.ffmpeg import runner
from egv.tools.ffmpeg.context import RenderContext

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Frame = NDArray[np.uint8]

OUTPUT = {"f": "rawvideo", "v": "error", "fps_mode": "passthrough"}  # some share one timestamp


def sample_frames(
    clip: Clip, start: Seconds, rate: Fraction, count: int, decoding: tuple[Option, ...] = ()
) -> Pad:
    """Sample `count` frames of the clip from `start` on, `rate` per second; each the nearest."""
    source, begin = build_seeking_source(clip, start, decoding)
    pad = scale_to_one_size(Pad(source, "v", clip.video.index), clip.video)
    if begin != start:
        pad = apply_filter(pad, "setpts", expr=f"PTS-{format_seconds(start - begin)}/TB")
        pad = apply_filter(pad, "trim", start=0)
    return hold_rate(pad, rate, count)


def iter_grey_frames(pad: Pad, size: tuple[int, int], context: RenderContext) -> Iterator[Frame]:
    """Yield the frames leaving `pad`, scaled to `size` (px) and grey: height x width, 8 bit."""
    pad = apply_filter(pad, "scale", w=size[0], h=size[1], flags="area")
    for frame in iter_frames(apply_filter(pad, "format", pix_fmts="gray"), (*size, 1), context):
        yield frame[:, :, 0]


def iter_frames(pad: Pad, shape: tuple[int, int, int], context: RenderContext) -> Iterator[Frame]:
    """Yield the frames leaving `pad`; `shape` is (width, height, bytes per pixel).

    Each frame is an array of height x width x bytes per pixel.
    """
    import numpy as np

    width, height, depth = shape
    size = width * height * depth
    with runner.open_pipe(compile_command((pad,), "pipe:1", OUTPUT), context) as pipe:
        while len(data := pipe(size)) == size:
            yield np.frombuffer(data, dtype=np.uint8).reshape(height, width, depth)
