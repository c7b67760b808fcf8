"""Sound as delivered: within 0.5 LU of the target and under the ceiling, or a note says why not."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from tests.conftest import SHARED
from tests.places import FIXTURES
from tests.running import egv, loudness, made, samples

pytestmark = pytest.mark.media
Maker = Callable[..., Path]

SPOKEN = FIXTURES / "sample" / "sample.wav"
PICTURE = "color=gray:s=64x64:r=30"
SYLLABLES = "0.3*sin(600*PI*t)*(0.55+0.45*sin(7*t))*lt(mod(t,2.3),1.7)"
VOICE = f"aevalsrc='{SYLLABLES}+0.002*(random(0)-0.5)':s=48000:d=6"
CLICKS = f"{VOICE},aeval='val(0)+0.95*lt(mod(t,1),0.0004)'"


def sounding(clip: Maker, name: str, sound: str, *options: str, seconds: float = 6) -> Path:
    return clip(
        f"{name}.mkv", "-f", "lavfi", "-i", f"{PICTURE}:d={seconds}",
        "-f", "lavfi", "-i", sound, *options,
        "-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv420p", "-c:a", "pcm_f32le",
    )  # fmt: skip


def levelled(source: Path, output: Path, *options: str) -> dict[str, Any]:
    return made("normalise", *options, source, "-o", output)


@pytest.mark.parametrize(
    ("name", "sound", "options"),
    [
        ("voice", VOICE, ()),
        ("quiet", f"{VOICE},volume=-15dB", ()),
        ("loud", f"{VOICE},volume=9dB", ()),
        ("peaky", f"{VOICE},volume=-20dB,aeval='val(0)+0.9*lt(mod(t,1),0.0004)'", ()),
        ("clipped", f"{VOICE},volume=20dB,aeval='clip(val(0),-1.2,1.2)'", ()),
        ("mono", VOICE, ("-ac", "1")),
        ("eight", f"{VOICE},aresample=8000", ()),
        ("surround", f"{VOICE},aformat=channel_layouts=5.1", ()),
    ],
)
def test_delivered_sound_is_at_its_level_and_under_its_ceiling(
    clip: Maker, tmp_path: Path, name: str, sound: str, options: tuple[str, ...]
) -> None:
    output = tmp_path / "out.mp4"
    result = levelled(sounding(clip, name, sound, *options), output)
    measured = loudness(output)

    assert abs(measured.integrated_lufs - -16) <= 0.5
    assert measured.true_peak_dbtp <= -1.5
    facts = result["steps"][0]["facts"]
    assert facts["to_lufs"] == pytest.approx(measured.integrated_lufs, abs=0.06)


def test_other_targets_are_reached(clip: Maker, tmp_path: Path) -> None:
    output = tmp_path / "out.mp4"
    levelled(sounding(clip, "voice", VOICE), output, "--lufs", "-23", "--peak-dbtp=-3")

    assert abs(loudness(output).integrated_lufs - -23) <= 0.5
    assert loudness(output).true_peak_dbtp <= -3


def test_the_gain_is_linear(clip: Maker, tmp_path: Path) -> None:
    source, output = sounding(clip, "voice", f"{VOICE},volume=-12dB"), tmp_path / "out.mp4"
    levelled(source, output, "--lufs=-24")

    assert abs(loudness(output).range_lu - loudness(source).range_lu) <= 1.0


def test_silence_stays_silence_and_is_said(clip: Maker, tmp_path: Path) -> None:
    output = tmp_path / "out.mp4"
    result = levelled(sounding(clip, "silence", "anullsrc=r=48000:d=6"), output)

    assert "the sound is silence" in " ".join(result["notes"])
    assert np.abs(samples(output)).max() == 0


@pytest.mark.parametrize("amplitude", [0.00001, 0.0003])
def test_what_is_called_silence_is_not_raised(
    clip: Maker, tmp_path: Path, amplitude: float
) -> None:
    output = tmp_path / "out.mp4"
    source = sounding(clip, "faint", f"anoisesrc=d=6:a={amplitude}:r=48000:seed=1")
    result = levelled(source, output)
    peaks = [float(np.abs(samples(path)).max()) for path in (source, output)]
    [checked] = egv("check", source, "--json").json["clips"]

    assert "the sound is silence; left as it is" in " ".join(result["notes"])
    assert peaks[1] <= peaks[0] * 1.5
    assert ("sound", "silent") in [(one["topic"], one["case"]) for one in checked["findings"]]


@pytest.mark.parametrize("seconds", [0.1, 0.3, 0.39])
def test_a_sound_shorter_than_a_block_of_the_meter_is_levelled(
    clip: Maker, tmp_path: Path, seconds: float
) -> None:
    output = tmp_path / "out.mp4"
    source = sounding(clip, "short", f"sine=440:d={seconds}:r=48000", seconds=seconds)
    levelled(source, output)
    [checked] = egv("check", source, "--json").json["clips"]

    assert loudness(output).integrated_lufs == pytest.approx(-16, abs=0.5)
    assert "sound" not in [one["topic"] for one in checked["findings"]]


def test_a_voice_far_away_is_raised_all_the_way(clip: Maker, tmp_path: Path) -> None:
    output, far = tmp_path / "out.mp4", ("-af", "volume=-30dB", "-t", "6")
    source = clip(
        "far.mkv", "-f", "lavfi", "-i", f"{PICTURE}:d=6", "-i", str(SPOKEN), *far,
        "-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv420p", "-c:a", "pcm_f32le",
    )  # fmt: skip
    result = levelled(source, output)

    assert result["steps"][0]["facts"]["gain_db"] > 20
    assert loudness(output).integrated_lufs == pytest.approx(-16, abs=0.5)


def test_a_quiet_room_is_not_raised_like_a_quiet_voice(clip: Maker, tmp_path: Path) -> None:
    """Steps and a hum, with pauses: clear of its own noise, as a voice is."""
    steps = "0.01*sin(300*PI*t)*lt(mod(t,1.1),0.3)+0.00005*(random(0)-0.5)"
    source, output = sounding(clip, "room", f"aevalsrc='{steps}':s=48000:d=6"), tmp_path / "o.mp4"
    result = levelled(source, output)

    assert "nobody speaks; raised by only 20 dB" in " ".join(result["notes"])
    assert result["steps"][0]["facts"]["gain_db"] == 20
    reached = result["steps"][0]["facts"]["to_lufs"]
    assert loudness(output).integrated_lufs == pytest.approx(reached, abs=0.5)


def test_a_room_between_two_others_is_raised_once(clip: Maker, tmp_path: Path) -> None:
    """Each clip of several is levelled, and then the whole: no sound gets twice the limit."""
    rooms = [
        sounding(
            clip, f"room{seed}", f"anoisesrc=c=pink:d=2:a=0.004:r=48000:seed={seed}", seconds=2
        )
        for seed in (1, 2)
    ]
    output = tmp_path / "out.mp4"
    made("normalise", "--join", *rooms, "-o", output)
    raised = loudness(output).integrated_lufs - loudness(rooms[0]).integrated_lufs

    assert raised == pytest.approx(20, abs=1)


def test_hiss_is_not_raised_to_a_roar(clip: Maker, tmp_path: Path) -> None:
    output = tmp_path / "out.mp4"
    result = levelled(sounding(clip, "hiss", "anoisesrc=d=6:a=0.0008:r=48000:seed=1"), output)

    assert "raised by only 20 dB" in " ".join(result["notes"])
    assert loudness(output).integrated_lufs < -35


def test_the_first_of_two_tracks_is_used_and_said(clip: Maker, tmp_path: Path) -> None:
    source = clip(
        "two.mkv", "-f", "lavfi", "-i", f"{PICTURE}:d=3", "-f", "lavfi", "-i", "sine=440:d=3",
        "-f", "lavfi", "-i", "sine=2000:d=3", "-map", "0", "-map", "1", "-map", "2",
        "-c:v", "libx264", "-pix_fmt", "yuv420p", "-c:a", "aac",
    )  # fmt: skip
    output = tmp_path / "out.mp4"
    result = levelled(source, output)
    spectrum = np.abs(np.fft.rfft(samples(output)[0][48000:96000]))

    assert "2 sound tracks" in " ".join(result["notes"])
    assert int(spectrum.argmax()) == pytest.approx(440, abs=2)


def test_a_clip_without_sound_says_so(clip: Maker, tmp_path: Path) -> None:
    source = clip(
        "mute.mp4", "-f", "lavfi", "-i", f"{PICTURE}:d=2", "-c:v", "libx264", "-pix_fmt", "yuv420p"
    )
    result = levelled(source, tmp_path / "out.mp4")

    assert "no sound" in " ".join(result["notes"])
    assert result["encodes"] == 0


@pytest.mark.real
@pytest.mark.parametrize(
    "name",
    [
        pytest.param("talking_head_portrait_hevc.mp4", marks=pytest.mark.torture),
        "talking_head_square_vfr.mp4",
    ],
)
def test_real_clips_are_delivered_at_their_level(tmp_path: Path, name: str) -> None:
    output = tmp_path / "out.mp4"
    levelled(SHARED / name, output, "--quality", "draft")

    assert abs(loudness(output).integrated_lufs - -16) <= 0.5
    assert loudness(output).true_peak_dbtp <= -1.5
