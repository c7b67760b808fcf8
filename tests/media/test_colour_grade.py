"""The grade on arrays, by which `bench.colour` judges, does what the filters do."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from bench.colour_grade import Pixels, grade_pixels
from egv.core.graph.pads import Pad, Source
from egv.core.picture.colour_plan import ColourCorrection
from egv.core.picture.grade import apply_correction
from egv.tools.ffmpeg import runner
from tests.conftest import graph_of

SIDE = 256

CORRECTIONS = (
    ColourCorrection(gain=1.3),
    ColourCorrection(contrast=1.6),
    ColourCorrection(lift=2.1),
    ColourCorrection(gain=1.2, lift=1.4, warmth=-0.25),
    ColourCorrection(contrast=1.3, lift=1.4, warmth=0.2),
    ColourCorrection(contrast=1.5, warmth=0.25, saturation=1.2),
    ColourCorrection(warmth=-0.1),
)


def all_sorts() -> NDArray[np.uint8]:
    """Three planes, 4:4:4: every luma with colour differences of all sorts."""
    luma = np.repeat(np.arange(SIDE).clip(16, 235)[:, None], SIDE, axis=1)
    rng = np.random.default_rng(4)
    differences = rng.integers(90, 166, (2, SIDE, SIDE))
    return np.concatenate([luma[None], differences]).astype(np.uint8)


def filtered(planes: NDArray[np.uint8], correction: ColourCorrection) -> NDArray[np.uint8]:
    """What ffmpeg makes of one frame."""
    graph = graph_of(apply_correction(Pad(Source(Path("a.mp4")), "v", 0), correction), None)
    filters = ",".join(re.findall(r"((?:lutyuv|colorcorrect)=[^;\[]*)", graph))
    raw = ["-f", "rawvideo", "-pix_fmt", "yuv444p"]
    argv = [
        runner.find_ffmpeg(), "-v", "error", *raw, "-s", f"{SIDE}x{SIDE}", "-i", "-",
        "-vf", filters, *raw, "-",
    ]  # fmt: skip
    made = subprocess.run(argv, input=planes.tobytes(), capture_output=True, check=True)
    return np.frombuffer(made.stdout, dtype=np.uint8).reshape(planes.shape)


@pytest.mark.media
@pytest.mark.parametrize("correction", CORRECTIONS, ids=str)
def test_arrays_and_filters_agree_to_one_code(correction: ColourCorrection) -> None:
    planes = all_sorts()
    pixels = Pixels(*(plane.reshape(-1).astype(float) for plane in planes))
    graded = grade_pixels(pixels, correction)
    made = filtered(planes, correction).reshape(3, -1).astype(float)

    assert not np.array_equal(made, planes.reshape(3, -1))
    for ours, theirs in zip((graded.y, graded.u, graded.v), made, strict=True):
        assert np.abs(ours - theirs).max() <= 1
