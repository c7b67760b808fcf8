"""The fonts installed on this machine."""

from __future__ import annotations

import os
from pathlib import Path

FOLDERS = (
    "/usr/share/fonts",
    "/usr/local/share/fonts",
    "~/.fonts",
    "~/.local/share/fonts",
    "/System/Library/Fonts",
    "/Library/Fonts",
    "~/Library/Fonts",
    "${WINDIR}/Fonts",
)
SUFFIXES = frozenset((".ttf", ".otf", ".ttc"))


def font_files() -> tuple[Path, ...]:
    """Every font file in the folders where systems keep them."""
    folders = (Path(os.path.expandvars(name)).expanduser() for name in FOLDERS)
    files = (path for folder in folders if folder.is_dir() for path in folder.rglob("*"))
    return tuple(sorted(path for path in files if path.suffix.lower() in SUFFIXES))
