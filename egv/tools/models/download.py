"""Download a speech model; with `sources`, the only code that uses the network, on request only.

Fetched with urllib instead of the client of the hub (Hugging Face), which checks sizes only and
supports no mirror but another hub. Files arrive in a temporary folder beside the model's, are
compared with their checksums, and get their final name all at once. An interrupted download never
leaves half a model, and the next one continues it.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import shutil
import urllib.error
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from http.client import HTTPException
from pathlib import Path
from typing import IO

from egv.core.cues.speech_models import SpeechModel
from egv.core.errors import EnvironmentFault, name_cause
from egv.core.text.byte_sizes import format_size
from egv.tools.models.check import find_model_faults
from egv.tools.models.installed import choose_download_folder
from egv.tools.models.sources import ModelSourceFile, describe_network_error, list_source_files
from egv.tools.store.unfinished import LOCK, PART, format_stem, hold_lock, is_abandoned

BLOCK = 1 << 20
STALLS = 3  # attempts in a row that bring no data
FREE_FACTOR = 1.1

OnDownload = Callable[[int, int], None]  # bytes done, bytes in total


def fetch_model(
    model: SpeechModel, progress: OnDownload, folder: Path | None = None, source: str | None = None
) -> Path:
    """Download `model` into its folder below `folder`, and return that folder.

    Does nothing if the model is there. `source` is a mirror's address or a folder, else the hub is
    used. Raises EnvironmentFault when the download fails, with the steps by hand where the source
    cannot be reached.
    """
    place = (folder or choose_download_folder()) / model.name
    if place.exists() and not find_model_faults(place):
        return place
    with open_part_folder(place) as part:
        files = list_source_files(model, source, place)
        _delete_other_files({file.name for file in files}, part)
        total, done = sum(file.size for file in files), 0
        check_room(part, total)
        for file in files:
            _fetch_file(file, part / file.name, _shift_progress(progress, done, total))
            done += file.size
        if faults := find_model_faults(part):
            shutil.rmtree(part)
            raise EnvironmentFault(
                f"{model.name}: the fetched files are not a complete model: {faults[0]}"
            )
        move_into_place(part, place)
    return place


def _shift_progress(progress: OnDownload, before: int, total: int) -> Callable[[int], None]:
    return lambda done: progress(before + done, total)


@contextmanager
def open_part_folder(place: Path) -> Iterator[Path]:
    """Open a folder beside `place` for arrived files, including those of an earlier attempt."""
    part, lock = (place.with_name(format_stem(place.name) + suffix) for suffix in (PART, LOCK))
    with _explain_unwritable(place.parent), ExitStack() as stack:
        place.parent.mkdir(parents=True, exist_ok=True)
        stack.enter_context(hold_lock(lock))
        for left in sorted(place.parent.glob(f".{place.name}-*")):
            if left.suffix == LOCK or left == part or not is_abandoned(left):
                continue
            if part.exists() or left.suffix != PART:
                shutil.rmtree(left, ignore_errors=True)
            else:
                with contextlib.suppress(FileNotFoundError):  # another egv took the folder
                    left.rename(part)
            left.with_suffix(LOCK).unlink(missing_ok=True)
        part.mkdir(exist_ok=True)
        held = stack.pop_all()
    with held:
        try:
            yield part
        finally:
            with contextlib.suppress(OSError):
                part.rmdir()  # only if nothing arrived


@contextmanager
def _explain_unwritable(folder: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise EnvironmentFault(
            f"{folder}: cannot be written ({name_cause(error)}); set EGV_MODEL_DIR to a"
            " folder that you can write to"
        ) from None


def _delete_other_files(names: set[str], part: Path) -> None:
    for file in part.iterdir():
        if file.name not in names:
            file.unlink()


def move_into_place(part: Path, place: Path) -> None:
    """Rename `part` to `place`, unless another egv was faster with a complete model."""
    if place.exists() and not find_model_faults(place):
        shutil.rmtree(part)
        return
    broken = part.with_suffix(".old")
    with contextlib.suppress(FileNotFoundError):
        place.rename(broken)
    try:
        part.rename(place)
    except OSError:
        if find_model_faults(place):
            raise
        shutil.rmtree(part)
    if broken.is_symlink():
        broken.unlink()
    else:
        shutil.rmtree(broken, ignore_errors=True)


def _fetch_file(file: ModelSourceFile, place: Path, progress: Callable[[int], None]) -> None:
    """Fetch one file to `place`, resuming a partial one, and check every byte."""
    if not file.has_checksum:  # without a checksum a partial file cannot be identified
        place.unlink(missing_ok=True)
    resumed = place.exists()
    _fetch_with_retries(file, place, progress)
    if resumed and not _is_intact(file, place):  # the partial file was of another version
        place.unlink()
        _fetch_with_retries(file, place, progress)
    if not _is_intact(file, place):
        place.unlink()
        raise EnvironmentFault(
            f"{file.address}: the fetched file is damaged (its checksum differs); try again"
        )


def _fetch_with_retries(
    file: ModelSourceFile, place: Path, progress: Callable[[int], None]
) -> None:
    stalls = 0
    while True:
        have = _measure_length(place)
        try:
            _fetch_rest(file, place, have, progress)
            return
        except (OSError, HTTPException) as error:
            stalls = 0 if _measure_length(place) > have else stalls + 1
            final = isinstance(error, urllib.error.HTTPError) and error.code < 500
            if final or stalls == STALLS:
                raise EnvironmentFault(
                    f"{file.address}: {describe_network_error(error)}; run the same line again"
                    " to continue"
                ) from None


def _fetch_rest(
    file: ModelSourceFile, place: Path, have: int, progress: Callable[[int], None]
) -> None:
    if have >= file.size > 0:
        return
    with file.open_stream(have) as answer:
        begun = have > 0 and getattr(answer, "status", 206) == 206
        with place.open("ab" if begun else "wb") as out:
            while block := answer.read1(BLOCK):  # what has arrived: may be little
                _write_block(block, out.fileno(), place)
                progress(out.seek(0, os.SEEK_END))
            os.fsync(out.fileno())
    if _measure_length(place) < file.size:
        raise ConnectionError("the download stopped early")


def copy_blocks(stream: IO[bytes], place: Path) -> Iterator[int]:
    """Copy `stream` to a new file at `place`; yield how many bytes there are after each block.

    Raises EnvironmentFault where the disk refuses them.
    """
    with place.open("wb") as out:
        while block := stream.read(BLOCK):
            _write_block(block, out.fileno(), place)
            yield out.seek(0, os.SEEK_END)
        os.fsync(out.fileno())


def _write_block(block: bytes, number: int, place: Path) -> None:
    try:
        while block:
            block = block[os.write(number, block) :]
    except OSError as error:
        raise EnvironmentFault(f"{place}: cannot be written ({name_cause(error)})") from None


def _measure_length(place: Path) -> int:
    return place.stat().st_size if place.exists() else 0


def _is_intact(file: ModelSourceFile, place: Path) -> bool:
    """True where the SHA-256 matches, or git's hash for small files without another on the hub.

    A file without a checksum is compared by size.
    """
    if not file.has_checksum:
        return _measure_length(place) == file.size
    blob = f"blob {_measure_length(place)}\0".encode()
    digest = hashlib.sha256() if file.sha256 else hashlib.sha1(blob, usedforsecurity=False)
    with place.open("rb") as data:
        hashlib.file_digest(data, lambda: digest)
    return digest.hexdigest() == (file.sha256 or file.git_hash)


def check_room(part: Path, total: int) -> None:
    """Raise EnvironmentFault where the disk has no room for `total` bytes in the folder `part`."""
    there = sum(file.stat().st_size for file in part.iterdir())
    free, needed = shutil.disk_usage(part).free, (total - there) * FREE_FACTOR
    if free < needed:
        raise EnvironmentFault(
            f"{part.parent}: {format_size(free)} free, {format_size(needed)} needed; free some"
            " space, or set EGV_MODEL_DIR to another disk"
        )
