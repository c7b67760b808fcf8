"""How the work ends when this process is asked to end; `tools.listening` hears that it is.

The main thread is interrupted, puts its things away and tells how it ended. Where it does not, in
time, the listener does both: whoever is the first to tell it is the only one.
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

LAST_S = 1.0  # for putting away and telling, where the work did not
STOPPED = 128  # exit codes above it say which signal ended the process
WORK, LISTENER = "work", "listener"  # who tells how it ended
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

Interruption = Callable[[int], BaseException]  # of a signal's number


class State:
    """What was asked of this process, and who ends it. Only the listener waits for the lock."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.requested = 0  # the number of the first signal
        self.interruption: Interruption | None = None
        self.was_raised = False
        self.held = 0
        self.teller = ""
        self.is_saying = False  # the word that the first one was heard
        self.is_noted = False  # the listener had one
        self.at_once = threading.Event()
        self.word_said = threading.Event()
        self.say: Callable[[str], None] = say_plainly
        self.tell: Callable[[int], None] = tell_plainly
        self.acts: list[Callable[[], object]] = []
        self.first_acts: list[Callable[[], object]] = []


def requested() -> int:
    """The number of the signal by which this process was asked to end; 0 when it was not."""
    return STATE.requested


def interrupt_with(interruption: Interruption, tell: Callable[[int], None]) -> None:
    """Raise `interruption` on a request from here on, in the main thread, once.

    `tell` tells how it ended where that is not heeded in time.
    """
    if STATE.teller == WORK:  # of a line before, in this process
        STATE.teller = ""
    STATE.tell = tell
    STATE.interruption = interruption
    check()


def check() -> None:
    """Raise the interruption where a request was made, even if one was swallowed before."""
    main = threading.current_thread() is threading.main_thread()
    if STATE.requested and STATE.interruption and not STATE.teller and main:
        STATE.was_raised = True
        raise STATE.interruption(STATE.requested)


@contextmanager
def held() -> Iterator[None]:
    """Within this nothing is interrupted in the main thread; what was asked is raised after it.

    For what takes a moment, and must not be left halfway.
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
    """Within this, `act` is done too if the process ends in the middle of its work."""
    remember(act)
    try:
        yield
    finally:
        forget(act)


def remember(act: Callable[[], object], *, first: bool = False) -> None:
    """Do `act` too if the process ends in the middle of its work, until it is forgotten.

    The last that was remembered is done before the others, but for those to be done `first`.
    """
    (STATE.first_acts if first else STATE.acts).append(act)


def forget(act: Callable[[], object]) -> None:
    """Leave `act` undone at the end."""
    with suppress(ValueError):  # it was done meanwhile
        STATE.acts.remove(act)


@contextmanager
def spoken(say: Callable[[str], None]) -> Iterator[None]:
    """Within this, the word that a request was heard is said by `say`."""
    before, STATE.say = STATE.say, say
    try:
        yield
    finally:
        STATE.say = before


def begin_telling(*, interrupted: bool = False) -> None:
    """From here on, a request no longer changes how the work ended.

    Raises the interruption where there was one before, unless that is what is told. Never returns
    where the listener tells it already.
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
    """End the process with `code`, and without the long farewell of Python's own end."""
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
    """Do all that is to be done where the process ends in the middle of its work."""
    for act in (*STATE.first_acts, *reversed(STATE.acts)):
        with suppress(Exception):  # the next one is put away all the same
            act()


def document(number: int) -> str:
    """What `--json` prints of a process that signal `number` ended before there was an output."""
    return DOCUMENT % (__version__, STOPPED + number, MESSAGE)


def is_json_wanted(words: Sequence[str]) -> bool:
    """Whether `--json` is among the words of a line."""
    return "--json" in (words[: words.index("--")] if "--" in words else words)


def say_plainly(line: str) -> None:
    """Say a line on standard error, as long as nobody said how."""
    head = "\n" if os.isatty(2) else ""  # the terminal has written ^C
    with suppress(OSError):
        os.write(2, f"{head}{line}\n".encode())


def tell_plainly(number: int) -> None:
    """Tell that signal `number` ended this process, as long as nobody said how."""
    say_plainly(f"egv: {MESSAGE}")
    if is_json_wanted(sys.argv[1:]):
        os.write(1, document(number).encode())


STATE = State()
