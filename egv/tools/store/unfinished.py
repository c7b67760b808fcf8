"""Unfinished files and temporary folders: their names, and the end of those that nobody works on.

A process holds a lock beside what it has not finished: `.egv-HOST-KERNEL-RUN.lock`, for all its
`.egv-HOST-KERNEL-RUN-NUMBER.part` in that folder. The system releases it when the process dies,
however it died. So a lock that can be taken tells more than a process number, which a zombie keeps,
another process is given anew, and another container does not know.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import re
import secrets
import shutil
import tempfile
import threading
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from enum import Enum
from pathlib import Path

from egv.tools.machine import shutdown
from egv.tools.machine.processes import HOST
from egv.tools.store.locks import LOCKS, TAKEN

ABANDONED_S = 86_400  # age, s, from which what has no lock that can be trusted is abandoned
PART, LOCK = ".part", ".lock"
PLACE = 0  # the byte of a lock file that is locked
RUN = secrets.token_hex(4)
_NAME = re.compile(
    r"(?P<stem>\.(?P<what>.+)-(?P<host>[0-9a-f]{6})-(?P<kernel>[0-9a-f]{6})-(?P<run>[0-9a-f]{8}))"
    r"(?:\.lock|(?:-[0-9a-f]{8})?\.part)"
)
_EARLIER_NAME = re.compile(r"\.egv-[0-9a-f]{6}-\d+-[0-9a-f]+\.part")  # with a process number
BOOT_ID = Path("/proc/sys/kernel/random/boot_id")


def read_kernel_id() -> str:
    """Read an id of the running kernel, which all containers on it share; else that of the host."""
    with contextlib.suppress(OSError):
        return hashlib.sha256(BOOT_ID.read_bytes()).hexdigest()[:6]
    return HOST


KERNEL = read_kernel_id()


class LockState(Enum):
    """The state of a lock between processes."""

    FREE = "free"  # its process has ended, or held it on another machine that tells nobody
    HELD = "held"
    UNKNOWN = "unknown"  # there is no such lock, or the drive has none


class _HeldLocks:
    """The lock files of this process, by their folder, each with the number of its users."""

    def __init__(self) -> None:
        self._guard = threading.Lock()
        self._files: dict[Path, tuple[int, int]] = {}

    def add_user(self, folder: Path) -> None:
        """Hold the lock of `folder` from now on. Raises OSError where its file cannot be made."""
        with self._guard:
            file, users = self._files.get(folder) or (open_held_lock(_locate_lock(folder)), 0)
            self._files[folder] = file, users + 1

    def drop_user(self, folder: Path) -> None:
        """Release the lock of `folder` after its last user, and delete its file."""
        with self._guard:
            file, users = self._files.pop(folder, (-1, 0))
            if users > 1:
                self._files[folder] = file, users - 1
            elif users:
                close_held_lock(file, _locate_lock(folder))


_HELD = _HeldLocks()
_swept: set[Path] = set()


def format_stem(what: str = "egv") -> str:
    """Format how the names begin that this process gives to what is unfinished."""
    return f".{what}-{HOST}-{KERNEL}-{RUN}"


def _locate_lock(folder: Path) -> Path:
    return folder / (format_stem() + LOCK)


def open_held_lock(path: Path) -> int:
    """Make the lock file at `path`, lock it, and return the open file.

    Where the drive has no locks, it is only there. Raises OSError where it cannot be made.
    """
    while True:
        file = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
        try:
            LOCKS.take(file, PLACE)
        except OSError as error:
            if error.errno not in TAKEN:
                return file
            os.close(file)  # somebody looks whether it is abandoned
            time.sleep(0.01)
            continue
        if LOCKS.is_current(file, path):
            return file
        os.close(file)


def close_held_lock(file: int, path: Path) -> None:
    """Release the lock of `open_held_lock`, and delete its file, which is no other's."""
    LOCKS.close_last(file, path)
    with contextlib.suppress(OSError):
        path.unlink(missing_ok=True)  # on a drive without locks it is still there


@contextmanager
def hold_lock(path: Path) -> Iterator[None]:
    """Hold the lock file at `path` during the block, and delete it then. Raises OSError."""
    file = open_held_lock(path)
    try:
        yield
    finally:
        close_held_lock(file, path)


@contextmanager
def try_lock(path: Path) -> Iterator[LockState]:
    """Yield the state of the lock file at `path`; one that is free is held in the block."""
    try:
        file = os.open(path, os.O_RDWR | getattr(os, "O_NOFOLLOW", 0))
    except OSError:
        yield LockState.UNKNOWN
        return
    try:
        LOCKS.take(file, PLACE)
    except OSError as error:
        os.close(file)
        yield LockState.HELD if error.errno in TAKEN else LockState.UNKNOWN
        return
    try:
        yield LockState.FREE
    finally:
        LOCKS.leave(file, PLACE)
        os.close(file)


