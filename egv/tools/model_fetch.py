"""Fetch a speech model: the one place in egv that uses the network, and only when it is told to.

Files come into a folder of their own beside the model's, are held against the hub's checksums, and
get their name all at once: killed anywhere, there is no half model.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from fnmatch import fnmatch
from http.client import HTTPException
from pathlib import Path

from egv.core.errors import EnvironmentFault
from egv.core.speech_models import KnownModel, size_text
from egv.tools.model_faults import FILES, faults_of
from egv.tools.models import model_folder_chosen
from egv.tools.processes import is_running

WANTED = (*FILES, "vocabulary.*", "preprocessor_config.json")
BLOCK = 1 << 20
PATIENCE_S = 10
TRIES = 5
FREE_FACTOR = 1.1

Progress = Callable[[int, int], None]  # bytes done, bytes in all


@dataclass(frozen=True, slots=True)
class _File:
    """One file to fetch; `sha256`, or the hub's `git` hash for small ones."""

    name: str
    url: str
    size: int
    sha256: str = ""
    git: str = ""


def endpoint() -> str:
    """The hub's address: `HF_ENDPOINT`, for a mirror, else the public one."""
    return os.environ.get("HF_ENDPOINT", "https://huggingface.co").rstrip("/")


def fetch(model: KnownModel, progress: Progress, folder: Path | None = None) -> Path:
    """Fetch `model` into its folder below `folder`, and say where. Does nothing if it is there.

    Raises EnvironmentFault, saying what to do by hand, when that cannot be done.
    """
    place = (folder or model_folder_chosen()) / model.name
    if place.exists() and not faults_of(place):
        return place
    with _unfinished(place) as part:
        files = _listed(model, place)
        total, done = sum(file.size for file in files), 0
        _check_room(part, total)
        for file in files:
            _one(file, part / file.name, _counted(progress, done, total))
            done += file.size
        if faults := faults_of(part):
            raise EnvironmentFault(f"{model.name}: what was fetched is no model: {faults[0]}")
        if place.exists():  # broken, or a faster egv was first
            shutil.rmtree(place)
        part.replace(place)
    return place


def _counted(progress: Progress, before: int, total: int) -> Callable[[int], None]:
    return lambda done: progress(before + done, total)


@contextmanager
def _unfinished(place: Path) -> Iterator[Path]:
    """A folder beside `place`, gone afterwards unless it was moved; those of the dead are swept."""
    part = place.with_name(f".{place.name}-{os.getpid()}.part")
    try:
        place.parent.mkdir(parents=True, exist_ok=True)
        for left in place.parent.glob(f".{place.name}-*.part"):
            pid = left.name.removesuffix(".part").rpartition("-")[2]
            if pid.isdecimal() and not is_running(int(pid)):
                shutil.rmtree(left, ignore_errors=True)
        part.mkdir()
    except OSError as error:
        raise EnvironmentFault(
            f"{place.parent}: cannot be written ({error.strerror}); set EGV_MODEL_DIR to a folder"
            " that can"
        ) from None
    try:
        yield part
    finally:
        shutil.rmtree(part, ignore_errors=True)


def _listed(model: KnownModel, place: Path) -> list[_File]:
    """The files of `model`, by the hub's own list."""
    repository = urllib.parse.quote(model.repository)
    address = f"{endpoint()}/api/models/{repository}/tree/main"
    try:
        with urllib.request.urlopen(_request(address), timeout=PATIENCE_S) as answer:
            entries = json.load(answer)
        return [
            _File(
                name=entry["path"],
                url=f"{endpoint()}/{repository}/resolve/main/{urllib.parse.quote(entry['path'])}",
                size=int(entry["size"]),
                sha256=entry.get("lfs", {}).get("oid", ""),
                git=entry.get("oid", ""),
            )
            for entry in entries
            if Path(entry["path"]).name == entry["path"]  # no listing leads out of the folder
            and any(fnmatch(entry["path"], wanted) for wanted in WANTED)
        ]
    except (OSError, HTTPException) as error:
        raise _by_hand(model, place, address, error) from None
    except (ValueError, KeyError, TypeError, AttributeError):
        raise EnvironmentFault(
            f"{address}: the answer is no list of files; check HF_ENDPOINT"
        ) from None


def _by_hand(model: KnownModel, place: Path, address: str, error: Exception) -> EnvironmentFault:
    why = getattr(error, "reason", None) or str(error) or type(error).__name__
    return EnvironmentFault(
        f"{address}: cannot be reached ({why}); connect to the network, or copy the files of"
        f" https://huggingface.co/{model.repository} to {place} by hand, about {model.size}"
    )


def _request(url: str, start: int = 0) -> urllib.request.Request:
    if not url.startswith(("https://", "http://")):
        raise EnvironmentFault(f"{url}: it is no web address; check HF_ENDPOINT")
    headers = {"User-Agent": "egv"} | ({"Range": f"bytes={start}-"} if start else {})
    return urllib.request.Request(url, headers=headers)


def _one(file: _File, place: Path, progress: Callable[[int], None]) -> None:
    """Fetch one file to `place`, going on where a connection broke, and check every byte of it."""
    for _ in range(TRIES):
        try:
            _more(file, place, progress)
        except (OSError, HTTPException) as error:
            last = str(getattr(error, "reason", "") or error)
            continue
        break
    else:
        raise EnvironmentFault(f"{file.url}: the connection breaks ({last}); try again later")
    if _hash(file, place) != (file.sha256 or file.git):
        raise EnvironmentFault(
            f"{file.name}: what came is not what the hub has (its checksum differs); try again"
        )


def _more(file: _File, place: Path, progress: Callable[[int], None]) -> None:
    have = place.stat().st_size if place.exists() else 0
    if have >= file.size > 0:
        return
    with urllib.request.urlopen(_request(file.url, have), timeout=PATIENCE_S) as answer:
        resumed = have and answer.status == 206
        with place.open("ab" if resumed else "wb") as out:
            while block := answer.read(BLOCK):
                out.write(block)
                progress(out.tell())
    if place.stat().st_size < file.size:
        raise ConnectionError("it ended early")


def _hash(file: _File, place: Path) -> str:
    """SHA-256 of large files; of small ones git's own, which the hub lists for them."""
    size = place.stat().st_size
    digest = hashlib.sha256() if file.sha256 else hashlib.sha1(f"blob {size}\0".encode())
    with place.open("rb") as data:
        while block := data.read(BLOCK):
            digest.update(block)
    return digest.hexdigest()


def _check_room(folder: Path, total: int) -> None:
    free = shutil.disk_usage(folder).free
    if free < total * FREE_FACTOR:
        raise EnvironmentFault(
            f"{folder.parent}: {size_text(free)} free, {size_text(total)} needed; make room, or set"
            " EGV_MODEL_DIR to another disk"
        )
