"""Child processes: liveness, termination, suspension, and groups cancelled together with a job.

psutil has none of what is here apart from liveness: the death of a child with egv (prctl), signals
to a whole session, and Ctrl-Z.
"""

from __future__ import annotations

import contextlib
import functools
import hashlib
import os
import platform
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, as_completed, wait
from contextlib import contextmanager
from contextvars import ContextVar, copy_context
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Generic, TypeVar

from egv.tools.machine import shutdown

T = TypeVar("T")
R = TypeVar("R")
GRACE_S = 5.0  # s: time for an orderly end
HASTE_S = 1.0  # the same, once egv itself is to end
KILL = 9  # SIGKILL; Windows has no name for it
TIE = """
import ctypes, os, sys
ctypes.CDLL(None).prctl(1, 9)  # PR_SET_PDEATHSIG of linux/prctl.h
if os.getppid() == int(sys.argv[1]):
    try:
        os.execvp(sys.argv[2], sys.argv[2:])
    except OSError as error:
        sys.exit(print(error, file=sys.stderr) or 126)
"""
HOST = hashlib.sha256(platform.node().encode()).hexdigest()[:6]


def is_running(pid: int) -> bool:
    """True where a process `pid` exists, also when it belongs to another user."""
    import psutil

    try:
        return psutil.pid_exists(pid)
    except OverflowError:  # from the name of a file that egv did not write
        return False


def build_parent_death_hook() -> tuple[str, ...]:
    """Build the command prefix that ends a child when egv is killed; empty except on Linux.

    The signal comes when the thread ends that started the child: that thread must wait for it. A
    `preexec_fn` would be shorter, but between fork and exec it makes Python free what other threads
    held, without these threads: with PyAV 19 the child then hangs, and egv with it.
    """
    return (*_build_tie_command(), str(os.getpid())) if sys.platform.startswith("linux") else ()


@functools.cache
def _build_tie_command() -> tuple[str, ...]:
    """Build a command that requests the signal, checks that egv is alive, and runs another command.

    The setpriv of util-linux takes 5 ms. With another setpriv (busybox) or none, Python takes 80
    ms.
    """
    setpriv = (shutil.which("setpriv") or "", "--pdeathsig", "KILL", "sh", "-c")
    try:
        asked = subprocess.run(  # noqa: S603  # a list of words: no shell reads them
            [*setpriv, "exit 0"], stdin=subprocess.DEVNULL, capture_output=True
        )
    except OSError:
        pass
    else:
        if asked.returncode == 0:
            return (*setpriv, 'test "$PPID" = "$0" && exec "$@"')
    return (sys.executable, "-I", "-S", "-c", TIE)


_stood_still: list[float] = []  # length of each suspension, s
_owned: set[subprocess.Popen[bytes]] = set()  # what runs now
_starting = threading.Lock()
BIRTH_S = 0.3  # time a process needs to start


def end_process(process: subprocess.Popen[bytes]) -> None:
    """End `process` if it still runs: first by a request, then by a kill."""
    if process.poll() is None:
        _signal_process(process, signal.SIGTERM)
        try:
            process.wait(timeout=choose_grace_s())
        except subprocess.TimeoutExpired:
            _signal_process(process, KILL)
            process.wait()


def choose_grace_s() -> float:
    """Choose the time, s, that anything may take to end in good order."""
    return min(GRACE_S, HASTE_S) if shutdown.get_requested_signal() else GRACE_S


def run_all(calls: Iterable[Callable[[], None]]) -> None:
    """Make all `calls` in parallel and wait for the last, so that no call delays another."""
    threads = [threading.Thread(target=call) for call in calls]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def suspend_all() -> None:
    """Suspend egv and all its processes until egv is resumed (Ctrl-Z, then `fg`).

    The child processes lead sessions of their own, so the terminal cannot suspend them.
    """
    began = time.monotonic()
    stopped = tuple(_owned)
    for process in stopped:
        _signal_process(process, signal.SIGSTOP)
    os.kill(os.getpid(), signal.SIGSTOP)
    for process in stopped:
        _signal_process(process, signal.SIGCONT)
    _stood_still.append(time.monotonic() - began)


def read_working_clock() -> float:
    """Read a clock, in seconds, that stands still while egv is suspended."""
    return time.monotonic() - sum(_stood_still)


def kill_all() -> None:
    """Kill every process of egv at once; waits briefly for one that is being started."""
    is_quiet = _starting.acquire(timeout=BIRTH_S)
    for process in tuple(_owned):
        _signal_process(process, KILL)
    if is_quiet:
        _starting.release()


def _signal_process(process: subprocess.Popen[bytes], number: int) -> None:
    """Send a signal to `process` and, where it leads its own session, to its children too."""
    if process.returncode is not None:
        return
    with contextlib.suppress(ProcessLookupError):
        if sys.platform != "win32" and os.getpgid(process.pid) == process.pid:
            os.killpg(process.pid, number)
        elif number == KILL:
            process.kill()
        else:
            process.send_signal(number)