@contextmanager
def hold_part_name(folder: Path) -> Iterator[Path]:
    """Yield a free name for something unfinished in `folder`, which exists, and hold its lock.

    Whatever abandoned runs left there is removed first. Raises OSError.
    """
    folder = folder.absolute()
    part = folder / make_part_name()
    with shutdown.clean_up_on_exit(lambda: _HELD.drop_user(folder)):
        _HELD.add_user(folder)
        try:
            if folder not in _swept and not remove_abandoned_parts(folder):
                _swept.add(folder)
            with shutdown.clean_up_on_exit(lambda: _remove_part(part)):
                yield part
        finally:
            _HELD.drop_user(folder)


def make_part_name() -> str:
    """Make a new name for something unfinished, for use where `hold_part_name` holds the lock."""
    return f"{format_stem()}-{secrets.token_hex(4)}{PART}"


@contextmanager
def open_work_folder() -> Iterator[Path]:
    """Make a temporary folder for this user alone, and delete it after the block."""
    with hold_part_name(Path(tempfile.gettempdir())) as folder:
        try:
            folder.mkdir(mode=0o700)
            yield folder
        finally:
            shutil.rmtree(folder, ignore_errors=True)


def remove_abandoned_parts(folder: Path, *, at_once: bool = False) -> tuple[Path, ...]:
    """Remove what ended processes left unfinished in `folder`; return what could not be removed.

    A lock tells who has ended. From another machine it is believed after a day only, for not every
    drive carries locks between machines, or `at_once` where a person says so. What has no lock that
    could be asked goes after a day too.
    """
    found = find_parts(folder)
    due: list[Path] = []
    for stem in dict.fromkeys(map(_find_stem, found)):
        with try_lock(folder / (stem + LOCK)) as state:
            is_told = state is LockState.FREE and (at_once or _is_believable(stem))
            of_stem = [part for part in found if _find_stem(part) == stem]
            if is_told or (state is not LockState.HELD and _is_old(of_stem)):
                due += of_stem
                for part in of_stem:
                    if part.suffix != LOCK:  # open until the end of the block
                        _remove_part(part)
        for part in due:
            _remove_part(part)
    return tuple(part for part in due if os.path.lexists(part))


def find_parts(folder: Path) -> tuple[Path, ...]:
    """Find what other processes have unfinished in `folder`, and their locks, by name."""
    try:
        names = [entry.name for entry in os.scandir(folder) if entry.name.startswith(".egv-")]
    except OSError:
        return ()
    return tuple(folder / name for name in sorted(names) if _is_of_another(name))


def read_lock_state(part: Path) -> LockState:
    """Read the state of the lock that whoever works on `part` holds."""
    with try_lock(part.with_name(_find_stem(part) + LOCK)) as state:
        return state


def is_abandoned(part: Path) -> bool:
    """True where no process works on `part` any more, by its lock, else by its age."""
    with try_lock(part.with_name(_find_stem(part) + LOCK)) as state:
        if state is LockState.FREE and _is_believable(_find_stem(part)):
            return True
        return state is not LockState.HELD and _is_old((part,))


def _is_of_another(name: str) -> bool:
    match = _NAME.fullmatch(name)
    return match["run"] != RUN if match else bool(_EARLIER_NAME.fullmatch(name))


def _find_stem(part: Path) -> str:
    match = _NAME.fullmatch(part.name)
    return match["stem"] if match else part.stem


def _is_believable(stem: str) -> bool:
    """True where the process of `stem` ran on this kernel or host, so that its lock is believed."""
    match = _NAME.fullmatch(stem + LOCK)
    return match is not None and (match["host"] == HOST or match["kernel"] == KERNEL)


def _is_old(parts: Iterable[Path]) -> bool:
    return all(measure_rest_s(part) > ABANDONED_S for part in parts)


def measure_rest_s(part: Path) -> float:
    """Measure for how long, s, nobody has written to the file or folder `part`."""
    entries = [part]
    with contextlib.suppress(OSError):
        entries += [*part.iterdir()] if part.is_dir() and not part.is_symlink() else []
    times = []
    for entry in entries:
        with contextlib.suppress(OSError):
            times.append(entry.lstat().st_mtime)
    return time.time() - max(times, default=time.time())


def _remove_part(part: Path) -> None:
    with contextlib.suppress(OSError):  # still open, or another user's
        if part.is_dir() and not part.is_symlink():
            shutil.rmtree(part)
        else:
            part.unlink(missing_ok=True)
