"""The review log: verdicts and notes on videos, sealed so that later changes are detected.

The seal of each event is a hash over the event and the seal before it. An edited event does not
match its own seal; after a removed or moved event the next seal does not match. Nobody is kept from
writing a whole new log: the seals are there to detect changes, not to prevent them.
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
    """The action of a review event."""

    APPROVED = "approved"
    REJECTED = "rejected"
    NOTED = "noted"
    DONE = "done"


VERDICTS = (Act.APPROVED, Act.REJECTED)


class Category(StrEnum):
    """The topic of a note: the content. Faults of shooting are for `egv check`, not for people."""

    MESSAGE = "message"
    FACTS = "facts"
    PRIVACY = "privacy"
    BRAND = "brand"


class Review(Record):
    """One event: person, action and time, with the output and the hash of its bytes."""

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
    """A note on a video, and whether it was resolved."""

    said: Review
    is_done: bool


@dataclass(frozen=True, slots=True)
class History:
    """All valid events, in order; `altered_events` are those that were altered afterwards."""

    events: tuple[Review, ...] = ()
    changed: tuple[Review, ...] = ()

    def of(self, output: str) -> tuple[Review, ...]:
        """List the events about `output`."""
        return tuple(event for event in self.events if is_same_name(event.output, output))

    def verdict(self, output: str, *, key: str = "", content: str = "") -> Review | None:
        """Find the last verdict on `output` by the fingerprint `key`, or by the hash `content`."""
        words = (
            event
            for event in reversed(self.of(output))
            if event.act in VERDICTS and (event.key == key if key else event.content == content)
        )
        return next(words, None)

    def approves(self, output: str, key: str) -> bool:
        """True where `output` with the fingerprint `key` may be shared."""
        verdict = self.verdict(output, key=key)
        return verdict is not None and verdict.act is Act.APPROVED

    def lost_approval(self, output: str, key: str) -> bool:
        """True where an approval of `output` is void since its event was altered."""
        lost = any(
            event.act is Act.APPROVED and is_same_name(event.output, output)
            for event in self.changed
        )
        return lost and not self.approves(output, key)

    def notes(self, output: str) -> tuple[Note, ...]:
        """List the notes on `output`."""
        events = self.of(output)
        done = {event.note for event in events if event.act is Act.DONE}
        return tuple(Note(event, event.note in done) for event in events if event.act is Act.NOTED)


def sealed(event: Review, before: str) -> dict[str, Any]:
    """Seal `event` as a line to add after the one with the seal `before`."""
    line = event.model_dump(mode="json", exclude_defaults=True)
    return {**line, SEAL: seal_of(line, before)}


def seal_of(line: Mapping[str, Any], before: str) -> str:
    """Compute the seal of `line`, which comes after a line with the seal `before`."""
    says = {name: value for name, value in line.items() if name != SEAL}
    text = json.dumps(says, sort_keys=True, ensure_ascii=True)
    return hashlib.sha256(f"{before}\n{text}".encode()).hexdigest()


def last_seal(lines: Iterable[Mapping[str, Any]]) -> str:
    """Find the seal of the last of `lines`; "" when there is none."""
    return next((str(line.get(SEAL, "")) for line in reversed([*lines])), "")


def history_of(lines: Iterable[Mapping[str, Any]]) -> History:
    """Parse `lines` into a review log, and separate the altered events."""
    events: list[Review] = []
    changed: list[Review] = []
    before = ""
    for line in lines:
        is_whole = line.get(SEAL) == seal_of(line, before)
        before = str(line.get(SEAL, ""))
        try:
            event = Review.of(line)
        except ValueError:  # from another egv, or damaged
            continue
        (events if is_whole else changed).append(event)
    return History(tuple(events), tuple(changed))
