"""Messages for GitHub Actions: annotations on files, and a table on the page of the run."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from pathlib import Path

from egv.app.results import Fault, FindingResult, OutputResult, RunResult
from egv.cli.summary import length_text, run_notes, totals
from egv.cli.terminal import shown
from egv.core.run_notes import is_of_run

PLACED = re.compile(r"(.+?):(\d+):(\d+): (.*)")  # the form of faults in a recipe or a kit


def escaped(text: str) -> str:
    """Escape `text` as the data of a workflow command."""
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def escaped_property(text: str) -> str:
    """Escape `text` as a property of a workflow command."""
    return escaped(text).replace(":", "%3A").replace(",", "%2C")


def annotation(fault: Fault, file: str = "") -> str:
    """Format the workflow command that attaches `fault` to `file`."""
    title = escaped_property(f"egv {fault.step or fault.kind}")
    place = f"file={escaped_property(file)}," if file else ""
    return f"::error {place}title={title}::{escaped(fault.message)}"


def noticed(command: str, file: str, title: str, words: str) -> str:
    """Format the workflow command (`warning`, `notice`) that attaches `words` to a whole `file`."""
    place = f"file={escaped_property(file)},title={escaped_property(title)}"
    return f"::{command} {place}::{escaped(words)}"


def pinned(fault: Fault, file: str = "") -> Iterator[str]:
    """Yield the workflow commands for `fault` on `file`, or for each line at its own position."""
    if fault.kind not in ("recipe", "kit", "project"):
        yield annotation(fault, file)
        return
    for line in fault.message.splitlines():
        place = PLACED.match(line)
        if place is None:
            yield annotation(fault.model_copy(update={"message": line}), file)
            continue
        yield _placed("error", place[1], place[2], place[3], f"egv {fault.kind}", place[4])


def warning(finding: FindingResult) -> str:
    """Format the workflow command that attaches a warning to its position."""
    line, column = str(finding.line), str(finding.column)
    return _placed("warning", finding.file, line, column, "egv kit", finding.message)


def _placed(command: str, file: str, line: str, column: str, title: str, words: str) -> str:
    where = f"file={escaped_property(file)},line={line},col={column}"
    return f"::{command} {where},title={escaped_property(title)}::{escaped(words)}"


def step_summary(result: RunResult) -> str:
    """Format the run as Markdown: a line of totals and a table of clips."""
    lines = [f"### egv: {cell(totals(result))}", ""]
    if result.error:
        lines += [f"**{cell(result.error.message)}**", ""]
    if result.outputs:
        lines += ["| clip | result | length | what was done | output |", "|---|---|---|---|---|"]
        lines += [_row(output) for output in result.outputs]
        lines += [part for note in run_notes(result) for part in ("", cell(note))]
    return "\n".join([*lines, ""])


def append_step_summary(path: Path, result: RunResult) -> None:
    """Append the run to the page that GitHub shows."""
    with path.open("a", encoding="utf-8", errors="backslashreplace") as file:
        file.write(step_summary(result))


def cell(text: str) -> str:
    """Escape `text` for a Markdown table: no markup, no new cell, no new line."""
    plain = html.escape(shown(text), quote=False)
    return "".join(
        f"\\{character}" if character in "\\`*_[]|~" else character for character in plain
    )


def _row(result: OutputResult) -> str:
    done = [f"{step.step}: {step.why}" for step in result.steps]
    notes = (note for note in result.notes if not is_of_run(note))
    said = [*done, *notes, *([result.error.message] if result.error else ())]
    cells = (
        cell(result.input),
        cell(str(result.status)),
        cell(length_text(result)),
        "<br>".join(map(cell, said)),
        cell(result.output or ""),
    )
    return f"| {' | '.join(cells)} |"
