"""Texts beside clips as players name them are read; sidecars of egv and finished videos are not."""

from __future__ import annotations

import errno
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from egv.tools.store import atomic_files
from tests.media.refusals import make_quiet_clip
from tests.running import egv, made

pytestmark = [pytest.mark.media, pytest.mark.usefixtures("shared_cache")]
Maker = Callable[..., Path]
TEXT = "1\n00:00:00,200 --> 00:00:01,500\nEerste regel.\n"


@pytest.mark.parametrize("name", ["clip.nl.srt", "clip.SRT", "clip.mp4.srt", "clip.dut.srt"])
def test_a_text_beside_the_clip_is_read_by_any_name(clip: Maker, tmp_path: Path, name: str) -> None:
    folder = tmp_path / "folder"
    folder.mkdir()
    source = folder / "clip.mp4"
    shutil.copyfile(make_quiet_clip(clip), source)
    (folder / name).write_text(TEXT)
    result = made("subtitle", "--no-burn", source, "-o", tmp_path / "out")

    assert f"1 subtitle from {name}" in str(result["steps"])
    assert "Eerste regel." in Path(result["sidecars"][0]).read_text(encoding="utf-8")


def test_a_sidecar_that_egv_wrote_is_no_text_of_the_clip(clip: Maker, tmp_path: Path) -> None:
    folder = tmp_path / "folder"
    folder.mkdir()
    source = folder / "clip.mov"
    shutil.copyfile(make_quiet_clip(clip), source)
    (tmp_path / "said.srt").write_text(TEXT)
    words = ("subtitle", "--no-burn", "--language", "nl", source)
    written = made(*words, "--from", tmp_path / "said.srt", "-o", folder / "clip.mp4")
    again = made(*words, "-o", tmp_path / "other" / "clip.mp4")

    assert str(folder / "clip.nl.srt") in written["sidecars"]
    assert not again.get("sidecars")
    assert any("nobody speaks" in note for note in again["notes"])


def test_a_second_run_below_the_folder_takes_no_finished_video(clip: Maker, tmp_path: Path) -> None:
    folder = tmp_path / "raw"
    folder.mkdir()
    shutil.copyfile(make_quiet_clip(clip), folder / "a.mp4")
    made("trim", "--start", "0.1", folder, "-o", folder / "done")
    again = egv("trim", "--start", "0.1", "--recursive", folder, "-o", tmp_path / "new", "--json")

    assert [Path(each["input"]).name for each in again.json["outputs"]] == ["a.mp4"]
    assert "1 finished video of egv left out" in str(again.output["notes"])


def test_a_text_that_an_editor_holds_open_costs_no_finished_video(
    clip: Maker, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As on Windows, where nobody may replace an open file."""
    monkeypatch.setattr(atomic_files, "PATIENCE_S", 0.1)
    source, said, out = make_quiet_clip(clip), tmp_path / "said.srt", tmp_path / "out"
    said.write_text(TEXT)
    words = ("subtitle", "--no-burn", "--language", "nl", "--from", said, source, "-o", f"{out}/")
    written = made(*words)
    text = next(Path(name) for name in written["sidecars"] if name.endswith(".srt"))
    video = Path(written["output"])
    before = video.read_bytes()
    said.write_text(TEXT.replace("Eerste", "Andere"))
    move = Path.replace

    def replace(path: Path, target: Path) -> Path:
        if target == text:
            error = PermissionError(errno.EACCES, "Access is denied")
            error.winerror = 32  # type: ignore[attr-defined, unused-ignore]
            raise error
        return move(path, target)

    with monkeypatch.context() as patch:
        patch.setattr(Path, "replace", replace)
        ran = egv(*words)
    kept = video.with_name(f"{video.stem}.new{video.suffix}")

    assert ran.code == 5
    assert f"kept as {text.stem}.new.srt; close that program" in ran.err
    assert f"the finished video is kept too, as {kept.name}" in ran.err
    assert "Andere" in text.with_name(f"{text.stem}.new.srt").read_text()
    assert "Eerste" in text.read_text()
    assert video.read_bytes() == before
    assert kept.stat().st_size > 0
    assert made(*words)["status"] == "rendered"  # once the editor is closed
    assert "Andere" in text.read_text()
