"""Bumpers as they are seen and heard: their colours, their joints, and the sound behind them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from tests.media.branded import CODING, GREY, KIT, write_kit
from tests.running import egv, flashes, frames, loudness, made, samples

pytestmark = [pytest.mark.media, pytest.mark.usefixtures("shared_cache")]

Maker = Callable[..., Path]


@pytest.fixture
def kit(tmp_path: Path) -> Path:
    return write_kit(tmp_path)


def bumper_in(matrix: str, value_range: str, more: str = "") -> tuple[str, ...]:
    """What makes a clip of this matrix and range, and tags it so."""
    scaled = f"scale=out_color_matrix={matrix}:out_range={value_range},format=yuv420p{more}"
    tag = {"bt601": "smpte170m", "bt2020": "bt2020nc"}.get(matrix, matrix)
    return ("-vf", scaled, "-colorspace", tag, "-color_range", value_range)


COLOURED = {
    "BT.601": bumper_in("bt601", "tv"),
    "full range": bumper_in("bt709", "pc"),
    "BT.2020": bumper_in("bt2020", "tv", ",setparams=color_primaries=bt709:color_trc=bt709"),
}


@pytest.mark.parametrize("coding", COLOURED)
def test_a_bumper_that_is_too_long_and_has_no_sound_is_cut_and_keeps_its_colours(
    clip: Maker, tmp_path: Path, kit: Path, coding: str
) -> None:
    colour = "color=0xC03020:s=320x240:r=30:d=3"
    options = ("-c:v", "libx264", "-preset", "ultrafast")
    clip("kit/bumper.mp4", "-f", "lavfi", "-i", colour, *COLOURED[coding], *options)
    text = KIT.replace("card: {lines: []}", "clips: {landscape: bumper.mp4}, max_duration: 1")
    kit.write_text(text.replace("type: fade", "type: cut"))
    tone = ("-f", "lavfi", "-i", "sine=f=440:r=48000:d=2,volume=4")
    ground = ("-f", "lavfi", "-i", GREY.format(size="320x180", rate=25, seconds=2))
    source = clip("tone.mp4", *ground, *tone, *CODING, "-c:a", "aac")
    output = tmp_path / "out.mp4"
    made("brand", "--no-logo", source, "-k", kit, "-o", output, "--quality", "draft")
    pictures, sound = [picture for _, picture in frames(output)], samples(output)[0]
    begins = np.flatnonzero(np.abs(sound) > 0.05)[0] / 48000
    ran = egv("kit", "validate", kit)

    assert len(pictures) == 75
    assert np.abs(pictures[12][90, 160].astype(int) - (0xC0, 0x30, 0x20)).max() <= 6
    assert np.abs(pictures[25][90, 160].astype(int) - 128).max() <= 4
    assert begins == pytest.approx(1, abs=0.03)
    assert "longer than max_duration" in ran.err


BUMPERS = {
    "other size and rate": ("-s", "320x240", "-r", "50", "-pix_fmt", "yuv420p"),
    "10 bit, odd, full range": ("-vf", "scale=321:181", "-pix_fmt", "yuv444p10le"),
    "upright": ("-s", "180x320", "-pix_fmt", "yuv420p"),
}


LONG = pytest.mark.torture


JOINTS = [pytest.param(joint, marks=LONG) for joint in ("cut", "fade")]


@pytest.mark.parametrize("shape", BUMPERS)
@pytest.mark.parametrize("joint", ["crossfade", *JOINTS])
def test_a_bumper_of_any_kind_joins_in_time_and_as_loud(
    clip: Maker, tmp_path: Path, kit: Path, shape: str, joint: str
) -> None:
    """Flashes and beeps of the programme stay together behind it, and it is as loud as these."""
    clip(
        "kit/bumper.mkv",
        *("-f", "lavfi", "-i", "testsrc2=s=640x360:r=25:d=3,hue=s=0,eq=brightness=-0.6"),
        *("-f", "lavfi", "-i", "sine=f=300:r=44100:d=3,volume=0.02"),
        *BUMPERS[shape],
        *("-c:v", "libx264", "-preset", "ultrafast", "-c:a", "pcm_s16le"),
    )
    text = KIT.replace("card: {lines: []}", "clips: {landscape: bumper.mkv}")
    kit.write_text(text.replace("type: fade", f"type: {joint}, duration: 0.4"))
    on = "lt(mod(t,1),0.1)"
    source = clip(
        "flash.mp4",
        *(
            "-f",
            "lavfi",
            "-i",
            "color=black:s=640x360:r=25:d=5,geq=lum='if(lt(mod(T,1),0.1),235,16)':cb=128:cr=128",
        ),
        *("-f", "lavfi", "-i", f"aevalsrc='if({on},0.5*sin(2*PI*1000*t),0)':s=48000:d=5"),
        *(*CODING, "-c:a", "aac"),
    )
    output = tmp_path / "out.mp4"
    made("normalise", "brand", "--no-logo", source, "-k", kit, "-o", output)
    start = 3 - (0.4 if joint == "crossfade" else 0)
    seen = [at for at in flashes(output) if at > start + 0.5]
    sound = samples(output)
    whole = loudness(output).integrated_lufs
    bumper = np.sqrt((sound[0][24000:96000] ** 2).mean())

    assert seen == pytest.approx([start + 1, start + 2, start + 3, start + 4], abs=0.021)
    for at in seen:
        assert min(abs(at - beep) for beep in beeps_after(sound[0], start + 0.5)) <= 0.020
    assert abs(whole + 16) <= 0.5
    assert -20 < 20 * np.log10(bumper) < -12


def beeps_after(sound: NDArray[np.float32], start: float) -> list[float]:
    first = int(start * 48000)
    loud = np.flatnonzero(np.abs(sound[first:]) > 0.05)
    starts = np.concatenate([[True], np.diff(loud) > 9600])
    return [start + float(at) / 48000 for at in loud[starts]]


def test_a_card_counts_in_the_time_that_a_clip_may_take(
    clip: Maker, tmp_path: Path, kit: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("egv.tools.machine.limits.LEAST_S", 0.0)
    limits = "limits: {max_times_length: 20}\n"  # 0.8 s by the clip alone
    Path("egv.yaml").write_text(f"schema: egv/project@1\n{limits}")
    kit.write_text(KIT.replace("lines: []", "lines: [Hello], duration: 6"))
    ground = GREY.format(size="1280x720", rate=60, seconds=0.04)
    source = clip("short.mp4", "-f", "lavfi", "-i", ground, *CODING)
    result = made("brand", source, "-k", kit, "-o", tmp_path / "out.mp4", "--quality", "best")

    assert result["duration"] == pytest.approx(6.03, abs=0.6)
