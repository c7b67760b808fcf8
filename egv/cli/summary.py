"""What is said when a run is over, or planned: a table of clips, what each step did, totals."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from egv.app.results import OutputResult, RunResult, Status
from egv.core.layers import Marking
from egv.core.run_notes import is_of_run
from egv.core.sizes import size_text
from egv.core.timing import clock_text

STYLES = {
    Status.RENDERED: "green",
    Status.KEPT: "cyan",
    Status.PLANNED: "blue",
    Status.PENDING: "yellow",
    Status.FAILED: "bold red",
}
MOST_NOTES = 8  # of one clip on the screen: more would hide the next clip
HEAD = ("clip", "result", "length", "output")
WIDEST = 40


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the summary and how it is painted."""

    text: str
    style: str = ""


def rows(result: RunResult) -> Iterator[Row]:
    """The table: a row for each output, below it what each step did and what should be known."""
    cells = [_cells(each) for each in result.outputs]
    widths = [min(max(map(len, column)), WIDEST) for column in zip(HEAD, *cells, strict=True)]
    yield Row(_aligned(HEAD, widths), "bold")
    for each, texts in zip(result.outputs, cells, strict=True):
        yield Row(_aligned(texts, widths), STYLES[each.status])
        yield from _details(each)
    yield from (Row(f"note  {note}", "yellow") for note in run_notes(result))


def run_notes(result: RunResult) -> Iterator[str]:
    """What is the same of any clip, once, and of how many videos it holds."""
    count = Counter(note for each in result.outputs for note in each.notes if is_of_run(note))
    whole = len(result.outputs)
    for note, number in count.items():
        of = f" ({number} of {whole} videos)" if whole > 1 else ""
        yield f"{note}{of}"


def totals(result: RunResult) -> str:
    """`3 clips: 2 rendered, 1 failed`."""
    count = Counter(each.status for each in result.outputs)
    parts = [f"{count[status]} {status}" for status in Status if count[status]]
    clips = len({clip for each in result.outputs for clip in each.inputs or (each.input,)})
    joined = " joined" if any(each.inputs for each in result.outputs) else ""
    return (
        f"{clips} clip{'s' if clips != 1 else ''}{joined}{': ' if parts else ''}{', '.join(parts)}"
    )


def length_text(result: OutputResult) -> str:
    """How long the clip was and how long the output is: `1:12.0 → 1:06.5`."""
    lengths = (result.source_duration, result.duration)
    return " → ".join(_clock(each) for each in lengths if each is not None)


def _clock(seconds: float) -> str:
    return clock_text(Fraction(seconds).limit_denominator(1000))


def _cells(result: OutputResult) -> tuple[str, str, str, str]:
    return _clips(result), str(result.status), length_text(result), _output_text(result)


def _clips(result: OutputResult) -> str:
    more = len(result.inputs) - 1
    return f"{result.input} and {more} more" if more > 0 else result.input


def _output_text(result: OutputResult) -> str:
    if result.status in (Status.FAILED, Status.PENDING):
        return ""
    if result.output is None:
        return "no video" if result.sidecars else "nothing is said, so no file"
    about = "about " if result.status is Status.PLANNED else ""
    size = "" if result.size_bytes is None else size_text(result.size_bytes, decimals=1)
    encodes = {None: "", 0: "picture copied as it is", 1: "1 encode"}
    parts = (
        result.output or "",
        f"{about}{size}" if size else "",
        encodes.get(result.encodes, f"{result.encodes} encodes"),
    )
    return ", ".join(part for part in parts if part)


def _details(result: OutputResult) -> Iterator[Row]:
    names = [each.step for each in result.steps]
    width = max(map(len, [*names, *(each.name for each in result.texts), "note"]))
    if result.mark:
        yield Row(f"  {'mark':<{width}}  {_mark_text(result)}", "yellow")
    for text in result.texts:
        yield Row(f'  {text.name:<{width}}  "{text.text}" ({text.source})')
    for each in result.steps:
        clip = f"{each.clip}: " if each.clip else ""
        yield Row(f"  {each.step:<{width}}  {clip}{each.why}")
    own = [note for note in result.notes if not is_of_run(note)]
    notes = own[:MOST_NOTES]
    if more := len(own) - len(notes):
        notes.append(f"and {more} more; --json lists them all")
    for note in notes:
        yield Row(f"  {'note':<{width}}  {note}", "yellow")
    for sidecar in result.sidecars:
        yield Row(f"  {'also':<{width}}  {sidecar}")
    if result.error:
        yield Row(f"  {result.error.message}", "red")


def _mark_text(result: OutputResult) -> str:
    """What the video is marked as, and until when."""
    said = f"{result.mark}: marked so in the picture, from start to end"
    return f"{said}, until it is approved" if result.mark == Marking.DRAFT else said


def _aligned(cells: tuple[str, ...], widths: list[int]) -> str:
    return "  ".join(f"{text:<{width}}" for text, width in zip(cells, widths, strict=True)).rstrip()
