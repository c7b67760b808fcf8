"""Crash logs: an error costs one line on the screen, and what a program said goes into a log."""

from __future__ import annotations

import os
import platform
import secrets
import sys
import threading
import time
import traceback
from pathlib import Path

import platformdirs

from egv import __version__
from egv.tools.store.private_folders import make_private_folder

MOST_LOGS = 100


def find_crash_folder() -> Path:
    """Find the folder of crash logs: below `EGV_CACHE`, else the user's log folder."""
    chosen = os.environ.get("EGV_CACHE")
    return Path(chosen) / "crash" if chosen else platformdirs.user_log_path("egv", appauthor=False)


def write_crash_log(error: BaseException, details: str = "") -> Path:
    """Write traceback, `details`, command line and versions to a new file, and return its path.

    The oldest logs beyond `MOST_LOGS` are removed. Raises OSError.
    """
    folder = find_crash_folder()
    make_private_folder(folder)  # a command line and a traceback may name people
    for old in sorted(folder.glob("crash-*.log"))[: -MOST_LOGS + 1]:
        old.unlink(missing_ok=True)
    unique = f"{threading.get_native_id()}-{secrets.token_hex(2)}"
    path = folder / f"crash-{time.strftime('%Y%m%dT%H%M%S')}-{unique}.log"
    lines = [
        f"egv {__version__}, Python {platform.python_version()}, {platform.platform()}",
        f"arguments: {sys.argv[1:]!r}",
        "",
        details,
        *traceback.format_exception(error),
    ]
    path.touch(mode=0o600)
    path.write_text("\n".join(lines), encoding="utf-8", errors="backslashreplace")
    return path
