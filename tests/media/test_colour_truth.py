"""Colour correction against known truth: a cast is put on real clips, and taken back again.

The casts are those of `bench.colour`, whose table has many more pictures; these go through the
whole program. Pictures are judged at a third of their size, where colours are, not noise.
"""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from bench import colour_casts
from bench.ciede2000 import Colours, difference, lab
from egv.core.programme.edit import create_edit
from egv.tools.clips.probe import probe
from egv.tools.ffmpeg import runner
from egv.tools.ffmpeg.context import NO_CONTEXT
from egv.tools.measure.keyframes import sample_key_frames
from tests.conftest import SHARED
from tests.running import frames, made

Picture = NDArray[np.uint8]

CASTS = {f"{cast.kind}, {cast.strength}": cast for cast in colour_casts.CASTS}
WARM, COLD = "warm, 4,300 K", "cold, 10,500 K"
DARK, FLAT = "dark, 1 stop", "flat, contrast 0.75"
# The least that `auto` takes back. The square clip has grey for black as it is; the phone's shows
# a red and orange box alone, in which cold light cannot be told.
CLIPS = (
    pytest.param(
        "iphone_with_gps.mov",
        {DARK: 0.6, FLAT: 0.5, WARM: 0.4, COLD: 0.0},
        marks=pytest.mark.torture,
    ),
    pytest.param(
        "talking_head_square_vfr.mp4",
        {DARK: 0.05, FLAT: 0.2, WARM: 0.4, COLD: 0.5},
        marks=pytest.mark.torture,
    ),
    pytest.param("iphone_hlg_edit_list.mp4", {DARK: 0.6, FLAT: 0.5, WARM: 0.4, COLD: 0.5}),
)
FACES = ("talking_head_square_vfr.mp4", "webcam_silent_track.mp4", "talking_head_portrait_hevc.mp4")


def test_the_yardstick_measures_published_pairs() -> None:
    pairs = [
        ((50, 2.6772, -79.7751), (50, 0, -82.7485), 2.0425),
        ((50, -1.3802, -84.2814), (50, 0, -82.7485), 1.0000),
        ((50, 2.5, 0), (50, 0, -2.5), 4.3065),
        ((60.2574, -34.0099, 36.2677), (60.4626, -34.1751, 39.4387), 1.2644),
        ((22.7233, 20.0904, -46.6940), (23.0331, 14.9730, -42.5619), 2.0373),
        ((2.0776, 0.0795, -1.1350), (0.9033, -0.0636, -0.5514), 0.9082),
    ]
    ones, others, wanted = (np.array(column, dtype=float) for column in zip(*pairs, strict=True))

    assert difference(ones, others) == pytest.approx(wanted, abs=1e-4)


def stills(name: str) -> list[Picture]:
    """A few frames of a real clip, conformed, 240 pixels wide."""
    return sample_key_frames(create_edit(probe(SHARED / name)).clock, NO_CONTEXT, wide=240)[:3]


def spoilt(picture: Picture, cast: str) -> Picture:
    """`picture` with a cast, rounded to 8 bit as a camera does."""
    return CASTS[cast].apply(picture) if cast in CASTS else picture


def filmed(pictures: list[Picture], path: Path) -> Path:
    """`pictures` as a clip, losslessly, each for three frames."""
    height, width, _ = pictures[0].shape
    argv = [
        runner.find_ffmpeg(), "-v", "error", "-y", "-f", "rawvideo", "-pix_fmt", "rgb24", "-r",
        "25",
        "-s", f"{width}x{height}", "-i", "-", "-vf", "scale=out_color_matrix=bt709:out_range=tv",
        "-pix_fmt", "yuv420p", "-colorspace", "bt709", "-g", "1", "-c:v", "ffv1", str(path),
    ]  # fmt: skip
    held = [picture for picture in pictures for _ in range(3)]
    subprocess.run(argv, input=b"".join(p.tobytes() for p in held), check=True)
    return path


def seen(path: Path) -> Colours:
    """The middle frame of each still as sRGB signal, every 3 x 3 pixels averaged into one."""
    pictures = [picture / 255.0 for _, picture in frames(path)][1::3]
    blocks = [p[: len(p) // 3 * 3].reshape(len(p) // 3, 3, -1, 3, 3) for p in pictures]
    return np.concatenate([block.mean(axis=(1, 3)).reshape(-1, 3) for block in blocks])


def clipped(signal: Colours, *, margin: float) -> NDArray[np.bool_]:
    """Which values lie within `margin` codes of either end, where detail is lost."""
    return np.asarray((signal <= margin / 255) | (signal >= 1 - margin / 255))


def corrected(source: Path, mode: str) -> Colours:
    output = source.with_name(f"{source.stem}-{mode}.mp4")
    made("colour-correct", "--mode", mode, source, "-o", output, "--quality", "best")
    return seen(output)


@pytest.mark.media
@pytest.mark.real
@pytest.mark.parametrize(("name", "least"), CLIPS)
def test_known_casts_are_taken_back_and_good_clips_left_alone(
    tmp_path: Path, name: str, least: dict[str, float]
) -> None:
    pictures = stills(name)
    whole = filmed(pictures, tmp_path / "truth.mkv")
    truth = corrected(whole, "off")  # so that the encoder's own loss is not counted
    for mode, most in (("gentle", 2), ("auto", 3)):
        after = corrected(whole, mode)
        newly = clipped(after, margin=0.5).any(axis=1) & ~clipped(truth, margin=2).any(axis=1)

        assert difference(lab(truth), lab(after)).mean() < most
        assert newly.mean() <= 0.005
    for cast, share in least.items():
        source = filmed(
            [spoilt(p, cast) for p in pictures],
            tmp_path / f"{re.sub(r'[^a-z0-9]+', '-', cast)}.mkv",
        )
        added = difference(lab(truth), lab(seen(source))).mean()
        back = {
            mode: 1 - difference(lab(truth), lab(corrected(source, mode))).mean() / added
            for mode in ("gentle", "auto")
        }

        assert back["auto"] >= share, (cast, back)
        assert back["gentle"] >= 0.4 * share, (cast, back)


@pytest.mark.media
@pytest.mark.real
@pytest.mark.parametrize("name", FACES)
@pytest.mark.parametrize("cast", ["none", WARM, COLD])
def test_skin_turns_neither_green_nor_magenta(tmp_path: Path, name: str, cast: str) -> None:
    pictures = stills(name)
    before = lab(seen(filmed(pictures, tmp_path / "truth.mkv")))
    source = filmed([spoilt(p, cast) for p in pictures], tmp_path / "cast.mkv")
    hue, chroma = np.degrees(np.arctan2(before[:, 2], before[:, 1])), np.hypot(*before.T[1:])
    skin = (hue > 30) & (hue < 75) & (chroma > 12) & (before[:, 0] > 25) & (before[:, 0] < 85)
    truth = skin_hue(before[skin])
    off = abs(skin_hue(lab(seen(source))[skin]) - truth)

    assert skin.mean() > 0.02
    assert abs(skin_hue(lab(corrected(source, "auto"))[skin]) - truth) <= max(off, 8) + 1


def skin_hue(colours: Colours) -> float:
    """The hue angle of the mean of L*a*b* colours, degrees: magenta is at 0, green beyond 90."""
    _, a, b = colours.mean(axis=0)
    return float(np.degrees(np.arctan2(b, a)))
