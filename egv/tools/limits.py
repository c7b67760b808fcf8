"""What one clip may take of the machine: memory and time, watched while ffmpeg runs.

A limit that the system holds (RLIMIT_AS, RLIMIT_DATA) is none for ffmpeg: where it may start no
further thread it waits for ever (seen with 9.0.2). So its memory is looked at instead.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from dataclasses import dataclass
from pathlib import Path

from egv.tools.processes import working_time

LEAST_S = 120.0  # that any clip may take: a short one has its share of starting up


@dataclass(frozen=True, slots=True)
class Limits:
    """`memory_gb` of one ffmpeg, and when the clip must be done (of `working_time`, s)."""

    memory_gb: float | None = None
    until: float | None = None

    def exceeded(self, pid: int) -> str:
        """Which of them process `pid` is beyond, in words; empty while it is within both."""
        if self.until is not None and working_time() > self.until:
            return "the clip takes longer than limits.max_times_length allows"
        used = memory_of(pid)
        if self.memory_gb is not None and used > self.memory_gb * 1e9:
            return (
                f"ffmpeg is out of memory: it takes {used / 1e9:.1f} GB, and"
                f" limits.max_memory_gb is {self.memory_gb:g}"
            )
        return ""


_limits: ContextVar[Limits] = ContextVar("_limits", default=Limits())  # noqa: B039  # it is frozen


def present() -> Limits:
    """The limits of the work at hand."""
    return _limits.get()


@contextmanager
def limited(memory_gb: float, times_length: float, length: float) -> Iterator[None]:
    """Within this, limits hold for a clip of `length` s; of both, 0 means none."""
    seconds = max(LEAST_S, times_length * length)
    until = working_time() + seconds if times_length else None
    token = _limits.set(Limits(memory_gb or None, until))
    try:
        yield
    finally:
        _limits.reset(token)


def memory_of(pid: int) -> int:
    """Bytes of memory that process `pid` holds; 0 where that cannot be seen (not on Linux)."""
    with suppress(OSError, ValueError):
        for line in Path(f"/proc/{pid}/status").read_text().splitlines():
            if line.startswith("VmRSS:"):
                return int(line.split()[1]) * 1024
    return 0
