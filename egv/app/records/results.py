"""The results of a run: the envelope `egv/result@1` that `--json` prints and the screen shows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from enum import StrEnum

from pydantic import Field

from egv import __version__
from egv.app.records.printable import PrintableDocument, PrintableValue, SchemaName
from egv.core.errors import EgvError, InterruptedRun
from egv.core.programme.edit import Fact
from egv.core.text.faults import Fault, FaultSeverity, format_key_path, format_position
from egv.tools.store.crash_log import write_crash_log

RESULT_SCHEMA = "egv/result@1"
PERSONAL = ("name", "role", "maker")  # facts that identify a person


class Status(StrEnum):
    """The state of one output."""

    RENDERED = "rendered"
    KEPT = "kept"
    PLANNED = "planned"
    PENDING = "pending"
    FAILED = "failed"


class ErrorResult(PrintableValue):
    """An error for machine readers."""

    kind: str = Field(description="The kind of error in one word, such as usage, kit or input.")
    message: str = Field(description="What is wrong and what to do, in one sentence.")
    step: str = Field(default="", description="The step in which it went wrong; empty: none.")
    hint: str = Field(default="", description="A command to type next.")
    token: str = Field(default="", description="The wrong word, as it was written.")
    did_you_mean: str = Field(default="", description="The word that was probably meant.")
    log: str = Field(default="", description="Where more is written, for who can repair egv.")
    details: str = Field(
        default="", exclude=True, description="What a program or a library said, for -v."
    )  # printed with -v only

    @classmethod
    def from_error(cls, error: EgvError | InterruptedRun) -> ErrorResult:
        """Convert `error` for machine readers; what a program or a library said goes to a log."""
        log = _write_details(error)
        return cls(
            kind=error.kind,
            message=str(error),
            step=error.step,
            hint=error.hint,
            token=error.token,
            did_you_mean=error.did_you_mean,
            log=log,
            details=error.details,
        )


def _write_details(error: EgvError | InterruptedRun) -> str:
    """Write what is behind `error` to a log, and return its path; "" where there is none."""
    if not error.details:
        return ""
    try:
        return str(write_crash_log(error, error.details))
    except OSError:
        return ""


class FaultResult(PrintableValue):
    """A fault in a file, with its position."""

    file: str = Field(description="The file, as it was named.")
    line: int = Field(description="The line, from 1; 0 where the fault is about the whole file.")
    column: int = Field(
        description="The column, from 1; 0 where the fault is about the whole file."
    )
    field: str = Field(description="The field, such as logo.bug.height.")
    severity: FaultSeverity = Field(description="How serious it is: error or warning.")
    message: str = Field(description="What is wrong and what to do, in one sentence.")

    @classmethod
    def from_fault(cls, fault: Fault) -> FaultResult:
        """Convert `fault` for machine readers."""
        return cls(
            file=fault.file,
            line=fault.line,
            column=fault.column,
            field=format_key_path(fault.path),
            severity=fault.severity,
            message=fault.message,
        )

    @property
    def text(self) -> str:
        """The fault on one line, with its position."""
        return f"{format_position(self.file, self.line, self.column)}: {self.message}"


class StepResult(PrintableValue):
    """One step's findings and actions."""

    step: str = Field(description="The name of the step.")
    clip: str = Field(default="", description="Of a programme of several, which one.")
    why: str = Field(description="What it did and why, in one sentence.")
    facts: Mapping[str, Fact] = Field(
        default_factory=dict,
        description="What it measured and chose, by name; the unit is in the name.",
    )

    @property
    def without_names(self) -> StepResult:
        """This result with personal names removed."""
        why = self.why
        for word in PERSONAL:
            if text := str(self.facts.get(word, "")):
                why = why.replace(text, word)
        facts = {word: fact for word, fact in self.facts.items() if word not in PERSONAL}
        return self.model_copy(update={"why": why, "facts": facts})


class SaidText(PrintableValue):
    """A text of the video, and its source."""

    name: str = Field(description="The name of the text, such as title.")
    text: str = Field(description="The text itself.")
    source: str = Field(
        description="Where it comes from, such as --set, a file with its line, or kit."
    )


