"""Keep the line that starts ffmpeg within the length that the system takes."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from egv.core.errors import UsageError
from egv.core.graph.ffmpeg_command import GRAPH

IS_WINDOWS = sys.platform == "win32"
LONGEST_LINE = 32_767  # characters of a whole line and its NUL (CreateProcessW)


def fit_line(argv: Sequence[str], folder: Path, *, is_windows: bool = IS_WINDOWS) -> list[str]:
    """Return `argv` with its filter graph in a file of `folder`, if the line were too long.

    Raises UsageError where even that is too long for Windows.
    """
    short = list(argv)
    if _count_characters(short) > LONGEST_LINE and GRAPH in short:
        at, graph = short.index(GRAPH), folder / "graph.txt"
        graph.write_text(short[at + 1], encoding="utf-8")
        short[at : at + 2] = [f"-/{GRAPH[1:]}", str(graph)]
    if is_windows and (size := _count_characters(short)) > LONGEST_LINE:
        raise UsageError(
            f"ffmpeg's line would be {size} characters long, and Windows takes {LONGEST_LINE};"
            " join fewer clips at once, or move them to a folder with a shorter path"
        )
    return short


def _count_characters(argv: Sequence[str]) -> int:
    """Count the characters of the line that Windows makes of `argv`, with its NUL."""
    return len(subprocess.list2cmdline(argv)) + 1
