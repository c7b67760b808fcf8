"""Requests to end this process (Ctrl-C, TERM, a hang-up): heard at any moment, done in seconds.

Python runs a signal's handler only once the main thread is back from foreign code, and what it
raises may be swallowed on its way. So a thread of its own hears every signal, through a pipe that
the system's own handler writes to. It says a word at once, and ends the process itself where the
work has not ended in good order by then, or is asked once more. From then on nothing is imported.
"""

from __future__ import annotations

import os
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from types import FrameType, TracebackType
from typing import NoReturn, Protocol

from egv import __version__

NAMES = ("SIGINT", "SIGTERM", "SIGHUP")  # Windows lacks the last
GOOD_ORDER_S = 2.5  # for the work to end by itself
LAST_S = 1.0  # for putting away and telling, when it did not
IMPORTING = "<frozen importlib._bootstrap>"  # the file that Python's own import is from
STOPPED = 128  # exit codes above it say which signal ended the process
WORK, LISTENER = "work", "listener"  # who tells how it ended
MESSAGE = "stopped; run the same line again and egv goes on where it was"
WORDS = {
    "en": "egv: stopping; Ctrl-C once more stops at once",
    "nl": "egv: bezig te stoppen; met nog eens Ctrl-C stopt egv meteen",
}
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


class _Lost(Protocol):
    """What Python tells of an exception that it could not raise."""

    exc_type: type[BaseException]
    exc_value: BaseException | None
    exc_traceback: TracebackType | None


class _State:
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
        self.say: Callable[[str], None] = _say_plainly
        self.tell: Callable[[int], None] = _tell_plainly
        self.acts: list[Callable[[], object]] = []
        self.first_acts: list[Callable[[], object]] = []


def requested() -> int:
    """The number of the signal by which this process was asked to end; 0 when it was not."""
    return _state.requested


def listen() -> None:
    """Hear requests to end from here on, and end at once on one. `nohup` is respected."""
    reading, writing = os.pipe()
    if hasattr(os, "set_blocking"):  # Windows before Python 3.12 lacks it, and needs it not
        os.set_blocking(writing, False)
    signal.set_wakeup_fd(writing, warn_on_full_buffer=False)
    numbers = {getattr(signal, name) for name in NAMES if hasattr(signal, name)}
    for number in numbers:
        if number.name != "SIGHUP" or signal.getsignal(number) != signal.SIG_IGN:
            signal.signal(number, _interrupt)
    threading.Thread(target=_hear, args=(reading, numbers), daemon=True).start()
    sys.unraisablehook = _replace_lost


def interrupt_with(interruption: Interruption, tell: Callable[[int], None]) -> None:
    """Raise `interruption` on a request from here on, in the main thread, once.

    `tell` tells how it ended where that is not heeded in time.
    """
    if _state.teller == WORK:  # of a line before, in this process
        _state.teller = ""
    _state.tell = tell
    _state.interruption = interruption
    check()


def check() -> None:
    """Raise the interruption where a request was made, even if one was swallowed before."""
    main = threading.current_thread() is threading.main_thread()
    if _state.requested and _state.interruption and not _state.teller and main:
        _state.was_raised = True
        raise _state.interruption(_state.requested)


@contextmanager
def held() -> Iterator[None]:
    """Within this nothing is interrupted in the main thread; what was asked is raised after it.

    For what takes a moment, and must not be left halfway.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    _state.held += 1
    try:
        yield
    finally:
        _state.held -= 1
    if not _state.held and not _state.was_raised:
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
    (_state.first_acts if first else _state.acts).append(act)


def forget(act: Callable[[], object]) -> None:
    """Leave `act` undone at the end."""
    with suppress(ValueError):  # it was done meanwhile
        _state.acts.remove(act)


@contextmanager
def spoken(say: Callable[[str], None]) -> Iterator[None]:
    """Within this, the word that a request was heard is said by `say`."""
    before, _state.say = _state.say, say
    try:
        yield
    finally:
        _state.say = before


def begin_telling(*, interrupted: bool = False) -> None:
    """From here on, a request no longer changes how the work ended.

    Raises the interruption where there was one before, unless that is what is told. Never returns
    where the listener tells it already.
    """
    _state.held += 1
    try:
        with _state.lock:
            if not _state.teller and (interrupted or not _state.requested):
                _state.teller = WORK
    finally:
        _state.held -= 1
    is_main = threading.current_thread() is threading.main_thread()
    if _state.teller == LISTENER and is_main:
        _wait_for_the_end()
    check()
    if interrupted and _state.is_saying:
        _state.word_said.wait(LAST_S / 2)


def leave(code: int) -> NoReturn:
    """End the process with `code`, and without the long farewell of Python's own end."""
    if _state.teller == LISTENER:
        _wait_for_the_end()
    _put_all_away()
    for stream in (sys.stdout, sys.stderr):
        with suppress(OSError, ValueError, AttributeError):
            stream.flush()
    os._exit(code)


