"""The free memory of this machine, or of the container that egv runs in."""

from __future__ import annotations

import contextlib
from functools import cache
from pathlib import Path

MEMORY = Path("/proc/meminfo")
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
    limits = []
    with contextlib.suppress(OSError, ValueError, IndexError, KeyError):
        limits.append(_read_table(MEMORY, ":")["MemAvailable"] * 1024)
    with contextlib.suppress(OSError, ValueError, IndexError, KeyError):
        most = int((GROUP / "memory.max").read_text())  # "max", no limit, raises ValueError
        taken = int((GROUP / "memory.current").read_text())
        # The file cache counts as taken, but is released when memory is short.
        limits.append(most - taken + _read_table(GROUP / "memory.stat", " ")["inactive_file"])
    return min(limits, default=None)


def _read_table(path: Path, between: str) -> dict[str, int]:
    """Read the first number behind each name in the file at `path`."""
    rows = (line.split(between, 1) for line in path.read_text().splitlines())
    return {name: int(rest.split()[0]) for name, rest in rows}
