"""Music as it is heard: measured on the sound of finished videos, with a bed of one pure tone."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from egv.core.graph.pads import Pad, Source, apply_filter
from egv.core.media.timing import Seconds
from egv.tools.clips.probe_sound import probe_sound
from egv.tools.ffmpeg.context import NO_CONTEXT
from egv.tools.measure.bed import write_bed_sound
from egv.tools.measure.loudness import measure_loudness
from tests.places import FIXTURES
from tests.running import egv, frames, loudness, made, samples

pytestmark = [pytest.mark.media, pytest.mark.usefixtures("shared_cache")]
Maker = Callable[..., Path]

SPOKEN = FIXTURES / "sample" / "sample.wav"
PICTURE = ("-f", "lavfi", "-i", "color=gray:s=64x64:r=25:d=25")
CODING = ("-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv420p", "-c:a", "pcm_s16le")
# Two stretches of speech, from 3.0 to 11.7 s and from 17.0 to 23.4 s, and silence around them.
PHRASES = (
    "[1]aresample=48000,asplit[a][b];[a]atrim=0:9.6,adelay=2300:all=1[one];"
    "[b]atrim=15.5:23,asetpts=PTS-STARTPTS,adelay=16500:all=1[two];"
    "[one][two]amix=inputs=2:normalize=0,apad=whole_dur=25[voice]"
)
TONE_HZ = 14_000  # over any voice: the one here ends at 8 kHz
LICENCE = ("--licence", "CC0, made for a test")
WORDS, PAUSE = ((3.05, 11.6), (17.05, 23.3)), (13.1, 16.4)


@pytest.fixture
def talk(clip: Maker) -> Path:
    """A clip of 25 s in which somebody speaks twice."""
    return clip(
        "talk.mkv", *PICTURE, "-i", str(SPOKEN), "-filter_complex", PHRASES,
        "-map", "0:v", "-map", "[voice]", *CODING,
    )  # fmt: skip


@pytest.fixture
def bed(clip: Maker) -> Path:
    """A bed of 31 s: one tone, mono, 44.1 kHz, far too loud."""
    return clip("bed.wav", "-f", "lavfi", "-i", f"sine=f={TONE_HZ}:r=44100:d=31,volume=14dB")


def tone_dbfs(path: Path) -> NDArray[np.float64]:
    """The level of the bed's tone in each 20 ms."""
    sound = samples(path)[0]
    windows = sound[: len(sound) // 960 * 960].reshape(-1, 960) * np.hanning(960)
    turn = np.exp(-2j * np.pi * TONE_HZ * np.arange(960) / 48000)
    return np.asarray(20 * np.log10(np.abs(windows @ turn) / 240 + 1e-9))


def within(levels: NDArray[np.float64], start: float, end: float) -> NDArray[np.float64]:
    return levels[round(start * 50) : round(end * 50)]


def heard_in(path: Path, start: float, end: float) -> float:
    """How loud a stretch of a video is, LUFS."""
    sound = apply_filter(Pad(Source(path), "a", 1), "atrim", start=start, end=end)
    return measure_loudness(sound, NO_CONTEXT).integrated_lufs


def test_the_bed_is_down_under_every_word_and_up_between(
    talk: Path, bed: Path, tmp_path: Path
) -> None:
    output = tmp_path / "out.mp4"
    result = made("normalise", "music", "--bed", bed, *LICENCE, talk, "-o", output)
    levels = tone_dbfs(output)
    up = float(np.median(within(levels, *PAUSE)))

    for start, end in WORDS:
        down = within(levels, start, end)
        assert np.median(down) == pytest.approx(up - 10, abs=0.3)
        assert down.max() < up - 9  # for the first word and between two words too
    assert within(levels, *PAUSE) == pytest.approx(up, abs=0.5)
    for start, end in WORDS:
        assert heard_in(output, start, end) - (heard_in(output, *PAUSE) - 10) >= 18
    facts = result["steps"][-1]["facts"]
    assert facts["licence"] == LICENCE[1]
    assert facts["under_voice_lufs"] == pytest.approx(-36, abs=0.5)


@pytest.mark.parametrize(
    "steps",
    [("normalise", "music"), pytest.param(("music", "normalise"), marks=pytest.mark.torture)],
)
def test_the_whole_is_delivered_at_its_level(
    talk: Path, bed: Path, tmp_path: Path, steps: tuple[str, str]
) -> None:
    options = {"music": ("--bed", bed, *LICENCE, "--gain-db=-14", "--duck-db", 8)}
    line = [word for step in steps for word in (step, *options.get(step, ()))]
    output = tmp_path / "out.mp4"
    made(*line, talk, "-o", output)
    measured = loudness(output)

    assert abs(measured.integrated_lufs - -16) <= 0.5
    assert measured.true_peak_dbtp <= -1.5


@pytest.mark.torture
def test_without_normalise_loudness_is_kept(talk: Path, bed: Path, tmp_path: Path) -> None:
    output = tmp_path / "out.mp4"
    result = made("music", "--bed", bed, *LICENCE, "--gain-db=-12", talk, "-o", output)

    assert abs(loudness(output).integrated_lufs - loudness(talk).integrated_lufs) <= 0.5
    assert result["encodes"] == 0


def test_the_bed_fades_in_and_out(talk: Path, bed: Path, tmp_path: Path) -> None:
    output = tmp_path / "out.mp4"
    fades = ("--duck-db", 0, "--fade-in", 2, "--fade-out", 2)
    made("music", "--bed", bed, *LICENCE, *fades, talk, "-o", output)
    levels = tone_dbfs(output)
    full = float(np.median(within(levels, *PAUSE)))
    rise, fall = within(levels, 0.1, 2), within(levels, 23, 24.9)

    assert np.all(np.diff(rise[::5]) > -0.5)
    assert np.all(np.diff(fall[::5]) < 0.5)
    assert rise[0] < full - 25
    assert fall[-1] < full - 25
    assert rise[len(rise) // 2] == pytest.approx(full - 6, abs=1.5)


def test_in_a_mute_clip_the_bed_is_the_sound(clip: Maker, bed: Path, tmp_path: Path) -> None:
    mute = clip("mute.mp4", *PICTURE, *CODING[:-2])
    plain, level = tmp_path / "plain.mp4", tmp_path / "level.mp4"
    made("music", "--bed", bed, *LICENCE, mute, "-o", plain)
    made("normalise", "music", "--bed", bed, *LICENCE, mute, "-o", level)

    assert abs(loudness(level).integrated_lufs - -16) <= 0.5
    assert abs(loudness(plain).integrated_lufs - loudness(bed).integrated_lufs) <= 0.5
    assert samples(plain).shape[1] == pytest.approx(25 * 48000, abs=1024)


def test_where_nobody_speaks_the_bed_is_not_ducked(clip: Maker, bed: Path, tmp_path: Path) -> None:
    waves = ("-f", "lavfi", "-i", "anoisesrc=r=48000:a=0.1:d=25,lowpass=f=400,tremolo=f=0.2")
    sea, output = clip("sea.mkv", *PICTURE, *waves, *CODING), tmp_path / "out.mp4"
    result = made("normalise", "music", "--bed", bed, *LICENCE, sea, "-o", output)
    levels = within(tone_dbfs(output), 1.5, 22.5)

    assert levels.max() - levels.min() < 1
    assert "not ducked" in result["steps"][-1]["why"]


def test_no_bed_is_heard_under_the_intro(talk: Path, bed: Path, tmp_path: Path) -> None:
    output = tmp_path / "out.mp4"
    music = ("music", "--bed", bed, *LICENCE, "--fade-in", 0)
    made(*music, "brand", "--title", "Hello", talk, "-o", output)
    levels = tone_dbfs(output)
    up = float(np.median(within(levels, 16, 18)))

    assert within(levels, 0, 2.4).max() < up - 40


@pytest.mark.parametrize("tone", ["sine=f=330:r=48000:d=4.27", "sine=f=97:r=44100:d=2.01"])
def test_a_loop_has_no_click_and_no_hole(clip: Maker, tmp_path: Path, tone: str) -> None:
    short, path = clip("short.wav", "-f", "lavfi", "-i", tone, "-ac", "2"), tmp_path / "bed.pcm"
    write_bed_sound(probe_sound(short), Seconds(40), path, NO_CONTEXT)
    sound = np.fromfile(path, "<i2").reshape(-1, 2)[:, 0].astype(float)
    steps = np.abs(np.diff(sound))
    levels = 20 * np.log10(np.sqrt((sound[:1_920_000].reshape(-1, 4800) ** 2).mean(axis=1)))

    assert 0 <= len(sound) - 40 * 48000 <= 48
    assert steps.max() <= 1.5 * np.percentile(steps, 99)
    assert levels.min() > np.median(levels) - 4


def test_unlike_sounds_cross_without_a_dip(clip: Maker, tmp_path: Path) -> None:
    noise = ("-f", "lavfi", "-i", "anoisesrc=r=48000:a=0.9:d=8:seed=3", "-ac", "2")
    path = tmp_path / "bed.pcm"
    write_bed_sound(probe_sound(clip("noise.wav", *noise)), Seconds(30), path, NO_CONTEXT)
    sound = np.fromfile(path, "<i2")[::2].astype(float)
    levels = 20 * np.log10(np.sqrt((sound[: 30 * 48000].reshape(-1, 9600) ** 2).mean(axis=1)))

    assert np.ptp(levels) < 1
    assert np.abs(sound).max() < 32767


def test_silence_around_a_bed_is_left_out_of_the_loop(clip: Maker, tmp_path: Path) -> None:
    late = "anoisesrc=r=48000:a=0.5:d=5:seed=4,adelay=3000,apad=pad_dur=14"
    path = tmp_path / "bed.pcm"
    write_bed_sound(
        probe_sound(clip("late.wav", "-f", "lavfi", "-i", late, "-ac", "2")),
        Seconds(20),
        path,
        NO_CONTEXT,
    )
    sound = np.fromfile(path, "<i2")[::2].astype(float)
    levels = np.sqrt((sound[: 20 * 48000].reshape(-1, 4800) ** 2).mean(axis=1))

    assert levels.min() > 0.6 * np.median(levels)


BAD_BEDS = {
    "short": (("-f", "lavfi", "-i", "sine=d=0.2"), "it lasts 0.2 s"),
    "silent": (("-f", "lavfi", "-i", "anullsrc=d=5"), "it is silence"),
    "a blip": (("-f", "lavfi", "-i", "sine=d=1,apad=pad_dur=9"), "only 1.0 s of it can be heard"),
}


@pytest.mark.parametrize("name", BAD_BEDS)
def test_what_is_no_bed_is_refused_in_words(
    clip: Maker, tmp_path: Path, talk: Path, name: str
) -> None:
    making, words = BAD_BEDS[name]
    bad = clip(f"{name}.wav", *making)
    ran = egv("music", "--bed", bad, *LICENCE, talk, "-o", tmp_path / "out.mp4", "--json")

    assert ran.code == 2
    assert f"{name}.wav: {words}" in ran.output["error"]["message"]
    assert not (tmp_path / "out.mp4").exists()


@pytest.mark.parametrize("content", [b"", b"hello\n" * 50, b"\0" * 5000])
def test_what_is_no_sound_is_refused_in_words(tmp_path: Path, talk: Path, content: bytes) -> None:
    bad = tmp_path / "bad.mp3"
    bad.write_bytes(content)
    ran = egv("music", "--bed", bad, *LICENCE, talk, "-o", tmp_path / "out.mp4", "--json")

    assert ran.code == 2
    assert "bad.mp3: it is no sound file that egv can read" in ran.output["error"]["message"]


def test_a_kits_bed_is_used_and_a_new_one_makes_its_videos_anew(
    clip: Maker, tmp_path: Path, talk: Path, bed: Path
) -> None:
    kit = tmp_path / "kit" / "kit.yaml"
    kit.parent.mkdir()
    shutil.copy(bed, kit.parent / "bed.wav")
    music = '{bed: bed.wav, licence: "CC BY 4.0, J. Maker", duck_db: 6}'
    kit.write_text(f"schema: egv/kit@1\nname: test\nmusic: {music}\n")
    line = ("music", talk, "-k", kit, "-o", f"{tmp_path}/out/")
    first, again = made(*line), made(*line)
    clip("kit/bed.wav", "-f", "lavfi", "-i", "sine=f=500:d=9")
    anew = made(*line)

    assert [each["status"] for each in (first, again, anew)] == ["rendered", "kept", "rendered"]
    facts = first["steps"][0]["facts"]
    assert facts["licence"] == "CC BY 4.0, J. Maker"
    assert facts["elsewhere_lufs"] - facts["under_voice_lufs"] == pytest.approx(6)


def test_a_kits_bed_that_is_none_is_a_finding(tmp_path: Path, clip: Maker) -> None:
    clip("kit/bed.wav", "-f", "lavfi", "-i", "sine=d=0.5")
    kit = tmp_path / "kit" / "kit.yaml"
    kit.write_text(
        "schema: egv/kit@1\nname: test\nmusic:\n  bed: bed.wav\n  licence: CC0\n", encoding="utf-8"
    )
    ran = egv("kit", "validate", kit)

    assert ran.code == 2
    assert f"{kit}:4:" in ran.err + ran.out
    assert "bed.wav: it lasts 0.5 s" in ran.err + ran.out


@pytest.mark.torture
def test_an_hour_of_bed_takes_little_memory_and_time(clip: Maker, tmp_path: Path) -> None:
    import resource
    import time

    song = clip("song.mp3", "-f", "lavfi", "-i", "anoisesrc=r=44100:a=0.3:d=60", "-ac", "2")
    before, started = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, time.monotonic()
    write_bed_sound(probe_sound(song), Seconds(3600), tmp_path / "bed.pcm", NO_CONTEXT)

    assert time.monotonic() - started < 30
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 60_000  # kB
    assert (tmp_path / "bed.pcm").stat().st_size >= 3600 * 192_000


@pytest.mark.torture
def test_the_picture_is_as_long_as_before(talk: Path, bed: Path, tmp_path: Path) -> None:
    output = tmp_path / "out.mp4"
    made("trim", "--silence", "off", "--end", 20, "music", "--bed", bed, *LICENCE,
         talk, "-o", output)  # fmt: skip

    assert len(frames(output)) == 500
    assert abs(samples(output).shape[1] - 20 * 48000) <= 1024
