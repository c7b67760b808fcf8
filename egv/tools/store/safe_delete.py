"""Safe deletion: classify what is at a path without following links, and remove files."""

from __future__ import annotations

import contextlib
import os
import stat
from enum import StrEnum
from pathlib import Path


class PathState(StrEnum):
    """The kind of entry at a path."""

    FILE = "file"
    LINK = "link"  # the entry itself, or a parent folder
    OTHER = "other"
    GONE = "gone"


def join_real_path(base: Path, name: str | Path) -> Path:
    """Join `name` to `base` as a real path; only `base` itself may contain links."""
    return Path(os.path.normpath(base.resolve() / name))


def classify_path(path: Path) -> PathState:
    """Classify the entry at `path` (see `join_real_path`). No part of a FILE's path is a link."""
    try:
        mode = path.lstat().st_mode
    except (FileNotFoundError, NotADirectoryError):
        return PathState.GONE
    if stat.S_ISLNK(mode) or path.parent.resolve() != path.parent:
        return PathState.LINK
    return PathState.FILE if stat.S_ISREG(mode) else PathState.OTHER


def measure_size_bytes(path: Path) -> int:
    """Measure the bytes of the file at `path`; 0 where it is gone."""
    with contextlib.suppress(OSError):
        return path.lstat().st_size
    return 0


def list_folder_files(folder: Path) -> tuple[Path, ...]:
    """List everything below `folder` except folders; links are listed, not followed."""
    return tuple(
        Path(place) / name
        for place, _, names in sorted(os.walk(folder, followlinks=False))
        for name in sorted(names)
    )


def remove_file(path: Path) -> None:
    """Delete the file at `path`, if it still exists. Raises OSError."""
    path.unlink(missing_ok=True)


def remove_empty_folders(folder: Path) -> None:
    """Delete `folder` and the folders in it, as far as they hold no file."""
    for place, _, _ in os.walk(folder, topdown=False, followlinks=False):
        with contextlib.suppress(OSError):
            Path(place).rmdir()
