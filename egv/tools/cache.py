"""What was learned once about a file is kept on disk: hashes of contents, answers to questions."""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
from collections.abc import Callable
from pathlib import Path
from tempfile import NamedTemporaryFile

import platformdirs

BLOCK = 1 << 20


def folder() -> Path:
    """Where egv keeps its cache: `EGV_CACHE`, else the user's cache folder."""
    chosen = os.environ.get("EGV_CACHE")
    return Path(chosen) if chosen else platformdirs.user_cache_path("egv", appauthor=False)


def content_of(path: Path) -> str:
    """The SHA-256 of the bytes at `path`, read again only when size, time or inode changed."""

    def read() -> str:
        digest = hashlib.sha256()
        with path.open("rb", buffering=0) as file:
            while block := file.read(BLOCK):
                digest.update(block)
        return digest.hexdigest()

    return remembered("content", _identity(path), read)


def is_read(path: Path) -> bool:
    """Whether the hash of what is at `path` is known without reading it."""
    return is_known("content", _identity(path))


def _identity(path: Path) -> str:
    status = path.stat()
    return f"{path.absolute()}|{status.st_size}|{status.st_mtime_ns}|{status.st_ino}"


def remembered(subject: str, question: str, answer: Callable[[], str]) -> str:
    """The text kept for `question`, or that of `answer()`, kept from now on.

    A cache that cannot be read or written is no error: the answer is worked out anew.
    """
    place = _place(subject, question)
    with contextlib.suppress(OSError, ValueError, KeyError, TypeError):
        return str(json.loads(place.read_text(encoding="utf-8"))["answer"])
    text = answer()
    with contextlib.suppress(OSError):
        place.parent.mkdir(parents=True, exist_ok=True)
        with NamedTemporaryFile("w", dir=place.parent, delete=False, encoding="utf-8") as file:
            json.dump({"answer": text}, file)
        Path(file.name).replace(place)
    return text


def is_known(subject: str, question: str) -> bool:
    """Whether an answer to `question` is kept."""
    return _place(subject, question).is_file()


def _place(subject: str, question: str) -> Path:
    name = hashlib.sha256(question.encode("utf-8", "surrogateescape")).hexdigest()
    return folder() / subject / f"{name}.json"
