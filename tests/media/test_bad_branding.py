"""Kits, subtitles and models that are wrong: one sentence, the right exit code, nothing written."""

from __future__ import annotations

import json
import shutil
import struct
import time
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest

from egv.core.cues.parse_subtitles import parse_subtitles
from egv.core.cues.speech_models import describe_skipped_subtitles
from tests.places import ROOT
from tests.running import egv, made
from tests.scripted_whisper import build

pytestmark = [pytest.mark.media, pytest.mark.usefixtures("shared_cache")]

Maker = Callable[..., Path]
MODEL = ROOT / "examples" / "models" / "tiny-en-egv"
VOICE = ROOT / "tests" / "fixtures" / "sample" / "sample.wav"
SPOKEN = VOICE.with_suffix(".json")
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
BOMB = "x-a: &a [x, x]\n" + "".join(
    f"x-{name}: &{name} [{', '.join([f'*{before}'] * 9)}]\n"
    for before, name in zip("abcdefgh", "bcdefghi", strict=True)
)
ASSETS = {
    "missing font": (FONT.replace("FILE", "x.ttf"), {}, "there is no such file in kit/"),
    "web page for a font": (FONT.replace("FILE", "x.ttf"), {"x__ttf": b"<html>"}, "a usable font"),
    "empty font": (FONT.replace("FILE", "x.ttf"), {"x__ttf": b""}, "not a usable font"),
    "missing logo": (LOGO.replace("FILE", "x.png"), {}, "there is no such file in kit/"),
    "text for a logo": (LOGO.replace("FILE", "x.png"), {"x__png": b"logo"}, "not a PNG image"),
    "drawing that points elsewhere": (
        LOGO.replace("FILE", "x.svg"),
        {"x__svg": b'<svg><image href="file:///etc/passwd"/></svg>'},
        "x.svg: this SVG contains a photo; save it as plain SVG, or as PNG",
    ),
    "itself": ("extends: kit.yaml\n", {}, "that is the kit itself"),
    "parent elsewhere": ("extends: ../../kit.yaml\n", {}, "this is outside "),
    "huge logo": (
        LOGO.replace("FILE", "x.png"), {"x__png": png(16000, 16000)}, "are more than 8192x8192",
    ),
    "missing bumper": (CLIP.replace("FILE", "x.mp4"), {}, "there is no such file in kit/"),
    "text for a bumper": (CLIP.replace("FILE", "x.mp4"), {"x__mp4": b"film"}, "x.mp4: "),
    "outside": (LOGO.replace("FILE", "../x.png"), {}, "stay inside it"),
    "web address": (LOGO.replace("FILE", '"https://x.y/z.png"'), {}, "stay inside it"),
    "twice": ("title: a\ntitle: b\n", {}, "is given twice"),
    "no logo in it": (LOGO.replace("FILE", "x.png"), {"x__png": b""}, "this is not a PNG image"),
    "no bumper in it": (CLIP.replace("FILE", "x.mp4"), {"x__mp4": b""}, "is empty (0 bytes)"),
    "from the root": (LOGO.replace("FILE", "/etc/hostname"), {}, "stay inside it"),
    "alias bomb": (BOMB, {}, "aliases (*name) are not allowed"),
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
    assert "this file has no subtitles" in message or "this is not a text file" in message


@pytest.mark.parametrize("encoding", ["cp1252", "utf-16", "utf-8-sig"])
def test_a_subtitle_file_is_read_in_the_encoding_it_has(
    quiet: Path, tmp_path: Path, encoding: str
) -> None:
    (tmp_path / "x.srt").write_bytes(f"1\n{TIMES}\nEén naïeve € 5\n".encode(encoding))
    result = made("subtitle", "--from", tmp_path / "x.srt", quiet, "-o", f"{tmp_path}/out/")
    written = Path(result["sidecars"][0]).read_text(encoding="utf-8")

    assert parse_subtitles(written, "")[0].text == "Eén naïeve € 5"


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


@pytest.mark.parametrize(
    ("line", "code", "words"),
    [
        (["lower-third", "--name", "x" * 400], 2, "too long for a name plate"),
        (["brand", "--title", "long " * 80], 2, "too long for a card"),
        (["lower-third", "--name", "日本"], 5, "'日' (U+65E5"),
        (["brand", "--title", "日本"], 5, "'日' (U+65E5"),
        (["brand", "--set", "titel=x"], 2, "did you mean 'title'?"),
        (["subtitle", "--from", "a.srt", "--script", "b.txt"], 2, "keep one of them"),
        (["subtitle", "--from", "gone.srt"], 2, "there is no such file"),
        (["subtitle", "--language", "Klingon"], 2, "is not a language that egv knows"),
    ],
)
def test_words_that_cannot_be_done_are_refused(
    quiet: Path, tmp_path: Path, line: list[str], code: int, words: str
) -> None:
    found, _, message = refused(tmp_path / "out", *line, quiet)

    assert found == code
    assert words in message


def told(message: str) -> str:
    """`message`, which must be one line that goes on to say what to do, and no exception's."""
    assert len(message.splitlines()) == 1
    assert "; " in message
    assert "bug in egv" not in message
    assert "Error" not in message
    return message


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


@pytest.mark.parametrize("word", ["nope", "kits/nope.yaml"])
def test_a_kit_that_is_not_there_is_named(quiet: Path, tmp_path: Path, word: str) -> None:
    code, kind, message = refused(tmp_path / "out", "brand", quiet, "-k", word)

    assert (code, kind) == (2, "kit")
    assert word in told(message)


def test_validate_tells_every_mistake_with_its_place(tmp_path: Path) -> None:
    path = kit(tmp_path, "palete: {}\npalette: {primary: navy}\nlogo: {bug: {position: up}}\n")
    ran = egv("kit", "validate", path)

    assert (ran.code, ran.out) == (2, "")
    assert "Traceback" not in ran.err
    for place, word in (("3:1", "palete"), ("4:11", "navy"), ("5:14", "up")):
        [line] = [line for line in ran.err.splitlines() if f"{path}:{place}: " in line]
        assert word in line


def test_a_linked_folder_does_not_lead_out_of_the_kit(quiet: Path, tmp_path: Path) -> None:
    path = kit(tmp_path, LOGO.replace("FILE", "logo/hostname"))
    (path.parent / "logo").symlink_to("/etc")
    code, kind, message = refused(tmp_path / "out", "brand", quiet, "-k", path)

    assert (code, kind) == (2, "kit")
    assert "logo/hostname: this leads out of the kit's folder" in told(message)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"1\n00:00:01 --> 00:00:02\nYes.\n", "x.srt:2: '00:00:01 --> 00:00:02' is not a pair"),
        (
            f"1\n{TIMES}\nYes.\n".encode("utf-16-le"),
            "x.srt: this is not a text file",
        ),  # without a mark
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


