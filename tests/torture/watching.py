"""egv in a process of its own, and what must hold of it whatever was done to it."""

from __future__ import annotations

import contextlib
import hashlib
import os
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from tests.running import Ran

QUICK = ("colour-correct", "--exposure", "0.5", "--mode", "off", "--quality", "draft")
SMALL = (
    "-f", "lavfi", "-i", "testsrc2=s=160x90:r=25:d=1", "-c:v", "libx264", "-preset", "ultrafast",
    "-pix_fmt", "yuv420p",
)  # fmt: skip
LONG = (
    "-f", "lavfi", "-i", "testsrc2=s=640x360:r=30:d=12,noise=alls=20:allf=t", "-c:v", "libx264",
    "-preset", "ultrafast", "-pix_fmt", "yuv420p",
)  # fmt: skip


class Ended(Ran):
    """How a process of egv ended."""

    @property
    def faults(self) -> list[dict[str, Any]]:
        """What went wrong, of the clips and of the run."""
        said = [each.get("error") for each in self.json["outputs"]] + [self.json["error"]]
        return [each for each in said if each]


def started(*words: object, **options: Any) -> subprocess.Popen[str]:
    """egv at `words`, with a closed stdin."""
    return subprocess.Popen(
        [sys.executable, "-m", "egv", *map(str, words)],
        stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        **options,
    )  # fmt: skip


def ended(process: subprocess.Popen[str], within: float = 60) -> Ended:
    """What became of `process`, `within` s. No end is a traceback."""
    out, err = process.communicate(timeout=within)

    assert "Traceback" not in err, err
    return Ended(process.returncode, out, err)


def ran(*words: object, **options: Any) -> Ended:
    """egv at `words`, to its end."""
    return ended(started(*words, **options))


def tree(folder: Path) -> dict[str, str]:
    """Every file below `folder` with the hash of its bytes, without egv's own state."""
    return {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and ".egv" not in path.relative_to(folder).parts[:-1]
    }


@contextlib.contextmanager
def unharmed(sources: Path) -> Iterator[None]:
    """Within this, the bytes, times and modes of `sources` stay."""
    before = tree(sources)
    times = [(path.stat().st_mtime_ns, path.stat().st_mode) for path in _files(sources)]
    yield

    assert tree(sources) == before
    assert [(p.stat().st_mtime_ns, p.stat().st_mode) for p in _files(sources)] == times


def _files(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file())


def ffmpegs(path: Path) -> list[int]:
    """The processes, but for egv itself, that have `path` on their command line."""
    found = []
    for each in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):  # it has just ended
            words = (each / "cmdline").read_bytes().split(b"\0")
            said = any(os.fsencode(path) in word for word in words)
            if said and re.search(rb"ffmpeg", words[0]):
                found.append(int(each.name))
    return found


def encoding(out: Path, process: subprocess.Popen[str]) -> None:
    """Wait until `process` is in the middle of an encode into `out`."""
    deadline = time.monotonic() + 60
    while not any(part.stat().st_size > 0 for part in out.glob(".egv-*.part")):
        assert process.poll() is None, process.communicate()
        assert time.monotonic() < deadline
        time.sleep(0.03)