def _wait_for_the_end() -> NoReturn:
    while True:
        time.sleep(1)


def _interrupt(number: int, frame: FrameType | None) -> None:
    """Raise in the main thread, wherever it is, what a request raises.

    But for an import: foreign code is not made to be left in the middle of it, and panics.
    """
    state = _state
    state.requested = state.requested or number
    if not state.interruption or state.was_raised or state.held or state.teller:
        return
    if _is_importing(frame):
        state.at_once.set()
        return
    state.was_raised = True
    raise state.interruption(state.requested)


def _is_importing(frame: FrameType | None) -> bool:
    while frame:
        if frame.f_code.co_filename == IMPORTING:
            return True
        frame = frame.f_back
    return False


def _replace_lost(lost: _Lost) -> None:
    """End at once when an interruption was raised where Python can raise nothing: it is lost."""
    made = _state.interruption
    if isinstance(made, type) and issubclass(lost.exc_type, made):
        _state.at_once.set()
    else:
        sys.__unraisablehook__(lost)  # type: ignore[arg-type]


def _hear(reading: int, numbers: set[int]) -> None:
    while data := os.read(reading, 64):
        for number in data:
            if number in numbers:
                _note(number)


def _note(number: int) -> None:
    state = _state
    with state.lock:
        state.requested = state.requested or number
        is_first, state.is_noted = not state.is_noted, True
        state.is_saying = state.is_saying or (is_first and not state.teller)
    if state.interruption is None or not is_first:
        state.at_once.set()
    if is_first:
        threading.Thread(target=_end, daemon=True).start()
        if state.is_saying:
            threading.Thread(target=_say, daemon=True).start()


def _say() -> None:
    with suppress(Exception):  # a screen that went away; whatever it is, the end goes on
        _state.say(WORDS[_language()])
    _state.word_said.set()


def _language() -> str:
    """As `core.tongue` tells it, which may not be imported any more."""
    names = ("EGV_LANG", "LC_ALL", "LC_MESSAGES", "LANG")
    said = next((text for name in names if (text := os.environ.get(name, "").strip())), "")
    return "nl" if said.lower().partition("_")[0] == "nl" else "en"


def _end() -> None:
    """End the process, when the work has not ended in time or nobody wants to wait for it."""
    _state.at_once.wait(GOOD_ORDER_S)
    code = STOPPED + _state.requested
    with _state.lock:
        is_ours = not _state.teller
        _state.teller = _state.teller or LISTENER
    last = threading.Thread(target=_act_last, args=(is_ours,), daemon=True)
    last.start()
    last.join(LAST_S)
    os._exit(code)


def _act_last(is_ours: bool) -> None:
    _put_all_away()
    if is_ours:
        _state.word_said.wait(LAST_S / 4)
        try:
            _state.tell(_state.requested)
        except Exception:  # what tells it is only half imported
            with suppress(OSError):  # nobody may be left who reads it
                _tell_plainly(_state.requested)
    else:
        time.sleep(LAST_S / 2)  # the work has all but ended


def _put_all_away() -> None:
    for act in (*_state.first_acts, *reversed(_state.acts)):
        with suppress(Exception):  # the next one is put away all the same
            act()


def document(number: int) -> str:
    """What `--json` prints of a process that signal `number` ended before there was an output."""
    return DOCUMENT % (__version__, STOPPED + number, MESSAGE)


def is_json_wanted(words: Sequence[str]) -> bool:
    """Whether `--json` is among the words of a line."""
    return "--json" in (words[: words.index("--")] if "--" in words else words)


def _say_plainly(line: str) -> None:
    head = "\n" if os.isatty(2) else ""  # the terminal has written ^C
    with suppress(OSError):
        os.write(2, f"{head}{line}\n".encode())


def _tell_plainly(number: int) -> None:
    _say_plainly(f"egv: {MESSAGE}")
    if is_json_wanted(sys.argv[1:]):
        os.write(1, document(number).encode())


_state = _State()
