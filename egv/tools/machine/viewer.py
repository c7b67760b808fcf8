"""The system's own viewer for a file: started without a shell, and never waited for."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

_viewers: list[subprocess.Popen[bytes]] = []  # kept, since nobody waits for them


def open_with_viewer(path: Path, environment: Mapping[str, str] = os.environ) -> bool:
    """Open `path` as a double click does; False where this machine has no viewer or no screen."""
    path = path.absolute()  # no name can then be taken for an option
    if sys.platform == "win32":
        try:
            os.startfile(path)  # noqa: S606  # no shell reads the name
        except OSError:
            return False
        return True
    if sys.platform == "darwin":
        return _start_viewer("open", path, environment)
    has_screen = environment.get("DISPLAY") or environment.get("WAYLAND_DISPLAY")
    return bool(has_screen) and _start_viewer("xdg-open", path, environment)


def _start_viewer(program: str, path: Path, environment: Mapping[str, str]) -> bool:
    """Start `program` in a session of its own, so that it outlives egv and its terminal."""
    found = shutil.which(program, path=environment.get("PATH"))
    if found is None:
        return False
    try:
        viewer = subprocess.Popen(  # noqa: S603  # a list of words: no shell reads them
            [found, str(path)],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
            env=environment,
        )
    except OSError:
        return False
    _viewers.append(viewer)
    return True
