"""This machine and its processes: whether one runs, how one is ended, and which end with work."""

from __future__ import annotations

import hashlib
import os
import platform
import subprocess
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TypeVar

from egv.core.errors import RenderError

T = TypeVar("T")
GRACE_S = 5.0  # to end in good order
HOST = hashlib.sha256(platform.node().encode()).hexdigest()[:6]


def is_running(pid: int) -> bool:
    """Whether a process `pid` is there; also when it is somebody else's."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True
    return True


def end(process: subprocess.Popen[bytes]) -> None:
    """Stop `process` if it still runs: first asked, then killed."""
    if process.poll() is None:
        process.terminate()
        try:
            process.wait(timeout=GRACE_S)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


class _Group:
    """The processes of work that may be given up."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._running: set[subprocess.Popen[bytes]] = set()
        self._is_given_up = False

    def give_up(self) -> None:
        """End what runs, and let nothing start."""
        with self._lock:
            self._is_given_up = True
            running = tuple(self._running)
        for process in running:
            end(process)

    @contextmanager
    def holding(self, process: subprocess.Popen[bytes]) -> Iterator[None]:
        """`process` belongs to the group within this."""
        with self._lock:
            self._running.add(process)
            is_given_up = self._is_given_up
        try:
            if is_given_up:
                raise RenderError("the work was given up")
            yield
        finally:
            with self._lock:
                self._running.discard(process)


_group: ContextVar[_Group] = ContextVar("_group")


@contextmanager
def owned(process: subprocess.Popen[bytes]) -> Iterator[None]:
    """Within this, `process` ends with the work that it is part of, and at the latest here."""
    group = _group.get(None) or _Group()
    try:
        with group.holding(process):
            yield
    finally:
        end(process)


@contextmanager
def aside(work: Callable[[], T]) -> Iterator[Future[T]]:
    """`work` goes on in a thread during the block; left by an error, its processes end first."""
    group = _Group()

    def grouped() -> T:
        _group.set(group)
        return work()

    with ThreadPoolExecutor(1) as pool:
        future = pool.submit(grouped)
        try:
            yield future
        except BaseException:
            group.give_up()
            raise
