"""Subtitles, scripts and models that are wrong: one sentence, and the ways that are left."""

from __future__ import annotations

import json
import shutil
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from egv.core.cues.parse_subtitles import parse_subtitles
from egv.core.cues.speech_models import describe_skipped_subtitles
from tests.media.refusals import make_quiet_clip, refused, told
from tests.places import ROOT
from tests.running import egv, made
from tests.scripted_whisper import build

pytestmark = [pytest.mark.media, pytest.mark.usefixtures("shared_cache")]

Maker = Callable[..., Path]
TIMES = "00:00:00,200 --> 00:00:01,500"


@pytest.fixture
def quiet(clip: Maker) -> Path:
    return make_quiet_clip(clip)


MODEL = ROOT / "examples" / "models" / "tiny-en-egv"


VOICE = ROOT / "tests" / "fixtures" / "sample" / "sample.wav"


SPOKEN = VOICE.with_suffix(".json")


@pytest.fixture
def talk(clip: Maker) -> Path:
    """A clip in which somebody speaks for 20 s."""
    picture = ("-f", "lavfi", "-i", "color=gray:s=160x90:r=25")
    coding = ("-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv420p", "-c:a", "aac")
    return clip("talk.mp4", *picture, "-i", str(VOICE), "-shortest", *coding)


@pytest.fixture(autouse=True)
def _no_model_of_the_machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EGV_MODEL_DIR", str(tmp_path / "models"))
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"Once upon a time.\n",
        b"#EXTM3U\n#EXTINF:1,\nfile:///etc/passwd\n",
        b"\x00\x01\x02\xff",
    ],
)
def test_a_subtitle_file_that_is_none_is_refused(
    quiet: Path, tmp_path: Path, content: bytes
) -> None:
    (tmp_path / "x.srt").write_bytes(content)
    line = ("subtitle", "--from", tmp_path / "x.srt", quiet)
    code, _, message = refused(tmp_path / "out", *line)

    assert code == 2
    assert "this file has no subtitles" in message or "this is not a text file" in message


@pytest.mark.parametrize("encoding", ["cp1252", "utf-16", "utf-16-le", "utf-8-sig"])
def test_a_subtitle_file_is_read_in_the_encoding_it_has(
    quiet: Path, tmp_path: Path, encoding: str
) -> None:
    (tmp_path / "x.srt").write_bytes(f"1\n{TIMES}\nEén naïeve € 5\n".encode(encoding))
    result = made("subtitle", "--from", tmp_path / "x.srt", quiet, "-o", f"{tmp_path}/out/")
    written = Path(result["sidecars"][0]).read_text(encoding="utf-8")

    assert parse_subtitles(written, "")[0].text == "Eén naïeve € 5"
    told_of = [note for note in result["notes"] if "x.srt: it is not UTF-8" in note]
    assert len(told_of) == (encoding == "cp1252")


@pytest.mark.parametrize(
    ("text", "words"), [("Yes.", "shorter"), ("A long story. " * 200, "longer")]
)
def test_a_script_of_something_else_is_refused(
    talk: Path, tmp_path: Path, text: str, words: str
) -> None:
    (tmp_path / "x.txt").write_text(text)
    code, kind, message = refused(
        tmp_path / "out", "subtitle", "--script", tmp_path / "x.txt", talk
    )

    assert (code, kind) == (4, "gate")
    assert f"the script is much {words} than the speech" in message


@pytest.mark.parametrize(
    "missing", ["model.bin", "config.json", "tokenizer.json", "vocabulary.json"]
)
def test_a_model_with_a_file_missing_is_refused_by_name(
    talk: Path, tmp_path: Path, missing: str
) -> None:
    shutil.copytree(MODEL, tmp_path / "model")
    (tmp_path / "model" / missing).unlink()
    code, kind, message = refused(tmp_path / "out", "subtitle", "--model", tmp_path / "model", talk)

    assert (code, kind) == (5, "environment")
    assert f"{missing} is missing" in message


