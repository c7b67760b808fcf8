"""Atomic files: written under a temporary name, then renamed; and the checks before that."""

from __future__ import annotations

import os
import secrets
import shutil
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

from egv.core.errors import ConflictError, EnvironmentFault
from egv.core.text.byte_sizes import format_file_size
from egv.tools.machine import shutdown
from egv.tools.machine.processes import HOST, is_running

HEAD_BYTES = 1000  # a file of egv names its schema within these first bytes
FREE_FACTOR = 1.2  # the disk must hold this factor times the predicted size


@contextmanager
def write_aside(place: Path, mode: int = 0o666) -> Iterator[Path]:
    """Open a temporary file beside `place`, with `mode`, which takes that name after the block.

    After an error the old file stays. For what can be made again: nothing is synced to the disk.
    Raises OSError.
    """
    with _hold_part(place, mode) as part:
        yield part
        part.replace(place)


def create_file(place: Path, content: bytes, mode: int = 0o666) -> None:
    """Write a new file with `mode`: completely, or not at all.

    Raises FileExistsError where the name is taken, and other OSErrors.
    """
    with _hold_part(place, mode) as part:
        part.write_bytes(content)
        _sync_file(part)
        _claim_name(part, place)


def write_new_file(path: Path, content: str | bytes) -> None:
    """Write a new file: completely, or not at all.

    Raises ConflictError where a file exists: it may hold somebody's work.
    """
    try:
        create_file(path, content.encode() if isinstance(content, str) else content)
    except FileExistsError:
        fault = f"{path}: it is there already and is left as it is; choose another name"
        raise ConflictError(fault) from None
    except OSError as error:
        raise EnvironmentFault(f"{path}: cannot be written ({error.strerror})") from None


@contextmanager
def open_part_file(output: Path) -> Iterator[Path]:
    """Open a temporary file beside `output` under a short name; it is always removed afterwards.

    Raises EnvironmentFault where none can be made.
    """
    with ExitStack() as stack:
        with _explain_unwritable(output.parent):
            part = stack.enter_context(_hold_part(output))
            _remove_abandoned_parts(output.parent)
        yield part


@contextmanager
def _hold_part(place: Path, mode: int = 0o666) -> Iterator[Path]:
    """Create a file beside `place`, removed after the block unless renamed. Raises OSError."""
    part = _make_part_name(place)
    place.parent.mkdir(parents=True, exist_ok=True)
    with shutdown.clean_up_on_exit(lambda: part.unlink(missing_ok=True)):
        try:
            part.touch(mode, exist_ok=False)
            yield part
        finally:
            part.unlink(missing_ok=True)


@contextmanager
def open_part_folder(place: Path) -> Iterator[Path]:
    """Open a temporary folder beside `place`, which replaces `place` after the block succeeds.

    The old folder is removed then. After an error the old folder stays and the new one is removed.
    Raises EnvironmentFault where none can be made.
    """
    part, old = _make_part_name(place), _make_part_name(place)
    with shutdown.clean_up_on_exit(lambda: shutil.rmtree(part, ignore_errors=True)):
        try:
            with _explain_unwritable(place.parent):
                place.parent.mkdir(parents=True, exist_ok=True)
                _remove_abandoned_parts(place.parent)
                part.mkdir()
            yield part
            with shutdown.hold_interruptions():  # one of the two folders always exists
                if place.exists():
                    with _explain_unwritable(place.parent):
                        place.rename(old)
                part.rename(place)
                shutil.rmtree(old, ignore_errors=True)
        finally:
            shutil.rmtree(part, ignore_errors=True)


def _make_part_name(output: Path) -> Path:
    return output.parent / f".egv-{HOST}-{os.getpid()}-{secrets.token_hex(4)}.part"


@contextmanager
def _explain_unwritable(folder: Path) -> Iterator[None]:
    """Raise an OSError in the block, which makes something in `folder`, as EnvironmentFault."""
    try:
        yield
    except OSError as error:
        raise EnvironmentFault(
            f"{folder}: cannot be written ({error.strerror}); choose another folder with -o"
        ) from None


def _remove_abandoned_parts(folder: Path) -> None:
    """Remove parts that killed runs on this machine left in `folder`."""
    for part in folder.glob(f".egv-{HOST}-*.part"):
        pid = part.name.split("-")[2]
        if pid.isdecimal() and not is_running(int(pid)):
            shutil.rmtree(part) if part.is_dir() else part.unlink(missing_ok=True)


