"""Kits, subtitles and models that are wrong: one sentence, the right exit code, nothing written."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.media.refusals import make_quiet_clip, refused, told
from tests.running import egv

pytestmark = [pytest.mark.media, pytest.mark.usefixtures("shared_cache")]

Maker = Callable[..., Path]
HEAD = "schema: egv/kit@1\nname: test\n"


@pytest.fixture
def quiet(clip: Maker) -> Path:
    return make_quiet_clip(clip)


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
    ("line", "code", "words"),
    [
        (["lower-third", "--name", "x" * 400], 2, "too long for a name plate"),
        (["brand", "--title", "long " * 400], 2, "and at most 500 fit"),
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
        (["brand", "--set", "unknown=1"], 2, "usage", "choose from title"),
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
