"""What the ledger remembers: of each output and preview, of each clip that failed, of what went."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Self

from pydantic import BaseModel, ConfigDict, Field

from egv.core.finished_clock import FinishedClock
from egv.core.recipe_parts import Approval, Audience


class Record(BaseModel):
    """A line of the ledger; what a newer egv also says in one is left aside."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    @classmethod
    def of(cls, line: Mapping[str, Any]) -> Self:
        """The record that `line` (parsed JSON) holds. Raises ValueError for a line that is none."""
        return cls.model_validate(line)


class About(Record):
    """For whom an output was made, of what and by whom: people only as pseudonyms.

    `sources` are the clips, by their path from the ledger's folder, with the hash of each;
    `recordings` the paths they ever had there, each with what stands for when and with what device
    it was recorded, which is empty where the clip does not say when.
    """

    at: datetime | None = None
    space: str = ""
    recipe: str = ""
    audience: Audience = Audience.TEAM
    approval: Approval = Approval.DIRECT
    draft: bool = Field(default=False, description="Whether it is marked as not yet approved.")
    sources: Mapping[str, str] = Field(default_factory=dict)
    recordings: Mapping[str, str] = Field(default_factory=dict)
    makers: tuple[str, ...] = ()
    people: tuple[str, ...] = ()


NOBODY_KNOWS = About()  # of what an egv made that wrote none of it down


class Subtitled(Record):
    """The subtitles of an output: the clock they are on, and who wrote them.

    `edges` are when each comes and goes, ms; `says` is the hash of all of them as SubRip, `given`
    that of the texts that lay there to be read. Where somebody corrected a file, `text` is its
    name, `content` its hash and `text_clock` the clock that it is on. Of the files beside the
    video, `corrected` are those that somebody wrote in, which egv left as they are, and `kept`
    those that egv put aside under another name, each with its hash.
    """

    clock: FinishedClock
    edges: tuple[int, ...] = ()
    says: str = ""
    given: str = ""
    text: str = ""
    content: str = ""
    text_clock: FinishedClock | None = None
    corrected: Mapping[str, str] = Field(default_factory=dict)
    kept: Mapping[str, str] = Field(default_factory=dict)


class Made(Record):
    """One finished output: the key it answers to, its bytes' hash, the result to show again.

    `sidecars` are the files that egv wrote beside it, by name, with the hash of each.
    """

    output: str
    key: str
    content: str
    result: Mapping[str, Any]
    sidecars: Mapping[str, str] = Field(default_factory=dict)
    subtitles: Subtitled | None = None
    about: About = NOBODY_KNOWS

    @property
    def beside(self) -> Mapping[str, str]:
        """The files beside it, those that somebody wrote in too, each with its hash."""
        return {**(self.subtitles.corrected if self.subtitles else {}), **self.sidecars}

    @property
    def files(self) -> Mapping[str, str]:
        """Every file of this output with the hash of its bytes."""
        own = {self.output: self.content} if self.content else {}
        return {**own, **self.beside, **(self.subtitles.kept if self.subtitles else {})}


class Failed(Record):
    """A clip that came to nothing: the kind of error, and the step, but not its words."""

    failed: str = Field(description="The clip, by its path from the ledger's folder.")
    kind: str
    step: str = ""
    about: About = NOBODY_KNOWS

    @property
    def files(self) -> Mapping[str, str]:
        """It came to nothing."""
        return {}


class Previewed(Record):
    """A clip that was only looked at: the files of its preview, with the hash of each."""

    previewed: str = Field(description="The clip, by its path from the ledger's folder.")
    files: Mapping[str, str]
    about: About = NOBODY_KNOWS


class Purged(Record):
    """What stays of a month's videos and failures when all else is forgotten: how many, of nobody.

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


Known = Made | Failed | Previewed
Line = Known | Purged


def line_of(line: Mapping[str, Any]) -> Line:
    """The record that `line` (parsed JSON) holds. Raises ValueError for a line that is none."""
    kinds: dict[str, type[Line]] = {"failed": Failed, "previewed": Previewed, "purged": Purged}
    kind = next((kinds[key] for key in kinds if key in line), Made)
    return kind.of(line)
