"""Ledger lines: records of outputs, previews, failed clips and purged lines."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Annotated, Any, Self

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from egv.core.programme.finished_clock import FinishedClock
from egv.core.project.recipe_parts import Approval, Audience
from egv.core.text.path_words import read_stored_name

StoredName = Annotated[str, AfterValidator(read_stored_name)]  # of a file, from the ledger's folder


class LedgerRecord(BaseModel):
    """A line of the ledger; fields of a newer egv are ignored."""

    model_config = ConfigDict(frozen=True, extra="ignore", defer_build=True)

    @classmethod
    def from_line(cls, line: Mapping[str, Any]) -> Self:
        """Parse `line` (JSON data) into a record. Raises ValueError for an invalid line."""
        return cls.model_validate(line)


class Provenance(LedgerRecord):
    """The origin of an output: audience, clips and makers. People appear only as pseudonyms.

    `sources` are the clips, by their path from the ledger's folder, with the hash of each;
    `recordings` are all paths they ever had there, each with an identifier of the recording (its
    time and device), which is empty where the clip does not record a time.
    """

    at: datetime | None = None
    space: str = ""
    recipe: str = ""
    recipe_file: StoredName = Field(
        default="", description="The file of the recipe, unless it is one of egv's own."
    )
    audience: Audience = Audience.TEAM
    approval: Approval = Approval.DIRECT
    draft: bool = Field(default=False, description="Whether it is marked as not yet approved.")
    sources: Mapping[StoredName, str] = Field(default_factory=dict)
    recordings: Mapping[StoredName, str] = Field(default_factory=dict)
    makers: tuple[str, ...] = ()
    people: tuple[str, ...] = ()
    texts: Mapping[str, str] = Field(
        default_factory=dict, description="What was said of the video, without any person's name."
    )


NOBODY_KNOWS = Provenance()  # for outputs of an egv that recorded no origin


class SubtitleRecord(LedgerRecord):
    """The subtitles of an output: the clock they are on, and who wrote them.

    `edges` are the times at which each appears and disappears, ms; `says` is the hash of all of
    them as SubRip, `given` that of the text files that were present. Where somebody corrected a
    file, `text` is its name, `content` its hash and `text_clock` the clock that it is on; `placed`
    is where the words of a transcript are on it (`place_transcript`). Of the
    files beside the video, `corrected` are the edited ones that egv left as they are, and `kept`
    the backups under another name, each with its hash.
    """

    clock: FinishedClock
    edges: tuple[int, ...] = ()
    says: str = ""
    given: str = ""
    text: StoredName = ""
    content: str = ""
    text_clock: FinishedClock | None = None
    placed: tuple[tuple[int, ...], ...] = ()
    corrected: Mapping[StoredName, str] = Field(default_factory=dict)
    kept: Mapping[StoredName, str] = Field(default_factory=dict)


class OutputRecord(LedgerRecord):
    """One finished output: its fingerprint, the hash of its bytes, and the result to show again.

    `sidecars` are the files that egv wrote beside it, by name, with the hash of each.
    """

    output: StoredName
    key: str
    content: str
    result: Mapping[str, Any]
    sidecars: Mapping[StoredName, str] = Field(default_factory=dict)
    subtitles: SubtitleRecord | None = None
    about: Provenance = NOBODY_KNOWS

    @property
    def all_sidecars(self) -> Mapping[str, str]:
        """The files beside the output, edited ones included, each with its hash."""
        return {**(self.subtitles.corrected if self.subtitles else {}), **self.sidecars}

    @property
    def files(self) -> Mapping[str, str]:
        """All files of this output with the hash of their bytes."""
        own = {self.output: self.content} if self.content else {}
        return {**own, **self.all_sidecars, **(self.subtitles.kept if self.subtitles else {})}


class FailureRecord(LedgerRecord):
    """A clip that failed: the kind of error and the step, without the error text."""

    failed: StoredName = Field(description="The clip, by its path from the ledger's folder.")
    kind: str
    step: str = ""
    about: Provenance = NOBODY_KNOWS

    @property
    def files(self) -> Mapping[str, str]:
        """Always empty: a failed clip has no files."""
        return {}


class PreviewRecord(LedgerRecord):
    """A clip that was only previewed: the files of its preview, with the hash of each."""

    previewed: StoredName = Field(description="The clip, by its path from the ledger's folder.")
    files: Mapping[StoredName, str]
    about: Provenance = NOBODY_KNOWS


class PurgeRecord(LedgerRecord):
    """The totals of a month's purged videos and failures, without people.

    `seconds` is the length of all the videos, `processing_s` the wall time spent on them.
    """

    purged: int = Field(ge=0, description="How many videos, each in all its formats.")
    month: str = Field(default="", pattern=r"^(\d{4}-(0[1-9]|1[0-2]))?$")
    space: str = ""
    recipe: str = ""
    draft: bool = False
    seconds: float = 0.0
    processing_s: float = 0.0
    failures: Mapping[str, int] = Field(default_factory=dict, description="Clips, by the kind.")


ClipRecord = OutputRecord | FailureRecord | PreviewRecord
LedgerLine = ClipRecord | PurgeRecord


def parse_ledger_line(line: Mapping[str, Any]) -> LedgerLine:
    """Parse `line` (JSON data) into its kind of record. Raises ValueError for an invalid line."""
    kinds: dict[str, type[LedgerLine]] = {
        "failed": FailureRecord,
        "previewed": PreviewRecord,
        "purged": PurgeRecord,
    }
    kind = next((kinds[key] for key in kinds if key in line), OutputRecord)
    return kind.from_line(line)
