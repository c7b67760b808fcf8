"""The summary of a finished or planned run: a table of clips, the steps of each, and totals."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from egv.app.records.results import OutputResult, RunResult, Status
from egv.cli.screen.interpreter import translate
from egv.core.media.timing import format_clock
from egv.core.programme.layers import Marking
from egv.core.text.byte_sizes import format_size
from egv.core.text.run_notes import is_run_note
from egv.core.text.wording import format_count

STYLES = {
    Status.RENDERED: "green",
    Status.KEPT: "cyan",
    Status.PLANNED: "blue",
    Status.PENDING: "yellow",
    Status.FAILED: "bold red",
}
MOST_NOTES = 8  # most notes of one clip on the screen: more would hide the next clip
HEAD = ("clip", "result", "length", "output")
WIDEST = 40


@dataclass(frozen=True, slots=True)
class SummaryRow:
    """One line of the summary and its style."""

    text: str
    style: str = ""


def iter_summary_rows(result: RunResult) -> Iterator[SummaryRow]:
    """Yield a row for each output, followed by its steps, notes and other files."""
    cells = [_format_cells(output) for output in result.outputs]
    head = tuple(map(translate, HEAD))
    widths = [min(max(map(len, column)), WIDEST) for column in zip(head, *cells, strict=True)]
    yield SummaryRow(_align_cells(head, widths), "bold")
    for output, texts in zip(result.outputs, cells, strict=True):
        yield SummaryRow(_align_cells(texts, widths), STYLES[output.status])
        yield from _iter_detail_rows(output)
    for note in list_run_notes(result):
        yield SummaryRow(f"{translate('note')}  {translate(note)}", "yellow")


def list_run_notes(result: RunResult) -> Iterator[str]:
    """List the notes about the whole run, each once, with the number of videos it applies to."""
    count = Counter(note for output in result.outputs for note in output.notes if is_run_note(note))
    whole = len(result.outputs)
    for note, number in count.items():
        of = f" ({number} of {whole} videos)" if whole > 1 else ""
        yield f"{note}{of}"


def format_totals(result: RunResult) -> str:
    """Format the totals, such as `3 clips: 2 rendered, 1 failed`."""
    count = Counter(output.status for output in result.outputs)
    parts = [f"{count[status]} {status}" for status in Status if count[status]]
    clips = len({clip for output in result.outputs for clip in output.inputs or (output.input,)})
    joined = " joined" if any(output.inputs for output in result.outputs) else ""
    return f"{format_count(clips, 'clip')}{joined}{': ' if parts else ''}{', '.join(parts)}"


def format_length_change(result: OutputResult) -> str:
    """Format the lengths of clip and output: `1:12.0 → 1:06.5`."""
    lengths = (result.source_duration, result.duration)
    return " → ".join(format_clock(length) for length in lengths if length is not None)


def _format_cells(result: OutputResult) -> tuple[str, str, str, str]:
    return (
        _format_clip_name(result),
        translate(str(result.status)),
        format_length_change(result),
        _format_output(result),
    )


def _format_clip_name(result: OutputResult) -> str:
    more = len(result.inputs) - 1
    return translate(f"{result.input} and {more} more") if more > 0 else result.input


def _format_output(result: OutputResult) -> str:
    if result.status in (Status.FAILED, Status.PENDING):
        return ""
    if result.output is None:
        return translate("no video" if result.sidecars else "nobody speaks, so no file")
    size = "" if result.size_bytes is None else format_size(result.size_bytes, decimals=1)
    about = translate(f"about {size}") if result.status is Status.PLANNED else size
    encodes = {None: "", 0: "picture copied unchanged", 1: "1 encode"}
    parts = (
        result.output,
        about if size else "",
        translate(encodes.get(result.encodes, f"{result.encodes} encodes")),
    )
    return ", ".join(part for part in parts if part)


def _iter_detail_rows(result: OutputResult) -> Iterator[SummaryRow]:
    mark, also, note = map(translate, ("mark", "also", "note"))
    names = [step.step for step in result.steps]
    width = max(map(len, [*names, *(entry.name for entry in result.texts), note]))
    if result.mark:
        yield SummaryRow(f"  {mark:<{width}}  {translate(_describe_mark(result))}", "yellow")
    for text in result.texts:
        said = f'"{text.text}" ({translate(text.source)})'
        yield SummaryRow(f"  {text.name:<{width}}  {said}")
    for step in result.steps:
        clip = f"{step.clip}: " if step.clip else ""
        yield SummaryRow(f"  {step.step:<{width}}  {clip}{translate(step.why)}")
    own = [own for own in result.notes if not is_run_note(own)]
    shown = own[:MOST_NOTES]
    if more := len(own) - len(shown):
        shown.append(f"and {more} more; --json lists them all")
    for said in shown:
        yield SummaryRow(f"  {note:<{width}}  {translate(said)}", "yellow")
    for sidecar in result.sidecars:
        yield SummaryRow(f"  {also:<{width}}  {sidecar}")
    if result.error:
        yield SummaryRow(f"  {translate(result.error.message)}", "red")


def _describe_mark(result: OutputResult) -> str:
    """Describe the mark in the picture, and how long the mark stays."""
    said = f"{result.mark}: the picture shows this mark from start to end"
    return f"{said}, until it is approved" if result.mark == Marking.DRAFT else said


def _align_cells(cells: tuple[str, ...], widths: list[int]) -> str:
    return "  ".join(f"{text:<{width}}" for text, width in zip(cells, widths, strict=True)).rstrip()
