"""Answers that a person types at the terminal, where somebody can."""

from __future__ import annotations

import os
import sys


def can_answer() -> bool:
    """True where standard input is a terminal, and this process is not in its background.

    A background job (`egv run … &`) may not read there: it goes on as without a terminal.
    """
    return sys.stdin.isatty() and _is_in_foreground()


def _is_in_foreground() -> bool:
    if sys.platform == "win32":
        return True
    try:
        return os.tcgetpgrp(sys.stdin.fileno()) == os.getpgrp()
    except (OSError, ValueError):  # not the terminal of this session, which then reads it freely
        return True


def read_answer() -> str:
    """Read the line that a person types; "" where the input ends, or egv is in the background."""
    try:
        return sys.stdin.readline()
    except OSError:
        return ""
