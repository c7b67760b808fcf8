"""Single pictures of a video: its poster, and a still at a given time."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

from egv.core.graph.ffmpeg_command import compile_command
from egv.core.graph.pads import Pad, apply_filter
from egv.core.media.clip import Clip
from egv.core.media.timing import Seconds
from egv.tools.ffmpeg import runner
from egv.tools.ffmpeg.context import RenderContext
from egv.tools.ffmpeg.frames import sample_frames

FROM, WITHIN = Fraction(1, 4), Fraction(1, 2)  # of the video: between intro and outro
LOOKED_AT = 24  # frames; the poster is the one most like the others
JPEG = {"c:v": "mjpeg", "q:v": "2", "frames:v": "1", "update": "1", "f": "image2"}


def write_poster(clip: Clip, place: Path, context: RenderContext) -> None:
    """Write a full-size JPEG of the most typical frame in the middle half of `clip`."""
    rate = max(Fraction(1, 100), min(LOOKED_AT / (clip.duration * WITHIN), Fraction(25)))
    count = max(1, int(clip.duration * WITHIN * rate))
    pad = sample_frames(clip, Seconds(clip.duration * FROM), rate, count)
    _write_jpeg(apply_filter(pad, "thumbnail", n=count), place, context)


def write_still_jpeg(clip: Clip, at: Seconds, place: Path, context: RenderContext) -> None:
    """Write a JPEG of `clip` at `at` seconds on its clock; nothing after its end."""
    _write_jpeg(sample_frames(clip, at, Fraction(1), 1), place, context)


def _write_jpeg(pad: Pad, place: Path, context: RenderContext) -> None:
    """Write the only frame of `pad` as a JPEG."""
    pad = apply_filter(pad, "scale", out_range="full")
    pad = apply_filter(pad, "format", pix_fmts="yuvj420p")
    runner.run_ffmpeg(compile_command((pad,), str(place), JPEG), context)
