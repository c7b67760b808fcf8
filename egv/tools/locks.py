"""Locks between processes, by ranges of one file: the system lets go of them when a process dies.

A lock file for each thing would have to be cleared away after a kill, and that cannot be done
without a race. A drive that knows no locks gives all of them to everybody.
"""

from __future__ import annotations

import errno
import hashlib
import os
import sys
from pathlib import Path
from types import TracebackType
from typing import Self

PLACES = 1 << 31  # a lock is one byte somewhere in the first so many; the file itself stays empty
TAKEN = (errno.EACCES, errno.EAGAIN, errno.EDEADLK)

if sys.platform == "win32":
    import msvcrt

    def _take(file: int, at: int) -> None:
        os.lseek(file, at, os.SEEK_SET)
        msvcrt.locking(file, msvcrt.LK_NBLCK, 1)

    def _leave(file: int, at: int) -> None:
        os.lseek(file, at, os.SEEK_SET)
        msvcrt.locking(file, msvcrt.LK_UNLCK, 1)
else:
    import fcntl

    def _take(file: int, at: int) -> None:
        fcntl.lockf(file, fcntl.LOCK_EX | fcntl.LOCK_NB, 1, at)

    def _leave(file: int, at: int) -> None:
        fcntl.lockf(file, fcntl.LOCK_UN, 1, at)


class Locks:
    """The locks of the file at `path`, which stays open: closing it would let go of all.

    They hold against other processes, not against other threads of this one.
    """

    def __init__(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        self._file = os.open(path, os.O_RDWR | os.O_CREAT, 0o666)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        os.close(self._file)

    def take(self, name: str) -> bool:
        """Whether the lock called `name` was free and is now ours, or the drive knows no locks."""
        try:
            _take(self._file, _place(name))
        except OSError as error:
            return error.errno not in TAKEN
        return True

    def leave(self, name: str) -> None:
        """Let go of the lock called `name`."""
        try:
            _leave(self._file, _place(name))
        except OSError as error:
            if error.errno not in (*TAKEN, errno.ENOLCK, errno.ENOTSUP, errno.EINVAL):
                raise


def _place(name: str) -> int:
    return int.from_bytes(hashlib.sha256(name.encode()).digest()[:8], "big") % PLACES