class Timings(PrintableValue):
    """Wall time of each stage, in seconds; `sound` runs at the same time as `video`."""

    analysis: float = Field(default=0.0, description="Looking at the clip, s.")
    sound: float = Field(
        default=0.0, description="Making the sound, s; at the same time as the video."
    )
    video: float = Field(default=0.0, description="Encoding the picture, s.")
    verify: float = Field(
        default=0.0, description="Checking the finished file against the plan, s."
    )
    compare: float = Field(
        default=0.0, description="Comparing the finished file with the clips, s."
    )


class OutputResult(PrintableValue):
    """The result of one output of one input."""

    input: str = Field(description="The clip, as it was named.")
    inputs: tuple[str, ...] = Field(default=(), description="All clips, where several are joined.")
    status: Status = Field(
        description="What became of it: rendered, kept (already there), planned, pending or failed."
    )
    format: str = Field(
        default="source",
        description="The format, such as portrait; source is the clip's own shape.",
    )
    mark: str = Field(default="", description="What it is marked as: draft or practice.")
    next_command: str = Field(default="", description="What comes next: to approve a draft.")
    output: str | None = Field(
        default=None, description="The path of the video; null where there is none."
    )
    duration: float | None = Field(default=None, description="Length of the output, s.")
    source_duration: float | None = Field(default=None, description="Length of the clip, s.")
    programme: tuple[float, float] | None = Field(
        default=None,
        description="Where the programme begins and ends between intro and outro, s; null without.",
    )
    size_bytes: int | None = Field(default=None, description="Size; a prediction in a dry run.")
    encodes: int | None = Field(default=None, description="Video encodes of this output: 0 or 1.")
    why_encoded: str = Field(default="", description="What forced the encode.")
    looked_at: str = Field(default="", description="How much of a copied picture was decoded.")
    seconds: float | None = Field(
        default=None, description="Wall time spent on it, s; a prediction in a dry run."
    )
    made_at: str = Field(default="", description="When a kept output was made, ISO 8601.")
    replaces: bool = Field(default=False, description="In a dry run: a file of this name exists.")
    timings: Timings | None = Field(
        default=None, description="Wall time of each stage, s; null where nothing was made."
    )
    plan: str | None = Field(
        default=None,
        description="The hash of the plan: the same for the same words; null where there was no"
        " plan.",
    )
    kit: str | None = Field(default=None, description="The brand kit, as name@version.")
    steps: tuple[StepResult, ...] = Field(default=(), description="What each step found and did.")
    sidecars: tuple[str, ...] = Field(
        default=(), description="The paths of the files beside the video."
    )
    texts: tuple[SaidText, ...] = Field(default=(), description="Texts, in a dry run.")
    slip: str = Field(default="", description="The return slip for its maker, beside the video.")
    notes: tuple[str, ...] = Field(default=(), description="What had to give way, and advice.")
    commands: tuple[str, ...] = Field(default=(), description="ffmpeg commands, ready to paste.")
    error: ErrorResult | None = Field(
        default=None, description="Why it failed; null where it did not."
    )

    @property
    def without_names(self) -> OutputResult:
        """This result without personal names, fit to be stored; a name plate names a person."""
        return self.model_copy(update={"steps": tuple(step.without_names for step in self.steps)})

    def with_notes(self, notes: tuple[str, ...]) -> OutputResult:
        """Return this result with `notes` added."""
        return self.model_copy(update={"notes": self.notes + notes})


