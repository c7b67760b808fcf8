"""Child processes: their start, liveness, suspension and end.

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
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from egv.tools.machine import shutdown
from egv.tools.machine.tasks import TaskGroup

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
            process.wait(timeout=shutdown.choose_grace_s())
        except subprocess.TimeoutExpired:
            _signal_process(process, KILL)
            process.wait()


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


def start_process(argv: Sequence[str], tasks: TaskGroup, **options: Any) -> subprocess.Popen[bytes]:
    """Start a process for `tasks`, to be passed to `register_process` next.

    The process leads a session: Ctrl-C reaches egv, which ends it. Raises Cancelled, or the
    interruption, where no process may start any more.
    """
    process = None
    try:
        tie = build_parent_death_hook()
        with shutdown.hold_interruptions(), _starting:
            tasks.check_cancellation()
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
def register_process(process: subprocess.Popen[bytes], tasks: TaskGroup) -> Iterator[None]:
    """Register `process` with `tasks`: cancelled with them, and ended after this context."""
    _owned.add(process)
    try:
        with tasks.hold_member(lambda: end_process(process)):
            yield
    finally:
        end_process(process)
        _owned.discard(process)


@contextmanager
def open_work_folder(folder: Path | None = None) -> Iterator[Path]:
    """Make a temporary folder, in `folder` if given, and delete it after the block."""
    with (
        TemporaryDirectory(prefix="egv-", dir=folder, ignore_cleanup_errors=True) as name,
        shutdown.clean_up_on_exit(lambda: shutil.rmtree(name, ignore_errors=True)),
    ):
        yield Path(name)


shutdown.add_cleanup(kill_all, first=True)
