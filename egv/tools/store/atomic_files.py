"""Atomic files: unfinished files have temporary names, finished ones are renamed into place."""

from __future__ import annotations

import os
import secrets
import shutil
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from egv.core.errors import ConflictError, EnvironmentFault
from egv.tools.machine import shutdown
from egv.tools.machine.processes import HOST, is_running

HEAD_BYTES = 1000  # a file of egv names its schema within these first bytes
FREE_FACTOR = 1.2  # the disk must hold this factor times the predicted size
HELD_OPEN = (5, 32, 33)  # ERROR_ACCESS_DENIED, _SHARING_VIOLATION and _LOCK_VIOLATION of Windows
PATIENCE_S = 5.0  # this long a file may be held open: scanners for viruses let go in time


@contextmanager
def open_part_file(output: Path) -> Iterator[Path]:
    """Open a temporary file beside `output` under a short name; it is always removed afterwards."""
    part = _make_part_name(output)
    with shutdown.clean_up_on_exit(lambda: part.unlink(missing_ok=True)):
        try:
            _create_in_folder(part, lambda: part.touch(exist_ok=False))
            yield part
        finally:
            part.unlink(missing_ok=True)


@contextmanager
def open_part_folder(place: Path) -> Iterator[Path]:
    """Open a temporary folder beside `place`, which replaces `place` after the block succeeds.

    The old folder is removed then. After an error the old folder stays and the new one is removed.
    """
    part, old = _make_part_name(place), _make_part_name(place)
    with shutdown.clean_up_on_exit(lambda: shutil.rmtree(part, ignore_errors=True)):
        try:
            _create_in_folder(part, part.mkdir)
            yield part
            with shutdown.hold_interruptions():  # one of the two folders always exists
                if place.exists():
                    _create_in_folder(old, lambda: _move_patiently(lambda: place.rename(old)))
                _move_patiently(lambda: part.rename(place))
                shutil.rmtree(old, ignore_errors=True)
        finally:
            shutil.rmtree(part, ignore_errors=True)


def _make_part_name(output: Path) -> Path:
    return output.parent / f".egv-{HOST}-{os.getpid()}-{secrets.token_hex(4)}.part"


def _create_in_folder(part: Path, make: Callable[[], object]) -> None:
    """Create `part` with `make` in its folder, after a clean-up there. Raises EnvironmentFault."""
    folder = part.parent
    try:
        folder.mkdir(parents=True, exist_ok=True)
        _remove_abandoned_parts(folder)
        make()
    except OSError as error:
        raise EnvironmentFault(
            f"{folder}: cannot be written ({error.strerror}); choose another folder with -o"
        ) from None


def _remove_abandoned_parts(folder: Path) -> None:
    """Remove parts that killed runs on this machine left in `folder`."""
    for part in folder.glob(f".egv-{HOST}-*.part"):
        pid = part.name.split("-")[2]
        if pid.isdecimal() and not is_running(int(pid)):
            with suppress(OSError):  # still open: the next run removes it
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

    With `is_new` nothing is replaced: raises ConflictError where the name was taken meanwhile. A
    file that is open in another program cannot be replaced on Windows: after `PATIENCE_S` the
    finished one is kept beside it, and EnvironmentFault names it.
    """
    move = (lambda: _claim_name(part, output)) if is_new else (lambda: part.replace(output))
    try:
        with part.open("rb+") as file:
            os.fsync(file.fileno())
        _move_patiently(move)
    except FileExistsError:
        raise ConflictError(
            f"{output}: another file took this name while egv was at work; it was left as it is,"
            " so look at it, then run the same line again"
        ) from None
    except OSError as error:
        if is_held_open(error):
            raise EnvironmentFault(
                f"{output}: another program has this file open, so the finished one is kept as"
                f" {_keep_under_free_name(part, output).name}; close that program, then run the same line"
                " again, or rename the file that was kept"
            ) from None
        raise EnvironmentFault(
            f"{output}: the finished file cannot be given its name ({error.strerror}); look at the"
            " disk, or choose another folder with -o"
        ) from None
    with suppress(OSError):  # some network drives cannot; the file is in place already
        _sync_folder(output.parent)


def is_held_open(error: OSError) -> bool:
    """True where Windows refused because another program has the file open."""
    return getattr(error, "winerror", None) in HELD_OPEN


def _move_patiently(move: Callable[[], object]) -> None:
    """Call `move` until nothing holds the file open any more, or for `PATIENCE_S`."""
    until = time.monotonic() + PATIENCE_S
    while True:
        try:
            move()
        except OSError as error:
            is_late = time.monotonic() > until or shutdown.get_requested_signal()
            if is_late or not is_held_open(error):
                raise
            time.sleep(PATIENCE_S / 50)
        else:
            return


def _keep_under_free_name(part: Path, output: Path) -> Path:
    """Give `part` a free name beside `output`, such as `clip.new.mp4`; return it."""
    number = 1
    while True:
        word = "new" if number == 1 else f"new-{number}"
        kept = output.with_name(f"{output.stem}.{word}{output.suffix}")
        try:
            _claim_name(part, kept)
        except FileExistsError:
            number += 1
        else:
            return kept


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
    if sys.platform != "win32":  # which has no way to do so
        folder = os.open(path, os.O_RDONLY | os.O_DIRECTORY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)


def check_replaceable(path: Path, schema: str, said: str) -> None:
    """Raise ConflictError where the file at `path` does not name `schema` near its head.

    `said` is the option that names the file. Clips and documents are never overwritten by mistake.
    """
    try:
        with path.open("rb") as file:
            head = file.read(HEAD_BYTES)
    except OSError:  # no such file, or a fault that writing to it will report
        return
    if head and schema.encode() not in head:
        raise ConflictError(f"{said} {path}: this file is no {schema}; give another name")


def read_file_identity(path: Path) -> tuple[int, ...]:
    """Read values that change when `path` is written to or replaced: device, inode, size, mtime."""
    status = path.stat()
    return status.st_dev, status.st_ino, status.st_size, status.st_mtime_ns


def check_disk_room(output: Path, predicted_bytes: int, kept_gb: float = 0.0) -> str:
    """Raise EnvironmentFault if the disk is too small; return advice if under `kept_gb` is free."""
    needed = predicted_bytes * FREE_FACTOR
    folder = next(parent for parent in output.absolute().parents if parent.exists())
    free = shutil.disk_usage(folder).free
    if free < needed:
        raise EnvironmentFault(
            f"{folder}: {free / 1e6:.0f} MB free, about {needed / 1e6:.0f} MB needed; make room,"
            " or choose another disk with -o"
        )
    if free < kept_gb * 1e9:
        return (
            f"disk: {free / 1e9:.1f} GB free at {folder}, less than the {kept_gb:g} GB of"
            " limits.min_free_gb; make room soon"
        )
    return ""
