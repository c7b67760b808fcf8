"""What a killed run leaves unfinished: gone with the next run, and never while its run lives."""

from __future__ import annotations

import errno
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import ClassVar

import pytest

from egv.tools.machine.processes import HOST
from egv.tools.store import unfinished
from egv.tools.store.atomic_files import commit_text, open_part_file, write_aside
from egv.tools.store.locks import LOCKS
from egv.tools.store.unfinished import (
    ABANDONED_S,
    KERNEL,
    find_parts,
    hold_part_name,
    is_abandoned,
    open_work_folder,
    remove_abandoned_parts,
)

OTHER = "f00d00"  # the id of another host and kernel
WORKING = """
import sys, time
from pathlib import Path
from egv.tools.store import unfinished
from egv.tools.store.atomic_files import open_part_file
unfinished.HOST, unfinished.KERNEL = sys.argv[2:4]
with open_part_file(Path(sys.argv[1], "clip.mp4")) as part, unfinished.open_work_folder() as folder:
    part.write_text("half a video")
    Path(folder, "voice.wav").write_text("what Jan said")
    print(part, folder, flush=True)
    time.sleep(60)
"""
IN_A_CONTAINER = ("unshare", "-p", "-u", "-f", "--kill-child", "--mount-proc", "sh", "-c")


class Working:
    """A run that works in `out`, until it is killed; another host's where `host` says so."""

    started: ClassVar[list[subprocess.Popen[str]]] = []

    def __init__(
        self, out: Path, host: str = HOST, kernel: str = KERNEL, within: Sequence[str] = ()
    ) -> None:
        words = [*within, sys.executable, "-c", WORKING, str(out), host, kernel]
        self.process = subprocess.Popen(words, stdout=subprocess.PIPE, text=True)
        self.started.append(self.process)
        assert self.process.stdout is not None
        self.part, self.folder = map(Path, self.process.stdout.readline().split())

    def kill(self) -> None:
        """Kill it, as `kill -9` does; nobody waits for it, so that it is a zombie."""
        self.process.kill()
        if self.process.stdout:
            self.process.stdout.read()  # to its end
        time.sleep(0.05)  # the system lets go of all that it held


