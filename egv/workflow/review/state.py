"""The state of each output: draft, approved, rejected or direct; with its reviews."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from pydantic import Field

from egv.app.plan.order import RunOptions
from egv.app.plan.outputs import iter_ledgers, open_ledger
from egv.app.plan.settings import load_settings
from egv.app.records.ledger import PRACTICE, Ledger, locate_output
from egv.app.records.ledger_lines import OutputRecord
from egv.app.records.printable import PrintableValue
from egv.app.run.review_history import ReviewAct, ReviewEvent, ReviewLog
from egv.app.run.review_log import ReviewStore
from egv.core.errors import UsageError
from egv.core.programme.layers import Marking
from egv.core.project.recipe_parts import Approval
from egv.core.text.file_names import fold_name
from egv.tools.machine.shell import format_line_to_paste


class ReviewState(StrEnum):
    """The review state; `direct` is an output whose recipe needs no approval."""

    DRAFT = "draft"
    APPROVED = "approved"
    REJECTED = "rejected"
    DIRECT = "direct"


class NoteResult(PrintableValue):
    """A note on a video, at a time in it."""

    number: int
    seconds: float
    category: str
    text: str
    by: str
    done: bool


class ReviewedOutput(PrintableValue):
    """One output: the finished video, the file to look at now, its state and the reason.

    `commands` are the lines that may come next, by their effect; NAME and TEXT are to be filled in.
    """

    output: str
    file: str
    state: ReviewState
    clip: str = ""
    format: str = ""
    duration: float = 0.0
    by: str = ""
    at: str = ""
    text: str = ""
    fault: str = ""
    notes: tuple[NoteResult, ...] = ()
    commands: Mapping[str, str] = Field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class OutputReview:
    """An output in its ledger and its reviews; `current_record` is of the video to look at now.

    That is a draft where there is one: a draft beside a finished video is newer.
    """

    ledger: Ledger
    name: str
    review_log: ReviewLog
    current_record: OutputRecord

    @property
    def is_draft(self) -> bool:
        """True where the video to look at now is a draft."""
        return self.current_record.about.draft

    @property
    def current_path(self) -> Path:
        """The path of the video to look at now."""
        return locate_output(self.ledger, self.current_record.output)

    @property
    def finished_path(self) -> Path:
        """The path of the finished video, which may not exist yet."""
        return locate_output(self.ledger, self.name)

    @property
    def duration(self) -> float:
        """The length of the video, s."""
        return float(self.current_record.result.get("duration") or 0.0)

    @property
    def latest_verdict(self) -> ReviewEvent | None:
        """The latest decision on the present version."""
        if self.is_draft:
            return self.review_log.find_verdict(self.name, content=self.current_record.content)
        return self.review_log.find_verdict(self.name, key=self.current_record.key)

    @property
    def state(self) -> ReviewState:
        """The review state: draft, approved, rejected or direct."""
        verdict = self.latest_verdict
        if verdict and verdict.act is ReviewAct.REJECTED:
            return ReviewState.REJECTED
        if not self.is_draft:
            if self.current_record.about.approval is Approval.DIRECT:
                return ReviewState.DIRECT
            if verdict:
                return ReviewState.APPROVED
        return ReviewState.DRAFT

    @property
    def approval_fault(self) -> str:
        """The reason why an approval does not count, or ""."""
        if self.state is ReviewState.DRAFT and self.review_log.has_lost_approval(
            self.name, self.current_record.key
        ):
            what = f"the record of the approval of {self.finished_path} was changed afterwards"
            return f"{what}; approve it again"
        return ""

    def is_match(self, path: Path) -> bool:
        """True where `path` is the video, its draft, one of its clips, or a folder with one."""
        names = [self.name, self.current_record.output, *self.current_record.about.sources]
        asked, *places = (
            Path(fold_name(str((self.ledger.folder / name).resolve())))
            for name in (self.ledger.to_name(path), *names)
        )
        return any(place == asked or asked in place.parents for place in places)

    def to_reviewed_output(self) -> ReviewedOutput:
        """Convert the output for machine readers and pages."""
        verdict, result = self.latest_verdict, self.current_record.result
        return ReviewedOutput(
            output=str(self.finished_path),
            file=str(self.current_path),
            state=self.state,
            clip=str(result.get("input", "")),
            format=str(result.get("format", "source")),
            duration=self.duration,
            by=verdict.by if verdict else "",
            at=verdict.at.isoformat() if verdict else "",
            text=verdict.text if verdict else "",
            fault=self.approval_fault,
            notes=tuple(
                NoteResult(
                    number=note.event.note,
                    seconds=note.event.seconds or 0.0,
                    category=str(note.event.category or ""),
                    text=note.event.text,
                    by=note.event.by,
                    done=note.is_resolved,
                )
                for note in self.review_log.list_notes(self.name)
            ),
            commands=dict(self._list_commands()),
        )

    def _list_commands(self) -> Iterator[tuple[str, str]]:
        file = str(self.current_path)
        if self.state is ReviewState.DRAFT:
            yield "approve", _format_review_line("approve", file, "--by", "NAME")
            yield "reject", _format_review_line("reject", file, "--by", "NAME", "--note", "TEXT")
        yield "note", _format_review_line("note", file, "0:00", "TEXT", "--category", "message")


def list_output_reviews(ledger: Ledger) -> tuple[OutputReview, ...]:
    """List every output of `ledger` that exists, by name."""
    history, found = ReviewStore(ledger).review_log, dict[str, dict[bool, OutputRecord]]()
    for name, made in ledger.latest_outputs.items():
        if ledger.locate_file(name).is_file():
            is_draft = made.about.draft
            found.setdefault(_to_finished_name(name) if is_draft else name, {})[is_draft] = made
    return tuple(
        OutputReview(ledger, name, history, made.get(True) or made[False])
        for name, made in sorted(found.items())
    )


def list_reviewed_outputs(folder: Path | None = None) -> tuple[ReviewedOutput, ...]:
    """List the outputs in `folder`, or made of a clip in it; without one, all of the project."""
    found = list_output_reviews(find_ledger(folder))
    return tuple(
        standing.to_reviewed_output()
        for standing in found
        if folder is None or standing.is_match(folder)
    )


def find_output_reviews(words: Sequence[str]) -> tuple[OutputReview, ...]:
    """Find the outputs that `words` name: by their file, by their clip, or by a folder of either.

    Raises UsageError for a word that names none.
    """
    found: dict[Path, OutputReview] = {}
    for word in words:
        path = Path(word)
        ledger = find_ledger(path)
        named = [standing for standing in list_output_reviews(ledger) if standing.is_match(path)]
        if not named:
            raise UsageError(_describe_unknown_word(word, path, ledger), hint="egv review list")
        found |= {standing.finished_path: standing for standing in named}
    return tuple(found.values())


def find_ledger(path: Path | None) -> Ledger:
    """Find the ledger that knows `path`: the project's, the default one, else the nearest above."""
    settings = load_settings(RunOptions())
    if path is None:
        return open_ledger(settings)
    usual, *near = iter_ledgers(path, settings)
    known = (
        ledger
        for ledger in (usual, *near)
        if any(one.is_match(path) for one in list_output_reviews(ledger))
    )
    return next(known, usual)


def _to_finished_name(draft: str) -> str:
    """Return the future name of the finished video of `draft`."""
    path = Path(draft)
    return str(path.with_name(f"{path.stem.removesuffix(f'.{Marking.DRAFT}')}{path.suffix}"))


def _describe_unknown_word(word: str, path: Path, ledger: Ledger) -> str:
    if path in Ledger(ledger.folder, PRACTICE):
        return (
            f"{word}: this is a practice take, which is not reviewed; make the video"
            " without --practice"
        )
    return (
        f"{word}: this is neither a video that egv made nor a clip that it made one from;"
        " check the name"
    )


def filter_open_outputs(outputs: Iterable[ReviewedOutput]) -> tuple[ReviewedOutput, ...]:
    """Filter the outputs that need action: drafts, and those with an open note."""
    return tuple(
        output
        for output in outputs
        if output.state is ReviewState.DRAFT or any(not note.done for note in output.notes)
    )


def _format_review_line(*words: str) -> str:
    return format_line_to_paste(("egv", "review", *words))