def commit_text(text: str, output: Path, *, is_new: bool = False) -> None:
    """Write `text`, UTF-8, to `output`: completely, or not at all."""
    with open_part_file(output) as part:
        part.write_text(text, encoding="utf-8", newline="\n")
        commit_file(part, output, is_new=is_new)


def commit_copy(source: Path, output: Path) -> None:
    """Write the bytes of `source` to `output`: whole, or not at all."""
    with open_part_file(output) as part:
        shutil.copyfile(source, part)
        commit_file(part, output)


def commit_file(part: Path, output: Path, *, is_new: bool = False) -> None:
    """Move the finished file into place: sync it to disk, rename it, then sync the folder.

    With `is_new` nothing is replaced: raises ConflictError where the name was taken meanwhile.
    """
    try:
        _sync_file(part)
        _claim_name(part, output) if is_new else part.replace(output)
    except FileExistsError:
        raise ConflictError(
            f"{output}: another file took this name while egv was at work; it was left as it is,"
            " so look at it, then run the same line again"
        ) from None
    except OSError as error:
        raise EnvironmentFault(
            f"{output}: the finished file cannot be given its name ({error.strerror}); look at the"
            " disk, or choose another folder with -o"
        ) from None
    if hasattr(os, "O_DIRECTORY"):
        with suppress(OSError):  # some network drives cannot; the file is in place already
            _sync_folder(output.parent)


def _sync_file(path: Path) -> None:
    with path.open("rb+") as file:
        os.fsync(file.fileno())


def _claim_name(part: Path, output: Path) -> None:
    """Give `part` the name of `output`. Raises FileExistsError if that name is taken.

    A rename detects an existing file on Windows only. On other systems a hard link under the new
    name does, and the old name is removed with the other unfinished files.
    """
    if sys.platform == "win32":
        part.rename(output)
        return
    try:
        output.hardlink_to(part)
    except FileExistsError:
        raise
    except OSError:  # a drive without hard links, such as exFAT: check, then rename
        if os.path.lexists(output):
            raise FileExistsError(output) from None
        part.replace(output)


def _sync_folder(path: Path) -> None:
    folder = os.open(path, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def check_replaceable(path: Path, schema: str, said: str) -> None:
    """Raise ConflictError where the file at `path` does not name `schema` near its head.

    `said` is the option that names the file. Clips and documents are never overwritten by mistake.
    """
    with suppress(OSError):  # no such file, or a fault that writing to it will report
        if path.stat().st_size and not is_marked(path, schema):
            raise ConflictError(f"{said} {path}: this file is no {schema}; give another name")


def check_own(path: Path, is_own: Callable[[Path], bool], fault: str) -> None:
    """Raise ConflictError with `fault` where something is at `path` that is not egv's own."""
    if path.exists() and not is_own(path):
        raise ConflictError(f"{path}: {fault}")


def is_marked(path: Path, mark: str, within: int = HEAD_BYTES) -> bool:
    """True where `mark` is in the first `within` bytes of the file at `path`; -1 is all of them."""
    with path.open("rb") as file:
        return mark.encode() in file.read(within)


def find_existing_folder(path: Path) -> Path:
    """Return `path` if it exists, else the nearest folder above it that does.

    Raises EnvironmentFault where there is none, as on a drive that is not there.
    """
    place = next((place for place in (path, *path.absolute().parents) if place.exists()), None)
    if place is None:
        raise EnvironmentFault(f"{path}: its drive is not there; connect it, or choose another")
    return place


def read_file_identity(path: Path) -> tuple[int, ...]:
    """Read values that change when `path` is written to or replaced: device, inode, size, mtime."""
    status = path.stat()
    return status.st_dev, status.st_ino, status.st_size, status.st_mtime_ns


def check_disk_room(output: Path, predicted_bytes: int, kept_gb: float = 0.0) -> str:
    """Raise EnvironmentFault if the disk is too small; return advice if under `kept_gb` is free."""
    needed = predicted_bytes * FREE_FACTOR
    folder = find_existing_folder(output.absolute().parent)
    free = shutil.disk_usage(folder).free
    if free < needed:
        raise EnvironmentFault(
            f"{folder}: {format_file_size(free)} free, about {format_file_size(needed)} needed;"
            " make room, or choose another disk with -o"
        )
    if free < kept_gb * 1e9:
        return (
            f"disk: {free / 1e9:.1f} GB free at {folder}, less than the {kept_gb:g} GB of"
            " limits.min_free_gb; make room soon"
        )
    return ""