@pytest.fixture
def out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder for videos; that for temporary files is `tmp` beside it."""
    for name in ("out", "tmp"):
        (tmp_path / name).mkdir()
    for name in ("TMPDIR", "TEMP", "TMP"):
        monkeypatch.setenv(name, str(tmp_path / "tmp"))
    monkeypatch.setattr(tempfile, "tempdir", None)
    monkeypatch.setattr(unfinished, "_swept", set())
    yield tmp_path / "out"
    while Working.started:
        process = Working.started.pop()
        process.kill()
        process.communicate()


def run_again(out: Path) -> None:
    """What the next run does first."""
    unfinished._swept.clear()
    commit_text("new", out / "clip.srt")
    with open_work_folder():
        pass


def list_left(out: Path) -> list[str]:
    return sorted(path.name for path in (*out.iterdir(), *(out.parent / "tmp").iterdir()))


def test_what_a_killed_run_left_is_gone_after_the_next_though_it_is_a_zombie(out: Path) -> None:
    for _ in range(5):
        working = Working(out)
        working.kill()
    run_again(out)

    assert list_left(out) == ["clip.srt"]


def test_nothing_of_a_run_that_goes_on_is_touched(out: Path) -> None:
    working = Working(out)
    for path in (working.part, working.folder, working.folder / "voice.wav"):
        os.utime(path, (0, 0))  # however long it waits
    run_again(out)

    assert working.part.read_text() == "half a video"
    assert (working.folder / "voice.wav").exists()


@pytest.mark.skipif(shutil.which("unshare") is None, reason="containers are Linux's")
def test_a_run_in_another_container_is_known_by_its_lock(out: Path) -> None:
    """With a name and process numbers of its own, on the same kernel."""
    named = 'hostname another && exec "$@"'
    if subprocess.run([*IN_A_CONTAINER, named, "sh", "true"], check=False).returncode:
        working = Working(out, host=OTHER)  # not allowed here: at least another name
    else:
        working = Working(out, host=OTHER, within=(*IN_A_CONTAINER, named, "sh"))
    run_again(out)
    assert working.part.exists()
    assert working.folder.exists()
    working.kill()
    begun = time.monotonic()
    while list_left(out) != ["clip.srt"] and time.monotonic() < begun + 30:
        run_again(out)  # the system ends what is in a container a moment later

    assert list_left(out) == ["clip.srt"]


def grow_old(*paths: Path) -> None:
    for path in paths:
        past = time.time() - ABANDONED_S - 60
        os.utime(path, (past, past))


def test_what_another_machine_left_goes_after_a_day(out: Path) -> None:
    """Not before: its lock may not reach this machine."""
    working = Working(out, host=OTHER, kernel=OTHER)
    working.kill()
    lock = next(out.glob("*.lock"))
    run_again(out)
    assert working.part.exists()
    assert not is_abandoned(working.part)
    grow_old(working.part)
    run_again(out)
    assert working.part.exists()  # its lock is younger: it worked meanwhile
    grow_old(working.part, lock)
    run_again(out)

    assert list(out.iterdir()) == [out / "clip.srt"]


def test_a_person_who_purges_need_not_wait_for_a_day(out: Path) -> None:
    Working(out, host=OTHER, kernel=OTHER).kill()
    remove_abandoned_parts(out, at_once=True)

    assert find_parts(out) == ()


@pytest.mark.parametrize(
    "name", [f".egv-{HOST}-1-abcdef01.part", f".egv-{HOST}-{KERNEL}-01234567-0123abcd.part"]
)
def test_what_has_no_lock_goes_after_a_day(out: Path, name: str) -> None:
    """Also what an earlier egv left under the number of a process, whoever has it now."""
    left = out / name
    left.mkdir()
    (left / "video").touch()
    grow_old(left)
    run_again(out)
    assert left.exists()  # something in it is younger
    grow_old(left / "video", left)
    run_again(out)

    assert not left.exists()


def test_files_of_people_with_like_names_are_left_alone(out: Path) -> None:
    theirs = [out / name for name in (".egv-notes.part", ".egv-a-b.lock", "egv-1.part", ".egv")]
    for path in theirs:
        path.touch()
        grow_old(path)
    run_again(out)

    assert [path for path in theirs if not path.exists()] == []


@pytest.mark.posix("links")
def test_a_link_to_a_folder_is_removed_and_not_what_it_leads_to(out: Path) -> None:
    theirs = out.parent / "theirs"
    theirs.mkdir()
    (theirs / "video.mp4").touch()
    Working(out).kill()
    stem = next(out.glob("*.lock")).stem
    (out / f"{stem}-00000000.part").symlink_to(theirs)
    run_again(out)

    assert list(theirs.iterdir()) == [theirs / "video.mp4"]
    assert list_left(out) == ["clip.srt"]


def test_the_lock_is_there_as_long_as_something_is_unfinished(out: Path) -> None:
    with open_part_file(out / "a.mp4") as first:
        with write_aside(out / "b.json"):
            pass
        assert sorted(path.suffix for path in out.iterdir() if path != first) == [".json", ".lock"]
        assert find_parts(out) == ()  # its own are no other's
    assert [path.name for path in out.iterdir()] == ["b.json"]


def test_a_drive_without_locks_keeps_what_is_young(
    out: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: int) -> None:
        raise OSError(errno.ENOSYS, "Function not implemented")

    working = Working(out)
    working.kill()
    with monkeypatch.context() as patch:
        patch.setattr(LOCKS, "take", refuse)
        run_again(out)
        assert working.part.exists()
        grow_old(*out.glob(".egv-*"))
        run_again(out)

    assert list(out.iterdir()) == [out / "clip.srt"]


def test_a_name_is_held_by_this_run_alone(out: Path) -> None:
    with hold_part_name(out) as part:
        lock = next(out.glob("*.lock"))
        tried = "import sys; from pathlib import Path; from egv.tools.store.unfinished import *;\n"
        tried += "with try_lock(Path(sys.argv[1])) as state: print(state.value)"
        asked = subprocess.run(
            [sys.executable, "-c", tried, lock], capture_output=True, text=True, check=True
        )
        assert not part.exists()

    assert asked.stdout == "held\n"
    assert list(out.iterdir()) == []
