"""Small frames of a clip, decoded by ffmpeg, for whoever looks at what they show."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import TYPE_CHECKING

from egv.core.compile import compile_command
from egv.core.graph import Option, Pad, Source, filtered
from egv.core.media import Media
from egv.core.steady import hold_rate
from egv.core.timing import Seconds
from egv.tools import ffmpeg

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Frame = NDArray[np.uint8]

OUTPUT = {"f": "rawvideo", "v": "error", "fps_mode": "passthrough"}  # some have one timestamp


def sampled(
    media: Media, start: Seconds, rate: Fraction, count: int, decoding: tuple[Option, ...] = ()
) -> Pad:
    """`count` frames of the clip's clock from `start` on, `rate` a second; each the nearest."""
    assert media.video is not None
    options = (("ss", f"{float(start):.6f}"), *decoding)
    pad = Pad(Source(media.path, options), "v", media.video.index)
    return hold_rate(pad, rate, count)


def grey(pad: Pad, size: tuple[int, int], saying: ffmpeg.Saying) -> Iterator[Frame]:
    """The frames leaving `pad`, made `size` (width, height, px) and grey: height x width, 8 bit."""
    pad = filtered(pad, "scale", w=size[0], h=size[1], flags="area")
    for frame in read(filtered(pad, "format", pix_fmts="gray"), (*size, 1), saying):
        yield frame[:, :, 0]


def read(pad: Pad, shape: tuple[int, int, int], saying: ffmpeg.Saying) -> Iterator[Frame]:
    """The frames leaving `pad`, of a `shape` (width, height, bytes a pixel): an axis for each."""
    import numpy as np

    width, height, depth = shape
    size = width * height * depth
    with ffmpeg.reading(compile_command((pad,), "pipe:1", OUTPUT), saying) as pipe:
        while len(data := pipe(size)) == size:
            yield np.frombuffer(data, dtype=np.uint8).reshape(height, width, depth)
