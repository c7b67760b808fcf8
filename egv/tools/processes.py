"""Other processes on this machine."""

from __future__ import annotations

import os


def is_running(pid: int) -> bool:
    """Whether a process `pid` is there; also when it is somebody else's."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True
    return True
