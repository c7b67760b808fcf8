"""Kits, subtitles and models that are wrong: one sentence, the right exit code, nothing written."""

from __future__ import annotations

import shutil
import struct
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest

from egv.core.subtitle_reading import cues_in
from tests.running import egv, made

pytestmark = pytest.mark.media

Maker = Callable[..., Path]
ROOT = Path(__file__).parents[2]
MODEL = ROOT / "examples" / "models" / "tiny-en-egv"
VOICE = ROOT / "tests" / "fixtures" / "sample" / "sample.wav"
HEAD = "schema: egv/kit@1\nname: test\n"
TIMES = "00:00:00,200 --> 00:00:01,500"


@pytest.fixture
def quiet(clip: Maker) -> Path:
    """A clip in which nobody speaks."""
    picture = ("-f", "lavfi", "-i", "testsrc2=s=160x90:r=25:d=2")
    return clip(
        "clip.mp4", *picture, "-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv420p"
    )


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


def refused(out: Path, *words: object) -> tuple[int, str, str]:
    """The exit code, kind and message of a line that fails, and nothing is left of it."""
    ran = egv(*words, "-o", f"{out}/", "--json")
    entries = ran.json["outputs"]
    error = entries[0]["error"] if entries else ran.json["error"]
    left = [path for path in out.rglob("*") if path.is_file()] if out.exists() else []

    assert "Traceback" not in ran.err
    assert not left
    return ran.code, str(error["kind"]), str(error["message"])


def kit(tmp_path: Path, says: str, **files: bytes) -> Path:
    home = tmp_path / "kit"
    home.mkdir(exist_ok=True)
    for name, content in files.items():
        (home / name.replace("__", ".")).write_bytes(content)
    (home / "kit.yaml").write_text(HEAD + says)
    return home / "kit.yaml"


def png(width: int, height: int) -> bytes:
    """The head of a PNG of that size, and no pixels."""
    head = struct.pack(">IIBBBBB", width, height, 8, 6, 0, 0, 0)
    chunk = b"IHDR" + head
    return (
        b"\x89PNG\r\n\x1a\n" + struct.pack(">I", 13) + chunk + struct.pack(">I", zlib.crc32(chunk))
        + struct.pack(">I", 0) + b"IDAT" + struct.pack(">I", zlib.crc32(b"IDAT"))
    )  # fmt: skip


def test_an_unknown_kit_is_refused_with_those_there_are(quiet: Path, tmp_path: Path) -> None:
    code, kind, message = refused(tmp_path / "out", "brand", quiet, "-k", "nope")

    assert (code, kind) == (2, "kit")
    assert "choose from acme, neutral" in message


def test_three_mistakes_in_a_kit_come_in_one_run(quiet: Path, tmp_path: Path) -> None:
    path = kit(tmp_path, "palete: {}\npalette: {primary: navy}\nlogo: {bug: {position: up}}\n")
    code, kind, message = refused(tmp_path / "out", "brand", quiet, "-k", path)

    assert (code, kind) == (2, "kit")
    assert [line.split(": ")[0] for line in message.splitlines()] == [
        f"{path}:3:1", f"{path}:4:11", f"{path}:5:14",
    ]  # fmt: skip
    assert egv("kit", "validate", path).code == 2


LOGO = "logo: {variants: {a: {file: FILE}}}\n"
FONT = "fonts: {heading: {file: FILE}}\n"
CLIP = "intro: {clips: {landscape: FILE}}\n"
ASSETS = {
    "missing font": (FONT.replace("FILE", "x.ttf"), {}, "there is no such file in kit/"),
    "web page for a font": (FONT.replace("FILE", "x.ttf"), {"x__ttf": b"<html>"}, "no usable font"),
    "empty font": (FONT.replace("FILE", "x.ttf"), {"x__ttf": b""}, "no usable font"),
    "missing logo": (LOGO.replace("FILE", "x.png"), {}, "there is no such file in kit/"),
    "text for a logo": (LOGO.replace("FILE", "x.png"), {"x__png": b"logo"}, "it is no PNG image"),
    "huge logo": (
        LOGO.replace("FILE", "x.png"), {"x__png": png(16000, 16000)}, "are more than 8192x8192",
    ),
    "missing bumper": (CLIP.replace("FILE", "x.mp4"), {}, "there is no such file in kit/"),
    "text for a bumper": (CLIP.replace("FILE", "x.mp4"), {"x__mp4": b"film"}, "x.mp4: "),
    "outside": (LOGO.replace("FILE", "../x.png"), {}, "stays inside it"),
    "web address": (LOGO.replace("FILE", '"https://x.y/z.png"'), {}, "stays inside it"),
    "twice": ("title: a\ntitle: b\n", {}, "is here twice"),
    "aliases": ("title: &a [x]\nversion: *a\n", {}, "aliases (*name) are not allowed"),
    "16:9": ("title: 16:9\nowner: {team: {x}}\n", {}, "put quotes"),
}  # fmt: skip


