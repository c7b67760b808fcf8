"""What people said of videos: given, sealed and never taken back, so that a change is found.

The seal of each event is a hash over it and the seal before it: an event that was edited does not
match its own, and one after which something was removed or moved does not match the one before.
Nobody is kept from writing a whole new history; it is there to notice, not to lock.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from pydantic import Field

from egv.core.file_names import is_same_name
from egv.core.records import Record

SEAL = "seal"


class Act(StrEnum):
    """What somebody did."""

    APPROVED = "approved"
    REJECTED = "rejected"
    NOTED = "noted"
    DONE = "done"


VERDICTS = (Act.APPROVED, Act.REJECTED)


class Category(StrEnum):
    """What a note is about: the content. How it was shot is for `egv check`, not for people."""

    MESSAGE = "message"
    FACTS = "facts"
    PRIVACY = "privacy"
    BRAND = "brand"


class Review(Record):
    """One event: who did what, when, about which output and which bytes of it."""

    act: Act
    at: datetime
    output: str = Field(description="The finished video, by its path from the ledger's folder.")
    by: str = ""
    key: str = Field(default="", description="What the finished video is made of.")
    content: str = Field(default="", description="The hash of the bytes that were looked at.")
    text: str = ""
    category: Category | None = None
    seconds: float | None = Field(default=None, description="Where in the video it is about, s.")
    note: int = Field(default=0, description="The number of the note, from 1.")


@dataclass(frozen=True, slots=True)
class Note:
    """A note on a video, and whether somebody dealt with it."""

    said: Review
    is_done: bool


@dataclass(frozen=True, slots=True)
class History:
    """Every event that counts, in order; `changed` are those that somebody changed afterwards."""

    events: tuple[Review, ...] = ()
    changed: tuple[Review, ...] = ()

    def of(self, output: str) -> tuple[Review, ...]:
        """What was said of `output`."""
        return tuple(each for each in self.events if is_same_name(each.output, output))

    def verdict(self, output: str, *, key: str = "", content: str = "") -> Review | None:
        """The last word on `output` as it is made of `key`, or as its bytes hash to `content`."""
        words = (
            each
            for each in reversed(self.of(output))
            if each.act in VERDICTS and (each.key == key if key else each.content == content)
        )
        return next(words, None)

    def approves(self, output: str, key: str) -> bool:
        """Whether `output`, made of `key`, may be shared."""
        verdict = self.verdict(output, key=key)
        return verdict is not None and verdict.act is Act.APPROVED

    def lost_approval(self, output: str, key: str) -> bool:
        """Whether an approval of `output` does not count since it was changed afterwards."""
        lost = any(
            each.act is Act.APPROVED and is_same_name(each.output, output) for each in self.changed
        )
        return lost and not self.approves(output, key)

    def notes(self, output: str) -> tuple[Note, ...]:
        """The notes on `output`."""
        events = self.of(output)
        done = {each.note for each in events if each.act is Act.DONE}
        return tuple(Note(each, each.note in done) for each in events if each.act is Act.NOTED)


def sealed(event: Review, before: str) -> dict[str, Any]:
    """`event` as a line to add after the one with the seal `before`."""
    line = event.model_dump(mode="json", exclude_defaults=True)
    return {**line, SEAL: seal_of(line, before)}


def seal_of(line: Mapping[str, Any], before: str) -> str:
    """The seal of what `line` says, after one with the seal `before`."""
    says = {name: value for name, value in line.items() if name != SEAL}
    text = json.dumps(says, sort_keys=True, ensure_ascii=True)
    return hashlib.sha256(f"{before}\n{text}".encode()).hexdigest()


def last_seal(lines: Iterable[Mapping[str, Any]]) -> str:
    """The seal of the last of `lines`; nothing before the first."""
    return next((str(line.get(SEAL, "")) for line in reversed([*lines])), "")


def history_of(lines: Iterable[Mapping[str, Any]]) -> History:
    """What `lines` say, each as it was sealed."""
    events: list[Review] = []
    changed: list[Review] = []
    before = ""
    for line in lines:
        is_whole = line.get(SEAL) == seal_of(line, before)
        before = str(line.get(SEAL, ""))
        try:
            event = Review.of(line)
        except ValueError:  # of another egv, or no event any more
            continue
        (events if is_whole else changed).append(event)
    return History(tuple(events), tuple(changed))
