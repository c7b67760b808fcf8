"""A thread that listens for requests to end this process: Ctrl-C, TERM or a hang-up.

Python runs a signal handler only when the main thread returns from foreign code, and the exception
it raises may be swallowed on the way. So a thread receives every signal, through a pipe that the
system's own handler writes to. It prints a message at once, and ends the process itself where the
work has not ended in good order in time, or on a second request. From then on nothing is imported.
"""

from __future__ import annotations

import os
import signal
import sys
import threading
import time
from collections.abc import Sequence
from contextlib import suppress
from types import FrameType, TracebackType
from typing import Protocol

from egv.tools.machine import shutdown
from egv.tools.machine.shutdown import STATE

# Windows has no SIGHUP, and others have no SIGBREAK (Ctrl-Break), which counts as SIGTERM.
NAMES = ("SIGINT", "SIGTERM", "SIGHUP", "SIGBREAK")
GOOD_ORDER_S = 2.5  # time for the work to end by itself
IMPORTING = "<frozen importlib._bootstrap>"  # the file name of Python's import machinery
WORDS = {
    "en": "egv: stopping; Ctrl-C once more stops at once",
    "nl": "egv: bezig te stoppen; met nog eens Ctrl-C stopt egv meteen",
}


class _Unraisable(Protocol):
    """The arguments of `sys.unraisablehook`: an exception that Python could not raise."""

    exc_type: type[BaseException]
    exc_value: BaseException | None
    exc_traceback: TracebackType | None


def start_listener(early: Sequence[int] = ()) -> None:
    """Listen for stop requests from now on, and act on one, or at once on signals in `early`.

    `nohup` is respected.
    """
    reading, writing = os.pipe()
    if hasattr(os, "set_blocking"):  # missing on Windows before Python 3.12, and not needed there
        os.set_blocking(writing, False)
    signal.set_wakeup_fd(writing, warn_on_full_buffer=False)
    numbers = {getattr(signal, name) for name in NAMES if hasattr(signal, name)}
    for number in numbers:
        if number.name != "SIGHUP" or signal.getsignal(number) != signal.SIG_IGN:
            signal.signal(number, _raise_interruption)
    threading.Thread(target=_read_signals, args=(reading, numbers), daemon=True).start()
    sys.unraisablehook = _catch_unraisable
    if sys.platform == "win32":
        from egv.tools.machine.windows_calls import hear_closing_console, load_kernel32

        hear_closing_console(load_kernel32())
    for number in early:
        _note_request(number)


def _raise_interruption(number: int, frame: FrameType | None) -> None:
    """Raise the interruption in the main thread, wherever it is.

    Not during an import: foreign code is not made to be left in the middle of it, and panics.
    """
    state = STATE
    state.signal_number = state.signal_number or choose_request(number)
    if not state.interruption or state.was_raised or state.hold_count or state.reporter:
        return
    if _is_importing(frame):
        state.end_now.set()
        return
    state.was_raised = True
    raise state.interruption(state.signal_number)


def choose_request(number: int) -> int:
    """Choose the signal that tells how egv ended: `number`, or SIGTERM for Ctrl-Break."""
    return signal.SIGTERM if number == getattr(signal, "SIGBREAK", None) else number


def _is_importing(frame: FrameType | None) -> bool:
    while frame:
        if frame.f_code.co_filename == IMPORTING:
            return True
        frame = frame.f_back
    return False


def _catch_unraisable(lost: _Unraisable) -> None:
    """End at once when an interruption was lost, raised where Python cannot raise anything."""
    made = STATE.interruption
    if isinstance(made, type) and issubclass(lost.exc_type, made):
        STATE.end_now.set()
    else:
        sys.__unraisablehook__(lost)  # type: ignore[arg-type]


def _read_signals(reading: int, numbers: set[int]) -> None:
    while data := os.read(reading, 64):
        for number in data:
            if number in numbers:
                _note_request(number)


def _note_request(number: int) -> None:
    state = STATE
    with state.lock:
        state.signal_number = state.signal_number or choose_request(number)
        is_first, state.was_noted = not state.was_noted, True
        state.is_announcing = state.is_announcing or (is_first and not state.reporter)
    if state.interruption is None or not is_first:
        state.end_now.set()
    if is_first:
        threading.Thread(target=_end_process, daemon=True).start()
        if sys.platform == "win32":
            threading.Thread(target=_wake_main_thread, daemon=True).start()
        if state.is_announcing:
            threading.Thread(target=_announce_request, daemon=True).start()


def _wake_main_thread() -> None:
    """End the child processes: on Windows a signal wakes no thread that waits for one of them."""
    for act in STATE.first_cleanups:
        with suppress(Exception):  # as at the end, where this is done again
            act()


def _announce_request() -> None:
    with suppress(Exception):  # the screen may be gone; shut down anyway
        STATE.announce(WORDS[_choose_language()])
    STATE.was_announced.set()


def _choose_language() -> str:
    """Choose the language like `translation` does, which may not be imported any more."""
    names = ("EGV_LANG", "LC_ALL", "LC_MESSAGES", "LANG")
    said = next((text for name in names if (text := os.environ.get(name, "").strip())), "")
    return "nl" if said.lower().partition("_")[0] == "nl" else "en"


def _end_process() -> None:
    """End the process, when the work has not ended in time or on a second request."""
    STATE.end_now.wait(GOOD_ORDER_S)
    code = shutdown.SIGNAL_EXIT_BASE + STATE.signal_number
    with STATE.lock:
        is_ours = not STATE.reporter
        STATE.reporter = STATE.reporter or shutdown.LISTENER
    last = threading.Thread(target=_clean_up_last, args=(is_ours,), daemon=True)
    last.start()
    last.join(shutdown.LAST_S)
    os._exit(code)


def _clean_up_last(is_ours: bool) -> None:
    shutdown.run_cleanups()
    if is_ours:
        STATE.was_announced.wait(shutdown.LAST_S / 4)
        try:
            STATE.report(STATE.signal_number)
        except Exception:  # noqa: BLE001  # the reporting module may be half imported
            with suppress(OSError):  # the reader may be gone
                shutdown.report_plain_interruption(STATE.signal_number)
    else:
        time.sleep(shutdown.LAST_S / 2)  # the work is about to end
