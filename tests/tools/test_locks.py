"""Locks between processes."""

import subprocess
import sys
from pathlib import Path

from egv.tools.locks import Locks

TAKER = """
import sys
from pathlib import Path
from egv.tools.locks import Locks
with Locks(Path(sys.argv[1])) as locks:
    print(locks.take(sys.argv[2]), flush=True)
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


def test_one_process_holds_a_lock_until_it_lets_go_or_is_killed(tmp_path: Path) -> None:
    path = tmp_path / ".egv" / "claims.jsonl"
    with taker(path, "a.mp4") as other:
        assert said(other) == "True"
        with Locks(path) as locks:
            assert not locks.take("a.mp4")
            assert locks.take("b.mp4")
            other.kill()
            other.wait()
            assert locks.take("a.mp4")
            with taker(path, "a.mp4") as third:
                assert said(third) == "False"
                third.communicate()
            locks.leave("a.mp4")
            with taker(path, "a.mp4") as fourth:
                assert said(fourth) == "True"
                fourth.communicate()
