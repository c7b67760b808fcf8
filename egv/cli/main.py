"""The command `egv`: parse its words, run them, and report how the run ended."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, TypeAlias

from egv.cli.signals import stopping_together, tell_interrupted
from egv.cli.terminal import Terminal
from egv.core.errors import EgvError, InterruptedRun, machine_fault
from egv.core.vars import TextMissing
from egv.tools import ending

if TYPE_CHECKING:
    from egv.app.order import Order
    from egv.app.results import RunResult
    from egv.app.watch import Watch
    from egv.cli.chain import Line

Work: TypeAlias = "Callable[[Order, Watch], RunResult]"


def main(argv: Sequence[str] | None = None, work: Work | None = None) -> int:
    """Run the words of `argv` and return the exit code; `work` replaces the runner of an order."""
    words = tuple(sys.argv[1:] if argv is None else argv)
    terminal = Terminal.attached()
    try:
        ending.interrupt_with(InterruptedRun, lambda by: tell_interrupted(by, words, terminal))
        with stopping_together():
            return _ended(words, terminal, work)
    except BaseException:  # foreign code may turn an interruption into another exception
        if not ending.requested():
            raise
        ending.begin_telling(interrupted=True)
        tell_interrupted(ending.requested(), words, terminal)
        return ending.STOPPED + ending.requested()


def _ended(words: tuple[str, ...], terminal: Terminal, work: Work | None) -> int:
    try:
        code = _carried_out(words, terminal, work)
        ending.begin_telling()  # raises an interruption that was swallowed
    except Exception as error:  # a bug: one line for the user, the rest in a log
        ending.check()
        return _ended_early(error, words, terminal)
    return code


def _carried_out(words: tuple[str, ...], terminal: Terminal, work: Work | None) -> int:
    from egv.cli.chain import Line
    from egv.cli.group import asked_by

    match asked_by(words):
        case int(code):
            return code
        case str(page) if words:
            terminal.out.page(page)
            return 0
        case str(page):
            terminal.err.page(page)
            return 2
        case Line() as line:
            return _line_run(line, words, terminal, work or _work_of(line))
        case action:
            return action(terminal)


def _line_run(line: Line, words: tuple[str, ...], terminal: Terminal, work: Work) -> int:
    from egv.cli.questions import answers_to, may_ask
    from egv.cli.report import Report
    from egv.cli.retyped import with_texts

    try:
        result = _worked(line, terminal, work)
    except TextMissing as error:
        error.hint = with_texts(words, dict.fromkeys(text.name for text in error.wanted))
        answers = answers_to(error.wanted, terminal.err) if may_ask(line) else None
        if answers is None:
            raise
        order = replace(line.order, answers=answers)
        result = _worked(replace(line, order=order), terminal, work)
    report = Report(line.screen, words, terminal)
    ending.begin_telling(interrupted=result.exit_code > ending.STOPPED)
    report.tell(result)
    return result.exit_code


def _worked(line: Line, terminal: Terminal, work: Work) -> RunResult:
    from egv.cli.screen import screen_during

    with screen_during(line, terminal) as screen:
        return work(line.order, screen)


def _work_of(line: Line) -> Work:
    from egv.app.preview import preview
    from egv.app.run import run

    return preview if line.is_preview else run


def _ended_early(error: Exception, words: tuple[str, ...], terminal: Terminal) -> int:
    from egv.app.results import Fault, RunResult, failed_run
    from egv.cli.report import Report, screen_options_in

    known = error if isinstance(error, EgvError) else machine_fault(error)
    if known:
        result = failed_run(known)
    else:
        fault = Fault(kind="bug", message=_bug_text(error))
        result = RunResult(ok=False, exit_code=1, error=fault)
    report = Report(screen_options_in(words), words, terminal)
    ending.begin_telling()
    report.tell(result)
    return result.exit_code


def _bug_text(error: Exception) -> str:
    from egv.app.crash import write_crash_log

    text = f"a bug in egv: {type(error).__name__}"
    try:
        return f"{text}; please report it with {write_crash_log(error)}"
    except OSError:
        return f"{text}: {error}; please report it (no log could be written)"
