"""Kits, recipes and projects that attack (section D): refused by name, nothing written."""

from __future__ import annotations

import os
import socket
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.running import egv
from tests.torture.watching import SMALL, tree

pytestmark = [pytest.mark.media, pytest.mark.usefixtures("shared_cache")]
Maker = Callable[..., Path]
HEAD = "schema: egv/kit@1\nname: test\n"
LOGO = "logo: {variants: {a: {file: FILE}}}\n"
PATHS = ("~/x.png", "'C:\\x.png'", "'\\\\srv\\x.png'", "'file:///etc/passwd'", "'concat:a|b'",
         "'data:image/png;base64,AAAA'", "../../../etc/passwd")  # fmt: skip
WRITTEN = {
    "D5 UTF-16": HEAD.encode("utf-16"),
    "D5 latin-1": (HEAD + "title: caf\u00e9\n").encode("latin-1"),
    "D5 tabs": (HEAD + "palette:\n\tprimary: '#000000'\n").encode(),
    "D5 empty": b"",
    "D5 list": b"- a\n- b\n",
    "D5 large": b"#" * (50 << 20),
    "D7 colour without quotes": (HEAD + "palette: {\n  primary: #FF0000\n}\n").encode(),
    "D10 typo": (HEAD + "palete: {}\n").encode(),
    "D15 colour": (HEAD + "palette: {primary: 'red:text=OWNED'}\n").encode(),
    "D15 place": (HEAD + "logo: {bug: {position: 'w;sendcmd'}}\n").encode(),
}


def refused(clip: Path, out: Path, kit: Path) -> str:
    """What is said of the kit, before any work."""
    ran = egv("brand", clip, "-k", kit, "-o", f"{out}/", "--json")

    assert (ran.code, ran.json["error"]["kind"]) == (2, "kit")
    assert tree(out) == {}
    return str(ran.json["error"]["message"])


@pytest.mark.parametrize("name", WRITTEN)
def test_d5_a_kit_that_is_none_is_refused_with_its_name(
    clip: Maker, tmp_path: Path, name: str
) -> None:
    path = tmp_path / "kit.yaml"
    path.write_bytes(WRITTEN[name])

    assert str(path) in refused(clip("a.mp4", *SMALL), tmp_path / "out", path)


@pytest.mark.parametrize("file", PATHS)
def test_d11_a_kit_reaches_nothing_outside_its_folder(
    clip: Maker, tmp_path: Path, file: str
) -> None:
    path = tmp_path / "kit" / "kit.yaml"
    path.parent.mkdir()
    path.write_text(HEAD + LOGO.replace("FILE", file))

    assert f"{path}:3" in refused(clip("a.mp4", *SMALL), tmp_path / "out", path)


def test_d13_a_web_address_opens_no_connection(clip: Maker, tmp_path: Path) -> None:
    path = tmp_path / "kit.yaml"
    with socket.create_server(("127.0.0.1", 0)) as listener:
        listener.settimeout(0.2)
        address = f"'http://127.0.0.1:{listener.getsockname()[1]}/x.mp4'"
        path.write_text(HEAD + f"intro: {{clips: {{landscape: {address}}}}}\n")
        refused(clip("a.mp4", *SMALL), tmp_path / "out", path)
        with pytest.raises(TimeoutError):
            listener.accept()


@pytest.mark.parametrize("kind", ["fifo", "folder"])
def test_d14_an_asset_that_is_no_file_is_refused_at_once(
    clip: Maker, tmp_path: Path, kind: str
) -> None:
    path = tmp_path / "kit" / "kit.yaml"
    path.parent.mkdir()
    asset = path.parent / "x.png"
    os.mkfifo(asset) if kind == "fifo" else asset.mkdir()
    path.write_text(HEAD + LOGO.replace("FILE", "x.png"))

    assert "x.png" in refused(clip("a.mp4", *SMALL), tmp_path / "out", path)


@pytest.mark.parametrize("words", [
    ("--quality", "fast -y /x"), ("--format", "libx264,drawtext=text=x"),
])  # fmt: skip
def test_d22_no_argument_of_ffmpeg_comes_from_a_line(
    clip: Maker, tmp_path: Path, words: tuple[str, str]
) -> None:
    ran = egv("trim", *words, clip("a.mp4", *SMALL), "-o", f"{tmp_path}/out/", "--json")

    assert ran.code == 2
    assert tree(tmp_path / "out") == {}
