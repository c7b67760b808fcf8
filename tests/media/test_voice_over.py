"""A narration as it is heard: in time, as long as asked, over or instead of the clip's sound."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from egv.core.cues.parse_subtitles import parse_subtitles
from tests.places import FIXTURES
from tests.running import beeps, egv, flashes, frames, loudness, made, samples

pytestmark = [pytest.mark.media, pytest.mark.usefixtures("shared_cache")]
Maker = Callable[..., Path]

SPOKEN = FIXTURES / "sample" / "sample.wav"
FLASHES = (
    "color=black:s=160x90:r={rate}:d={seconds},drawbox=c=white:t=fill:enable='lt(mod(t,1),0.09)'"
)
BEEPS = "aevalsrc='0.5*sin(880*PI*t)*lt(mod(t,1),0.09)':s=48000:d={seconds}"
TONE_HZ = 14_000  # over the voice, which ends at 8 kHz
CODING = ("-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv420p")


def flashing(clip: Maker, seconds: float = 6, rate: str = "30") -> Path:
    """A mute clip with a flash each second."""
    picture = FLASHES.format(rate=rate, seconds=seconds)
    return clip("flash.mp4", "-f", "lavfi", "-i", picture, *CODING)


def beeping(clip: Maker, name: str = "beeps.wav", seconds: float = 6) -> Path:
    """A narration with a beep each second."""
    return clip(name, "-f", "lavfi", "-i", BEEPS.format(seconds=seconds), *NARRATIONS[name])


NARRATIONS: dict[str, tuple[str, ...]] = {
    "beeps.wav": (),
    "beeps.m4a": ("-ar", "44100", "-ac", "1", "-c:a", "aac"),
    "beeps.mp3": ("-ar", "44100", "-c:a", "libmp3lame"),
    "beeps.flac": ("-ar", "16000", "-ac", "1"),
    "beeps.mov": ("-c:a", "pcm_s16le"),
}


@pytest.mark.parametrize("name", NARRATIONS)
def test_a_narration_of_any_kind_is_in_time(clip: Maker, tmp_path: Path, name: str) -> None:
    output = tmp_path / "out.mp4"
    result = made("voice-over", "--file", beeping(clip, name), flashing(clip), "-o", output)
    seen, heard = flashes(output), beeps(output)

    assert result["encodes"] == 0
    assert len(seen) >= 6
    for flash in seen:
        assert min(abs(flash - beep) for beep in heard) <= 0.020, (flash, heard)


@pytest.mark.parametrize(("start", "rate"), [("1", "30"), ("2.5", "30000/1001"), ("-3.25", "24")])
def test_it_begins_when_it_is_told_to(clip: Maker, tmp_path: Path, start: str, rate: str) -> None:
    output = tmp_path / "out.mp4"
    source = flashing(clip, rate=rate)
    made("voice-over", "--file", beeping(clip), f"--start={start}", source, "-o", output)
    first = float(start) if float(start) > 0 else 6 + float(start)

    assert beeps(output)[0] == pytest.approx(first, abs=0.02)
    assert beeps(output)[-1] == pytest.approx(first + 5, abs=0.02)


def test_the_last_frame_is_held_while_the_narration_goes_on(clip: Maker, tmp_path: Path) -> None:
    """After cuts, and to the frame: 3.5 s of clip, 9.2 s of narration."""
    source = clip("move.mkv", "-f", "lavfi", "-i", "testsrc2=s=160x90:r=30:d=5", *CODING)
    output = tmp_path / "out.mp4"
    result = made(
        *("trim", "--silence", "off", "--cut", "1-2", "--cut", "3-3.5"),
        *("voice-over", "--file", beeping(clip, seconds=9.2), source, "-o", output),
    )
    shown = [picture.astype(int) for _, picture in frames(output)]
    moved = [float(np.abs(one - other).mean()) for one, other in pairwise(shown[:105])]
    held = [float(np.abs(shown[104] - each).mean()) for each in shown[105:]]

    assert len(shown) == 276
    assert abs(samples(output).shape[1] - 9.2 * 48000) <= 1024
    assert min(moved) > 0.3  # each frame of the clip differs from the one before
    assert max(held) < 4 < float(np.abs(shown[104] - shown[74]).mean())
    assert "held for 5.7 s" in result["steps"][-1]["why"]
    assert len(beeps(output)) == 10


def test_a_longer_clip_runs_on_in_silence(clip: Maker, tmp_path: Path) -> None:
    output = tmp_path / "out.mp4"
    made("voice-over", "--file", beeping(clip, seconds=3), flashing(clip), "-o", output)

    assert len(frames(output)) == 180
    assert np.abs(samples(output)[:, round(3.1 * 48000) :]).max() < 0.001


@pytest.mark.parametrize(("clip_s", "narration_s"), [(6, 3.4), (3.4, 6)])
def test_trim_leaves_the_shorter_of_the_two(
    clip: Maker, tmp_path: Path, clip_s: float, narration_s: float
) -> None:
    output = tmp_path / "out.mp4"
    narration, source = beeping(clip, seconds=narration_s), flashing(clip, clip_s)
    made("voice-over", "--file", narration, "--fit", "trim", source, "-o", output)

    assert len(frames(output)) == 102
    assert abs(samples(output).shape[1] - 3.4 * 48000) <= 1024
    assert flashes(output) == pytest.approx([0, 1, 2, 3], abs=0.01)
    assert beeps(output) == pytest.approx([0, 1, 2, 3], abs=0.02)


def test_an_error_names_both_lengths_unless_they_are_alike(clip: Maker, tmp_path: Path) -> None:
    line = ("voice-over", "--fit", "error", flashing(clip), "-o", tmp_path / "out.mp4", "--json")
    refused = egv(*line, "--file", beeping(clip, seconds=7))
    alike = egv(*line, "--file", beeping(clip, seconds=6.4))

    assert refused.code == 2
    assert "ends at 7.0 s and the clip at 6.0 s" in refused.output["error"]["message"]
    assert alike.code == 0
    assert alike.output["duration"] == pytest.approx(6.4, abs=0.01)


@pytest.mark.torture
def test_in_a_mute_clip_it_is_levelled_too(clip: Maker, tmp_path: Path) -> None:
    source, output = flashing(clip, 20), tmp_path / "out.mp4"
    result = made("normalise", "voice-over", "--file", SPOKEN, source, "-o", output)

    assert abs(loudness(output).integrated_lufs - -16) <= 0.5
    assert loudness(output).true_peak_dbtp <= -1.5
    assert "off the target" not in " ".join(result["notes"])


@pytest.mark.torture
def test_hiss_of_the_clip_says_nothing_of_the_narrations_level(clip: Maker, tmp_path: Path) -> None:
    source = clip(
        "hiss.mkv", "-f", "lavfi", "-i", FLASHES.format(rate=30, seconds=23),
        "-f", "lavfi", "-i", "anoisesrc=d=23:a=0.0008:r=48000:seed=1", *CODING, "-c:a", "pcm_s16le",
    )  # fmt: skip
    for mode in ("replace", "duck"):
        output = tmp_path / f"{mode}.mp4"
        made("normalise", "voice-over", "--file", SPOKEN, "--mode", mode, source, "-o", output)

        assert abs(loudness(output).integrated_lufs - -16) <= 0.5


def tone_dbfs(path: Path) -> NDArray[np.float64]:
    """The level of the clip's tone in each 20 ms."""
    sound = samples(path)[0]
    windows = sound[: len(sound) // 960 * 960].reshape(-1, 960) * np.hanning(960)
    turn = np.exp(-2j * np.pi * TONE_HZ * np.arange(960) / 48000)
    return np.asarray(20 * np.log10(np.abs(windows @ turn) / 240 + 1e-9))


@pytest.mark.parametrize(
    "steps",
    [("voice-over",), pytest.param(("normalise", "voice-over"), marks=pytest.mark.torture)],
)
def test_the_clip_is_low_while_the_narrator_speaks(
    clip: Maker, tmp_path: Path, steps: tuple[str, ...]
) -> None:
    """The narrator speaks from 2.7 to 15.1 s and from 18 s on; a screen hums all the time."""
    source = clip(
        "hum.mkv", "-f", "lavfi", "-i", FLASHES.format(rate=30, seconds=30),
        "-f", "lavfi", "-i", f"sine=f={TONE_HZ}:r=48000:d=30", *CODING, "-c:a", "pcm_s16le",
    )  # fmt: skip
    output = tmp_path / "out.mp4"
    made(*steps, "--file", SPOKEN, "--mode", "duck", "--start", 2, source, "-o", output)
    levels = tone_dbfs(output)
    before, under = (float(np.median(levels[a:b])) for a, b in ((10, 80), (140, 700)))

    assert levels[140:700].max() < before - 9
    assert levels[1300:1480] == pytest.approx(before, abs=1)
    quiet = tmp_path / "quiet.mp4"
    made(*steps, "--file", SPOKEN, "--start", 2, source, "-o", quiet)
    voice = loudness(quiet).integrated_lufs
    clip_lufs = under - 3 + 3 + 4 - 0.7  # peak to RMS, two sides, K-weighting at 14 kHz
    assert voice - clip_lufs >= 14


def test_subtitles_are_of_the_narration_and_in_its_time(clip: Maker, tmp_path: Path) -> None:
    """Placed by voice from the text beside it, behind a cut and a late start."""
    narration = tmp_path / "said" / "talk.wav"
    narration.parent.mkdir()
    narration.write_bytes(SPOKEN.read_bytes())
    narration.with_suffix(".txt").write_text(
        "Hello colleagues, my name is Maria. Today we show you how to record a good video."
        " First open the camera and turn on the light. Then start the microphone and click the"
        " green button. Please save your report before the meeting on Friday. Thank you for your"
        " time, see you next week."
    )
    line = (
        *("trim", "--silence", "off", "--start", 2),
        *("voice-over", "--file", narration, "--start", 3, "subtitle"),
        *(flashing(clip, 20), "-o", f"{tmp_path}/out/"),
    )
    result = made(*line)
    cues = parse_subtitles(Path(result["sidecars"][0]).read_text(), "")

    assert result["duration"] == pytest.approx(3 + 23.25, abs=0.1)
    assert cues[0].text.startswith("Hello colleagues")
    assert float(cues[0].span.start) == pytest.approx(3.71, abs=0.2)
    assert float(cues[-1].span.start) == pytest.approx(22.69, abs=0.4)
    assert made(*line)["status"] == "kept"
    text = narration.with_suffix(".txt")
    text.write_text(text.read_text().replace("Hello", "Dear"))
    assert made(*line)["status"] == "rendered"


def test_a_subtitle_file_is_on_the_narrations_clock(clip: Maker, tmp_path: Path) -> None:
    texts = tmp_path / "talk.srt"
    texts.write_text("1\n00:00:01,000 --> 00:00:02,000\nOne.\n")
    result = made(
        *("voice-over", "--file", beeping(clip), "--start", 2, "subtitle", "--from", texts),
        *(flashing(clip), "-o", tmp_path / "out.mp4"),
    )
    [cue] = parse_subtitles(Path(result["sidecars"][0]).read_text(), "")

    assert (float(cue.span.start), float(cue.span.end)) == pytest.approx((3, 4), abs=0.034)


def test_speech_without_words_or_model_stops_before_any_work(
    clip: Maker, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("EGV_MODEL_DIR", str(tmp_path / "none"))
    ran = egv(
        *("voice-over", "--file", SPOKEN, "subtitle", flashing(clip)),
        *("-o", tmp_path / "out.mp4", "--json"),
    )

    assert ran.code == 5
    assert "sample.wav: somebody speaks" in ran.output["error"]["message"]


def test_another_narration_makes_the_video_anew(clip: Maker, tmp_path: Path) -> None:
    source, narration = flashing(clip), beeping(clip)
    line = ("voice-over", "--file", narration, source, "-o", f"{tmp_path}/out/")
    first, again = made(*line)["status"], made(*line)["status"]
    beeping(clip, seconds=4)

    assert (first, again, made(*line)["status"]) == ("rendered", "kept", "rendered")


@pytest.mark.parametrize(
    ("making", "words"),
    [
        (("-f", "lavfi", "-i", "anullsrc=d=5"), "the narration is silent"),
        (("-f", "lavfi", "-i", "testsrc2=s=64x64:d=1"), "this file has no sound"),
    ],
)
def test_what_is_no_narration_is_refused_in_words(
    clip: Maker, tmp_path: Path, making: tuple[str, ...], words: str
) -> None:
    bad = clip("bad.mkv", *making)
    output = tmp_path / "out.mp4"
    ran = egv("voice-over", "--file", bad, flashing(clip), "-o", output, "--json")

    assert ran.code == 2
    assert words in ran.output["error"]["message"]
    assert not output.exists()
