"""Files of JSON documents, one on each line, to which lines are only ever added."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any


def add_line(path: Path, document: Mapping[str, Any]) -> None:
    """Add `document` to the file at `path`, whole, whoever else adds to it, and on disk."""
    line = json.dumps(document, ensure_ascii=True)
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("ab+", buffering=0) as lines:
        end = lines.seek(0, os.SEEK_END)
        lines.seek(max(0, end - 1))
        torn = b"\n" if lines.read(1) not in (b"", b"\n") else b""
        lines.write(torn + line.encode() + b"\n")
        os.fsync(lines.fileno())


def whole_lines(path: Path, start: int = 0) -> tuple[list[Mapping[str, Any]], int]:
    """The documents in the file at `path` from byte `start`, and the byte after the last of them.

    None where there is no file. A line that is no JSON object, as after a power loss, is left out,
    and one without an end is still being written.
    """
    try:
        with path.open("rb") as file:
            file.seek(start)
            text = file.read()
    except (FileNotFoundError, NotADirectoryError):
        return [], start
    whole = text[: text.rfind(b"\n") + 1]
    return list(_documents(whole)), start + len(whole)


def _documents(text: bytes) -> Iterator[Mapping[str, Any]]:
    for line in text.decode("utf-8", "replace").splitlines():
        try:
            document = json.loads(line)
        except (ValueError, RecursionError):
            continue
        if isinstance(document, dict):
            yield document
