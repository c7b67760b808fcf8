"""Limits on memory and time for one clip, watched while ffmpeg runs.

Limits enforced by the system (RLIMIT_AS, RLIMIT_DATA) do not work for ffmpeg: when it cannot start
another thread it waits for ever (seen with 9.0.2). So egv measures the memory of ffmpeg instead.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from egv.tools.machine.memory import measure_process_memory
from egv.tools.machine.processes import read_working_clock

LEAST_S = 120.0  # any clip may take this long: start-up has its share in a short one


@dataclass(frozen=True, slots=True)
class ClipLimits:
    """The limits of one clip: `memory_gb` for one ffmpeg, and `times_length` times `length_s`.

    The time counts from `started_s` on the working clock, that of `read_working_clock`.
    """

    memory_gb: float | None = None
    times_length: float = 0.0
    length_s: float = 0.0
    started_s: float = 0.0

    @property
    def deadline_s(self) -> float | None:
        """The end of the allowed time, on the working clock; None without such a limit."""
        if not self.times_length:
            return None
        return self.started_s + max(LEAST_S, self.times_length * self.length_s)

    def with_length(self, length_s: float) -> ClipLimits:
        """Return these limits for what lasts `length_s`, unless they are already for longer."""
        return replace(self, length_s=max(self.length_s, length_s))

    def explain_excess(self, pid: int) -> str:
        """Explain which limit process `pid` exceeds; "" while it is within both."""
        deadline_s = self.deadline_s
        if deadline_s is not None and read_working_clock() > deadline_s:
            return "the clip takes longer than limits.max_times_length allows"
        if self.memory_gb is None:
            return ""
        used = measure_process_memory(pid)
        if used <= self.memory_gb * 1e9:
            return ""
        return (
            f"ffmpeg is out of memory: it uses {used / 1e9:.1f} GB, and"
            f" limits.max_memory_gb is {self.memory_gb:g}"
        )


NO_LIMITS = ClipLimits()


def start_limits(memory_gb: float, times_length: float, length_s: float) -> ClipLimits:
    """Return the limits for a clip of `length_s` whose time begins now; 0 means no limit.

    `times_length` times the length is the allowed time, but never less than `LEAST_S`.
    """
    return ClipLimits(memory_gb or None, times_length, length_s, read_working_clock())