def test_a_model_that_was_not_fetched_is_told_from_one_that_was(talk: Path, tmp_path: Path) -> None:
    shutil.copytree(MODEL, tmp_path / "model")
    (tmp_path / "model" / "model.bin").write_text("version https://git-lfs.github.com/spec/v1\n")
    code, _, message = refused(tmp_path / "out", "subtitle", "--model", tmp_path / "model", talk)

    assert code == 5
    assert "a Git LFS pointer" in message


@pytest.mark.parametrize("word", ["./models/nope", "org/name", "~/nope", "smal"])
def test_a_mistyped_model_is_never_looked_for_elsewhere(
    talk: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, word: str
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("a socket was opened")

    monkeypatch.setattr("socket.socket.connect", refuse)
    code, kind, message = refused(tmp_path / "out", "subtitle", "--model", word, talk)

    assert (code, kind) == (5, "environment")
    assert f"--model {word}" in message.replace(str(Path.home()), "~")


def test_speech_without_a_text_or_a_model_names_the_ways_on(talk: Path, tmp_path: Path) -> None:
    code, kind, message = refused(tmp_path / "out", "run", "--require-subtitles", talk)

    assert (code, kind) == (5, "environment")
    for way in ("talk.srt", "talk.txt", "--from", "--script", "--model"):
        assert way in message


def test_a_clip_without_speech_needs_neither(quiet: Path, tmp_path: Path) -> None:
    result = made("subtitle", quiet, "-o", f"{tmp_path}/out/")

    assert any("nobody speaks" in note for note in result["notes"])
    assert not result.get("sidecars")


def model(tmp_path: Path, *without: str, **files: bytes) -> Path:
    """A copy of the tiny model without some of its files, and with others in their place."""
    home = tmp_path / "model"
    home.mkdir()
    for path in MODEL.iterdir():
        if path.name not in without:
            shutil.copyfile(path, home / path.name)
    for name, content in files.items():
        (home / name.replace("__", ".")).write_bytes(content)
    return home


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"1\n00:00:0x --> 00:00:02\nYes.\n", "x.srt:2: '00:00:0x --> 00:00:02' is not a pair"),
        (b"1\n00:00:01:12 --> 00:00:02:00\nYes.\n", "counts frames, and no rate is in the file"),
        (b"#EXTM3U\n#EXTINF:1,\nfile:///etc/passwd\n", "x.srt: this file has no subtitles"),
    ],
)
def test_a_subtitle_file_is_refused_by_name(
    quiet: Path, tmp_path: Path, content: bytes, words: str
) -> None:
    (tmp_path / "x.srt").write_bytes(content)
    line = ("subtitle", "--from", tmp_path / "x.srt", quiet)
    code, kind, message = refused(tmp_path / "out", *line)

    assert (code, kind) == (2, "usage")
    assert words in told(message)


@pytest.mark.parametrize("encoding", ["cp1252", "utf-16", "utf-8-sig"])
def test_a_script_is_read_in_the_encoding_it_has(talk: Path, tmp_path: Path, encoding: str) -> None:
    sentences = [each["text"] for each in json.loads(SPOKEN.read_text())["sentences"]]
    sentences[0] = "Hello collègues – my name is María."
    (tmp_path / "x.txt").write_bytes("\n".join(sentences).encode(encoding))
    line = ("subtitle", "--no-burn", "--script", tmp_path / "x.txt", talk)
    result = made(*line, "-o", f"{tmp_path}/out/")
    cues = parse_subtitles(Path(result["sidecars"][0]).read_text(encoding="utf-8"), "")

    assert [cue.text.replace("\n", " ") for cue in cues] == sentences


def test_every_file_that_a_model_lacks_is_named(talk: Path, tmp_path: Path) -> None:
    home = model(tmp_path, "model.bin", "tokenizer.json", "vocabulary.json")
    code, kind, message = refused(tmp_path / "out", "subtitle", "--model", home, talk)

    assert (code, kind) == (5, "environment")
    for name in ("model.bin", "tokenizer.json", "vocabulary.json"):
        assert f"{name} is missing" in told(message)
    assert "config.json is missing" not in message


