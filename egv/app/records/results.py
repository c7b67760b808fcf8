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
PERSONAL = ("name", "role")  # facts that identify a person


class Status(StrEnum):
    """The state of one output."""

    RENDERED = "rendered"
    KEPT = "kept"
    PLANNED = "planned"
    PENDING = "pending"
    FAILED = "failed"


class ErrorResult(PrintableValue):
    """An error for machine readers."""

    kind: str
    message: str
    step: str = ""
    hint: str = Field(default="", description="A command to type next.")
    token: str = Field(default="", description="The wrong word, as it was written.")
    did_you_mean: str = Field(default="", description="The word that was probably meant.")
    log: str = Field(default="", description="Where more is written, for who can repair egv.")
    details: str = Field(default="", exclude=True)  # printed with -v only

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

    file: str
    line: int
    column: int
    field: str
    severity: FaultSeverity
    message: str

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

    step: str
    clip: str = Field(default="", description="Of a programme of several, which one.")
    why: str
    facts: Mapping[str, Fact] = Field(default_factory=dict)

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

    name: str
    text: str
    source: str


class Timings(PrintableValue):
    """Wall time of each stage, in seconds; `sound` runs at the same time as `video`."""

    analysis: float = 0.0
    sound: float = 0.0
    video: float = 0.0
    verify: float = 0.0
    compare: float = 0.0


class OutputResult(PrintableValue):
    """The result of one output of one input."""

    input: str
    inputs: tuple[str, ...] = Field(default=(), description="All clips, where several are joined.")
    status: Status
    format: str = "source"
    mark: str = Field(default="", description="What it is marked as: draft or practice.")
    next_command: str = Field(default="", description="What comes next: to approve a draft.")
    output: str | None = None
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
    timings: Timings | None = None
    plan: str | None = None
    kit: str | None = Field(default=None, description="The brand kit, as name@version.")
    steps: tuple[StepResult, ...] = ()
    sidecars: tuple[str, ...] = ()
    texts: tuple[SaidText, ...] = Field(default=(), description="Texts, in a dry run.")
    notes: tuple[str, ...] = ()
    commands: tuple[str, ...] = Field(default=(), description="ffmpeg commands, ready to paste.")
    error: ErrorResult | None = None

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
    rendered: int = 0
    kept: int = 0
    planned: int = 0
    pending: int = 0
    failed: int = 0
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
    egv: str = __version__
    ok: bool = True
    exit_code: int = 0
    outputs: tuple[OutputResult, ...] = ()
    findings: tuple[FaultResult, ...] = Field(default=(), description="Of files that are checked.")
    error: ErrorResult | None = None
    totals: Totals | None = Field(default=None, description="Sums over the outputs, if any.")
    recipe: str = Field(default="", description="The file that --save-recipe wrote.")
    packs: tuple[str, ...] = Field(default=(), description="Folders of the share packs made.")
    next_command: str = Field(default="", description="The line that comes next, if one does.")
    recipe_word: str = Field(default="", description="What to write after -r to use it.")
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
