"""This machine and its processes: whether one runs, how one is ended, and which end with work."""

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

from egv.tools import ending

T = TypeVar("T")
R = TypeVar("R")
GRACE_S = 5.0  # to end in good order
HASTE_S = 1.0  # so long, once egv itself is to end
KILL = 9  # Windows has no name for it
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
    """Whether a process `pid` is there; also when it is somebody else's."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True
    return True


def ending_with_us() -> tuple[str, ...]:
    """The words before a command that let it end when egv is killed; none but on Linux.

    The signal comes when the thread ends that started the child: that thread must wait for it.
    A `preexec_fn` would be shorter, but between fork and exec it has Python free what other threads
    held, without these threads: with PyAV 19 the child then waits for ever, and egv with it.
    """
    return (*_tie(), str(os.getpid())) if sys.platform.startswith("linux") else ()


@functools.cache
def _tie() -> tuple[str, ...]:
    """Words that ask the kernel for the signal, check that egv is still there, and become another.

    Those of util-linux take 5 ms. Where it is another setpriv (busybox) or none, Python takes 80.
    """
    setpriv = (shutil.which("setpriv") or "", "--pdeathsig", "KILL", "sh", "-c")
    try:
        asked = subprocess.run([*setpriv, "exit 0"], stdin=subprocess.DEVNULL, capture_output=True)
    except OSError:
        pass
    else:
        if asked.returncode == 0:
            return (*setpriv, 'test "$PPID" = "$0" && exec "$@"')
    return (sys.executable, "-I", "-S", "-c", TIE)


_stood_still: list[float] = []  # how long, s, each time
_owned: set[subprocess.Popen[bytes]] = set()  # what runs now
_starting = threading.Lock()
BIRTH_S = 0.3  # a process needs to start


def end(process: subprocess.Popen[bytes]) -> None:
    """Stop `process` if it still runs: first asked, then killed."""
    if process.poll() is None:
        _tell(process, signal.SIGTERM)
        try:
            process.wait(timeout=grace())
        except subprocess.TimeoutExpired:
            _tell(process, KILL)
            process.wait()


def grace() -> float:
    """How long anything may take to end in good order, s."""
    return min(GRACE_S, HASTE_S) if ending.requested() else GRACE_S


def together(calls: Iterable[Callable[[], None]]) -> None:
    """Make all `calls` at once, and wait for the last: none waits for what another one ends."""
    threads = [threading.Thread(target=each) for each in calls]
    for each in threads:
        each.start()
    for each in threads:
        each.join()


def stand_still() -> None:
    """Stop egv and every process of its own, until somebody lets egv go on (Ctrl-Z, then `fg`).

    They lead sessions of their own, so the terminal cannot stop them.
    """
    began = time.monotonic()
    stopped = tuple(_owned)
    for process in stopped:
        _tell(process, signal.SIGSTOP)
    os.kill(os.getpid(), signal.SIGSTOP)
    for process in stopped:
        _tell(process, signal.SIGCONT)
    _stood_still.append(time.monotonic() - began)


def working_time() -> float:
    """Seconds on a clock that stands still while egv does."""
    return time.monotonic() - sum(_stood_still)


def kill_all() -> None:
    """End every process of egv at once; one that is being started is waited for, a moment."""
    is_quiet = _starting.acquire(timeout=BIRTH_S)
    for process in tuple(_owned):
        _tell(process, KILL)
    if is_quiet:
        _starting.release()


def _tell(process: subprocess.Popen[bytes], number: int) -> None:
    """Send a signal to `process` and, where it leads a session of its own, to what it started."""
    if process.returncode is not None:
        return
    with contextlib.suppress(ProcessLookupError):
        if sys.platform != "win32" and os.getpgid(process.pid) == process.pid:
            os.killpg(process.pid, number)
        elif number == KILL:
            process.kill()
        else:
            process.send_signal(number)


class GivenUp(Exception):  # noqa: N818  # nothing went wrong
    """Nobody wants the result any more."""


class _Group:
    """What ends with work that is given up: its processes, and the work it started in turn."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._members: set[Callable[[], None]] = set()
        self.is_given_up = False

    def give_up(self) -> None:
        """End what runs, and let nothing start."""
        with self._lock:
            self.is_given_up = True
            members = tuple(self._members)
        together(members)

    @contextmanager
    def holding(self, end_it: Callable[[], None]) -> Iterator[None]:
        """What `end_it` ends belongs to the group within this. Raises GivenUp if it is late."""
        with self._lock:
            self._members.add(end_it)
            late = self.is_given_up
        try:
            if late:
                raise GivenUp
            yield
        finally:
            with self._lock:
                self._members.discard(end_it)


