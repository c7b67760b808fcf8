"""`--denoise` as delivered: noise is gone, the voice is there and in time, music is left alone."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
import psutil
import pytest
from numpy.typing import NDArray

from bench.speech_quality import measure_delay, measure_si_sdr, measure_stoi
from egv.core.graph.conform import conform_sound_track
from egv.core.sound.noise import NoiseGoal
from egv.tools.clips.probe import probe
from egv.tools.ffmpeg.context import NO_CONTEXT
from egv.tools.measure import noise_removal
from tests.conftest import SHARED
from tests.places import FIXTURES, ROOT
from tests.running import egv, loudness, made, samples
from tests.variants import take_one_in

pytestmark = pytest.mark.media
Maker = Callable[..., Path]
Sound = NDArray[np.float64]

SPOKEN = FIXTURES / "sample" / "sample.wav"
BED = ROOT / "brand_kits/acme/music/calm.m4a"
ROOM = "anoisesrc=r=48000:a=0.1:seed=2:d=6:c=pink"
PICTURE = ("-f", "lavfi", "-i", "testsrc=s=160x90:r=25:d=6")
CODING = ("-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv420p", "-c:a", "pcm_f32le")
JOIN = "--join"
TRIM = ("trim", "--start", "1.3", "--cut", "3-3.5")
GOAL = NoiseGoal(most_db=60, under_voice_db=32, plain_db=18)


def noisy(clip: Maker, name: str, *options: str, other: str = ROOM, late: str = "0") -> Path:
    """A clip of 6 s whose voice is in a noisy room."""
    mix = "[1]aresample=48000[v];[v][2]amix=inputs=2:normalize=0:duration=shortest[a]"
    return clip(
        f"{name}.mkv", *PICTURE, "-itsoffset", late, "-t", "6", "-i", str(SPOKEN), "-itsoffset",
        late, "-f", "lavfi", "-i", other, "-filter_complex", mix, "-map", "0", "-map", "[a]",
        *CODING, *options,
    )  # fmt: skip


def delivered(
    folder: Path, strength: str, *clips: object, before: tuple[object, ...] = ()
) -> Sound:
    """The left side as delivered."""
    output = folder / f"{strength}.mp4"
    made(*before, "normalise", "--denoise", strength, *clips, "-o", output, "--overwrite")
    return hear(output)


def hear(path: Path) -> Sound:
    """The left side of a file."""
    sound: Sound = samples(path)[0].astype(np.float64)
    return sound


@pytest.mark.parametrize(
    ("options", "late", "steps"),
    [
        pytest.param(("-ar", "44100", "-ac", "2"), "0", (), id="44.1 kHz stereo"),
        pytest.param(("-ar", "16000", "-ac", "1"), "0.4", (), id="late at 16 kHz"),
        pytest.param((), "0", TRIM, id="trimmed"),
        pytest.param(("-ac", "6"), "0", (), id="5.1", marks=pytest.mark.torture),
        pytest.param((), "0.37", TRIM, id="late and trimmed", marks=pytest.mark.torture),
    ],
)
def test_the_voice_is_in_time_to_the_sample(
    clip: Maker, tmp_path: Path, options: tuple[str, ...], late: str, steps: tuple[str, ...]
) -> None:
    source = noisy(clip, "noisy", *options, late=late)
    before = delivered(tmp_path, "off", source, before=steps)
    after = delivered(tmp_path, "strong", source, before=steps)

    assert len(before) == len(after)
    assert measure_delay(before, after) == 0
    assert np.abs(after - before).max() > 0.01  # something was taken


def test_several_clips_are_cleaned_each_for_itself_and_in_time(clip: Maker, tmp_path: Path) -> None:
    takes = [noisy(clip, "one"), noisy(clip, "two", "-ar", "44100", late="0.3")]
    before = delivered(tmp_path, "off", *takes, JOIN)
    after = delivered(tmp_path, "strong", *takes, JOIN)
    half = len(before) // 2

    assert measure_delay(before[:half], after[:half]) == 0
    assert measure_delay(before[half:], after[half:]) == 0


def test_the_noise_goes_and_the_voice_stays(clip: Maker, tmp_path: Path) -> None:
    clean = hear(clip("clean.wav", "-t", "6", "-i", str(SPOKEN), "-ar", "48000"))
    source, measured = noisy(clip, "noisy"), {}
    for strength in ("off", "light", "strong"):
        sound = delivered(tmp_path, strength, source)
        floor = loudness(tmp_path / f"{strength}.mp4").noise_floor_dbfs
        pair = clean[: len(sound)], sound[: len(clean)]
        measured[strength] = floor, measure_si_sdr(*pair), measure_stoi(*pair)

    floors, ratios, stois = zip(*measured.values(), strict=True)
    assert floors[1] < floors[0] - 8
    assert floors[2] < floors[1] - 2
    assert min(ratios[1:]) > ratios[0] + 3
    assert min(stois[1:]) >= stois[0] - 0.02


def test_the_same_sound_gives_the_same_bytes(clip: Maker, tmp_path: Path) -> None:
    made_of = [clean_up(noisy(clip, "noisy"), tmp_path / name) for name in ("one", "two")]

    assert made_of[0] == made_of[1] != b""


def clean_up(source: Path, path: Path) -> bytes:
    """The raw file that is made of `source`."""
    media = probe(source)
    assert media.audio
    sound = noise_removal.NoisySound(conform_sound_track(media, media.audio), -30.0)
    noise_removal.remove_noise(sound, GOAL, path, NO_CONTEXT, lambda _: None)
    return path.read_bytes() if path.exists() else b""


def test_a_clean_clip_is_left_alone(clip: Maker, tmp_path: Path) -> None:
    quiet = noisy(clip, "quiet", other="anoisesrc=r=48000:a=0.0001:seed=2:d=6")
    before = delivered(tmp_path, "off", quiet)
    after = delivered(tmp_path, "light", quiet)

    assert np.array_equal(before, after)


def test_music_in_the_clip_is_left_alone_and_told(clip: Maker, tmp_path: Path) -> None:
    song = clip("song.mkv", *PICTURE, "-ss", "2", "-t", "6", "-i", str(BED), *CODING)
    before = delivered(tmp_path, "off", song)
    output = tmp_path / "strong.mp4"
    told = " ".join(made("normalise", "--denoise", "strong", song, "-o", output)["notes"])
    after = hear(output)

    assert np.array_equal(before, after)
    assert "music" in told or "no voice" in told


def test_a_bed_from_egv_is_not_touched(clip: Maker, tmp_path: Path) -> None:
    """Music that egv lays under the voice before the noise is taken out comes out the same."""
    mute = clip(
        "mute.mkv", *PICTURE, "-f", "lavfi", "-i", "anullsrc=r=48000:d=6", "-t", "6", *CODING
    )
    music = ("music", "--bed", BED, "--licence", "CC0")
    before, after = (delivered(tmp_path, each, mute, before=music) for each in ("off", "strong"))

    assert np.array_equal(before, after)


@pytest.mark.parametrize("fault", take_one_in(2, ["missing", "dies"]))
def test_without_the_filter_a_plain_one_is_used_in_time_and_this_is_told(
    clip: Maker, tmp_path: Path, fault: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    program = tmp_path / "program.py"
    why = {"missing": "raise ModuleNotFoundError('none')", "dies": "import os; os.abort()"}
    program.write_text(f"import sys; sys.stdout.write('\\x01'); sys.stdout.flush()\n{why[fault]}")
    monkeypatch.setattr(noise_removal, "PROGRAM", program)
    source, output = noisy(clip, "noisy"), tmp_path / "plain.mp4"
    before = delivered(tmp_path, "off", source)
    told = " ".join(made("normalise", "--denoise", "strong", source, "-o", output)["notes"])
    after = hear(output)

    assert abs(measure_delay(before, after)) <= 1
    assert "a plain filter, which does little" in told
    assert ("is missing" if fault == "missing" else "ended with code -6") in told


def test_a_dry_run_filters_nothing_and_says_so(clip: Maker, tmp_path: Path) -> None:
    ran = egv("-n", "normalise", "--denoise", "light", noisy(clip, "noisy"), "-o", tmp_path / "o/")

    assert "the noise is taken out when the video is made" in ran.out
    assert not (tmp_path / "o").exists()


def test_the_advice_of_check_mends_what_it_found(clip: Maker, tmp_path: Path) -> None:
    source, output = noisy(clip, "loud", other=ROOM.replace("0.1", "0.4")), tmp_path / "mended.mp4"
    made("normalise", "--denoise", "strong", source, "-o", output)

    assert "noise" in topics(source)
    assert "noise" not in topics(output)


def topics(clip: Path) -> list[str]:
    """What `egv check` finds in a clip."""
    [checked] = egv("check", clip, "--json").json["clips"]
    return [found["topic"] for found in checked["findings"]]


def test_an_interrupted_run_leaves_no_file_and_no_process(clip: Maker, tmp_path: Path) -> None:
    source, temporary = noisy(clip, "noisy"), tmp_path / "temporary"
    temporary.mkdir()
    words = ["normalise", "--denoise", "strong", str(source), "-o", f"{tmp_path}/out/"]
    process = subprocess.Popen(
        [sys.executable, "-m", "egv", *words],
        env={**os.environ, "TMPDIR": str(temporary)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    deadline = time.monotonic() + 60
    while not list(temporary.rglob("voice-0.log")):
        assert process.poll() is None, process.communicate()
        assert time.monotonic() < deadline
        time.sleep(0.02)
    children = psutil.Process(process.pid).children(recursive=True)
    process.send_signal(signal.SIGINT)
    process.communicate(timeout=20)

    assert process.returncode == 130
    assert list(temporary.iterdir()) == []
    assert children
    while any(is_at_work(child) for child in children):  # the watcher ends by itself, after egv
        assert time.monotonic() < deadline + 5
        time.sleep(0.02)


def is_at_work(process: psutil.Process) -> bool:
    """Whether a process runs on; one that has ended may wait for whoever collects it."""
    try:
        return process.is_running() and process.status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


@pytest.mark.real
def test_real_recordings_are_cleaned_in_time(tmp_path: Path) -> None:
    source = SHARED / "talking_head_square_vfr.mp4"
    before, after = (delivered(tmp_path, each, source) for each in ("off", "light"))

    assert abs(measure_delay(before, after)) <= 1
