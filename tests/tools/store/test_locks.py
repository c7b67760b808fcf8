"""Locks between processes."""

import subprocess
import sys
from pathlib import Path

from egv.tools.store.locks import FileLocks

TAKER = """
import sys
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
