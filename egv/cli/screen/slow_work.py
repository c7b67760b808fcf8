"""Say on a terminal what takes long, where no bar can: a line, once a second has gone by."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Timer

from egv.cli.screen.terminal import OutputStream, is_screen

PATIENCE_S = 1.0  # shorter work is not worth a line


@contextmanager
def announce_slow_work(voice: OutputStream, words: str) -> Iterator[None]:
    """Print `words` on a terminal once the block has taken a second; a log is left in peace."""
    if not is_screen(voice.stream):
        yield
        return
    timer = Timer(PATIENCE_S, voice.print_line, (words,))
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()
        timer.join()  # a line that has begun ends before the next one
