"""What lies in a folder of recordings: taken, known for what it is, or counted."""

from __future__ import annotations

from pathlib import Path

import pytest

from egv.app.plan.inputs import find_clips
from egv.app.records.ledger import FinishedOutput, Ledger
from egv.app.records.results import OutputResult, Status
from egv.core.errors import UsageError


def scan(folder: Path, *, recursive: bool = False) -> tuple[list[str], tuple[str, ...]]:
    clips = find_clips([str(folder)], [], recursive=recursive, is_output=lambda _: False)
    notes = tuple(note.replace(f"{folder}", "F") for note in clips[0].notes)
    return [str(clip.path.relative_to(folder)) for clip in clips], notes


def fill(folder: Path, *names: str) -> None:
    for name in names:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(name)


@pytest.mark.parametrize(
    "name",
    ["VTS_01_1.VOB", "MOV001.MOD", "MOV002.TOD", "old.asf", "phone.3g2", "web.f4v", "b.qt",
     "c.insv", "d.MP4V", "f.divx", "g.M2V", "h.ogm", "tape.dv", "x.m2t"],
)  # fmt: skip
def test_recordings_of_any_device_are_taken(tmp_path: Path, name: str) -> None:
    fill(tmp_path, name)

    assert scan(tmp_path) == ([name], ())


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("~$a.mp4", "~$a.mp4: a lock file of Office"),
        ("b.mp4.part", "b.mp4.part: a download or copy that is not finished"),
        ("b.mov.crdownload", "b.mov.crdownload: a download"),
        ("b.MP4.download", "b.MP4.download: a download"),
    ],
)
def test_what_only_looks_like_a_recording_is_told(tmp_path: Path, name: str, said: str) -> None:
    fill(tmp_path, "a.mp4", name)
    names, notes = scan(tmp_path)

    assert names == ["a.mp4"]
    assert len(notes) == 1
    assert said in notes[0]


def test_other_files_are_counted_by_kind_and_texts_are_no_remark(tmp_path: Path) -> None:
    fill(tmp_path, "a.mp4", "a.srt", "a.nl.VTT", "a.txt", "a.egv.yaml", "list.csv", "Thumbs.db")
    assert scan(tmp_path) == (["a.mp4"], ())

    fill(tmp_path, "a.THM", "b.thm", "a.LRV", "README", ".hidden")
    [note] = scan(tmp_path)[1]
    assert note == (
        "F: 4 files of another kind passed over (2 .thm, 1 .lrv, 1 without an extension);"
        " name a clip to take it"
    )


def make_record(folder: Path, name: str) -> None:
    """Let the ledger of `folder` say that egv made the file `name`."""
    result = OutputResult(input=name, status=Status.RENDERED)
    path = folder / name
    Ledger(folder).add_output(FinishedOutput(path, path, "key", result, {}))
    assert path in Ledger(folder)


def test_finished_videos_of_another_output_folder_are_no_clips(tmp_path: Path) -> None:
    fill(tmp_path, "a.mp4", "out/a.mp4", "out/b.mp4")
    make_record(tmp_path / "out", "a.mp4")
    make_record(tmp_path / "out", "b.mp4")
    names, notes = scan(tmp_path, recursive=True)

    assert names == ["a.mp4"]
    assert notes[0].startswith("2 finished videos of egv left out, the first F/out/a.mp4; ")
    assert scan(tmp_path / "out")[0] == ["a.mp4", "b.mp4"]  # their folder alone is meant


def test_a_finished_video_beside_clips_is_no_clip(tmp_path: Path) -> None:
    fill(tmp_path, "a.mov", "a.mp4")
    make_record(tmp_path, "a.mp4")

    assert scan(tmp_path)[0] == ["a.mov"]


@pytest.mark.parametrize("error", [StopIteration(), OSError(5, "as the system says it")])
def test_a_drive_that_goes_away_is_an_error_of_its_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    def vanish(_: Path) -> None:
        raise error

    monkeypatch.setattr(Path, "iterdir", vanish)
    with pytest.raises(UsageError, match=r"the folder cannot be read .*; is the drive in\?"):
        scan(tmp_path)
