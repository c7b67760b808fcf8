"""Limits on memory and time for one clip, watched while ffmpeg runs.

Limits enforced by the system (RLIMIT_AS, RLIMIT_DATA) do not work for ffmpeg: when it cannot start
another thread it waits for ever (seen with 9.0.2). So egv measures the memory of ffmpeg instead.
"""

from __future__ import annotations

from dataclasses import dataclass

from egv.tools.machine.memory import measure_process_memory
from egv.tools.machine.processes import read_working_clock

LEAST_S = 120.0  # any clip may take this long: start-up has its share in a short one


@dataclass(frozen=True, slots=True)
class ClipLimits:
    """The limits of one clip: `memory_gb` for one ffmpeg, and `deadline_s` on the working clock.

    The working clock is that of `read_working_clock`, in seconds.
    """

    memory_gb: float | None = None
    deadline_s: float | None = None

    def explain_excess(self, pid: int) -> str:
        """Explain which limit process `pid` exceeds; "" while it is within both."""
        if self.deadline_s is not None and read_working_clock() > self.deadline_s:
            return "the clip takes longer than limits.max_times_length allows"
        if self.memory_gb is None:
            return ""
        used = measure_process_memory(pid)
        if used <= self.memory_gb * 1e9:
            return ""
        return (
            f"ffmpeg is out of memory: it takes {used / 1e9:.1f} GB, and"
            f" limits.max_memory_gb is {self.memory_gb:g}"
        )


NO_LIMITS = ClipLimits()


def start_limits(memory_gb: float, times_length: float, length: float) -> ClipLimits:
    """Return the limits for a clip of `length` s whose time begins now; 0 means no limit.

    `times_length` times `length` is the allowed time, but never less than `LEAST_S`.
    """
    seconds = max(LEAST_S, times_length * length)
    until = read_working_clock() + seconds if times_length else None
    return ClipLimits(memory_gb or None, until)
