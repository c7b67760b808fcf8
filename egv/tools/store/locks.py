"""Locks between processes, by ranges of one file: the system releases them when a process dies.

On file systems without locking, every lock succeeds.
"""

from __future__ import annotations

import contextlib
import errno
import hashlib
import os
import sys
from pathlib import Path

PLACES = 1 << 31  # range of the lock bytes: each lock is one byte; the file itself stays empty
TAKEN = (errno.EACCES, errno.EAGAIN, errno.EDEADLK)

if sys.platform == "win32":
    import msvcrt

    def _take(file: int, at: int, length: int = 1) -> None:
        os.lseek(file, at, os.SEEK_SET)
        msvcrt.locking(file, msvcrt.LK_NBLCK, length)

    def _leave(file: int, at: int) -> None:
        os.lseek(file, at, os.SEEK_SET)
        msvcrt.locking(file, msvcrt.LK_UNLCK, 1)
else:
    import fcntl

    def _take(file: int, at: int, length: int = 1) -> None:
        fcntl.lockf(file, fcntl.LOCK_EX | fcntl.LOCK_NB, length, at)

    def _leave(file: int, at: int) -> None:
        fcntl.lockf(file, fcntl.LOCK_UN, 1, at)


class FileLocks:
    """The locks of the file at `path`, which stays open: closing it would release all of them.

    They work against other processes, not against other threads of this one. Raises OSError where
    the file cannot be made.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._file = self._open_file()

    def try_lock(self, name: str) -> bool:
        """Take the lock called `name`; False where another process holds it.

        True as well where the file system has no locks.
        """
        while True:
            try:
                _take(self._file, _choose_lock_byte(name))
            except OSError as error:
                return error.errno not in TAKEN
            if self._is_current():
                return True
            os.close(self._file)
            self._file = self._open_file()

    def release(self, name: str) -> None:
        """Release the lock called `name`."""
        with contextlib.suppress(OSError):  # a file system without locks
            _leave(self._file, _choose_lock_byte(name))

    def release_all(self) -> None:
        """Release all locks, and delete the file if no other process holds a lock in it.

        A process that opened the file before that notices when it takes its next lock.
        """
        with contextlib.suppress(OSError):
            _take(self._file, 0, PLACES)
            if self._is_current():
                self._path.unlink()
        os.close(self._file)

    def _open_file(self) -> int:
        self._path.parent.mkdir(parents=True, exist_ok=True)
        return os.open(self._path, os.O_RDWR | os.O_CREAT, 0o666)

    def _is_current(self) -> bool:
        try:
            return os.path.samestat(os.fstat(self._file), self._path.stat())
        except FileNotFoundError:
            return False


def _choose_lock_byte(name: str) -> int:
    return int.from_bytes(hashlib.sha256(os.fsencode(name)).digest()[:8], "big") % PLACES