@pytest.mark.parametrize(
    ("line", "code", "kind", "words"),
    [
        (["lower-third", "--name", "x" * 400], 2, "usage", "(400 characters); shorten it"),
        (["lower-third", "--name", "Jo", "--role", "x" * 400], 2, "usage", "; shorten it"),
        (["brand", "-k", "acme", "--title", "x" * 400], 2, "usage", "for a card (400 characters)"),
        (["lower-third", "--name", "Jo", "--role", "\u65e5"], 5, "environment", "(U+65E5, "),
        (["brand", "-k", "acme", "--title", "\u65e5"], 5, "environment", "fonts Cabin, "),
        (["brand", "--set", "title=\u65e5"], 5, "environment", "under 'fallback' in the kit"),
        (
            ["brand", "--title", "\u0645\u0631\u062d\u0628\u0627"],
            5,
            "environment",
            "(U+0645, arabic",
        ),
        (["brand", "--title", "\u202eabc"], 5, "environment", "(U+202E, right-to-left override"),
        (["brand", "--title", "\U0001f600" * 400], 2, "usage", "(400 characters); shorten it"),
        (["lower-third", "--name", "\U0001f1f3\U0001f1f1"], 5, "environment", "(U+1F1F3, "),
        (["brand", "--set", "unknown=1"], 2, "usage", "choose from title, name, role"),
        (["subtitle", "--from", "a", "--script", "b"], 2, "usage", "--from and --script"),
        (["subtitle", "--script", "gone.txt"], 2, "usage", "gone.txt: there is no such file"),
    ],
)
def test_what_cannot_be_shown_or_meant_is_told_in_one_sentence(
    quiet: Path, tmp_path: Path, line: list[str], code: int, kind: str, words: str
) -> None:
    found, named, message = refused(tmp_path / "out", *line, quiet)

    assert (found, named) == (code, kind)
    assert words in told(message)


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