@pytest.mark.parametrize("content", [b"", b"<html>" * 9, MODEL.joinpath("model.bin")])
def test_weights_that_are_none_are_refused(
    talk: Path, tmp_path: Path, content: bytes | Path
) -> None:
    """Empty, a web page, and the weights of this very model as far as they came."""
    weights = content if isinstance(content, bytes) else content.read_bytes()[:100_000]
    home = model(tmp_path, model__bin=weights)
    code, kind, message = refused(tmp_path / "out", "subtitle", "--model", home, talk)

    assert (code, kind) == (5, "environment")
    assert str(home) in told(message)


@pytest.mark.parametrize("word", ["./models/nope", "org/name", "nope", "https://hub.test/a/b"])
def test_a_mistyped_model_is_refused_at_once_without_a_network(
    quiet: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, word: str
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("the network was used")

    for name in ("socket.socket", "socket.getaddrinfo"):
        monkeypatch.setattr(name, refuse)
    begun = time.monotonic()
    code, kind, message = refused(tmp_path / "out", "subtitle", "--model", word, quiet)

    assert time.monotonic() - begun < 5
    assert (code, kind) == (5, "environment")
    assert f"--model {word}: " in told(message)


def test_speech_with_an_empty_model_folder_names_the_ways_on(
    talk: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "models").mkdir()
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    code, kind, message = refused(tmp_path / "out", "subtitle", talk)

    assert (code, kind) == (5, "environment")
    for way in ("talk.srt or talk.txt beside", "--from", "--script", "--model"):
        assert way in told(message)


@pytest.mark.parametrize("step", ["subtitle", "run"])
def test_sound_without_speech_needs_neither(clip: Maker, tmp_path: Path, step: str) -> None:
    sources = ("-f", "lavfi", "-i", "testsrc2=s=160x90:r=25:d=2", "-f", "lavfi", "-i", "sine=d=2")
    coding = ("-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv420p", "-c:a", "aac")
    result = made(step, clip("tone.mp4", *sources, *coding), "-o", f"{tmp_path}/out/")

    assert result["status"] == "rendered"
    assert "subtitle: nobody speaks, so there is nothing to subtitle" in result["notes"]
    assert not result.get("sidecars")


def test_a_subtitle_that_no_font_can_draw_is_refused(quiet: Path, tmp_path: Path) -> None:
    (tmp_path / "x.srt").write_text(f"1\n{TIMES}\nHi \u65e5\n", encoding="utf-8")
    line = ("subtitle", "--from", tmp_path / "x.srt", quiet)
    code, kind, message = refused(tmp_path / "out", *line)

    assert (code, kind) == (5, "environment")
    assert "'\u65e5' (U+65E5" in told(message)


def test_a_recipe_s_subtitles_wait_for_a_model_and_come_when_it_is_there(
    clip: Maker, talk: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HF_HUB_CACHE", str(tmp_path / "hub"))
    short = clip("short.mp4", "-t", "4", "-i", str(talk), "-c", "copy")
    (tmp_path / "r.yaml").write_text("schema: egv/recipe@1\nname: r\nsteps: [subtitle]\n")
    line = ("run", "-r", tmp_path / "r.yaml", short, "-o", f"{tmp_path}/out/", "--json")
    first, again, required = egv(*line), egv(*line), egv(*line, "--require-subtitles")
    build(tmp_path / "models" / "small", [(0.5, 3, "Hallo allemaal.")])
    heard = egv(*line)

    assert [ran.code for ran in (first, again, required, heard)] == [0, 0, 5, 0]
    assert [ran.output["status"] for ran in (first, again, required, heard)] == [
        "rendered", "kept", "failed", "rendered",
    ]  # fmt: skip
    assert first.output["notes"] == again.output["notes"] == [describe_skipped_subtitles(None)]
    assert (first.output["sidecars"], first.output["encodes"]) == ([], 0)
    assert "egv model fetch small" in required.output["error"]["message"]
    assert len(heard.output["sidecars"]) == 2
