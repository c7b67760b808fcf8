"""Run commands and measure them: wall time, and the most memory each process ever held."""

from __future__ import annotations

import subprocess
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[1]
SAMPLED_EVERY_S = 0.02
PROC = Path("/proc")

Command = Sequence[str]


class RunFailed(Exception):  # noqa: N818
    """A command that was to be measured came to a bad end."""


@dataclass(frozen=True, slots=True)
class Run:
    """What one run took: wall time, peak memory of the process and of its largest child, bytes.

    Memory is 0 where the system has no /proc.
    """

    seconds: float
    own_bytes: int
    child_bytes: int
    stdout: str

    @property
    def peak_bytes(self) -> int:
        """Memory of the largest process of the run."""
        return max(self.own_bytes, self.child_bytes)


def run(command: Command, environment: Mapping[str, str]) -> Run:
    """Run `command` to its end. Raises RunFailed with its last words on any exit code but 0."""
    start = time.perf_counter()
    process = subprocess.Popen(
        command,
        cwd=ROOT,
        env=dict(environment),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    with _MemorySampler(process.pid) as memory:
        stdout, stderr = process.communicate()
    seconds = time.perf_counter() - start
    if process.returncode:
        last = "\n".join(line[:400] for line in (stdout + stderr).splitlines()[-12:])
        words = " ".join(command)[:400]
        raise RunFailed(f"exit code {process.returncode} from {words}\n{last}")
    return Run(seconds, memory.own, memory.child, stdout)


def run_in_turn(commands: Sequence[Command], environment: Mapping[str, str]) -> Run:
    """Run `commands` one after the other and measure them as one."""
    runs = [run(command, environment) for command in commands]
    return Run(
        sum(each.seconds for each in runs),
        max(each.own_bytes for each in runs),
        max(each.child_bytes for each in runs),
        runs[-1].stdout,
    )


def interleaved(
    contestants: Mapping[str, Callable[[], Run]], rounds: int
) -> dict[str, tuple[Run, ...]]:
    """Every contestant once a round, so that a slow minute of the machine hits all of them."""
    runs: dict[str, list[Run]] = {name: [] for name in contestants}
    for number in range(rounds):
        for name, contestant in contestants.items():
            print(f"  round {number + 1}: {name}", end=" ", flush=True)
            runs[name].append(contestant())
            print(f"{runs[name][-1].seconds:.2f} s", flush=True)
    return {name: tuple(each) for name, each in runs.items()}


def ratios(ours: Sequence[float], theirs: Sequence[float]) -> tuple[float, ...]:
    """`ours` as parts of `theirs`, round by round: neighbours in time; empty where one is 0."""
    return tuple(own / other for own, other in zip(ours, theirs, strict=True) if other)


class _MemorySampler:
    """Watches a process and its descendants. VmHWM is a high-water mark, so few samples do."""

    def __init__(self, pid: int) -> None:
        self.own, self.child = 0, 0
        self._pid = pid
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._watch, daemon=True)

    def __enter__(self) -> _MemorySampler:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._ended.set()
        self._thread.join()

    def _watch(self) -> None:
        while not self._ended.wait(SAMPLED_EVERY_S):
            self.own = max(self.own, _peak_bytes(self._pid))
            for pid in _descendants(self._pid):
                self.child = max(self.child, _peak_bytes(pid))


def _descendants(pid: int) -> list[int]:
    found: list[int] = []
    with suppress(OSError):  # it may end while it is looked at
        for children in (PROC / str(pid) / "task").glob("*/children"):
            for word in _text(children).split():
                found += [int(word), *_descendants(int(word))]
    return found


def _peak_bytes(pid: int) -> int:
    for line in _text(PROC / str(pid) / "status").splitlines():
        if line.startswith("VmHWM:"):
            return int(line.split()[1]) * 1024
    return 0


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except OSError:  # it has just ended
        return ""