class Totals(PrintableValue):
    """Sums over the outputs of a run; those of a dry run are predictions."""

    clips: int = Field(description="Clips, each once.")
    outputs: int = Field(description="Videos, one for each clip and format.")
    rendered: int = Field(default=0, description="Outputs made in this run.")
    kept: int = Field(default=0, description="Outputs that were already there and are still right.")
    planned: int = Field(default=0, description="Outputs that a dry run would make.")
    pending: int = Field(default=0, description="Outputs that the run did not come to.")
    failed: int = Field(default=0, description="Outputs that could not be made.")
    duration: float = Field(default=0.0, description="Length of all videos, s.")
    size_bytes: int = Field(default=0, description="Size of all videos.")
    seconds: float | None = Field(
        default=None, description="Work, s, clip after clip; null in a dry run before any video."
    )
    replaced: int = Field(default=0, description="In a dry run: files to replace.")

    @classmethod
    def from_outputs(cls, outputs: Sequence[OutputResult]) -> Totals:
        """Add up `outputs`. The formats of a clip are made together, so their time counts once."""
        count = Counter(output.status.value for output in outputs)
        spent: dict[tuple[str, ...], float] = {}
        for output in outputs:
            if output.seconds is not None and output.status is not Status.KEPT:
                clips = output.inputs or (output.input,)
                spent[clips] = max(spent.get(clips, 0.0), output.seconds)
        return cls(
            clips=len({clip for output in outputs for clip in output.inputs or (output.input,)}),
            outputs=len(outputs),
            **count,
            duration=round(sum(output.duration or 0.0 for output in outputs), 3),
            size_bytes=sum(output.size_bytes or 0 for output in outputs),
            seconds=round(sum(spent.values()), 3) if spent else None,
            replaced=sum(output.replaces for output in outputs),
        )


class RunResult(PrintableDocument):
    """One run: everything that `--json` prints."""

    schema_name: SchemaName = RESULT_SCHEMA
    egv: str = Field(default=__version__, description="The version of egv.")
    ok: bool = Field(default=True, description="Whether everything went well.")
    exit_code: int = Field(
        default=0, description="The exit code of the process: 0 to 5, 130 or 143."
    )
    outputs: tuple[OutputResult, ...] = Field(
        default=(), description="One for each clip and format."
    )
    findings: tuple[FaultResult, ...] = Field(default=(), description="Of files that are checked.")
    error: ErrorResult | None = Field(
        default=None, description="What ended the run; null where nothing did."
    )
    totals: Totals | None = Field(default=None, description="Sums over the outputs, if any.")
    recipe: str = Field(default="", description="The file that --save-recipe wrote.")
    packs: tuple[str, ...] = Field(default=(), description="Folders of the share packs made.")
    next_command: str = Field(default="", description="The line that comes next, if one does.")
    recipe_word: str = Field(default="", description="What to write after -r to use it.")
    contact: str = Field(
        default="", description="Whom to ask where a clip failed, as the kit says."
    )
    notes: tuple[str, ...] = Field(
        default=(), description="How a word of the line was read that could mean two things."
    )


def build_run_result(outputs: tuple[OutputResult, ...], exit_codes: Mapping[str, int]) -> RunResult:
    """Build the envelope of `outputs`; `exit_codes` gives the code of each failed input's error."""
    failed = [output for output in outputs if output.status is Status.FAILED]
    if not failed:
        code = 0
    elif len(failed) < len(outputs):
        code = 3
    else:
        codes = {exit_codes[output.input] for output in failed}
        code = codes.pop() if len(codes) == 1 else 1
    totals = Totals.from_outputs(outputs) if outputs else None
    return RunResult(ok=code == 0, exit_code=code, outputs=outputs, totals=totals)


def build_failed_run(error: EgvError | InterruptedRun) -> RunResult:
    """Build the envelope of a run that `error` ended; an interrupted run has the results so far."""
    outputs = _so_far[0]() if _so_far and isinstance(error, InterruptedRun) else ()
    return RunResult(
        ok=False,
        exit_code=error.exit_code,
        outputs=outputs,
        error=ErrorResult.from_error(error),
        totals=Totals.from_outputs(outputs) if outputs else None,
    )


def register_outputs(outputs: Callable[[], tuple[OutputResult, ...]]) -> None:
    """Register `outputs`, which returns the results so far of the current run."""
    _so_far[:] = [outputs]


_so_far: list[Callable[[], tuple[OutputResult, ...]]] = []
