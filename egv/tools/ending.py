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

LAST_S = 1.0  # for the listener's own clean-up and report
STOPPED = 128  # exit code of a signal: this plus its number
WORK, LISTENER = "work", "listener"  # who reports the end
MESSAGE = "stopped; run the same line again and egv goes on where it was"
DOCUMENT = """{
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
  "hint": ""
 }
}
"""

Interruption = Callable[[int], BaseException]  # from the signal's number


class State:
    """The stop request, and who ends the process. Only the listener waits for the lock."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.requested = 0  # the number of the first signal
        self.interruption: Interruption | None = None
        self.was_raised = False
        self.held = 0
        self.teller = ""
        self.is_saying = False  # the message about the first request is due
        self.is_noted = False  # the listener received a request
        self.at_once = threading.Event()
        self.word_said = threading.Event()
        self.say: Callable[[str], None] = say_plainly
        self.tell: Callable[[int], None] = tell_plainly
        self.acts: list[Callable[[], object]] = []
        self.first_acts: list[Callable[[], object]] = []


def requested() -> int:
    """Return the number of the signal that asked this process to end; 0 if there was none."""
    return STATE.requested


def interrupt_with(interruption: Interruption, tell: Callable[[int], None]) -> None:
    """From now on, raise `interruption` on a stop request, in the main thread, once.

    `tell` reports the end where the main thread does not react in time.
    """
    if STATE.teller == WORK:  # left by an earlier command in this process
        STATE.teller = ""
    STATE.tell = tell
    STATE.interruption = interruption
    check()


def check() -> None:
    """Raise the interruption if a stop was requested, even if one was swallowed before."""
    main = threading.current_thread() is threading.main_thread()
    if STATE.requested and STATE.interruption and not STATE.teller and main:
        STATE.was_raised = True
        raise STATE.interruption(STATE.requested)


@contextmanager
def held() -> Iterator[None]:
    """Delay interruptions of the main thread until the end of the block.

    For short work that must not be left half done.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    STATE.held += 1
    try:
        yield
    finally:
        STATE.held -= 1
    if not STATE.held and not STATE.was_raised:
        check()


@contextmanager
def put_away(act: Callable[[], object]) -> Iterator[None]:
    """Register `act` within the block, to run if the process ends in the middle of it."""
    remember(act)
    try:
        yield
    finally:
        forget(act)


def remember(act: Callable[[], object], *, first: bool = False) -> None:
    """Register `act` to run if the process ends in the middle of its work, until it is removed.

    The acts run in reverse order of registration, after those registered with `first`.
    """
    (STATE.first_acts if first else STATE.acts).append(act)


def forget(act: Callable[[], object]) -> None:
    """Remove `act` from the acts to run at the end."""
    with suppress(ValueError):  # already removed
        STATE.acts.remove(act)


@contextmanager
def spoken(say: Callable[[str], None]) -> Iterator[None]:
    """Use `say` within the block for the message that a stop request was received."""
    before, STATE.say = STATE.say, say
    try:
        yield
    finally:
        STATE.say = before


def begin_telling(*, interrupted: bool = False) -> None:
    """Claim the final report: from now on a stop request no longer changes how the work ended.

    Raises the interruption if one was requested before, unless that is what is reported. Never
    returns where the listener is already reporting.
    """
    STATE.held += 1
    try:
        with STATE.lock:
            if not STATE.teller and (interrupted or not STATE.requested):
                STATE.teller = WORK
    finally:
        STATE.held -= 1
    is_main = threading.current_thread() is threading.main_thread()
    if STATE.teller == LISTENER and is_main:
        _wait_for_the_end()
    check()
    if interrupted and STATE.is_saying:
        STATE.word_said.wait(LAST_S / 2)


def leave(code: int) -> NoReturn:
    """End the process with `code`, without the slow shutdown of the Python interpreter."""
    if STATE.teller == LISTENER:
        _wait_for_the_end()
    put_all_away()
    for stream in (sys.stdout, sys.stderr):
        with suppress(OSError, ValueError, AttributeError):
            stream.flush()
    os._exit(code)


def _wait_for_the_end() -> NoReturn:
    while True:
        time.sleep(1)


def put_all_away() -> None:
    """Run every registered clean-up."""
    for act in (*STATE.first_acts, *reversed(STATE.acts)):
        with suppress(Exception):  # run the others anyway
            act()


def document(number: int) -> str:
    """Format the `--json` result of a process that signal `number` ended before any output."""
    return DOCUMENT % (__version__, STOPPED + number, MESSAGE)


def is_json_wanted(words: Sequence[str]) -> bool:
    """True if `--json` is among the words of a command line."""
    return "--json" in (words[: words.index("--")] if "--" in words else words)


def say_plainly(line: str) -> None:
    """Write a line to standard error; the default until a screen takes over."""
    head = "\n" if os.isatty(2) else ""  # the terminal has just printed ^C
    with suppress(OSError):
        os.write(2, f"{head}{line}\n".encode())


def tell_plainly(number: int) -> None:
    """Report that signal `number` ended this process; the default until another is set."""
    say_plainly(f"egv: {MESSAGE}")
    if is_json_wanted(sys.argv[1:]):
        os.write(1, document(number).encode())


STATE = State()
