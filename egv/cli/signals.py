"""Ctrl-C and its kin: the first ends the run in good order, the next one at once."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

from egv.core.errors import InterruptedRun

ENDING = ("SIGINT", "SIGTERM", "SIGHUP")  # Windows lacks the last


class Interruptions:
    """The signals of one run. Once `over`, none is raised, so that how it ended can be told."""

    def __init__(self) -> None:
        self.over = False

    def heard(self, number: int, frame: FrameType | None) -> None:  # noqa: ARG002
        """Raise InterruptedRun wherever the work is; later, end ffmpeg without waiting for it."""
        if self.over:
            from egv.tools.processes import kill_all

            kill_all()
            return
        self.over = True
        raise InterruptedRun(number)


def _stopped(number: int, frame: FrameType | None) -> None:  # noqa: ARG001
    from egv.tools.processes import stand_still

    stand_still()


@contextmanager
def signals_raised() -> Iterator[Interruptions]:
    """Within this, a request to end raises InterruptedRun once. `nohup` is respected."""
    interruptions = Interruptions()
    if threading.current_thread() is not threading.main_thread():
        yield interruptions
        return
    numbers = [number for name in ENDING if (number := getattr(signal, name, None))]
    before = {
        number: signal.signal(number, interruptions.heard)
        for number in numbers
        if number.name != "SIGHUP" or signal.getsignal(number) != signal.SIG_IGN
    }
    stop = getattr(signal, "SIGTSTP", None)  # Windows lacks it
    if stop and signal.getsignal(stop) == signal.SIG_DFL:
        before[stop] = signal.signal(stop, _stopped)
    try:
        yield interruptions
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def end_requests_ignored() -> None:
    """From here on, a request to end this process is not heard."""
    for name in ENDING:
        if number := getattr(signal, name, None):
            signal.signal(number, signal.SIG_IGN)
