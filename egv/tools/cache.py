"""What was learned once about a file is kept on disk: hashes of contents, answers to questions.

For each clip, by the hash of its bytes, a list says what was kept of it, so that it can be found.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
from collections.abc import Callable, Collection, Iterable, Iterator
from pathlib import Path
from tempfile import NamedTemporaryFile

import platformdirs

BLOCK = 1 << 20
CONTENT, LISTS = "content", "clips"
SHARED = "cards"  # pictures that several clips may use


def folder() -> Path:
    """Where egv keeps its cache: `EGV_CACHE`, else the user's cache folder."""
    chosen = os.environ.get("EGV_CACHE")
    return Path(chosen) if chosen else platformdirs.user_cache_path("egv", appauthor=False)


def content_of(path: Path) -> str:
    """The SHA-256 of the bytes at `path`, read again only when size, time or inode changed."""
    return remembered(CONTENT, _identity(path), lambda: digest_of(path))


def is_read(path: Path) -> bool:
    """Whether the hash of what is at `path` is known without reading it."""
    return is_known(CONTENT, _identity(path))


def _identity(path: Path) -> str:
    status = path.stat()
    return f"{path.absolute()}|{status.st_size}|{status.st_mtime_ns}|{status.st_ino}"


def digest_of(path: Path) -> str:
    """The SHA-256 of the bytes at `path`, read now, and nothing kept of it."""
    digest = hashlib.sha256()
    with path.open("rb", buffering=0) as file:
        while block := file.read(BLOCK):
            digest.update(block)
    return digest.hexdigest()


def remembered(
    subject: str, question: str, answer: Callable[[], str], of: Iterable[str] = ()
) -> str:
    """The text kept for `question`, or that of `answer()`, kept from now on.

    It tells something of the clips whose hashes are `of`. A cache that cannot be read or written is
    no error: the answer is worked out anew.
    """
    place = _place(subject, question)
    with contextlib.suppress(OSError, ValueError, KeyError, TypeError):
        text = str(json.loads(place.read_text(encoding="utf-8"))["answer"])
        with contextlib.suppress(OSError):  # of a cache that can only be read
            list_under(of, place)
        return text
    text = answer()
    _keep(place, text, of)
    return text


def keep(subject: str, name: str, text: str, of: Iterable[str]) -> None:
    """Keep `text` under `name`, to be found again for each of the clips whose hashes are `of`."""
    _keep(_place(subject, name), text, of)


def texts_kept(subject: str, content: str) -> Iterator[str]:
    """What was kept of `subject` for the clip whose hash is `content`, the newest last."""
    for line in _listed(_list_of(content)):
        if line.startswith(f"{subject}/"):
            with contextlib.suppress(OSError, ValueError, KeyError, TypeError):
                place = folder() / line
                yield str(json.loads(place.read_text(encoding="utf-8"))["answer"])


def _keep(place: Path, text: str, of: Iterable[str]) -> None:
    with contextlib.suppress(OSError):
        list_under(of, place)  # first, so that nothing is ever kept that cannot be found
        place.parent.mkdir(parents=True, exist_ok=True)
        with NamedTemporaryFile("w", dir=place.parent, delete=False, encoding="utf-8") as file:
            json.dump({"answer": text}, file)
        Path(file.name).replace(place)


def is_known(subject: str, question: str) -> bool:
    """Whether an answer to `question` is kept."""
    return _place(subject, question).is_file()


def list_under(contents: Iterable[str], place: Path) -> None:
    """Write down that what is kept at `place` tells something of the clips with these `contents`.

    Raises OSError where that cannot be written.
    """
    line = place.relative_to(folder()).as_posix()
    for each in contents:
        path = _list_of(each)
        if line in _listed(path):
            continue
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("ab", buffering=0) as lines:  # whole, whoever else adds to it
            lines.write(f"{line}\n".encode())


def kept_of(contents: Collection[str]) -> dict[str, tuple[Path, ...]]:
    """Every file of the cache that tells something of files with `contents`, by content.

    A picture that other clips use too is theirs.
    """
    others = {
        line
        for path in _lists()
        if path.stem not in contents
        for line in _listed(path)
        if line.startswith(f"{SHARED}/")
    }
    known: dict[str, list[Path]] = {each: [] for each in contents}
    for place, content in _contents():
        if content in known:
            known[content].append(place)
    for each, places in known.items():
        places += [folder() / line for line in _listed(_list_of(each)) if line not in others]
        places.append(_list_of(each))
    return {
        content: tuple(place for place in dict.fromkeys(places) if place.is_file())
        for content, places in known.items()
    }


def _list_of(content: str) -> Path:
    return folder() / LISTS / f"{content}.txt"


def _lists() -> Iterator[Path]:
    yield from sorted((folder() / LISTS).glob("*.txt"))


def _listed(path: Path) -> tuple[str, ...]:
    """The lines of a list: always a folder of the cache, and a file in it."""
    with contextlib.suppress(OSError):
        lines = path.read_text(encoding="utf-8", errors="replace").splitlines()
        return tuple(each for each in lines if each.count("/") == 1 and ".." not in each)
    return ()


def _contents() -> Iterator[tuple[Path, str]]:
    """Every hash that is kept, and where."""
    for place in sorted((folder() / CONTENT).glob("*.json")):
        with contextlib.suppress(OSError, ValueError, KeyError, TypeError):
            yield place, str(json.loads(place.read_text(encoding="utf-8"))["answer"])


def _place(subject: str, question: str) -> Path:
    name = hashlib.sha256(question.encode("utf-8", "surrogateescape")).hexdigest()
    return folder() / subject / f"{name}.json"
