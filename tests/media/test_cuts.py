"""A thousand cuts: the very frames and samples that were asked for, and no click between them."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from tests.running import egv, frames, made, samples

pytestmark = pytest.mark.media
Maker = Callable[..., Path]


@pytest.mark.parametrize("count", [150, pytest.param(1000, marks=pytest.mark.torture)])
def test_many_cuts_leave_exactly_the_rest(clip: Maker, tmp_path: Path, count: int) -> None:
    length = 2 * count + 100  # frames
    seconds = f"{length / 30:.4f}"
    counted = f"nullsrc=s=64x64:r=30:d={seconds},geq=lum='128+100*sin(N/7)':cb=128:cr=128"
    source = clip(
        "counted.mkv", "-f", "lavfi", "-i", counted, "-f", "lavfi", "-i", f"sine=440:d={seconds}",
        "-c:v", "ffv1", "-c:a", "pcm_s16le",
    )  # fmt: skip
    cuts = [f"--cut={(2 * n + 1) / 30:.4f}-{(2 * n + 2) / 30:.4f}" for n in range(count)]
    output = tmp_path / "out.mp4"
    result = made("trim", "--silence", "off", *cuts, "--quality", "best", source, "-o", output)
    shown = [float(picture.mean()) for _, picture in frames(output)]
    kept = [n for n in range(length) if n >= 2 * count or n % 2 == 0]

    assert result["duration"] == pytest.approx(len(kept) / 30, abs=0.001)
    assert len(shown) == len(kept)
    level = [128 + 100 * np.sin(n / 7) for n in kept]
    assert np.corrcoef(shown, level)[0, 1] > 0.999
    assert abs(samples(output).shape[1] - len(kept) * 1600) <= 1024


def test_no_cut_is_heard_as_a_click(clip: Maker, tmp_path: Path) -> None:
    source = clip(
        "tone.mkv", "-f", "lavfi", "-i", "color=gray:s=64x64:r=30:d=6", "-f", "lavfi", "-i",
        "sine=frequency=330:sample_rate=48000:d=6", "-c:v", "ffv1", "-c:a", "pcm_s16le",
    )  # fmt: skip
    cuts = [f"--cut={n + 0.51:.3f}-{n + 0.87:.3f}" for n in range(5)]
    output = tmp_path / "out.mp4"
    made("trim", "--silence", "off", *cuts, source, "-o", output)
    sound = samples(output)[0][4800:-4800]
    steps = np.abs(np.diff(sound))

    assert steps.max() <= 1.5 * np.percentile(steps, 99)


def test_a_wish_for_most_of_a_clip_to_go_needs_a_second_word(clip: Maker, tmp_path: Path) -> None:
    source = clip("a.mkv", "-f", "lavfi", "-i", "testsrc2=s=64x64:r=30:d=10", "-c:v", "ffv1")
    line = ("trim", "--silence", "off", "--end", "3", source, "-o", tmp_path / "out.mp4")
    refused = egv(*line)

    assert refused.code == 4
    assert "70%" in refused.err
    assert not (tmp_path / "out.mp4").exists()
    assert egv(*line, "--force").code == 0


def test_a_cut_after_a_cut_shows_the_right_frames_where_decoding_starts_late(
    clip: Maker, tmp_path: Path
) -> None:
    source = clip(
        "raw/a.mp4", "-f", "lavfi", "-i",
        "nullsrc=s=160x90:r=30:d=16,geq=lum='16+12*floor(T)':cb=128:cr=128,format=yuv420p",
        "-c:v", "libx264",
    )  # fmt: skip
    line = ("trim", "--cut", "1-2", "then", "trim", "--start", "8", source)
    made(*line, "-o", tmp_path / "out/")
    shown = [picture.mean() for _, picture in frames(tmp_path / "out/a.mp4")]
    filmed = [picture.mean() for _, picture in frames(source)]

    assert len(shown) == 7 * 30
    assert shown[0] == pytest.approx(filmed[9 * 30], abs=2)
    assert shown[-1] == pytest.approx(filmed[-1], abs=2)
