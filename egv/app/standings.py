"""How each output stands: a draft, approved, rejected or free to share; and what was said of it."""

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
    """How an output stands; `direct` is one whose recipe asks for no approval."""

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
    """One output: the finished video, the file that can be looked at now, how it stands and why.

    `commands` are the lines that may come next, by what they do; NAME and TEXT are to be filled in.
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
    """An output as its ledger and its reviews know it: as a draft, as a finished video, or both.

    A draft that stands beside a finished video is newer.
    """

    ledger: Ledger
    name: str
    history: History
    draft: Made | None
    clean: Made | None

    @property
    def made(self) -> Made:
        """The video that can be looked at now."""
        made = self.draft or self.clean
        assert made
        return made

    @property
    def file(self) -> Path:
        """Where that is."""
        return path_of(self.ledger, self.made.output)

    @property
    def output(self) -> Path:
        """Where the finished video is, or will be."""
        return path_of(self.ledger, self.name)

    @property
    def duration(self) -> float:
        """How long it is, s."""
        return float(self.made.result.get("duration") or 0.0)

    @property
    def verdict(self) -> Review | None:
        """The last word on it as it is now."""
        if self.draft:
            return self.history.verdict(self.name, content=self.draft.content)
        return self.history.verdict(self.name, key=self.made.key)

    @property
    def state(self) -> State:
        """How it stands."""
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
        """What became of an approval that does not count."""
        if self.state is State.DRAFT and self.history.lost_approval(self.name, self.made.key):
            what = f"the approval of {self.output} was changed after it was given"
            return f"{what}; approve it again"
        return ""

    def is_about(self, path: Path) -> bool:
        """Whether `path` is the video, its draft, a clip it is made of, or a folder with any."""
        names = [self.name, self.made.output, *self.made.about.sources]
        asked, *places = (
            Path(fold_name(str((self.ledger.folder / name).resolve())))
            for name in (self.ledger.name_of(path), *names)
        )
        return any(place == asked or asked in place.parents for place in places)

    def shown(self) -> ReviewedOutput:
        """It as machines and pages read it."""
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
    """Every output of `ledger` that is there, by name."""
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
    """Each output in `folder`, or made of a clip in it; without one, all of the project."""
    found = standings(ledger_of(folder))
    return tuple(each.shown() for each in found if folder is None or each.is_about(folder))


def asked_for(words: Sequence[str]) -> tuple[Standing, ...]:
    """The outputs that `words` name: by their file, by their clip, or by a folder of either.

    Raises UsageError for a word that names none.
    """
    found: dict[Path, Standing] = {}
    for word in words:
        path = Path(word)
        ledger = ledger_of(path)
        named = [each for each in standings(ledger) if each.is_about(path)]
        if not named:
            raise UsageError(_unknown(word, path, ledger), hint="egv review list")
        found |= {each.output: each for each in named}
    return tuple(found.values())


def ledger_of(path: Path | None) -> Ledger:
    """The ledger that knows `path`: the project's, the usual one, else the nearest above it."""
    settings = settings_for(RunOptions())
    usual = Ledger(settings.home or output_folder(settings.output))
    if settings.home or path is None:
        return usual
    above = (path.absolute(), *path.absolute().parents)
    near = (folder for folder in above if (folder / STATE / f"{OUTPUTS}.jsonl").is_file())
    ledgers = (usual, *map(Ledger, near))
    known = (each for each in ledgers if any(one.is_about(path) for one in standings(each)))
    return next(known, usual)


def _finished(draft: str) -> str:
    """What the draft called `draft` will be called."""
    path = Path(draft)
    return str(path.with_name(f"{path.stem.removesuffix(f'.{Marking.DRAFT}')}{path.suffix}"))


def _unknown(word: str, path: Path, ledger: Ledger) -> str:
    if path in Ledger(ledger.folder, PRACTICE):
        return f"{word}: it is a practice take, which nobody reviews; make it without --practice"
    return f"{word}: egv made no video that is this, or that is made of it; check the name"


def open_ones(outputs: Iterable[ReviewedOutput]) -> tuple[ReviewedOutput, ...]:
    """Those that wait for somebody: drafts, and what has a note that nobody dealt with."""
    return tuple(
        each
        for each in outputs
        if each.state is State.DRAFT or any(not note.done for note in each.notes)
    )
