"""Atomic files: written under a temporary name, then renamed; and the checks before that."""

from __future__ import annotations

import os
import shutil
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

from egv.core.errors import ConflictError, EnvironmentFault, name_cause
from egv.core.text.byte_sizes import format_file_size
from egv.tools.machine import shutdown
from egv.tools.machine.path_limit import check_path_length
from egv.tools.store.unfinished import hold_part_name, make_part_name

HEAD_BYTES = 1000  # a file of egv names its schema within these first bytes
FREE_FACTOR = 1.2  # the disk must hold this factor times the predicted size
HELD_OPEN = (5, 32, 33)  # ERROR_ACCESS_DENIED, _SHARING_VIOLATION and _LOCK_VIOLATION of Windows
PATIENCE_S = 5.0  # this long a file may be held open: scanners for viruses let go in time


@contextmanager
def write_aside(place: Path, mode: int = 0o666) -> Iterator[Path]:
    """Open a temporary file beside `place`, with `mode`, which takes that name after the block.

    After an error the old file stays. For what can be made again: nothing is synced to the disk.
    Raises OSError.
    """
    with _hold_part(place, mode) as part:
        yield part
        _try_patiently(lambda: part.replace(place))


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

    Raises ConflictError where a file exists: it may hold somebody's work; and UsageError where its
    path is too long.
    """
    check_path_length(path, make_part_name())
    try:
        create_file(path, content.encode() if isinstance(content, str) else content)
    except FileExistsError:
        fault = f"{path}: this already exists and is left as it is; choose another name"
        raise ConflictError(fault) from None
    except OSError as error:
        raise EnvironmentFault(f"{path}: cannot be written ({name_cause(error)})") from None


@contextmanager
def open_part_file(output: Path) -> Iterator[Path]:
    """Open a temporary file beside `output` under a short name; it is always removed afterwards.

    Raises UsageError where its path is too long, and EnvironmentFault where none can be made.
    """
    check_path_length(output, make_part_name())
    with ExitStack() as stack:
        with _explain_unwritable(output.parent):
            part = stack.enter_context(_hold_part(output))
        yield part


@contextmanager
def _hold_part(place: Path, mode: int = 0o666) -> Iterator[Path]:
    """Create a file beside `place`, removed after the block unless renamed. Raises OSError."""
    place.parent.mkdir(parents=True, exist_ok=True)
    with hold_part_name(place.parent) as part:
        try:
            part.touch(mode, exist_ok=False)
            yield part
        finally:
            remove_patiently(part)


@contextmanager
def open_part_folder(place: Path) -> Iterator[Path]:
    """Open a temporary folder beside `place`, which replaces `place` after the block succeeds.

    The old folder is removed then. After an error the old folder stays and the new one is removed.
    Raises UsageError where its path is too long, and EnvironmentFault where none can be made.
    """
    check_path_length(place, make_part_name())
    with ExitStack() as stack:
        with _explain_unwritable(place.parent):
            place.parent.mkdir(parents=True, exist_ok=True)
            part = stack.enter_context(hold_part_name(place.parent))
            part.mkdir()
        old = part.with_name(make_part_name())
        stack.callback(shutil.rmtree, part, ignore_errors=True)
        yield part
        with shutdown.hold_interruptions():  # one of the two folders always exists
            if place.exists():
                with _explain_unwritable(place.parent):
                    _try_patiently(lambda: place.rename(old))
            _try_patiently(lambda: part.rename(place))
            shutil.rmtree(old, ignore_errors=True)


@contextmanager
def _explain_unwritable(folder: Path) -> Iterator[None]:
    """Raise an OSError in the block, which makes something in `folder`, as EnvironmentFault."""
    try:
        yield
    except OSError as error:
        raise EnvironmentFault(
            f"{folder}: cannot be written ({name_cause(error)}); choose another folder with -o"
        ) from None


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
        _sync_file(part)
        _try_patiently(move)
    except FileExistsError:
        raise ConflictError(
            f"{output}: another file appeared under this name while egv was working, and was"
            " left as it is; move it away, then run the same line again"
        ) from None
    except OSError as error:
        kept = keep_under_free_name(part, output) if is_held_open(error) else None
        raise EnvironmentFault(_explain_lost_name(output, error, kept)) from None
    with suppress(OSError):  # some network drives cannot; the file is in place already
        _sync_folder(output.parent)


def is_held_open(error: OSError) -> bool:
    """True where Windows refused because another program has the file open."""
    return getattr(error, "winerror", None) in HELD_OPEN


def remove_patiently(path: Path) -> None:
    """Remove the file at `path`, if it is there, once nothing holds it open any more.

    On Windows a program that was ended holds its files for a moment longer. Raises OSError.
    """
    _try_patiently(lambda: path.unlink(missing_ok=True))


def _try_patiently(act: Callable[[], object]) -> None:
    """Call `act` until nothing holds its file open any more, or for `PATIENCE_S`."""
    until = time.monotonic() + PATIENCE_S
    while True:
        try:
            act()
        except OSError as error:
            is_late = time.monotonic() > until or shutdown.get_requested_signal()
            if is_late or not is_held_open(error):
                raise
            time.sleep(PATIENCE_S / 50)
        else:
            return


def keep_under_free_name(part: Path, output: Path) -> Path | None:
    """Give `part` a free name beside `output`, such as `clip.new.mp4`; return it.

    None where no name can be given in this folder.
    """
    for word in ("new", *(f"new-{number}" for number in range(2, 100))):
        kept = output.with_name(f"{output.stem}.{word}{output.suffix}")
        try:
            _claim_name(part, kept)
        except FileExistsError:
            continue
        except OSError:
            return None
        return kept
    return None


def _explain_lost_name(output: Path, error: OSError, kept: Path | None) -> str:
    """Explain why the finished file could not become `output`, and where it is `kept`."""
    if kept:
        return (
            f"{output}: another program has this file open, so the finished one is kept as"
            f" {kept.name}; close that program, then run the same line again, or rename the file"
            " that was kept"
        )
    return (
        f"{output}: the finished file cannot be given its name ({name_cause(error)}); check the"
        " disk, or choose another folder with -o"
    )


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
    if sys.platform != "win32":  # which has no way to do so
        folder = os.open(path, os.O_RDONLY | os.O_DIRECTORY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)


def check_replaceable(path: Path, schema: str, option: str) -> None:
    """Raise ConflictError where the file at `path` does not name `schema` near its head.

    `option` names the file on the line. Clips and documents are never overwritten by mistake.
    """
    with suppress(OSError):  # no such file, or a fault that writing to it will report
        if path.stat().st_size and not is_marked(path, schema):
            raise ConflictError(
                f"{option} {path}: this file exists and is not an {schema} document;"
                " give another name"
            )


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
            " free some space, or choose another disk with -o"
        )
    if free < kept_gb * 1e9:
        return (
            f"disk: {free / 1e9:.1f} GB free at {folder}, less than the {kept_gb:g} GB of"
            " limits.min_free_gb; free some space soon"
        )
    return ""
