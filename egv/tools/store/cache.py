"""Facts about files, kept on disk: hashes of contents and answers to questions.

An index file per clip, named by the hash of the clip's bytes, lists its entries in the cache, so
that they can be found and deleted.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
from collections.abc import Callable, Collection, Iterable, Iterator
from pathlib import Path

import platformdirs

from egv.tools.store.atomic_files import write_aside

CONTENT, LISTS = "content", "clips"
SHARED = "cards"  # a folder of pictures that several clips may use


def find_cache_folder() -> Path:
    """Find the cache folder: `EGV_CACHE`, else the user's cache folder."""
    chosen = os.environ.get("EGV_CACHE")
    return Path(chosen) if chosen else platformdirs.user_cache_path("egv", appauthor=False)


def hash_content(path: Path) -> str:
    """Hash the bytes at `path` (SHA-256); read again only after a change of size, time or inode."""
    return recall_or_answer(CONTENT, _format_identity(path), lambda: compute_digest(path))


def is_content_known(path: Path) -> bool:
    """True where the hash of the file at `path` is known without reading the file."""
    return is_answer_known(CONTENT, _format_identity(path))


def _format_identity(path: Path) -> str:
    status = path.stat()
    return f"{path.absolute()}|{status.st_size}|{status.st_mtime_ns}|{status.st_ino}"


def compute_digest(path: Path) -> str:
    """Compute the SHA-256 of the bytes at `path`: always read now, and never cached."""
    with path.open("rb", buffering=0) as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def recall_or_answer(
    subject: str, question: str, answer: Callable[[], str], of: Iterable[str] = ()
) -> str:
    """Recall the cached text for `question`, or cache and return that of `answer()`.

    The entry is indexed under the clips whose hashes are `of`. A cache that cannot be read or
    written is no error: the answer is then computed again.
    """
    place = _locate_entry(subject, question)
    with contextlib.suppress(OSError, ValueError, KeyError, TypeError):
        text = str(json.loads(place.read_text(encoding="utf-8"))["answer"])
        with contextlib.suppress(OSError):  # the cache may be read-only
            index_entry(of, place)
        return text
    text = answer()
    _write_entry(place, text, of)
    return text


def store_text(subject: str, name: str, text: str, of: Iterable[str]) -> None:
    """Store `text` under `name`, and index it under the hash of each clip in `of`."""
    _write_entry(_locate_entry(subject, name), text, of)


def iter_stored_texts(subject: str, content: str) -> Iterator[str]:
    """Iterate over stored texts of `subject` for the clip with hash `content`, the newest last."""
    for line in _read_index(_locate_index(content)):
        if line.startswith(f"{subject}/"):
            with contextlib.suppress(OSError, ValueError, KeyError, TypeError):
                place = find_cache_folder() / line
                yield str(json.loads(place.read_text(encoding="utf-8"))["answer"])


def _write_entry(place: Path, text: str, of: Iterable[str]) -> None:
    with contextlib.suppress(OSError):
        index_entry(of, place)  # index first, so that every entry can be found
        with write_aside(place, mode=0o600) as part:
            part.write_text(json.dumps({"answer": text}), encoding="utf-8")


def is_answer_known(subject: str, question: str) -> bool:
    """True where the cache holds an answer to `question`."""
    return _locate_entry(subject, question).is_file()


def index_entry(contents: Iterable[str], place: Path) -> None:
    """Record that the entry at `place` contains facts about the clips with these `contents`.

    Raises OSError where the index cannot be written.
    """
    line = place.relative_to(find_cache_folder()).as_posix()
    for content in contents:
        path = _locate_index(content)
        if line in _read_index(path):
            continue
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("ab", buffering=0) as lines:  # one write: others append too
            lines.write(f"{line}\n".encode())


def list_entries_by_content(contents: Collection[str]) -> dict[str, tuple[Path, ...]]:
    """List every cache file with facts about files with `contents`, by content.

    Shared pictures that other clips use too are left out.
    """
    others = {
        line
        for path in _iter_indexes()
        if path.stem not in contents
        for line in _read_index(path)
        if line.startswith(f"{SHARED}/")
    }
    known: dict[str, list[Path]] = {content: [] for content in contents}
    for place, content in _iter_known_contents():
        if content in known:
            known[content].append(place)
    for content, places in known.items():
        places += [
            find_cache_folder() / line
            for line in _read_index(_locate_index(content))
            if line not in others
        ]
        places.append(_locate_index(content))
    return {
        content: tuple(place for place in dict.fromkeys(places) if place.is_file())
        for content, places in known.items()
    }


def _locate_index(content: str) -> Path:
    return find_cache_folder() / LISTS / f"{content}.txt"


def _iter_indexes() -> Iterator[Path]:
    yield from sorted((find_cache_folder() / LISTS).glob("*.txt"))


def _read_index(path: Path) -> tuple[str, ...]:
    """Read an index: only lines of the form `folder/file` below the cache are accepted."""
    with contextlib.suppress(OSError):
        lines = path.read_text(encoding="utf-8", errors="replace").splitlines()
        return tuple(line for line in lines if line.count("/") == 1 and ".." not in line)
    return ()


def _iter_known_contents() -> Iterator[tuple[Path, str]]:
    """Yield every cached hash and the file that holds it."""
    for place in sorted((find_cache_folder() / CONTENT).glob("*.json")):
        with contextlib.suppress(OSError, ValueError, KeyError, TypeError):
            yield place, str(json.loads(place.read_text(encoding="utf-8"))["answer"])


def _locate_entry(subject: str, question: str) -> Path:
    name = hashlib.sha256(question.encode("utf-8", "surrogateescape")).hexdigest()
    return find_cache_folder() / subject / f"{name}.json"
