"""A finished file whose name is held by another program, as on Windows: nothing made is lost."""

from __future__ import annotations

import errno
import os
import time
from pathlib import Path

import pytest

from egv.core.errors import EnvironmentFault
from egv.tools.machine.processes import HOST
from egv.tools.store import atomic_files
from egv.tools.store.atomic_files import (
    commit_file,
    commit_text,
    is_held_open,
    open_part_file,
    open_part_folder,
    remove_patiently,
)

SHARING_VIOLATION = 32


class Holder:
    """A program that holds files open: Windows gives them away, and their names, to nobody."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.files: set[Path] = set()
        self.tries = 0
        self.patience = 10**6  # this many tries later it lets go
        move, remove = Path.replace, Path.unlink

        def replace(path: Path, target: Path) -> Path:
            self.refuse(path, target)
            return move(path, target)

        def unlink(path: Path, missing_ok: bool = False) -> None:
            self.refuse(path)
            remove(path, missing_ok=missing_ok)

        monkeypatch.setattr(Path, "replace", replace)
        monkeypatch.setattr(Path, "unlink", unlink)

    def refuse(self, *paths: Path) -> None:
        if not self.files.isdisjoint(paths):
            self.tries += 1
            if self.tries > self.patience:
                self.files.clear()
                return
            error = PermissionError(errno.EACCES, "Access is denied")
            error.winerror = SHARING_VIOLATION  # type: ignore[attr-defined, unused-ignore]
            raise error


@pytest.fixture
def holder(monkeypatch: pytest.MonkeyPatch) -> Holder:
    monkeypatch.setattr(atomic_files, "PATIENCE_S", 0.2)
    return Holder(monkeypatch)


def write_video(output: Path, made: bytes) -> None:
    with open_part_file(output) as part:
        part.write_bytes(made)
        commit_file(part, output)


def test_what_an_ended_program_holds_for_a_moment_longer_is_removed(
    tmp_path: Path, holder: Holder
) -> None:
    holder.patience, log = 2, tmp_path / "filter.log"
    log.touch()
    holder.files.add(log)
    remove_patiently(log)
    holder.tries = 0
    with open_part_file(tmp_path / "clip.mp4") as part:
        holder.files.add(part)

    assert not log.exists()
    assert not part.exists()


def test_a_video_that_is_open_in_a_player_stays_and_the_new_one_is_kept_beside_it(
    tmp_path: Path, holder: Holder
) -> None:
    output = tmp_path / "clip.mp4"
    output.write_bytes(b"old")
    holder.files.add(output)
    for made, kept in ((b"new", "clip.new.mp4"), (b"newer", "clip.new-2.mp4")):
        with pytest.raises(EnvironmentFault, match=rf"kept as {kept}; close that program"):
            write_video(output, made)
        assert (tmp_path / kept).read_bytes() == made

    assert output.read_bytes() == b"old"
    assert len(list(tmp_path.iterdir())) == 3


def test_a_player_that_is_closed_in_time_costs_nothing(tmp_path: Path, holder: Holder) -> None:
    output = tmp_path / "clip.srt"
    output.write_text("old")
    holder.files.add(output)
    holder.patience = 3
    commit_text("new", output)

    assert output.read_text() == "new"
    assert [path.name for path in tmp_path.iterdir()] == ["clip.srt"]


def test_other_faults_are_told_at_once(tmp_path: Path, holder: Holder) -> None:
    holder.files.clear()
    (tmp_path / "clip.mp4").mkdir()
    begun = time.monotonic()
    with pytest.raises(EnvironmentFault, match="cannot be given its name"):
        write_video(tmp_path / "clip.mp4", b"new")

    assert time.monotonic() < begun + atomic_files.PATIENCE_S
    assert list(tmp_path.iterdir()) == [tmp_path / "clip.mp4"]


def test_a_part_that_a_dying_ffmpeg_still_holds_stops_nothing(
    tmp_path: Path, holder: Holder
) -> None:
    left = tmp_path / f".egv-{HOST}-1-abcd.part"
    left.touch()
    os.utime(left, (0, 0))
    holder.files.add(left)
    write_video(tmp_path / "clip.mp4", b"new")
    assert left.exists()
    holder.files.clear()
    write_video(tmp_path / "clip.mp4", b"newer")

    assert [path.name for path in tmp_path.iterdir()] == ["clip.mp4"]


def test_a_folder_takes_the_place_of_another(tmp_path: Path) -> None:
    for text in ("old", "new"):
        with open_part_folder(tmp_path / "kit") as part:
            (part / "kit.yaml").write_text(text)

    assert (tmp_path / "kit" / "kit.yaml").read_text() == "new"


@pytest.mark.parametrize(("number", "held"), [(5, True), (32, True), (33, True), (112, False)])
def test_a_full_disk_is_no_open_file(number: int, held: bool) -> None:
    error = OSError()
    error.winerror = number  # type: ignore[attr-defined, unused-ignore]

    assert is_held_open(error) is held
    assert not is_held_open(OSError(errno.EACCES, "Permission denied"))
