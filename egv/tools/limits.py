"""Limits on memory and time for one clip, watched while ffmpeg runs.

Limits enforced by the system (RLIMIT_AS, RLIMIT_DATA) do not work for ffmpeg: when it cannot start
another thread it waits for ever (seen with 9.0.2). So egv measures the memory of ffmpeg instead.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from dataclasses import dataclass
from pathlib import Path

from egv.tools.processes import working_time

LEAST_S = 120.0  # any clip may take this long: start-up has its share in a short one


@dataclass(frozen=True, slots=True)
class Limits:
    """The limits of one clip: `memory_gb` for one ffmpeg, and `deadline_s` on the working clock.

    The working clock is that of `read_working_clock`, in seconds.
    """

    memory_gb: float | None = None
    until: float | None = None

    def exceeded(self, pid: int) -> str:
        """Explain which limit process `pid` exceeds; "" while it is within both."""
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
    """Return the limits of the current work."""
    return _limits.get()


@contextmanager
def limited(memory_gb: float, times_length: float, length: float) -> Iterator[None]:
    """Enforce limits within this context for a clip of `length` s; 0 means no limit.

    `times_length` times `length` is the allowed time, but never less than `LEAST_S`.
    """
    seconds = max(LEAST_S, times_length * length)
    until = working_time() + seconds if times_length else None
    token = _limits.set(Limits(memory_gb or None, until))
    try:
        yield
    finally:
        _limits.reset(token)


def memory_of(pid: int) -> int:
    """Measure the memory of process `pid`, bytes; 0 where it cannot be read (not on Linux)."""
    with suppress(OSError, ValueError):
        for line in Path(f"/proc/{pid}/status").read_text().splitlines():
            if line.startswith("VmRSS:"):
                return int(line.split()[1]) * 1024
    return 0
