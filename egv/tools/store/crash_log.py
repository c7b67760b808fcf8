"""Crash logs: a bug in egv costs one line on the screen, and the details go into a log."""

from __future__ import annotations

import os
import platform
import sys
import threading
import time
import traceback
from pathlib import Path

import platformdirs

from egv import __version__
from egv.tools.store.private_folders import make_private_folder


def find_crash_folder() -> Path:
    """Find the folder of crash logs: below `EGV_CACHE`, else the user's log folder."""
    chosen = os.environ.get("EGV_CACHE")
    return Path(chosen) / "crash" if chosen else platformdirs.user_log_path("egv", appauthor=False)


def write_crash_log(error: BaseException) -> Path:
    """Write traceback, command line and versions of a bug to a new file, and return its path."""
    folder = find_crash_folder()
    make_private_folder(folder)  # a command line and a traceback may name people
    path = folder / f"crash-{time.strftime('%Y%m%dT%H%M%S')}-{threading.get_native_id()}.log"
    lines = [
        f"egv {__version__}, Python {platform.python_version()}, {platform.platform()}",
        f"arguments: {sys.argv[1:]!r}",
        "",
        *traceback.format_exception(error),
    ]
    path.touch(mode=0o600)
    path.write_text("\n".join(lines), encoding="utf-8", errors="backslashreplace")
    return path
