"""The shell that egv was started from, for which lines to paste are quoted."""

from __future__ import annotations

import functools
import os
import sys
from collections.abc import Iterable

from egv.core.text.shell_quoting import Shell, choose_shell, format_shell_line


def detect_shell() -> Shell:
    """Detect the shell; `EGV_SHELL` overrides. Raises UsageError where that names none."""
    is_windows = sys.platform == "win32"
    parents = _list_parent_programs() if is_windows else ()
    return choose_shell(os.environ, parents, is_windows=is_windows)


def format_line_to_paste(words: Iterable[str]) -> str:
    """Format `words` as a line to paste into the shell that egv was started from."""
    return format_shell_line(words, detect_shell())


@functools.cache
def _list_parent_programs() -> tuple[str, ...]:
    """List the programs that started egv, the nearest first: its own launcher may come first."""
    import psutil

    try:
        return tuple(parent.name() for parent in psutil.Process().parents())
    except (psutil.Error, OSError):  # one of them ended, or is not ours; Wine tells no names
        return ()
