"""Messages about an interruption, and Ctrl-Z. `signal_listener` receives the signals."""

from __future__ import annotations

import signal
import sys
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from types import FrameType

from egv.cli.screen.terminal import Terminal
from egv.core.errors import InterruptedRun
from egv.tools.machine import shutdown

RESULTS, REPORTER = "egv.app.records.results", "egv.cli.screen.reporter"  # if imported by then
COMMAND_TEXT = "egv.cli.grammar.command_text"  # the same


def report_interruption(
    number: int, words: Sequence[str], terminal: Terminal, *, is_new: bool = False
) -> None:
    """Print what was done when signal `number` ended the run; `words` are those of the line.

    With `is_new` they are not as typed: answers were added, so the line is shown. If clips were
    being worked on, report the result of each. Nothing is imported: the signal may have come in the
    middle of an import.
    """
    results, reports = map(sys.modules.get, (RESULTS, REPORTER))
    result = results.build_failed_run(InterruptedRun(number)) if results and reports else None
    if result and result.outputs and reports:
        options = reports.guess_screen_options(words)
        reports.RunReporter(options, words, terminal).report_run(result)
        return
    terminal.err.print_line(f"egv: {shutdown.MESSAGE}", "red")
    if is_new and (texts := sys.modules.get(COMMAND_TEXT)):
        terminal.err.print_line(f"  {texts.format_command(words)}")
    if shutdown.is_json_wanted(words):
        terminal.print_json(shutdown.format_interrupted_result(number).rstrip())


@contextmanager
def catch_suspend_signal() -> Iterator[None]:
    """Suspend egv's child processes too on Ctrl-Z, within the block.

    A background job (`egv run … &`) is not suspended: what it reads from the terminal ends at once,
    and what it writes is written.
    """
    number = getattr(signal, "SIGTSTP", None)  # Windows has no SIGTSTP
    is_main = threading.current_thread() is threading.main_thread()
    if not (number and is_main) or signal.getsignal(number) != signal.SIG_DFL:
        yield
        return
    before = {other: signal.signal(other, signal.SIG_IGN) for other in _list_background_signals()}
    signal.signal(number, _suspend_run)
    try:
        yield
    finally:
        for other, heard in {number: signal.SIG_DFL, **before}.items():
            signal.signal(other, heard)


def _list_background_signals() -> tuple[int, ...]:
    return tuple(getattr(signal, name) for name in ("SIGTTIN", "SIGTTOU") if hasattr(signal, name))


def _suspend_run(number: int, frame: FrameType | None) -> None:  # noqa: ARG001
    from egv.tools.machine.processes import suspend_all

    suspend_all()