class Cancelled(Exception):  # noqa: N818  # cancelling is no error
    """Raised in work that was cancelled."""


class _TaskGroup:
    """The members that are cancelled together: processes, and tasks started by the work."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._members: set[Callable[[], None]] = set()
        self.is_given_up = False

    def cancel(self) -> None:
        """End the running members, and let no new one start."""
        with self._lock:
            self.is_given_up = True
            members = tuple(self._members)
        run_all(members)

    @contextmanager
    def hold_member(self, end_it: Callable[[], None]) -> Iterator[None]:
        """Add a member, which `end_it` ends, to the group within this context.

        Raises Cancelled if the group was cancelled before.
        """
        with self._lock:
            self._members.add(end_it)
            late = self.is_given_up
        try:
            if late:
                raise Cancelled
            yield
        finally:
            with self._lock:
                self._members.discard(end_it)


_group: ContextVar[_TaskGroup] = ContextVar("_group")


class BackgroundTask(Generic[T]):
    """Work in a thread of its own, cancelled together with the work that started it.

    The thread never keeps egv alive: computation in foreign code cannot be interrupted.
    """

    def __init__(self, work: Callable[[], T]) -> None:
        self._group = _TaskGroup()
        self.future: Future[T] = Future()
        context = copy_context()
        started_by = _group.get(_TaskGroup())

        def run_work() -> None:
            _group.set(self._group)
            try:
                with started_by.hold_member(self._group.cancel):
                    self.future.set_result(work())
            except BaseException as error:  # noqa: BLE001  # raised again by whoever waits
                self.future.set_exception(error)

        self._thread = threading.Thread(target=context.run, args=(run_work,), daemon=True)

    def start_work(self) -> None:
        """Start the thread; not in the constructor, so that an interruption finds the task."""
        self._thread.start()

    def cancel(self) -> None:
        """End the task's processes, and wait briefly for its clean-up."""
        self._group.cancel()
        if self._thread.ident is not None:
            wait([self.future], timeout=choose_grace_s())


def start_process(argv: Sequence[str], **options: Any) -> subprocess.Popen[bytes]:
    """Start a process, to be passed to `register_process` next.

    The process leads a session: Ctrl-C reaches egv, which ends it. Raises Cancelled, or the
    interruption, where no process may start any more.
    """
    process = None
    try:
        tie = build_parent_death_hook()
        with shutdown.hold_interruptions(), _starting:
            check_cancellation()
            process = subprocess.Popen(  # noqa: S603  # a list of words: no shell reads them
                [*tie, *argv], start_new_session=True, **options
            )
            _owned.add(process)
    except BaseException:  # an interruption was delayed until the process existed
        if process:
            _signal_process(process, KILL)
        raise
    return process


@contextmanager
def register_process(process: subprocess.Popen[bytes]) -> Iterator[None]:
    """Register `process` with the current work: cancelled with it, and ended after this context."""
    _owned.add(process)
    try:
        with _group.get(_TaskGroup()).hold_member(lambda: end_process(process)):
            yield
    finally:
        end_process(process)
        _owned.discard(process)


@contextmanager
def run_in_background(work: Callable[[], T]) -> Iterator[Future[T]]:
    """Run `work` in a thread during this context; on an error its processes are ended first."""
    task = BackgroundTask(work)
    try:
        task.start_work()
        yield task.future
    except BaseException:
        task.cancel()
        raise


def map_in_threads(work: Callable[[T], R], items: Iterable[T], at_once: int) -> list[R]:
    """Apply `work` to all `items` in threads, `at_once` at a time; returns results in order.

    On an error the running work is cancelled first.
    """
    waiting = deque(enumerate(items))
    made: dict[int, R] = {}

    def work_through() -> None:
        while True:
            check_cancellation()
            try:
                number, item = waiting.popleft()
            except IndexError:  # no items are left
                return
            made[number] = work(item)

    tasks = [BackgroundTask(work_through) for _ in range(min(at_once, len(waiting)))]
    try:
        for task in tasks:
            task.start_work()
        for future in as_completed(task.future for task in tasks):
            future.result()
    except BaseException:
        run_all(task.cancel for task in tasks)
        raise
    return [made[number] for number in sorted(made)]


@contextmanager
def open_work_folder() -> Iterator[Path]:
    """Make a temporary folder, and delete it after the block."""
    with (
        TemporaryDirectory(prefix="egv-", ignore_cleanup_errors=True) as name,
        shutdown.clean_up_on_exit(lambda: shutil.rmtree(name, ignore_errors=True)),
    ):
        yield Path(name)


def is_cancelled() -> bool:
    """True where the current work was cancelled."""
    return _group.get(_TaskGroup()).is_given_up or shutdown.get_requested_signal() > 0


def check_cancellation() -> None:
    """Raise Cancelled where the current work was cancelled.

    In the main thread, raise the interruption where egv itself is to end.
    """
    shutdown.check_interruption()
    if is_cancelled():
        raise Cancelled


shutdown.add_cleanup(kill_all, first=True)
