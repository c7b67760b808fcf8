"""The names of return slips, and the mark in them, so that none is taken for something else."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

from egv.tools.store.atomic_files import is_marked

SLIP_SUFFIXES = (".slip.html", ".slip.txt")
SLIP_MARK = "egv/slip@1"  # distinguishes a slip of egv from a foreign file
WHOLE = -1


def is_slip(path: Path) -> bool:
    """True where the file at `path` is a return slip, by its name and its mark."""
    with suppress(OSError):  # gone, or nobody may read it: then it is nothing else either
        return path.name.endswith(SLIP_SUFFIXES) and is_marked(path, SLIP_MARK, WHOLE)
    return False
