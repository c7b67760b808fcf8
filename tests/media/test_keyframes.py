"""The frames that colours are judged by: as many as meant, and from what is kept."""

from collections.abc import Callable
from fractions import Fraction
from pathlib import Path

import pytest

from egv.core.media.timing import Span
from egv.core.programme.edit import create_edit
from egv.tools.clips.probe import probe
from egv.tools.ffmpeg.context import NO_CONTEXT
from egv.tools.measure.keyframes import FEWEST, MOST, sample_key_frames

pytestmark = pytest.mark.media
# Grey that brightens by one code value a frame: a frame tells when it was shown.
GREY = "nullsrc=s=320x180:r=10:d=20,geq=lum='30+N':cb=128:cr=128"


def shown(clip: Callable[..., Path], seconds: int, start: int, end: int) -> list[float]:
    """The luma code values of the frames that stand for the seconds from `start` to `end`."""
    source = clip(
        "grey.mp4", "-f", "lavfi", "-i", GREY, "-c:v", "libx264", "-qp", "1", "-g", "300",
        "-force_key_frames", f"expr:gte(t,n_forced*{seconds})", "-pix_fmt", "yuv420p",
        "-colorspace", "bt709",
    )  # fmt: skip
    edit = create_edit(probe(source)).keep_spans([Span(Fraction(start), Fraction(end))])
    return [
        16 + float(frame.mean()) * 219 / 255 for frame in sample_key_frames(edit.clock, NO_CONTEXT)
    ]


def test_many_key_frames_are_thinned_out_evenly(clip: Callable[..., Path]) -> None:
    codes = shown(clip, seconds=1, start=5, end=17)

    assert len(codes) == MOST
    assert codes == pytest.approx([30 + 50 + 20 * n for n in range(MOST)], abs=5)


def test_without_key_frames_in_what_is_kept_frames_between_are_decoded(
    clip: Callable[..., Path],
) -> None:
    codes = shown(clip, seconds=100, start=5, end=17)

    assert len(codes) == FEWEST
    assert codes == pytest.approx([30 + 70, 30 + 110, 30 + 150], abs=5)
