"""The shutdown of this process on a request to end; `signal_listener` receives the request.

The main thread is interrupted, cleans up and reports how it ended. If it does not in time, the
listener does both: the first to report is the only one.
"""

from __future__ import annotations

import os
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from typing import NoReturn

from egv import __version__

GRACE_S = 5.0  # s: time for an orderly end
HASTE_S = 1.0  # the same, once egv itself is to end
LAST_S = 1.0  # for the listener's own clean-up and report
SIGNAL_EXIT_BASE = 128  # exit code of a signal: this plus its number
WORK, LISTENER = "work", "listener"  # who reports the end
MESSAGE = "stopped; run the same line again and egv continues where it was"
INTERRUPTED_JSON = """{
 "schema": "egv/result@1",
 "egv": "%s",
 "ok": false,
 "exit_code": %d,
 "outputs": [],
 "findings": [],
 "error": {
  "kind": "interrupted",
  "message": "%s",
  "step": "",
  "hint": "",
  "token": "",
  "did_you_mean": "",
  "log": ""
 },
 "totals": null,
 "recipe": "",
 "packs": [],
 "next_command": "",
 "recipe_word": "",
 "contact": "",
 "notes": []
}
"""

MakeInterruption = Callable[[int], BaseException]  # from the signal's number


class ShutdownState:
    """The stop request, and who ends the process. Only the listener waits for the lock."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.signal_number = 0  # the number of the first signal
        self.interruption: MakeInterruption | None = None
        self.was_raised = False
        self.hold_count = 0
        self.reporter = ""
        self.is_announcing = False  # the message about the first request is due
        self.was_noted = False  # the listener received a request
        self.end_now = threading.Event()
        self.was_announced = threading.Event()
        self.announce: Callable[[str], None] = write_plain_line
        self.report: Callable[[int], None] = report_plain_interruption
        self.cleanups: list[Callable[[], object]] = []
        self.first_cleanups: list[Callable[[], object]] = []


def get_requested_signal() -> int:
    """Return the number of the signal that asked this process to end; 0 if there was none."""
    return STATE.signal_number


def choose_grace_s() -> float:
    """Choose the time, s, that anything may take to end in good order."""
    return min(GRACE_S, HASTE_S) if get_requested_signal() else GRACE_S


def set_interruption(interruption: MakeInterruption, tell: Callable[[int], None]) -> None:
    """From now on, raise `interruption` on a stop request, in the main thread, once.

    `tell` reports the end where the main thread does not react in time.
    """
    if STATE.reporter == WORK:  # left by an earlier command in this process
        STATE.reporter = ""
    STATE.report = tell
    STATE.interruption = interruption
    check_interruption()


def check_interruption() -> None:
    """Raise the interruption if a stop was requested, even if one was swallowed before."""
    main = threading.current_thread() is threading.main_thread()
    if STATE.signal_number and STATE.interruption and not STATE.reporter and main:
        STATE.was_raised = True
        raise STATE.interruption(STATE.signal_number)


@contextmanager
def hold_interruptions() -> Iterator[None]:
    """Delay interruptions of the main thread until the end of the block.

    For short work that must not be left half done.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    STATE.hold_count += 1
    try:
        yield
    finally:
        STATE.hold_count -= 1
    if not STATE.hold_count and not STATE.was_raised:
        check_interruption()


@contextmanager
def clean_up_on_exit(act: Callable[[], object]) -> Iterator[None]:
    """Register `act` within the block, to run if the process ends in the middle of it."""
    add_cleanup(act)
    try:
        yield
    finally:
        remove_cleanup(act)


def add_cleanup(act: Callable[[], object], *, first: bool = False) -> None:
    """Register `act` to run if the process ends in the middle of its work, until it is removed.

    The acts run in reverse order of registration, after those registered with `first`.
    """
    (STATE.first_cleanups if first else STATE.cleanups).append(act)


def remove_cleanup(act: Callable[[], object]) -> None:
    """Remove `act` from the acts to run at the end."""
    with suppress(ValueError):  # already removed
        STATE.cleanups.remove(act)


@contextmanager
def announce_stop(say: Callable[[str], None]) -> Iterator[None]:
    """Use `say` within the block for the message that a stop request was received."""
    before, STATE.announce = STATE.announce, say
    try:
        yield
    finally:
        STATE.announce = before


def begin_report(*, interrupted: bool = False) -> None:
    """Claim the final report: from now on a stop request no longer changes how the work ended.

    Raises the interruption if one was requested before, unless that is what is reported. Never
    returns where the listener is already reporting.
    """
    STATE.hold_count += 1
    try:
        with STATE.lock:
            if not STATE.reporter and (interrupted or not STATE.signal_number):
                STATE.reporter = WORK
    finally:
        STATE.hold_count -= 1
    is_main = threading.current_thread() is threading.main_thread()
    if STATE.reporter == LISTENER and is_main:
        _wait_for_exit()
    check_interruption()
    if interrupted and STATE.is_announcing:
        STATE.was_announced.wait(LAST_S / 2)


def exit_process(code: int) -> NoReturn:
    """End the process with `code`, without the slow shutdown of the Python interpreter."""
    if STATE.reporter == LISTENER:
        _wait_for_exit()
    run_cleanups()
    for stream in (sys.stdout, sys.stderr):
        with suppress(OSError, ValueError, AttributeError):
            stream.flush()
    os._exit(code)


def _wait_for_exit() -> NoReturn:
    while True:
        time.sleep(1)


def run_cleanups() -> None:
    """Run every registered clean-up."""
    for act in (*STATE.first_cleanups, *reversed(STATE.cleanups)):
        with suppress(Exception):  # run the others anyway
            act()


def format_interrupted_result(number: int) -> str:
    """Format the `--json` result of a process that signal `number` ended before any output."""
    return INTERRUPTED_JSON % (__version__, SIGNAL_EXIT_BASE + number, MESSAGE)


def is_json_wanted(words: Sequence[str]) -> bool:
    """True if `--json` is among the words of a command line."""
    return "--json" in (words[: words.index("--")] if "--" in words else words)


def write_plain_line(line: str) -> None:
    """Write a line to standard error; the default until a screen takes over."""
    head = "\n" if os.isatty(2) else ""  # the terminal has just printed ^C
    with suppress(OSError):
        os.write(2, f"{head}{line}\n".encode())


def report_plain_interruption(number: int) -> None:
    """Report that signal `number` ended this process; the default until another is set."""
    write_plain_line(f"egv: {MESSAGE}")
    if is_json_wanted(sys.argv[1:]):
        os.write(1, format_interrupted_result(number).encode())


STATE = ShutdownState()
