"""The longest path that programs can open on this system."""

from __future__ import annotations

import sys
from functools import cache

MAX_PATH = 259  # of Windows, without its NUL
LONG_PATH = 32_766  # of Windows with long paths switched on; other systems say so themselves


@cache
def find_longest_path() -> int:
    """Find the most characters of an absolute path here."""
    if sys.platform != "win32":
        return LONG_PATH
    import ctypes

    # Since Windows 10 1607, where an administrator switched them on (LongPathsEnabled).
    is_on = getattr(ctypes.WinDLL("ntdll"), "RtlAreLongPathsEnabled", None)
    return LONG_PATH if is_on and is_on() & 0xFF else MAX_PATH
