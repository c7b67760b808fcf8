"""The memory of this machine, of the container that egv runs in, and of one process."""

from __future__ import annotations

import contextlib
from functools import cache
from pathlib import Path

GROUP = Path("/sys/fs/cgroup")  # limits of a container


@cache
def measure_free_memory_once() -> int | None:
    """Measure the free memory, bytes, at the first call; later calls return the same value.

    Once the speech model is loaded for the first clip, free memory would no longer include the
    model's own share.
    """
    return measure_free_memory()


def measure_free_memory() -> int | None:
    """Measure the memory that a new process could take, bytes; None where it is unknown."""
    import psutil

    limits = []
    with contextlib.suppress(OSError, KeyError, RuntimeError, NotImplementedError):
        limits.append(int(psutil.virtual_memory().available))
    with contextlib.suppress(OSError, ValueError, KeyError):  # psutil looks at no container
        most = int((GROUP / "memory.max").read_text())  # "max", no limit, raises ValueError
        taken = int((GROUP / "memory.current").read_text())
        facts = dict(line.split() for line in (GROUP / "memory.stat").read_text().splitlines())
        # The file cache counts as taken, but is released when memory is short.
        limits.append(most - taken + int(facts["inactive_file"]))
    return min(limits, default=None)


def measure_process_memory(pid: int) -> int:
    """Measure the memory of process `pid`, bytes; 0 where it cannot be read."""
    import psutil

    try:
        return int(psutil.Process(pid).memory_info().rss)
    except psutil.Error:
        return 0


def measure_cpu_seconds(pid: int) -> float:
    """Measure the processor time of process `pid` and its children, s; 0 if unknown."""
    import psutil

    try:
        process = psutil.Process(pid)
        family = (process, *process.children(recursive=True))
        return float(sum(sum(one.cpu_times()[:2]) for one in family))
    except psutil.Error:
        return 0.0
