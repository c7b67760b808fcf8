"""Subtitles from speech and from scripts, against what was said and when."""

from __future__ import annotations

import json
import re
import socket
from collections.abc import Callable
from pathlib import Path

import pytest

from egv.core.cues.parse_subtitles import parse_subtitles
from egv.core.media.clip import Cue
from egv.tools.measure import recognition
from tests.conftest import SHARED
from tests.places import ROOT
from tests.running import egv, made
from tests.scripted_whisper import build

pytestmark = pytest.mark.media

Maker = Callable[..., Path]
VOICE = ROOT / "tests" / "fixtures" / "sample" / "sample.wav"
TRUTH = json.loads(VOICE.with_suffix(".json").read_text())
MODEL = ROOT / "examples" / "models" / "tiny-en-egv"
SCRIPT = (ROOT / "examples" / "sample.script.txt").read_text().strip()
PICTURE = ("-f", "lavfi", "-i", "color=gray:s=160x90:r=25")
CODING = ("-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv420p", "-c:a", "aac")


def speaking(clip: Maker, voice: Path = VOICE, *filters: str) -> Path:
    sound = ("-af", ",".join(filters)) if filters else ()
    return clip("talk.mp4", *PICTURE, "-i", str(voice), "-shortest", *sound, *CODING)


def cues(result: dict[str, object]) -> tuple[Cue, ...]:
    sidecars = result["sidecars"]
    assert isinstance(sidecars, list)
    path = Path(sidecars[0])
    return parse_subtitles(path.read_text(encoding="utf-8"), path.name)


def spoken(text: str) -> list[str]:
    return re.findall(r"[a-z']+", text.lower())


def starts_of_sentences() -> list[float]:
    """When each sentence of the sample truly begins."""
    return [float(sentence["start"]) for sentence in TRUTH["sentences"]]


def test_recognised_words_are_those_that_were_said(clip: Maker, tmp_path: Path) -> None:
    words = ("--model", MODEL, "--no-burn")
    result = made("subtitle", *words, speaking(clip), "-o", tmp_path / "out.mp4")
    found = cues(result)

    assert spoken(" ".join(cue.text for cue in found)) == spoken(SCRIPT)
    assert result["sidecars"][0].endswith("out.en.srt")
    assert result["steps"][0]["facts"]["method"] == "recognition"


def test_a_recognised_cue_begins_with_its_first_word(clip: Maker, tmp_path: Path) -> None:
    """Also where the model hears the first word 0.4 s early, in the silence before it."""
    words = ("--model", MODEL, "--no-burn")
    result = made("subtitle", *words, speaking(clip), "-o", tmp_path / "out.mp4")
    found = [float(cue.span.start) for cue in cues(result)]

    starts = starts_of_sentences()

    assert starts
    for start in starts:
        assert min(abs(start - each) for each in found) <= 0.25


@pytest.mark.parametrize(
    "filters", [("adelay=2000:all=1",), pytest.param(("volume=-30dB",), marks=pytest.mark.torture)]
)
def test_late_or_quiet_speech_is_recognised_all_the_same(
    clip: Maker, tmp_path: Path, filters: tuple[str, ...]
) -> None:
    words = ("--model", MODEL, "--no-burn")
    source = speaking(clip, VOICE, *filters)
    result = made("subtitle", *words, source, "-o", tmp_path / "out.mp4")

    assert spoken(" ".join(cue.text for cue in cues(result))) == spoken(SCRIPT)


def test_cuts_and_subtitles_agree(clip: Maker, tmp_path: Path) -> None:
    """Words that were cut are not subtitled, those after the cut come earlier."""
    source = speaking(clip)
    words = ("subtitle", "--model", MODEL, "--no-burn")
    whole = cues(made(*words, source, "-o", tmp_path / "whole.mp4"))
    cut = ("trim", "--silence", "off", "--cut", "6.5-9.7")
    short = cues(made(*cut, *words, source, "-o", tmp_path / "short.mp4"))
    removed = {cue.text.replace("\n", " ") for cue in whole} - {
        cue.text.replace("\n", " ") for cue in short
    }

    assert removed == {"First open the camera and turn on the light."}
    assert float(whole[-1].span.start - short[-1].span.start) == pytest.approx(3.2, abs=0.05)


def test_a_script_is_placed_where_it_is_spoken(clip: Maker, tmp_path: Path) -> None:
    (tmp_path / "said.txt").write_text(SCRIPT)
    words = ("--script", tmp_path / "said.txt", "--no-burn")
    result = made("subtitle", *words, speaking(clip), "-o", tmp_path / "out.mp4")
    found = cues(result)
    off = [
        min(abs(start - float(cue.span.start)) for cue in found) for start in starts_of_sentences()
    ]

    assert " ".join(cue.text for cue in found).split() == SCRIPT.split()
    assert max(off) <= 0.30


