"""A Windows program at a console, with a key pressed: Wine shows its console on a terminal."""

from __future__ import annotations

import os
import pty
import select
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from windows.places import DRIVES
from windows.wine import WAIT_S, build_environment, to_windows

CTRL_C = b"\x03"


def type_ctrl_c(words: Sequence[object], is_time: Callable[[], bool]) -> tuple[int, float, str]:
    """Run a program at a console and type Ctrl-C once `is_time()`.

    Returns its exit code, the seconds from the key to its end, and all that it wrote.
    """
    told = [to_windows(word) if isinstance(word, Path) else str(word) for word in words]
    pid, terminal = pty.fork()
    if pid == 0:
        os.chdir(DRIVES["d:"])
        os.execvpe("wine", ["wine", *told], build_environment() | {"TERM": "xterm"})
    written, typed, until = b"", 0.0, time.monotonic() + WAIT_S
    while time.monotonic() < until:
        ready, _, _ = select.select([terminal], [], [], 0.1)
        if ready:
            try:
                read = os.read(terminal, 65536)
            except OSError:  # the program has ended
                break
            if not read:
                break
            written += read
        if not typed and is_time():
            os.write(terminal, CTRL_C)
            typed = time.monotonic()
    seconds = time.monotonic() - typed
    os.close(terminal)
    _, status = os.waitpid(pid, 0)
    return os.waitstatus_to_exitcode(status), seconds, written.decode(errors="replace")
