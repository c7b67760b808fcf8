"""Clips with several sound tracks or pictures: what is used, what is said, and what is heard."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from tests.places import ROOT
from tests.running import egv, loudness, made, samples

pytestmark = [pytest.mark.media, pytest.mark.usefixtures("shared_cache", "here")]
Maker = Callable[..., Path]
VOICE = ROOT / "examples" / "voice.wav"
PICTURE = ("-f", "lavfi", "-i", "color=gray:s=64x64:r=25:d=6")
CODING = ("-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv420p", "-c:a", "aac")
SPEECH = "[1:a]atrim=end=6,aresample=48000"
NOTHING = "anullsrc=r=48000:cl=stereo:d=6"
MUSIC = "aevalsrc='0.2*sin(2*PI*(220+110*floor(mod(t,1)*4))*t)':s=48000:d=6"
TURNS = f"{SPEECH},asplit[x][y];[x]volume=0:enable='gte(t,3)'[a];[y]volume=0:enable='lt(t,3)'[b]"


def recording(clip: Maker, name: str, graph: str, *more: str) -> Path:
    """A clip whose sound tracks are `[a]` and `[b]` of `graph`, in which `[1:a]` is a voice."""
    return clip(
        name, *PICTURE, "-i", str(VOICE), "-filter_complex", graph, "-map", "0:v", "-map", "[a]",
        "-map", "[b]", *CODING, *more, "-t", "6",
    )  # fmt: skip


def loud_thirds(path: Path) -> list[bool]:
    """Whether each third of the sound is heard."""
    return [float(np.abs(part).max()) > 0.05 for part in np.array_split(samples(path)[0], 3)]


def test_a_silent_first_track_is_not_taken_for_the_sound(clip: Maker, tmp_path: Path) -> None:
    titles = ("-metadata:s:a:0", "title=Desktop", "-metadata:s:a:1", "title=Mic")
    source = recording(clip, "obs.mkv", f"{NOTHING}[a];{SPEECH}[b]", *titles)
    output, first = tmp_path / "out.mp4", tmp_path / "first.mp4"
    result = made("normalise", source, "-o", output)
    [note] = result["notes"]

    assert loudness(output).integrated_lufs == pytest.approx(-16, abs=0.5)
    assert 'track 2 (aac mono, "Mic") is used, because somebody speaks in it' in note
    assert 'track 1 (aac stereo, "Desktop") is silent' in note
    assert result["steps"][0]["step"] == "track"
    assert result["steps"][0]["facts"]["used"] == "2"

    asked = made("normalise", "--track", "1", source, "-o", first)
    assert not samples(first).any()
    assert asked["steps"][0]["facts"]["reason"] == "--track names it"
    again = made("normalise", "--track", "2", source, "-o", first)
    assert again["status"] == "rendered"
    assert loudness(first).integrated_lufs == pytest.approx(-16, abs=0.5)
    assert made("normalise", "--track", "2", source, "-o", first)["status"] == "kept"

    refused = egv("normalise", "--track", "3", source, "-o", first, "--json")
    assert refused.code == 1
    assert "--track 3: the clip has 2 sound tracks" in refused.output["error"]["message"]
    [finding] = [
        one for one in egv("check", source, "--json").json["clips"][0]["findings"]
        if one["topic"] == "tracks"
    ]  # fmt: skip
    assert finding["facts"] == {"count": 2, "used": '2 "Mic"', "others": '1 "Desktop"'}


def test_people_with_a_track_each_are_all_heard(clip: Maker, tmp_path: Path) -> None:
    source, output = recording(clip, "two.mp4", TURNS), tmp_path / "out.mp4"
    result = made("normalise", source, "-o", output)

    assert "track 1 (aac mono) and track 2 (aac mono) are used" in result["notes"][0]
    assert loud_thirds(output) == [True, True, True]
    made("normalise", "--track", "2", source, "-o", tmp_path / "second.mp4")
    assert loud_thirds(tmp_path / "second.mp4") == [False, True, True]


def test_music_on_the_first_track_is_left_for_the_voice(clip: Maker, tmp_path: Path) -> None:
    source, output = recording(clip, "music.mp4", f"{MUSIC}[a];{SPEECH}[b]"), tmp_path / "out.mp4"
    result = made("normalise", source, "-o", output)

    assert "track 1 (aac mono) has no speech" in result["notes"][0]
    made("normalise", "--track", "mix", source, "-o", tmp_path / "mix.mp4")
    tone = [
        float(np.abs(np.fft.rfft(samples(path)[0][:12000]))[50:60].max())  # 220 Hz
        for path in (output, tmp_path / "mix.mp4")
    ]
    assert tone[1] > 5 * tone[0]


def test_the_language_of_the_project_is_heard(clip: Maker, tmp_path: Path, here: Path) -> None:
    tags = ("-metadata:s:a:0", "language=eng", "-metadata:s:a:1", "language=nld")
    source = recording(clip, "dub.mkv", f"{SPEECH},asplit[a][b]", *tags)
    plain = made("normalise", source, "-o", tmp_path / "plain.mp4")
    (here / "egv.yaml").write_text("schema: egv/project@1\nlanguage: nl\n")
    dutch = made("normalise", source, "-o", tmp_path / "out.mp4")

    assert plain["steps"][0]["facts"]["used"] == "1"
    assert dutch["status"] == "rendered"
    assert dutch["steps"][0]["facts"]["used"] == "2"


@pytest.mark.parametrize("kind", ["mkv", "mp4", "ts"])
def test_a_track_that_ends_early_or_holds_nothing_fails_nothing(
    clip: Maker, tmp_path: Path, kind: str
) -> None:
    source = recording(clip, f"short.{kind}", f"{MUSIC},atrim=end=0.1[a];{SPEECH}[b]")
    result = made("normalise", source, "-o", tmp_path / "out.mp4")

    assert result["steps"][0]["facts"]["used"] == "2"
    assert loud_thirds(tmp_path / "out.mp4") == [True, True, True]


def test_of_two_pictures_the_used_one_is_said(clip: Maker, tmp_path: Path) -> None:
    source = clip(
        "two.mkv", *PICTURE, "-f", "lavfi", "-i", "color=red:s=160x90:r=25:d=6", "-i", str(VOICE),
        "-map", "0:v", "-map", "1:v", "-map", "2:a", *CODING, "-t", "6",
    )  # fmt: skip
    [note] = made("normalise", source, "-o", tmp_path / "out.mp4")["notes"]

    assert "the clip has 2 pictures (1 64x64, 2 160x90); picture 1 is used" in note
