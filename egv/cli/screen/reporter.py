"""The report on a finished run, for a person, a script or GitHub."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from egv.app.records.results import ErrorResult, FaultResult, OutputResult, RunResult, Status
from egv.cli.grammar.command_text import drop_dry_run, format_command, replace_word
from egv.cli.grammar.run_options import LogFormat, ScreenOptions
from egv.cli.grammar.tokens import PREVIEW, RUN, GivenOption, iter_tokens
from egv.cli.screen import github, summary
from egv.cli.screen.interpreter import translate
from egv.cli.screen.terminal import OutputStream, Terminal
from egv.cli.screen.try_lines import build_try_line, is_egv_line
from egv.core.errors import name_cause
from egv.core.text.faults import FaultSeverity

REVIEW = "review"
ROWS_BELOW = 4  # of the screen: the totals, what comes next, and the prompt
LEADS = {  # before the line that comes next, by its command
    "egv check": "To see what was found, and what solves it:",
    "egv review approve": "To approve a draft:",
    "egv review page": "To watch the drafts and approve them:",
    "egv share pack": "To put together all that posting needs:",
    "egv share digest": "To see what can be posted this week:",
}
# Errors after which the same line, run again, can go well.
MENDED_BY_ITSELF = {"render", "environment", "interrupted"}


@dataclass(frozen=True, slots=True)
class RunReporter:
    """Reports the end of the run that `words` asked for."""

    options: ScreenOptions
    words: Sequence[str]
    terminal: Terminal

    def report_run(self, result: RunResult) -> None:
        """Report how the run ended, with each message on the right stream; failures last."""
        if not self.options.quiet:
            self._print_summary(result)
        self._print_errors(result)
        if not self.options.quiet and result.outputs:
            self._print_next_step(result)
        if self.options.log_format is LogFormat.GITHUB:
            self._print_github_commands(result)
        if self.options.as_json:
            self.terminal.print_json(result.to_json())

    @property
    def _people_stream(self) -> OutputStream:
        return self.terminal.err if self.options.as_json else self.terminal.out

    def _print_summary(self, result: RunResult) -> None:
        only_a_failure = [output.status for output in result.outputs] == [Status.FAILED]
        if not result.outputs or only_a_failure:
            return
        people = self._people_stream
        rows = summary.iter_summary_rows(
            result,
            details=self.options.shows_commands,
            most_rows=max(people.rows - ROWS_BELOW, 0),
        )
        for row in rows:
            people.print_line(row.text, row.style)
        for output in result.outputs if self.options.shows_commands else ():
            if output.status is Status.PLANNED:
                for command in output.commands:
                    self.terminal.err.print_raw(self.options.format_shown_command(command))
        people.print_line(f"{summary.format_totals(result)}{summary.format_prediction(result)}.")

    def _print_errors(self, result: RunResult) -> None:
        for fault in _list_warnings(result):
            said = f"{translate('egv: warning')}: {translate(fault.text)}"
            self.terminal.err.print_line(said, "yellow")
        failed = (
            (_choose_blamed_clip(output), output.error) for output in result.outputs if output.error
        )
        for clip, error in {
            (clip, error.message): (clip, error) for clip, error in failed
        }.values():
            self._print_error(error, clip)
        if result.error:
            self._print_error(result.error)
        if result.contact:
            self.terminal.err.print_line(f"Questions? {result.contact}")

    def _print_error(self, error: ErrorResult, clip: str = "") -> None:
        err = self.terminal.err
        named = clip and Path(clip).name not in error.message
        lines = [f"{clip}: {error.message}"] if named else _split_message(error)
        lead = "egv: " if error.kind == "interrupted" else "egv: error: "
        for line in lines:
            err.print_line(f"{translate(lead)}{translate(line)}", "red")
            lead = "  "
        if error.hint and not (is_egv_line(error.hint) or error.hint.startswith("--")):
            err.print_line(f"  {translate(error.hint)}")
        if line := build_try_line(error, self.words, clip):
            err.print_raw(f"{translate('Try')}: {line}")
        if error.log:
            err.print_line(f"  for who can repair it: {error.log}")
        for line in error.details.splitlines() if self.options.shows_commands else ():
            err.print_raw(f"  {line}")

    def _print_next_step(self, result: RunResult) -> None:
        """Print what comes next, and the lines to type for it."""
        if result.recipe:
            again = format_command([RUN, "-r", result.recipe_word, "CLIP"])
            self._people_stream.print_line(
                f"{result.recipe}: this line was written as a recipe. To do the same again:"
            )
            self._people_stream.print_raw(f"  {again}")
        for folder in result.packs:
            self._people_stream.print_line(f"{folder}: all that posting needs")
        lead, lines = self._choose_next_step(result)
        self._people_stream.print_line(lead)
        for line in lines:
            self._people_stream.print_raw(f"  {line}")

    def _choose_next_step(self, result: RunResult) -> tuple[str, Sequence[str]]:
        states = {output.status for output in result.outputs}
        same_line = format_command(self.words)
        if Status.PLANNED in states:
            lines = (format_command(drop_dry_run(self.words)),)
            wrote = "No video was made" if result.recipe else "Nothing was written"
            return f"{wrote}. To make the videos:", lines
        if PREVIEW in self.words and states == {Status.RENDERED}:
            lines = (format_command(replace_word(self.words, PREVIEW, RUN)),)
            return "This was a preview. To make the full video:", lines
        if kinds := {output.error.kind for output in result.outputs if output.error}:
            if kinds <= MENDED_BY_ITSELF:
                return "To make only what is missing, run the same line again:", (same_line,)
            return "When that is mended, the same line makes only what is missing:", (same_line,)
        if states & {Status.FAILED, Status.PENDING}:
            return "To make only what is missing, run the same line again:", (same_line,)
        if result.next_command:
            return _choose_lead(result.next_command), (result.next_command,)
        if ways := [output.next_command for output in result.outputs if output.next_command]:
            return "To approve a draft:", ways
        if tuple(self.words[:2]) == (REVIEW, "apply"):
            return "What the reviewer said is kept.", ()
        if self.words[:1] == (REVIEW,):
            return "Approved.", ()
        return "Running the same line again makes only what is new or has changed.", ()

    def _print_github_commands(self, result: RunResult) -> None:
        for output in result.outputs:
            for line in (
                github.format_error_commands(output.error, output.input) if output.error else ()
            ):
                self._people_stream.print_raw(line)
        for fault in _list_warnings(result):
            self._people_stream.print_raw(github.format_warning_command(fault))
        for line in github.format_error_commands(result.error) if result.error else ():
            self._people_stream.print_raw(line)
        page = os.environ.get("GITHUB_STEP_SUMMARY")
        if page:
            try:
                github.append_step_summary(Path(page), result)
            except OSError as error:
                self.terminal.err.print_line(
                    f"egv: GITHUB_STEP_SUMMARY {page}: {name_cause(error)}"
                )


def guess_screen_options(words: Sequence[str]) -> ScreenOptions:
    """Guess the screen options of a line that could not be parsed.

    An error before or while parsing has to be reported as `--json` or `--log-format` asks, so
    these are read from the words a second time, and a wrong value counts as not given.
    """
    given = {
        token.option.field: token.value
        for token in iter_tokens(words)
        if isinstance(token, GivenOption)
    }
    formats = {str(log_format): log_format for log_format in LogFormat}
    return ScreenOptions(
        as_json=bool(given.get("as_json")),
        log_format=formats.get(str(given.get("log_format")), LogFormat.TEXT),
    )


def _choose_lead(command: str) -> str:
    """Choose the words before the `command` that comes next."""
    return next(lead for start, lead in LEADS.items() if command.startswith(start))


def _choose_blamed_clip(result: OutputResult) -> str:
    """Choose the clip to name before its error; "" where the error names one of several itself."""
    message = result.error.message if result.error else ""
    return "" if any(Path(clip).name in message for clip in result.inputs) else result.input


def _list_warnings(result: RunResult) -> list[FaultResult]:
    """List the faults that are warnings."""
    return [fault for fault in result.findings if fault.severity is FaultSeverity.WARNING]


def _split_message(error: ErrorResult) -> list[str]:
    """Split the message of an error: those on files and gates list one fault per line."""
    lists = error.kind in ("recipe", "kit", "project", "gate")
    return error.message.splitlines() if lists else [error.message]
