"""Locks between processes."""

import errno
import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from egv.tools.store.locks import PLACES, FileLocks, WindowsByteLocks

TAKER = """
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from egv.tools.store.locks import FileLocks
locks = FileLocks(Path(sys.argv[1]))
print(locks.try_lock(sys.argv[2]), flush=True)
sys.stdin.read()
"""


def taker(path: Path, name: str) -> "subprocess.Popen[str]":
    return subprocess.Popen(
        [sys.executable, "-c", TAKER, str(path), name],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )


def said(process: "subprocess.Popen[str]") -> str:
    assert process.stdout is not None
    return process.stdout.readline().strip()


def answer(path: Path, name: str) -> bool:
    """Whether another process gets the lock called `name`."""
    with taker(path, name) as process:
        told = said(process)
        process.communicate()
    return told == "True"


def test_one_process_holds_a_lock_until_it_lets_go_or_is_killed(tmp_path: Path) -> None:
    path = tmp_path / ".egv" / "claims.jsonl"
    with taker(path, "a.mp4") as other:
        assert said(other) == "True"
        locks = FileLocks(path)
        assert not locks.try_lock("a.mp4")
        assert locks.try_lock("b.mp4")
        other.kill()
    assert locks.try_lock("a.mp4")
    assert not answer(path, "a.mp4")
    locks.release("a.mp4")
    assert answer(path, "a.mp4")


def test_the_file_goes_with_the_last_who_holds_a_lock_in_it(tmp_path: Path) -> None:
    path = tmp_path / ".egv" / "claims.jsonl"
    locks, early = FileLocks(path), FileLocks(path)
    with taker(path, "a.mp4") as other:
        said(other)
        locks.release_all()
        assert path.exists()
        other.communicate()
    FileLocks(path).release_all()
    assert not path.exists()
    assert early.try_lock("a.mp4")  # it had opened the file that is gone
    assert not answer(path, "a.mp4")


def test_threads_that_find_the_file_gone_at_once_open_it_once(tmp_path: Path) -> None:
    path = tmp_path / ".egv" / "claims.jsonl"
    for _ in range(200):
        locks = FileLocks(path)
        path.unlink()
        with ThreadPoolExecutor(4) as threads:
            assert list(threads.map(locks.try_lock, "abcd")) == [True] * 4
        locks.release_all()
    assert not path.exists()


TAKE, LEAVE = 2, 0  # LK_NBLCK and LK_UNLCK of msvcrt


class Msvcrt:
    """The locks of Windows' C library: numbers of 31 bits, and mandatory for every open file."""

    def __init__(self) -> None:
        self.held: dict[int, int] = {}  # by place: the open file that holds it

    def locking(self, file: int, mode: int, length: int) -> None:
        at = os.lseek(file, 0, os.SEEK_CUR)
        if not 0 <= length < 1 << 31 or not 0 <= at < 1 << 31:
            raise OverflowError("Python int too large to convert to C long")
        if mode == TAKE and at in self.held:  # also when this very process holds it
            raise OSError(errno.EACCES, "Permission denied")
        if mode == TAKE:
            self.held[at] = file
        elif self.held.pop(at, None) != file:
            raise OSError(errno.EACCES, "Permission denied")


def windows_locks(path: Path, system: Msvcrt) -> FileLocks:
    """What another process of Windows would have, with open files of its own."""
    return FileLocks(path, WindowsByteLocks(system.locking, (TAKE, LEAVE)))


def test_on_windows_a_lock_holds_against_others_and_not_against_oneself(tmp_path: Path) -> None:
    system = Msvcrt()
    ours, theirs = (windows_locks(tmp_path / ".egv" / "claims", system) for _ in range(2))

    names = [str(number) for number in range(200)]  # places all over the range
    assert len(names) == 200
    for name in names:
        assert ours.try_lock(name)
        assert ours.try_lock(name)
        assert not theirs.try_lock(name)
        ours.release(name)
        assert theirs.try_lock(name)


def test_on_windows_the_file_goes_at_the_end_though_locks_are_held(tmp_path: Path) -> None:
    path = tmp_path / ".egv" / "claims"
    locks = windows_locks(path, Msvcrt())
    locks.try_lock("a.mp4")
    locks.release_all()

    assert not path.exists()


def test_every_lock_is_at_a_place_that_a_c_long_of_windows_can_name() -> None:
    assert PLACES < 1 << 31
