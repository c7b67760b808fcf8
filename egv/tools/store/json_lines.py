"""Append-only files of JSON documents, one on each line."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

TAIL_BYTES = 256


def append_line(path: Path, document: Mapping[str, Any]) -> None:
    """Append `document` to the file at `path` in one write, flushed to disk.

    A torn last line is closed first. Other processes may append to the same file.
    """
    line = format_json_line(document)
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("ab+", buffering=0) as lines:
        end = lines.seek(0, os.SEEK_END)
        lines.seek(max(0, end - 1))
        torn = b"\n" if lines.read(1) not in (b"", b"\n") else b""
        lines.write(torn + line.encode())
        os.fsync(lines.fileno())


def format_json_line(document: Mapping[str, Any]) -> str:
    """Format `document` as one line of JSON."""
    return json.dumps(document, ensure_ascii=True) + "\n"


def filter_lines(
    path: Path, left_of: Callable[[Mapping[str, Any]], Mapping[str, Any] | None]
) -> str:
    """Return the text of the file at `path` with each line replaced by `left_of`; None drops it.

    Torn lines are dropped too.
    """
    documents, _ = read_whole_lines(path)
    left = (left_of(document) for document in documents)
    return "".join(format_json_line(document) for document in left if document is not None)


def read_tail_bytes(path: Path, end: int) -> bytes:
    """Read the last bytes before byte `end` of the file, to tell the file from a rewritten one."""
    try:
        with path.open("rb") as file:
            file.seek(max(0, end - TAIL_BYTES))
            return file.read(min(end, TAIL_BYTES))
    except (FileNotFoundError, NotADirectoryError):
        return b""


def read_whole_lines(path: Path, start: int = 0) -> tuple[list[Mapping[str, Any]], int]:
    """Read the documents in the file at `path` from byte `start`, and the end of the last line.

    Without a file the list is empty. A line that is no JSON object, as after a power loss, is
    skipped. A last line without a line end is still being written and is left for later.
    """
    try:
        with path.open("rb") as file:
            file.seek(start)
            text = file.read()
    except (FileNotFoundError, NotADirectoryError):
        return [], start
    whole = text[: text.rfind(b"\n") + 1]
    return list(_iter_documents(whole)), start + len(whole)


def _iter_documents(text: bytes) -> Iterator[Mapping[str, Any]]:
    for line in text.decode("utf-8", "replace").splitlines():
        try:
            document = json.loads(line)
        except (ValueError, RecursionError):
            continue
        if isinstance(document, dict):
            yield document
