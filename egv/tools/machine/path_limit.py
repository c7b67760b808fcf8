"""The longest path that programs can open on this system.

ffmpeg, and the libraries of PyAV, open longer ones on every Windows; Python does not.
"""

from __future__ import annotations

import os
import sys
from functools import cache
from pathlib import Path

from egv.core.errors import UsageError
from egv.core.text.file_names import explain_long_path

MAX_PATH = 259  # of Windows, without its NUL
LONG_PATH = 32_766  # of Windows with long paths switched on


@cache
def find_longest_path() -> int:
    """Find the most characters of an absolute path here; systems but Windows count bytes."""
    if sys.platform != "win32":
        return sys.maxsize
    import ctypes

    # Since Windows 10 1607, where an administrator switched them on (LongPathsEnabled).
    is_on = getattr(ctypes.WinDLL("ntdll"), "RtlAreLongPathsEnabled", None)
    return LONG_PATH if is_on and is_on() & 0xFF else MAX_PATH


def check_path_length(path: Path, beside: str = "") -> None:
    """Raise UsageError where `path` is too long to be opened here.

    `beside` is the name in the same folder that the file has while it is made.
    """
    if fault := explain_too_long(path, beside):
        raise UsageError(fault)


def explain_too_long(path: Path, beside: str = "") -> str:
    """Explain that `path`, which may be relative, is too long to be opened here; "" else."""
    full = Path(os.path.abspath(path))  # noqa: PTH100  # as Windows does: `..` is taken out
    return explain_long_path(full, find_longest_path(), beside)