def test_a_text_beside_the_clip_is_found(clip: Maker, tmp_path: Path) -> None:
    source = speaking(clip)
    source.with_suffix(".txt").write_text(SCRIPT)
    from_script = made("subtitle", "--no-burn", source, "-o", tmp_path / "a.mp4")
    source.with_suffix(".srt").write_text("1\n00:00:01,000 --> 00:00:02,000\nHello.\n")
    from_file = made("subtitle", "--no-burn", source, "-o", tmp_path / "b.mp4")

    assert from_script["steps"][0]["facts"]["method"] == "script"
    assert from_file["steps"][0]["facts"]["method"] == "file"


def test_a_model_that_another_program_fetched_is_used_and_better_ones_are_told(
    clip: Maker, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("a socket was opened")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    monkeypatch.setenv("EGV_MODEL_DIR", str(tmp_path / "models"))
    monkeypatch.setenv("HF_HUB_CACHE", str(tmp_path / "hub"))
    (tmp_path / "models" / "medium").mkdir(parents=True)
    snapshot = tmp_path / "hub" / "models--Systran--faster-whisper-small" / "snapshots" / "536b06"
    build(snapshot, [(0.5, 3, "Hallo.")])
    words = ("subtitle", "--language", "nl", "--emit", "srt")
    result = made(*words, speaking(clip), "-o", f"{tmp_path}/out/")

    assert "recognised with small (Dutch)" in result["steps"][0]["why"]
    assert any(
        "models/medium is incomplete or damaged: model.bin is" in each for each in result["notes"]
    )


def test_a_dry_run_recognises_nothing_and_says_so(clip: Maker, tmp_path: Path) -> None:
    ran = egv(
        "subtitle", "--model", MODEL, speaking(clip), "-o", tmp_path / "o.mp4", "-n", "--json"
    )

    assert ran.code == 0
    assert "when the video is made" in ran.output["steps"][0]["why"]
    assert not (tmp_path / "o.mp4").exists()


@pytest.mark.real
@pytest.mark.parametrize(
    ("voice", "script", "starts"),
    [
        ("flemish_gibraltar.wav", "De Straat van Gibraltar is een zee-engte aan het uiteinde van de"
         " Middellandse Zee.", 1),
        ("jfk.flac", "And so, my fellow Americans: ask not what your country can do for you."
         " Ask what you can do for your country.", 2),
    ],
)  # fmt: skip
def test_a_script_of_a_real_voice_is_placed(
    clip: Maker, tmp_path: Path, voice: str, script: str, starts: int
) -> None:
    (tmp_path / "said.txt").write_text(script)
    source = speaking(clip, SHARED / voice)
    words = ("--script", tmp_path / "said.txt", "--no-burn")
    found = cues(made("subtitle", *words, source, "-o", tmp_path / "out.mp4"))

    assert " ".join(cue.text for cue in found).split() == script.split()
    assert len(found) >= starts


@pytest.mark.parametrize(
    ("spoken_in", "chance", "allowed", "language"),
    [("nl", 0.97, ("nl", "en"), "nl"), ("de", 0.6, ("nl",), "nl"), ("en", 0.9, ("nl", "en"), "en")],
)
def test_the_language_is_one_of_those_that_may_be(
    clip: Maker,
    tmp_path: Path,
    spoken_in: str,
    chance: float,
    allowed: tuple[str, ...],
    language: str,
) -> None:
    model = build(tmp_path / "m", [(0.5, 3, "Hallo allemaal.")], language=spoken_in, chance=chance)
    options = [word for each in allowed for word in ("--language", each)]
    source = speaking(clip)
    words = ("--model", model, *options, "--no-burn", source, "-o", tmp_path / "out.mp4")

    assert made("subtitle", *words)["sidecars"][0].endswith(f"out.{language}.srt")


def test_a_language_that_cannot_be_told_is_asked_for(clip: Maker, tmp_path: Path) -> None:
    model = build(tmp_path / "m", [(0.5, 3, "Hallo.")], language="de", chance=0.99)
    words = ("--model", model, "--no-burn", speaking(clip), "-o", tmp_path / "out.mp4")
    ran = egv("subtitle", *words, "--json")

    assert ran.code == 1
    assert ran.output["error"]["kind"] == "language"
    assert "name it with --language" in ran.output["error"]["message"]


def test_a_model_is_loaded_once_for_a_batch(clip: Maker, tmp_path: Path) -> None:
    model = build(tmp_path / "m", [(0.5, 3, "Hallo.")])
    sources = [speaking(clip, VOICE, f"volume=-{n}dB").rename(tmp_path / f"{n}.mp4") for n in "12"]
    before = recognition._load_whisper.cache_info().misses
    words = ("--model", model, "--language", "nl", "--emit", "srt")
    ran = egv("subtitle", *words, *sources, "-o", f"{tmp_path}/out/", "--json")

    assert [len(each["sidecars"]) for each in ran.json["outputs"]] == [1, 1]
    assert recognition._load_whisper.cache_info().misses == before + 1
