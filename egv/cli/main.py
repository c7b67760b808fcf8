"""The command `egv`: parse its words, run them, and report how the run ended."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, TypeAlias

from egv.cli.screen.signals import catch_suspend_signal, report_interruption
from egv.cli.screen.terminal import Terminal, drop_no_colour
from egv.cli.welcome import find_first_page
from egv.core.errors import EgvError, InterruptedRun
from egv.tools.machine import shutdown
from egv.tools.machine.ui_locale import state_system_locale
from egv.tools.machine.working_folder import check_working_folder, find_machine_fault

if TYPE_CHECKING:
    from egv.app.plan.order import Order, TextAnswer
    from egv.app.records.progress import RunWatch
    from egv.app.records.results import RunResult
    from egv.cli.grammar.chain import CommandLine

OrderRunner: TypeAlias = "Callable[[Order, RunWatch], RunResult]"


def main(argv: Sequence[str] | None = None, work: OrderRunner | None = None) -> int:
    """Run the words of `argv` and return the exit code; `work` replaces the runner of an order."""
    given = sys.argv[1:] if argv is None else argv
    words = drop_no_colour(given)  # answers to questions are added to it
    asked = len(words)
    terminal = Terminal.from_process(is_plain=asked < len(given))
    state_system_locale(os.environ)
    try:
        shutdown.set_interruption(
            InterruptedRun,
            lambda by: report_interruption(by, words, terminal, is_new=len(words) > asked),
        )
        with catch_suspend_signal():
            return _run_to_exit_code(words, terminal, work)
    except BaseException:  # foreign code may turn an interruption into another exception
        if not shutdown.get_requested_signal():
            raise
        shutdown.begin_report(interrupted=True)
        number = shutdown.get_requested_signal()
        report_interruption(number, words, terminal, is_new=len(words) > asked)
        return shutdown.SIGNAL_EXIT_BASE + shutdown.get_requested_signal()


def _run_to_exit_code(words: list[str], terminal: Terminal, work: OrderRunner | None) -> int:
    try:
        code = _run_words(words, terminal, work)
        shutdown.begin_report()  # raises an interruption that was swallowed
    except Exception as error:  # noqa: BLE001  # a bug: one line for the user, the rest in a log
        shutdown.check_interruption()
        return _report_error(error, words, terminal)
    return code


def _run_words(words: list[str], terminal: Terminal, work: OrderRunner | None) -> int:
    if page := find_first_page(words):
        terminal.out.print_page(page)
        return 0
    from egv.cli.grammar.chain import CommandLine
    from egv.cli.request import parse_request

    match parse_request(words):
        case int(code):
            return code
        case str(page):
            terminal.out.print_page(page)
            return 0
        case CommandLine() as line:
            return _run_command_line(line, words, terminal, work or _choose_work(line))
        case action:
            check_working_folder()
            return action(terminal)


def _run_command_line(
    line: CommandLine, words: list[str], terminal: Terminal, work: OrderRunner
) -> int:
    from egv.cli.dialogue.questions import ask_missing_texts, can_ask
    from egv.cli.grammar.command_text import add_text_options, format_command
    from egv.cli.screen.reporter import RunReporter
    from egv.core.text.variables import MissingTextError

    for note in () if line.screen.quiet else line.notes:
        terminal.err.print_line(f"egv: note: {note}", "yellow")
    try:
        result = _edit_and_work(line, words, terminal, work)
    except MissingTextError as error:
        blanks = dict.fromkeys((text.name for text in error.wanted), "TEXT")
        error.hint = format_command(add_text_options(words, blanks))
        answers = ask_missing_texts(error.wanted, terminal.err) if can_ask(line) else None
        if answers is None:
            raise
        _keep_answers(words, answers, error.clips, terminal)
        line = replace(line, order=replace(line.order, answers=answers))
        result = _edit_and_work(line, words, terminal, work)
    if result is None:  # nothing was to be done, which is told
        return 0
    report = RunReporter(line.screen, words, terminal)
    shutdown.begin_report(interrupted=result.exit_code > shutdown.SIGNAL_EXIT_BASE)
    report.report_run(result.model_copy(update={"notes": line.notes}))
    if line.screen.opens_result:
        _open_outputs(result, terminal)
    if any(output.slip for output in result.outputs) and _can_talk(line, terminal):
        from egv.cli.dialogue.progress_question import ask_about_progress

        ask_about_progress(result, line.order, terminal.err)
    return result.exit_code


def _open_outputs(result: RunResult, terminal: Terminal) -> None:
    """Open the videos and pictures that a line made or kept."""
    from egv.app.records.results import Status
    from egv.cli.dialogue.opening import open_made_files

    done = [o for o in result.outputs if o.status in (Status.RENDERED, Status.KEPT)]
    files = [file for o in done for file in ((o.output,) if o.output else o.sidecars[:1])]
    open_made_files(files, terminal.err)


def _keep_answers(
    words: list[str], answers: Sequence[TextAnswer], clips: int, terminal: Terminal
) -> None:
    """Add `answers` to `words`, so that a line that is proposed later asks no more."""
    from egv.cli.dialogue.questions import list_common_answers
    from egv.cli.grammar.command_text import add_text_options

    common = list_common_answers(answers, clips)
    words[:] = add_text_options(words, common)
    if other := dict.fromkeys(one.name for one in answers if one.name not in common):
        terminal.err.print_line(
            f"egv: note: {', '.join(other)}: not the same for every clip, so the same line asks"
            " again; a .csv with --files-from keeps them (egv help recipe)",
            "yellow",
        )


def _edit_and_work(
    line: CommandLine, words: list[str], terminal: Terminal, work: OrderRunner
) -> RunResult | None:
    """Work through `line`, after a person edited its text where `--edit` asks for that.

    None where nothing was changed.
    """
    if not line.screen.edit:
        return _work_with_answers(line, words, terminal, work)
    from egv.app.run.run import run_order
    from egv.cli.dialogue.text_editing import edit_text_first

    edited = edit_text_first(
        line,
        words,
        terminal,
        lambda text_line: _work_with_answers(text_line, words, terminal, run_order),
    )
    return _work_with_answers(edited, words, terminal, work) if edited else None


def _work_with_answers(
    line: CommandLine, words: list[str], terminal: Terminal, work: OrderRunner
) -> RunResult:
    """Work through `line`; a person is first asked who made the clips, and offered a model.

    Whoever refused a model before is not offered one.
    """
    if not _can_talk(line, terminal):
        return _work_on_screen(line, terminal, work)
    from egv.app.run.maker_question import UnknownMakerError
    from egv.core.cues.speech_models import MissingModelError
    from egv.tools.models.refusal import is_model_refused

    offers_model = not is_model_refused()
    order = replace(line.order, has_person=True, offers_model=offers_model, asks_maker=True)
    while True:
        try:
            return _work_on_screen(replace(line, order=order), terminal, work)
        except UnknownMakerError:
            order = replace(_ask_maker(order, words, terminal), asks_maker=False)
        except MissingModelError as error:
            from egv.cli.dialogue.model_fetch import offer_missing_model

            offer_missing_model(terminal, error.name)
            order = replace(order, offers_model=False)


def _ask_maker(order: Order, words: list[str], terminal: Terminal) -> Order:
    """Ask once who made the clips, and return `order` with the answer, which `words` keep too."""
    from egv.cli.dialogue.questions import ask_maker
    from egv.cli.grammar.command_text import add_text_options
    from egv.core.text.placeholders import MAKER

    if not (maker := ask_maker(terminal.err)):
        return order
    words[:] = add_text_options(words, {MAKER: maker})
    variables = (*order.options.variables, (MAKER, maker))
    return replace(order, options=order.options.model_copy(update={"variables": variables}))


def _can_talk(line: CommandLine, terminal: Terminal) -> bool:
    """True where somebody at the terminal sees what egv says, and can answer."""
    from egv.cli.dialogue.questions import can_ask

    is_seen = terminal.err.stream.isatty() and not (line.screen.as_json or line.screen.quiet)
    return is_seen and can_ask(line)


def _work_on_screen(line: CommandLine, terminal: Terminal, work: OrderRunner) -> RunResult:
    from egv.cli.screen.screen import open_screen

    with open_screen(line, terminal) as screen:
        return work(line.order, screen)


def _choose_work(line: CommandLine) -> OrderRunner:
    if line.is_preview:
        from egv.app.run.preview import preview_order

        return preview_order
    from egv.workflow.share.conclusion import run_to_packs

    return run_to_packs


def _report_error(error: Exception, words: list[str], terminal: Terminal) -> int:
    from egv.app.records.results import ErrorResult, RunResult, build_failed_run
    from egv.cli.grammar.command_text import format_command, replace_word
    from egv.cli.screen.reporter import RunReporter, guess_screen_options

    known = error if isinstance(error, EgvError) else find_machine_fault(error)
    if known and known.did_you_mean and not known.hint:
        known.hint = format_command(replace_word(words, known.token, known.did_you_mean))
    if known:
        result = build_failed_run(known)
    else:
        bug = ErrorResult(kind="bug", message=_describe_bug(error))
        result = RunResult(ok=False, exit_code=1, error=bug)
    report = RunReporter(guess_screen_options(words), words, terminal)
    shutdown.begin_report()
    report.report_run(result)
    return result.exit_code


def _describe_bug(error: Exception) -> str:
    from egv.tools.store.crash_log import write_crash_log

    text = f"a bug in egv: {type(error).__name__}"
    try:
        return f"{text}; please report it with {write_crash_log(error)}"
    except OSError:
        return f"{text}: {error}; please report it (no log could be written)"