_group: ContextVar[_Group] = ContextVar("_group")


class Task(Generic[T]):
    """Work in a thread of its own, which ends with the work that started it.

    The thread never keeps egv alive: what it computes in foreign code cannot be interrupted.
    """

    def __init__(self, work: Callable[[], T]) -> None:
        self._group = _Group()
        self.future: Future[T] = Future()
        context = copy_context()
        started_by = _group.get(_Group())

        def worked() -> None:
            _group.set(self._group)
            try:
                with started_by.holding(self._group.give_up):
                    self.future.set_result(work())
            except BaseException as error:
                self.future.set_exception(error)

        self._thread = threading.Thread(target=context.run, args=(worked,), daemon=True)

    def start(self) -> None:
        """Begin. Apart from making it, so that an interruption on the way finds it made."""
        self._thread.start()

    def give_up(self) -> None:
        """End its processes, and wait a moment for it to put its things away."""
        self._group.give_up()
        if self._thread.ident is not None:
            wait([self.future], timeout=grace())


def start(argv: Sequence[str], **options: Any) -> subprocess.Popen[bytes]:
    """A process that is `owned` next. It leads a session: Ctrl-C reaches egv, which ends it.

    Raises GivenUp, or the interruption, where none is to start any more.
    """
    process = None
    try:
        tie = ending_with_us()
        with ending.held(), _starting:
            check_wanted()
            process = subprocess.Popen([*tie, *argv], start_new_session=True, **options)
            _owned.add(process)
    except BaseException:  # an interruption that waited until the process was there
        if process:
            _tell(process, KILL)
        raise
    return process


@contextmanager
def owned(process: subprocess.Popen[bytes]) -> Iterator[None]:
    """Within this, `process` ends with the work that it is part of, and at the latest here."""
    _owned.add(process)
    try:
        with _group.get(_Group()).holding(lambda: end(process)):
            yield
    finally:
        end(process)
        _owned.discard(process)


@contextmanager
def aside(work: Callable[[], T]) -> Iterator[Future[T]]:
    """`work` goes on in a thread during the block; left by an error, its processes end first."""
    task = Task(work)
    try:
        task.start()
        yield task.future
    except BaseException:
        task.give_up()
        raise


def gathered(work: Callable[[T], R], items: Iterable[T], at_once: int) -> list[R]:
    """What `work` makes of all `items`, in order, `at_once` at a time, each in a thread.

    Left by an error, what runs ends first.
    """
    waiting = deque(enumerate(items))
    made: dict[int, R] = {}

    def work_through() -> None:
        while True:
            check_wanted()
            try:
                number, item = waiting.popleft()
            except IndexError:  # there is none left
                return
            made[number] = work(item)

    tasks = [Task(work_through) for _ in range(min(at_once, len(waiting)))]
    try:
        for task in tasks:
            task.start()
        for future in as_completed(task.future for task in tasks):
            future.result()
    except BaseException:
        together(task.give_up for task in tasks)
        raise
    return [made[number] for number in sorted(made)]


@contextmanager
def work_folder(folder: Path | None = None) -> Iterator[Path]:
    """A folder for unfinished things, among the temporary ones or in `folder`; gone afterwards."""
    with (
        TemporaryDirectory(prefix="egv-", dir=folder, ignore_cleanup_errors=True) as name,
        ending.put_away(lambda: shutil.rmtree(name, ignore_errors=True)),
    ):
        yield Path(name)


def is_given_up() -> bool:
    """Whether nobody wants the result of the present work any more."""
    return _group.get(_Group()).is_given_up or ending.requested() > 0


def check_wanted() -> None:
    """Raise GivenUp where nobody wants the result of the present work any more.

    In the main thread, raise the interruption where egv itself is to end.
    """
    ending.check()
    if is_given_up():
        raise GivenUp


ending.remember(kill_all, first=True)
