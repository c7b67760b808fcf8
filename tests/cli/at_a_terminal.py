"""A line of egv at a real terminal, with somebody who types."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.places import ROOT

pty = pytest.importorskip("pty")
AT_ITS_TERMINAL = """\
import fcntl, sys, termios
fcntl.ioctl(0, termios.TIOCSCTTY, 0)  # else Ctrl-C ends nobody
from egv.__main__ import main
sys.exit(main())
"""
QUESTIONS = (b"]: ", b"/nee] ", b"/no] ", b" later] ")


@dataclass(frozen=True)
class Met:
    """What a call at a terminal came to."""

    code: int
    screen: str


def met(
    here: Path,
    keys: Sequence[bytes],
    *words: str,
    command: str = "init",
    last: bytes = b"n\n",
    **settings: str,
) -> Met:
    """`egv COMMAND WORDS` in `here`, each of `keys` typed when a question waits, then `last`."""
    path = os.pathsep.join([str(ROOT), os.environ.get("PYTHONPATH", "")])
    quick = ["--no-preview"] if command == "init" else []  # drawing it takes seconds
    screen, far = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, "-c", AT_ITS_TERMINAL, command, *quick, *words],
        stdin=far,
        stdout=far,
        stderr=far,
        cwd=here,
        start_new_session=True,
        env={**os.environ, "PYTHONPATH": path, "XDG_CONFIG_HOME": str(here.parent), **settings},
    )
    os.close(far)
    seen, left = b"", [*keys]
    while True:
        try:
            read = os.read(screen, 4096)
        except OSError:  # Linux says so when the other end is closed
            break
        if not read:
            break
        seen += read
        if seen.endswith(QUESTIONS):
            os.write(screen, left.pop(0) if left else last)
    os.close(screen)
    return Met(process.wait(timeout=30), seen.decode().replace("\r\n", "\n"))
