"""Requests to end, sent to a process that runs egv."""

from __future__ import annotations

import signal
import subprocess
from collections.abc import Sequence


def send_in_turn(process: subprocess.Popen[str], numbers: Sequence[signal.Signals]) -> None:
    """Send `numbers` one by one, each when egv has said on standard error that it heard the first.

    Of two signals that wait, Python hears the lower number first. Lines up to that word are lost.
    """
    first, *others = numbers
    process.send_signal(first)
    if others:
        assert process.stderr is not None
        next(line for line in process.stderr if "Ctrl-C once more" in line)
    for number in others:
        process.send_signal(number)
