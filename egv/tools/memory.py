"""How much memory this machine, or the container egv runs in, has left."""

from __future__ import annotations

import contextlib
from functools import cache
from pathlib import Path

MEMORY = Path("/proc/meminfo")
GROUP = Path("/sys/fs/cgroup")  # what a container may take


@cache
def memory_at_first() -> int | None:
    """The free memory when it was first asked for, bytes: the same for every clip of a batch.

    Later the model that was loaded for the first clip would leave no room for itself.
    """
    return free_memory()


def free_memory() -> int | None:
    """The memory that a new process could take, bytes; None where the system does not say."""
    limits = []
    with contextlib.suppress(OSError, ValueError, IndexError, KeyError):
        limits.append(_table(MEMORY, ":")["MemAvailable"] * 1024)
    with contextlib.suppress(OSError, ValueError, IndexError, KeyError):
        most = int((GROUP / "memory.max").read_text())  # "max" is no number: no limit
        taken = int((GROUP / "memory.current").read_text())
        # Files that were read count as taken, and are let go when memory is short.
        limits.append(most - taken + _table(GROUP / "memory.stat", " ")["inactive_file"])
    return min(limits, default=None)


def _table(path: Path, between: str) -> dict[str, int]:
    """The first number behind each name in the file at `path`."""
    rows = (line.split(between, 1) for line in path.read_text().splitlines())
    return {name: int(rest.split()[0]) for name, rest in rows}
