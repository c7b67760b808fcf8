"""The state of each output: draft, approved, rejected or direct; with its reviews."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from pydantic import Field

from egv.app.documents import Value
from egv.app.ledger import OUTPUTS, PRACTICE, STATE, Ledger, path_of
from egv.app.order import RunOptions
from egv.app.outputs import output_folder
from egv.app.reviews import Reviews
from egv.app.settings import settings_for
from egv.core.errors import UsageError
from egv.core.file_names import fold_name
from egv.core.layers import Marking
from egv.core.recipe_parts import Approval
from egv.core.records import Made
from egv.core.reviews import Act, History, Review
from egv.core.shell_words import review_command


class State(StrEnum):
    """The review state; `direct` is an output whose recipe needs no approval."""

    DRAFT = "draft"
    APPROVED = "approved"
    REJECTED = "rejected"
    DIRECT = "direct"


class NoteResult(Value):
    """A note on a video, at a time in it."""

    number: int
    seconds: float
    category: str
    text: str
    by: str
    done: bool


class ReviewedOutput(Value):
    """One output: the finished video, the file to look at now, its state and the reason.

    `commands` are the lines that may come next, by their effect; NAME and TEXT are to be filled in.
    """

    output: str
    file: str
    state: State
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
class Standing:
    """An output in its ledger and its reviews: as a draft, as a finished video, or both.

    A draft beside a finished video is newer.
    """

    ledger: Ledger
    name: str
    history: History
    draft: Made | None
    clean: Made | None

    @property
    def made(self) -> Made:
        """The record of the video to look at now."""
        made = self.draft or self.clean
        assert made
        return made

    @property
    def file(self) -> Path:
        """The path of the video to look at now."""
        return path_of(self.ledger, self.made.output)

    @property
    def output(self) -> Path:
        """The path of the finished video, which may not exist yet."""
        return path_of(self.ledger, self.name)

    @property
    def duration(self) -> float:
        """The length of the video, s."""
        return float(self.made.result.get("duration") or 0.0)

    @property
    def verdict(self) -> Review | None:
        """The latest decision on the present version."""
        if self.draft:
            return self.history.verdict(self.name, content=self.draft.content)
        return self.history.verdict(self.name, key=self.made.key)

    @property
    def state(self) -> State:
        """The review state: draft, approved, rejected or direct."""
        verdict = self.verdict
        if verdict and verdict.act is Act.REJECTED:
            return State.REJECTED
        if not self.draft:
            if self.made.about.approval is Approval.DIRECT:
                return State.DIRECT
            if verdict:
                return State.APPROVED
        return State.DRAFT

    @property
    def fault(self) -> str:
        """The reason why an approval does not count, or ""."""
        if self.state is State.DRAFT and self.history.lost_approval(self.name, self.made.key):
            what = f"the approval of {self.output} was changed after it was given"
            return f"{what}; approve it again"
        return ""

    def is_about(self, path: Path) -> bool:
        """True where `path` is the video, its draft, one of its clips, or a folder with one."""
        names = [self.name, self.made.output, *self.made.about.sources]
        asked, *places = (
            Path(fold_name(str((self.ledger.folder / name).resolve())))
            for name in (self.ledger.name_of(path), *names)
        )
        return any(place == asked or asked in place.parents for place in places)

    def shown(self) -> ReviewedOutput:
        """Convert the output for machine readers and pages."""
        verdict, result = self.verdict, self.made.result
        return ReviewedOutput(
            output=str(self.output),
            file=str(self.file),
            state=self.state,
            clip=str(result.get("input", "")),
            format=str(result.get("format", "source")),
            duration=self.duration,
            by=verdict.by if verdict else "",
            at=verdict.at.isoformat() if verdict else "",
            text=verdict.text if verdict else "",
            fault=self.fault,
            notes=tuple(
                NoteResult(
                    number=note.said.note,
                    seconds=note.said.seconds or 0.0,
                    category=str(note.said.category or ""),
                    text=note.said.text,
                    by=note.said.by,
                    done=note.is_done,
                )
                for note in self.history.notes(self.name)
            ),
            commands=dict(self._commands()),
        )

    def _commands(self) -> Iterator[tuple[str, str]]:
        file = str(self.file)
        if self.state is State.DRAFT:
            yield "approve", review_command("approve", file, "--by", "NAME")
            yield "reject", review_command("reject", file, "--by", "NAME", "--note", "TEXT")
        yield "note", review_command("note", file, "0:00", "TEXT", "--category", "message")


def standings(ledger: Ledger) -> tuple[Standing, ...]:
    """List every output of `ledger` that exists, by name."""
    history, found = Reviews(ledger).history, dict[str, dict[bool, Made]]()
    for name, made in ledger.latest.items():
        if (ledger.folder / name).is_file():
            is_draft = made.about.draft
            found.setdefault(_finished(name) if is_draft else name, {})[is_draft] = made
    return tuple(
        Standing(ledger, name, history, made.get(True), made.get(False))
        for name, made in sorted(found.items())
    )


def reviewed_outputs(folder: Path | None = None) -> tuple[ReviewedOutput, ...]:
    """List the outputs in `folder`, or made of a clip in it; without one, all of the project."""
    found = standings(ledger_of(folder))
    return tuple(
        standing.shown() for standing in found if folder is None or standing.is_about(folder)
    )


def asked_for(words: Sequence[str]) -> tuple[Standing, ...]:
    """Find the outputs that `words` name: by their file, by their clip, or by a folder of either.

    Raises UsageError for a word that names none.
    """
    found: dict[Path, Standing] = {}
    for word in words:
        path = Path(word)
        ledger = ledger_of(path)
        named = [standing for standing in standings(ledger) if standing.is_about(path)]
        if not named:
            raise UsageError(_unknown(word, path, ledger), hint="egv review list")
        found |= {standing.output: standing for standing in named}
    return tuple(found.values())


def ledger_of(path: Path | None) -> Ledger:
    """Find the ledger that knows `path`: the project's, the default one, else the nearest above."""
    settings = settings_for(RunOptions())
    usual = Ledger(settings.home or output_folder(settings.output))
    if settings.home or path is None:
        return usual
    above = (path.absolute(), *path.absolute().parents)
    near = (folder for folder in above if (folder / STATE / f"{OUTPUTS}.jsonl").is_file())
    ledgers = (usual, *map(Ledger, near))
    known = (ledger for ledger in ledgers if any(one.is_about(path) for one in standings(ledger)))
    return next(known, usual)


def _finished(draft: str) -> str:
    """Return the future name of the finished video of `draft`."""
    path = Path(draft)
    return str(path.with_name(f"{path.stem.removesuffix(f'.{Marking.DRAFT}')}{path.suffix}"))


def _unknown(word: str, path: Path, ledger: Ledger) -> str:
    if path in Ledger(ledger.folder, PRACTICE):
        return f"{word}: it is a practice take, which nobody reviews; make it without --practice"
    return f"{word}: egv made no video that is this, or that is made of it; check the name"


def open_ones(outputs: Iterable[ReviewedOutput]) -> tuple[ReviewedOutput, ...]:
    """Filter the outputs that need action: drafts, and those with an open note."""
    return tuple(
        output
        for output in outputs
        if output.state is State.DRAFT or any(not note.done for note in output.notes)
    )
