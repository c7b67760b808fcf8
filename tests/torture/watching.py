"""egv in a process of its own, and what must hold of it whatever was done to it."""

from __future__ import annotations

import contextlib
import hashlib
import os
import re
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import av
import pytest

from egv.core.text.file_names import unescape_file_name
from egv.tools.machine.parent_death import WATCH
from tests.running import Ran, egv

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
        str(path.relative_to(folder)): _digest(path)
        for path in sorted(folder.rglob("*"))
        if path.is_file() and ".egv" not in path.relative_to(folder).parts[:-1]
    }


def _digest(path: Path) -> str:
    """A hash of what is written in the file at `path`, without the holes of a sparse one."""
    digest = hashlib.sha256(str(path.stat().st_size).encode())
    with path.open("rb", buffering=0) as file, contextlib.suppress(OSError):  # no data is left
        at = 0
        while True:
            start = os.lseek(file.fileno(), at, os.SEEK_DATA)
            at = os.lseek(file.fileno(), start, os.SEEK_HOLE)
            os.lseek(file.fileno(), start, os.SEEK_SET)
            digest.update(str(start).encode() + file.read(at - start))
    return digest.hexdigest()


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


KINDS = {
    "X0": (0, set[str]()),
    "X2": (2, {"usage", "kit", "recipe", "language"}),
    "X3": (1, {"input"}),
    "X4": (1, {"render"}),
    "X5": (5, {"environment"}),
    "X6": (2, {"conflict"}),
}


@dataclass(frozen=True)
class Row:
    """One row of the matrix: sources in `raw`, an output folder `out`, and egv run between them.

    Whatever the row does, sources stay as they were, an output is there whole or not at all, no
    process and no temporary file is left, and nothing is a traceback or a bug.
    """

    raw: Path
    out: Path
    temporary: Path

    def run(
        self,
        *words: object,
        ends: str = "X0",
        says: str = "",
        within: float = 20.0,
        memory_mb: float = 900.0,
    ) -> Ended:
        """`egv WORDS… -o out/ --json`, which must end in one of the classes in `ends` (`X0 X3`).

        It takes `within` s and `memory_mb` at most, of egv's own and of each process it starts;
        some message or note matches `says`.
        """
        before, begun = tree(self.out), time.monotonic()
        with unharmed(self.raw), _Peak() as peak:
            done = egv(*words, "-o", f"{self.out}/", "--json")
        ended = Ended(done.code, done.out, done.err)

        assert "Traceback" not in done.out + done.err, done.err
        self._check_end(ended, ends.split())
        assert re.search(says, "\n".join(_words_of(ended)), re.IGNORECASE), _words_of(ended)
        self._check_outputs(ended, before)
        assert time.monotonic() - begun < within
        assert peak.mb < memory_mb
        return ended

    def _check_end(self, ended: Ended, classes: list[str]) -> None:
        codes = {KINDS[each][0] for each in classes}
        kinds = {kind for each in classes for kind in KINDS[each][1]}
        assert ended.code in codes | ({3} if len(codes) > 1 else set()), ended.out
        for fault in ended.faults:
            assert fault["kind"] in kinds, fault
            assert "\n" not in fault["message"]

    def _check_outputs(self, ended: Ended, before: dict[str, str]) -> None:
        results = ended.json["outputs"]
        new = [each for each in results if each["status"] == "rendered"]
        made = [Path(unescape_file_name(each["output"])) for each in new]
        sidecars = {
            Path(unescape_file_name(name)) for each in new for name in each.get("sidecars", ())
        }
        named = {str(path.relative_to(self.out)) for path in {*made, *sidecars}}
        after = tree(self.out)
        assert {name: after.get(name) for name in before if name not in named} == before
        assert set(after) == set(before) | named
        for path in made:
            check_plays(path)
        assert not list(self.temporary.iterdir())
        assert not _children()


@pytest.fixture
def row(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Row:
    """The folders of one row, and a folder of its own for what is temporary."""
    for name in ("raw", "out", "temporary"):
        (tmp_path / name).mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "temporary"))
    return Row(tmp_path / "raw", tmp_path / "out", tmp_path / "temporary")


def check_plays(path: Path) -> None:
    """All of the video at `path` decodes, and it has a frame for every moment of its length."""
    with av.open(str(path)) as container:
        assert container.duration
        streams = [*container.streams.video, *container.streams.audio]
        frames = [f for f in container.decode(streams) if isinstance(f, av.VideoFrame)]
        rate = container.streams.video[0].average_rate
        assert rate
        assert abs(len(frames) - container.duration / 1e6 * float(rate)) <= 2


def _words_of(ended: Ended) -> list[str]:
    """All messages and notes of a run."""
    notes = [str(note) for each in ended.json["outputs"] for note in each.get("notes", ())]
    return [str(each["message"]) for each in ended.faults] + notes + ended.err.splitlines()


class _Peak:
    """The most memory, in MB, that this process takes beyond what it had, or that a child takes."""

    def __init__(self) -> None:
        self.mb = 0.0
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._watch, daemon=True)

    def __enter__(self) -> _Peak:
        Path("/proc/self/clear_refs").write_text("5")  # the peak counts from here
        self._had = _memory_mb("self", "VmRSS")
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self._thread.join()
        self.mb = max(self.mb, _memory_mb("self", "VmHWM") - self._had)

    def _watch(self) -> None:
        while not self._over.wait(0.1):
            self.mb = max([self.mb, *(_memory_mb(str(child), "VmHWM") for child in _children())])


def _memory_mb(process: str, name: str) -> float:
    with contextlib.suppress(OSError):  # it has just ended
        if process != "self" and Path(f"/proc/{process}/exe").samefile("/proc/self/exe"):
            return 0.0  # not yet the program that it will be, and so far in our own pages
        for line in Path(f"/proc/{process}/status").read_text().splitlines():
            if line.startswith(name):
                return int(line.split()[1]) / 1000
    return 0.0


def _children() -> list[int]:
    """The processes that this one has started and not seen end, but for the watcher over them.

    egv has one watcher for all of its life, and the tests run some of egv in their own process.
    """
    found = []
    for each in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):
            state = (each / "stat").read_text().rpartition(")")[2].split()
            is_watcher = WATCH.encode() in (each / "cmdline").read_bytes().split(b"\0")
            if int(state[1]) == os.getpid() and not is_watcher:
                found.append(int(each.name))
    return found