@pytest.mark.parametrize("name", ASSETS)
def test_what_a_kit_names_is_looked_at_before_any_work(
    quiet: Path, tmp_path: Path, name: str
) -> None:
    says, files, words = ASSETS[name]
    path = kit(tmp_path, says, **files)
    code, kind, message = refused(tmp_path / "out", "brand", quiet, "-k", path)

    assert (code, kind) == (2, "kit")
    assert words in message
    assert message.startswith(f"{path}:")


def test_a_link_does_not_lead_out_of_the_kit(quiet: Path, tmp_path: Path) -> None:
    path = kit(tmp_path, LOGO.replace("FILE", "x.png"))
    (path.parent / "x.png").symlink_to("/etc/hostname")
    code, _, message = refused(tmp_path / "out", "brand", quiet, "-k", path)

    assert code == 2
    assert "leads out of the kit's folder" in message


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
    assert "no subtitle is in it" in message or "it is not text" in message


@pytest.mark.parametrize("encoding", ["cp1252", "utf-16", "utf-8-sig"])
def test_a_subtitle_file_is_read_in_the_encoding_it_has(
    quiet: Path, tmp_path: Path, encoding: str
) -> None:
    (tmp_path / "x.srt").write_bytes(f"1\n{TIMES}\nEén naïeve € 5\n".encode(encoding))
    result = made("subtitle", "--from", tmp_path / "x.srt", quiet, "-o", f"{tmp_path}/out/")
    written = Path(result["sidecars"][0]).read_text(encoding="utf-8")

    assert cues_in(written, "")[0].text == "Eén naïeve € 5"


@pytest.mark.parametrize(("text", "words"), [("Yes.", "less"), ("A long story. " * 200, "more")])
def test_a_script_of_something_else_is_refused(
    talk: Path, tmp_path: Path, text: str, words: str
) -> None:
    (tmp_path / "x.txt").write_text(text)
    code, kind, message = refused(
        tmp_path / "out", "subtitle", "--script", tmp_path / "x.txt", talk
    )

    assert (code, kind) == (4, "gate")
    assert f"the script is {words} than is spoken" in message


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
    code, kind, message = refused(tmp_path / "out", "run", talk)

    assert (code, kind) == (5, "environment")
    for way in ("talk.srt", "talk.txt", "--from", "--script", "--model"):
        assert way in message


def test_a_clip_without_speech_needs_neither(quiet: Path, tmp_path: Path) -> None:
    result = made("subtitle", quiet, "-o", f"{tmp_path}/out/")

    assert any("nobody speaks" in note for note in result["notes"])
    assert not result.get("sidecars")


@pytest.mark.parametrize(
    ("line", "code", "words"),
    [
        (["lower-third", "--name", "x" * 400], 2, "too long to be read in a name plate"),
        (["brand", "--title", "long " * 80], 2, "too long for a card"),
        (["lower-third", "--name", "日本"], 5, "'日' (U+65E5"),
        (["brand", "--title", "日本"], 5, "'日' (U+65E5"),
        (["brand", "--set", "titel=x"], 2, "did you mean 'title'?"),
        (["subtitle", "--from", "a.srt", "--script", "b.txt"], 2, "keep one of them"),
        (["subtitle", "--from", "gone.srt"], 2, "there is no such file"),
        (["subtitle", "--language", "Klingon"], 2, "is no language egv knows"),
    ],
)
def test_words_that_cannot_be_done_are_refused(
    quiet: Path, tmp_path: Path, line: list[str], code: int, words: str
) -> None:
    found, _, message = refused(tmp_path / "out", *line, quiet)

    assert found == code
    assert words in message
