"""Child processes: their start, liveness, suspension and end.

psutil has none of what is here apart from liveness: signals to a whole session, and Ctrl-Z.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import platform
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from egv.tools.machine import parent_death, shutdown
from egv.tools.machine.tasks import TaskGroup

KILL = 9  # SIGKILL; Windows has no name for it
HOST = hashlib.sha256(platform.node().encode()).hexdigest()[:6]


def is_running(pid: int) -> bool:
    """True where a process `pid` exists, also when it belongs to another user."""
    import psutil

    try:
        return psutil.pid_exists(pid)
    except OverflowError:  # from the name of a file that egv did not write
        return False


_stood_still: list[float] = []  # length of each suspension, s
_owned: set[subprocess.Popen[bytes]] = set()  # what runs now
_starting = threading.Lock()
# A process of egv leads a session of its own, on Windows with a console of its own, unseen: it
# hears neither Ctrl-C nor that the terminal is closed.
APART: dict[str, Any]
if sys.platform == "win32":
    APART = {"creationflags": subprocess.CREATE_NO_WINDOW}
else:
    APART = {"start_new_session": True}
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
    if sys.platform != "win32":
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

    Ctrl-C does not reach the process but egv, which ends it. Raises Cancelled, or the
    interruption, where no process may start any more.
    """
    process = None
    try:
        parent_death.prepare_parent_death()
        tie = parent_death.build_parent_death_hook()
        with shutdown.hold_interruptions(), _starting:
            tasks.check_cancellation()
            process = subprocess.Popen(  # noqa: S603  # a list of words: no shell reads them
                [*tie, *argv], **APART, **options
            )
            _owned.add(process)
            parent_death.tie_child(process.pid)
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
        parent_death.untie_child(process.pid)
        _owned.discard(process)


shutdown.add_cleanup(kill_all, first=True)
