"""The summary of a finished or planned run: a line for each video, its notes, and the totals."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import PurePath

from egv.app.records.results import OutputResult, RunResult, Status, Totals
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
WORDS = {
    Status.RENDERED: "made",
    Status.KEPT: "kept",
    Status.PLANNED: "planned",
    Status.PENDING: "not begun",
    Status.FAILED: "failed",
}
MOST_NOTES = 8  # most notes of one clip on the screen: more would hide the next clip
MOST_SLIPS = 3  # on lines of their own
MOST_GROUPED_NOTES = 10  # and of a run of which the screen cannot show every clip


@dataclass(frozen=True, slots=True)
class SummaryRow:
    """One line of the summary, in the user's language, and its style."""

    text: str
    style: str = ""


def iter_summary_rows(
    result: RunResult, *, details: bool = False, most_rows: int = 0
) -> Iterator[SummaryRow]:
    """Yield a row for each output that did not fail, and its notes; with `details` its steps too.

    Where that takes over `most_rows` (0: no limit), the outputs of one state share a row and equal
    notes are shown once. Failures are errors: they are reported after the summary.
    """
    shown = [output for output in result.outputs if output.status is not Status.FAILED]
    rows = [row for output in shown for row in _iter_output_rows(output, details=details)]
    if most_rows and len(rows) > most_rows and len(shown) > 1 and not details:
        rows = [*_iter_state_rows(shown), *_iter_grouped_notes(shown)]
    yield from rows
    yield from (_build_note_row(note) for note in list_run_notes(result))
    yield from _iter_slip_rows(shown)


def _iter_slip_rows(outputs: Sequence[OutputResult]) -> Iterator[SummaryRow]:
    """Yield where the new return slips are; those of many clips are counted."""
    new = dict.fromkeys(o.slip for o in outputs if o.slip and o.status is Status.RENDERED)
    if 0 < len(new) <= MOST_SLIPS:
        yield from (SummaryRow(translate(f"a slip for the maker: {slip}")) for slip in new)
    elif new:
        yield SummaryRow(translate(f"{len(new)} slips for the makers lie beside the videos"))


def list_run_notes(result: RunResult) -> Iterator[str]:
    """List the notes about the whole run, each once, with the number of videos it applies to."""
    count = Counter(note for output in result.outputs for note in output.notes if is_run_note(note))
    whole = len(result.outputs)
    for note, number in count.items():
        of = f" ({number} of {whole} videos)" if whole > 1 else ""
        yield f"{note}{of}"


def format_totals(result: RunResult) -> str:
    """Format the totals, such as `3 clips: 2 made, 1 failed`."""
    count = Counter(output.status for output in result.outputs)
    parts = [f"{count[status]} {WORDS[status]}" for status in Status if count[status]]
    clips = len({clip for output in result.outputs for clip in output.inputs or (output.input,)})
    joined = " joined" if any(output.inputs for output in result.outputs) else ""
    return f"{format_count(clips, 'clip')}{joined}{': ' if parts else ''}{', '.join(parts)}"


def format_prediction(result: RunResult) -> str:
    """Format what a dry run predicts: `; about 12.4 MB, about 1 min of work`; "" for a real run."""
    totals = Totals.from_outputs(result.outputs)
    if not totals.planned:
        return ""
    parts = [f"about {format_size(totals.size_bytes, decimals=1)}"] if totals.size_bytes else []
    known = totals.seconds is not None
    work = f"about {format_rough_time(totals.seconds or 0)} of work"
    parts.append(work if known else "the time is known once a video was made here")
    if totals.replaced:
        parts.append(f"{format_count(totals.replaced, 'file')} replaced")
    return "".join(f"; {part}" for part in parts[:1]) + "".join(f", {part}" for part in parts[1:])


def format_rough_time(seconds: float) -> str:
    """Format a time that is only predicted: `8 s`, `3 min`, `1 h 20 min`."""
    if seconds < 55:
        return f"{max(1, round(seconds))} s"
    hours, minutes = divmod(max(1, round(seconds / 60)), 60)
    return f"{hours} h {minutes} min" if hours else f"{minutes} min"


def format_length_change(result: OutputResult) -> str:
    """Format the lengths of clip and output: `1:12.0 → 1:06.5`."""
    lengths = (result.source_duration, result.duration)
    return " → ".join(format_clock(length) for length in lengths if length is not None)


def _iter_output_rows(output: OutputResult, *, details: bool) -> Iterator[SummaryRow]:
    facts = ", ".join(translate(fact) for fact in _list_facts(output) if fact)
    text = (
        f"{translate(WORDS[output.status])}  {_format_name(output)}{': ' if facts else ''}{facts}"
    )
    yield SummaryRow(text, STYLES[output.status])
    if details or output.status is Status.PLANNED:
        yield from _iter_detail_rows(output)
    own = [note for note in output.notes if not is_run_note(note)]
    most = len(own) if details else MOST_NOTES
    yield from (_build_note_row(note, indent="  ") for note in own[:most])
    if more := len(own[most:]):
        yield _build_note_row(f"and {more} more; -v shows them all", indent="  ")


