"""Locks between processes, by ranges of one file: the system releases them when a process dies.

On file systems without locking, every lock succeeds.
"""

from __future__ import annotations

import contextlib
import errno
import hashlib
import os
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Protocol

# Range of the lock bytes: each lock is one byte, the file itself stays empty. The C library of
# Windows takes offsets and lengths of 31 bits.
PLACES = (1 << 31) - 1
TAKEN = (errno.EACCES, errno.EAGAIN, errno.EDEADLK)


class ByteLocks(Protocol):
    """Locks on single bytes of an open file, as one system has them. All raise OSError."""

    def take(self, file: int, place: int) -> None:
        """Lock the byte at `place`; raises one of `TAKEN` where another process holds it."""

    def leave(self, file: int, place: int) -> None:
        """Unlock the byte at `place`."""

    def is_current(self, file: int, path: Path) -> bool:
        """True while `file` is the file that has the name `path`."""

    def close_last(self, file: int, path: Path) -> None:
        """Close `file`, and delete it first unless another process holds a lock in it."""


class WindowsByteLocks:
    """Locks by `msvcrt.locking(file, mode, length)`, which starts at the position of `file`.

    `modes` are LK_NBLCK and LK_UNLCK.
    """

    def __init__(self, locking: Callable[[int, int, int], None], modes: tuple[int, int]) -> None:
        self._locking = locking
        self._take, self._leave = modes
        self._held: set[tuple[int, int]] = set()  # files and places of this process
        self._position = threading.Lock()  # the threads of a process share the position

    def take(self, file: int, place: int) -> None:
        """Lock one byte, if this process does not hold it: Windows would refuse a second time."""
        with self._position:
            if (file, place) not in self._held:
                os.lseek(file, place, os.SEEK_SET)
                self._locking(file, self._take, 1)
                self._held.add((file, place))

    def leave(self, file: int, place: int) -> None:
        """Unlock one byte."""
        with self._position:
            self._held.discard((file, place))
            os.lseek(file, place, os.SEEK_SET)
            self._locking(file, self._leave, 1)

    def is_current(self, file: int, path: Path) -> bool:  # noqa: ARG002  # as on other systems
        """Return True: an open file keeps its name."""
        return True

    def close_last(self, file: int, path: Path) -> None:
        """Close `file`, then delete it: Windows refuses while another process has it open."""
        self._held = {(other, place) for other, place in self._held if other != file}
        os.close(file)
        with contextlib.suppress(OSError):
            path.unlink()


if sys.platform == "win32":
    import msvcrt

    LOCKS: ByteLocks = WindowsByteLocks(msvcrt.locking, (msvcrt.LK_NBLCK, msvcrt.LK_UNLCK))
else:
    import fcntl

    class PosixByteLocks:
        """Locks by `fcntl`."""

        def take(self, file: int, place: int, length: int = 1) -> None:
            """Lock `length` bytes."""
            fcntl.lockf(file, fcntl.LOCK_EX | fcntl.LOCK_NB, length, place)

        def leave(self, file: int, place: int) -> None:
            """Unlock one byte."""
            fcntl.lockf(file, fcntl.LOCK_UN, 1, place)

        def is_current(self, file: int, path: Path) -> bool:
            """False once another process has deleted the file."""
            try:
                return os.path.samestat(os.fstat(file), path.stat())
            except FileNotFoundError:
                return False

        def close_last(self, file: int, path: Path) -> None:
            """Lock the whole range, which no other process may hold a part of, and delete."""
            with contextlib.suppress(OSError):
                self.take(file, 0, PLACES)
                if self.is_current(file, path):
                    path.unlink()
            os.close(file)

    LOCKS = PosixByteLocks()


class FileLocks:
    """The locks of the file at `path`, which stays open: closing it would release all of them.

    They work against other processes, not against other threads of this one. Raises OSError where
    the file cannot be made.
    """

    def __init__(self, path: Path, locks: ByteLocks = LOCKS) -> None:
        self._path = path
        self._locks = locks
        self._changing = threading.Lock()
        self._file = self._open_file()

    def try_lock(self, name: str) -> bool:
        """Take the lock called `name`; False where another process holds it.

        True as well where the file system has no locks.
        """
        with self._changing:  # two threads may find at once that the file is gone
            while True:
                try:
                    self._locks.take(self._file, _choose_lock_byte(name))
                except OSError as error:
                    return error.errno not in TAKEN
                if self._locks.is_current(self._file, self._path):
                    return True
                os.close(self._file)
                self._file = self._open_file()

    def release(self, name: str) -> None:
        """Release the lock called `name`."""
        with contextlib.suppress(OSError):  # a file system without locks
            self._locks.leave(self._file, _choose_lock_byte(name))

    def release_all(self) -> None:
        """Release all locks, and delete the file if no other process holds a lock in it.

        A process that opened the file before that notices when it takes its next lock.
        """
        self._locks.close_last(self._file, self._path)

    def _open_file(self) -> int:
        self._path.parent.mkdir(parents=True, exist_ok=True)
        return os.open(self._path, os.O_RDWR | os.O_CREAT, 0o666)


def _choose_lock_byte(name: str) -> int:
    return int.from_bytes(hashlib.sha256(os.fsencode(name)).digest()[:8], "big") % PLACES
