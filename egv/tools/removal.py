"""Files that are to go: what stands at a path, without following a link, and taking it away."""

from __future__ import annotations

import contextlib
import os
import stat
from enum import StrEnum
from pathlib import Path


class Standing(StrEnum):
    """What stands at a path."""

    FILE = "file"
    LINK = "link"  # there, or on the way
    OTHER = "other"
    GONE = "gone"


def within(base: Path, name: str | Path) -> Path:
    """The way to what is called `name` from `base`; only `base` may be reached by links."""
    return Path(os.path.normpath(base.resolve() / name))


def standing(path: Path) -> Standing:
    """What stands at `path` (see `within`), of which no part may be a link for it to be a file."""
    try:
        mode = path.lstat().st_mode
    except (FileNotFoundError, NotADirectoryError):
        return Standing.GONE
    if stat.S_ISLNK(mode) or path.parent.resolve() != path.parent:
        return Standing.LINK
    return Standing.FILE if stat.S_ISREG(mode) else Standing.OTHER


def size_of(path: Path) -> int:
    """How many bytes are at `path`; none where it is gone."""
    with contextlib.suppress(OSError):
        return path.lstat().st_size
    return 0


def files_below(folder: Path) -> tuple[Path, ...]:
    """Everything below `folder` that is no folder, links as they are."""
    return tuple(
        Path(place) / name
        for place, _, names in sorted(os.walk(folder, followlinks=False))
        for name in sorted(names)
    )


def remove(path: Path) -> None:
    """Take the file at `path` away; that it is gone already is no fault. Raises OSError."""
    path.unlink(missing_ok=True)


def remove_if_empty(folder: Path) -> None:
    """Take `folder` away, and the folders in it, where none holds a file."""
    for place, _, _ in os.walk(folder, topdown=False, followlinks=False):
        with contextlib.suppress(OSError):
            Path(place).rmdir()