def _list_facts(output: OutputResult) -> Sequence[str]:
    """List what is said of an output on its own row."""
    if output.output is None:
        wanted = output.status in (Status.RENDERED, Status.KEPT) and not output.sidecars
        return ("nobody speaks, so no file",) if wanted else ()
    beside = format_count(len(output.sidecars), "file", none="")
    marked = f"marked as {output.mark}" if output.mark else ""
    with_files = f"with {beside} beside it" if output.sidecars else ""
    if output.status is Status.KEPT:
        return (_format_moment(output.made_at), "0 encodes", marked, with_files)
    about = "about " if output.status is Status.PLANNED else ""
    size = "" if output.size_bytes is None else format_size(output.size_bytes, decimals=1)
    encodes = {None: "", 0: "picture copied unchanged", 1: "1 encode"}
    return (
        format_length_change(output),
        f"{about}{size}" if size else "",
        encodes.get(output.encodes, f"{output.encodes} encodes"),
        output.looked_at,
        marked,
        with_files,
    )


def _format_moment(made_at: str) -> str:
    """Format the local time at which a kept output was made; "" where that is not known."""
    if not made_at:
        return ""
    return f"made {datetime.fromisoformat(made_at).astimezone():%Y-%m-%d %H:%M}"


def _format_name(output: OutputResult) -> str:
    """Format the clip and its output; the clip is left out where the output is named after it."""
    more = len(output.inputs) - 1
    clip = f"{output.input} {translate(f'and {more} more')}" if more > 0 else output.input
    if output.output is None:
        return ", ".join(output.sidecars) or clip
    named_after = PurePath(output.input).stem in PurePath(output.output).stem
    return output.output if named_after and more <= 0 else f"{clip} → {output.output}"


def _iter_detail_rows(output: OutputResult) -> Iterator[SummaryRow]:
    names = [step.step for step in output.steps]
    width = max(map(len, [*names, *(entry.name for entry in output.texts), "also"]))
    if output.mark:
        said = f"{translate('mark'):<{width}}  {translate(_describe_mark(output))}"
        yield SummaryRow(f"  {said}", "yellow")
    for text in output.texts:
        yield SummaryRow(f'  {text.name:<{width}}  "{text.text}" ({translate(text.source)})')
    for step in output.steps:
        clip = f"{step.clip}: " if step.clip else ""
        yield SummaryRow(f"  {step.step:<{width}}  {clip}{translate(step.why)}")
    if output.replaces:
        replaces = translate(f"replaces {output.output}")
        yield SummaryRow(f"  {translate('note'):<{width}}  {replaces}", "yellow")
    for sidecar in output.sidecars:
        yield SummaryRow(f"  {translate('also'):<{width}}  {sidecar}")


def _iter_state_rows(outputs: Sequence[OutputResult]) -> Iterator[SummaryRow]:
    """Yield a row for all outputs of one state in one folder."""
    groups: dict[tuple[Status, str], int] = Counter(
        (output.status, str(PurePath(output.output or output.input).parent)) for output in outputs
    )
    for (status, folder), count in groups.items():
        word, videos = translate(WORDS[status]), translate(format_count(count, "video"))
        yield SummaryRow(f"{word}  {folder}: {videos}", STYLES[status])


def _iter_grouped_notes(outputs: Sequence[OutputResult]) -> Iterator[SummaryRow]:
    """Yield each note once, with its clip or the number of videos that it applies to."""
    clips: dict[str, list[str]] = {}
    for output in outputs:
        for note in output.notes:
            if not is_run_note(note):
                clips.setdefault(note, []).append(output.input)
    for note, named in list(clips.items())[:MOST_GROUPED_NOTES]:
        whose = named[0] if len(named) == 1 else translate(format_count(len(named), "video"))
        yield _build_note_row(note, f"{whose}: ")
    if more := len(list(clips)[MOST_GROUPED_NOTES:]):
        yield _build_note_row(f"and {more} more; -v shows them all")


def _build_note_row(note: str, whose: str = "", indent: str = "") -> SummaryRow:
    return SummaryRow(f"{indent}{translate('note')}  {whose}{translate(note)}", "yellow")


def _describe_mark(result: OutputResult) -> str:
    """Describe the mark in the picture, and how long the mark stays."""
    said = f"{result.mark}: the picture shows this mark from start to end"
    return f"{said}, until it is approved" if result.mark == Marking.DRAFT else said
