"""Messages for GitHub Actions: annotations on files, and a table on the page of the run."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from pathlib import Path

from egv.app.records.results import ErrorResult, FaultResult, OutputResult, RunResult
from egv.cli.screen.summary import WORDS, format_length_change, format_totals, list_run_notes
from egv.cli.screen.terminal import escape_unprintable
from egv.core.text.run_notes import is_run_note
from egv.core.text.wording import escape_marks

PLACED = re.compile(r"(.+?):(\d+):(\d+): (.*)")  # the form of faults in a recipe or a kit


def escape_data(text: str) -> str:
    """Escape `text` as the data of a workflow command."""
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def escape_property(text: str) -> str:
    """Escape `text` as a property of a workflow command."""
    return escape_data(text).replace(":", "%3A").replace(",", "%2C")


def format_error_command(error: ErrorResult, file: str = "") -> str:
    """Format the workflow command that attaches `error` to `file`."""
    title = escape_property(f"egv {error.step or error.kind}")
    place = f"file={escape_property(file)}," if file else ""
    return f"::error {place}title={title}::{escape_data(error.message)}"


def format_file_command(command: str, file: str, title: str, words: str) -> str:
    """Format the workflow command (`warning`, `notice`) that attaches `words` to a whole `file`."""
    place = f"file={escape_property(file)},title={escape_property(title)}"
    return f"::{command} {place}::{escape_data(words)}"


def format_error_commands(error: ErrorResult, file: str = "") -> Iterator[str]:
    """Yield the workflow commands for `error` on `file`, or for each line at its own position."""
    if error.kind not in ("recipe", "kit", "project"):
        yield format_error_command(error, file)
        return
    for line in error.message.splitlines():
        place = PLACED.match(line)
        if place is None:
            yield format_error_command(error.model_copy(update={"message": line}), file)
            continue
        where = _format_place(place[1], place[2], place[3])
        yield _format_placed_command("error", where, f"egv {error.kind}", place[4])


def format_warning_command(fault: FaultResult) -> str:
    """Format the workflow command that attaches a warning to its position."""
    where = _format_place(fault.file, str(fault.line), str(fault.column))
    return _format_placed_command("warning", where, "egv kit", fault.message)


def _format_place(file: str, line: str, column: str) -> str:
    return f"file={escape_property(file)},line={line},col={column}"


def _format_placed_command(command: str, where: str, title: str, words: str) -> str:
    return f"::{command} {where},title={escape_property(title)}::{escape_data(words)}"


def format_step_summary(result: RunResult) -> str:
    """Format the run as Markdown: a line of totals and a table of clips."""
    lines = [f"### egv: {escape_cell(format_totals(result))}", ""]
    if result.error:
        lines += [f"**{escape_cell(result.error.message)}**", ""]
    if result.outputs:
        lines += ["| clip | result | length | what was done | output |", "|---|---|---|---|---|"]
        lines += [_format_row(output) for output in result.outputs]
        lines += [part for note in list_run_notes(result) for part in ("", escape_cell(note))]
    return "\n".join([*lines, ""])


def append_step_summary(path: Path, result: RunResult) -> None:
    """Append the run to the page that GitHub shows."""
    with path.open("a", encoding="utf-8", errors="backslashreplace") as file:
        file.write(format_step_summary(result))


def escape_cell(text: str) -> str:
    """Escape `text` for a Markdown table: no markup, no new cell, no new line."""
    plain = html.escape(escape_unprintable(text), quote=False)
    return escape_marks(plain, "\\`*_[]|~")


def _format_row(result: OutputResult) -> str:
    done = [f"{step.step}: {step.why}" for step in result.steps]
    notes = (note for note in result.notes if not is_run_note(note))
    said = [*done, *notes, *([result.error.message] if result.error else ())]
    cells = (
        escape_cell(result.input),
        WORDS[result.status],
        escape_cell(format_length_change(result)),
        "<br>".join(map(escape_cell, said)),
        escape_cell(result.output or ""),
    )
    return f"| {' | '.join(cells)} |"
