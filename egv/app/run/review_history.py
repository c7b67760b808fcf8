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

from egv.app.records.ledger_lines import LedgerRecord, StoredName
from egv.core.text.file_names import is_same_name

SEAL = "seal"


class ReviewAct(StrEnum):
    """The action of a review event."""

    APPROVED = "approved"
    REJECTED = "rejected"
    NOTED = "noted"
    DONE = "done"


VERDICTS = (ReviewAct.APPROVED, ReviewAct.REJECTED)


class NoteCategory(StrEnum):
    """The topic of a note: the content. Faults of shooting are for `egv check`, not for people."""

    MESSAGE = "message"
    FACTS = "facts"
    PRIVACY = "privacy"
    BRAND = "brand"


class ReviewEvent(LedgerRecord):
    """One event: person, action and time, with the output and the hash of its bytes."""

    act: ReviewAct
    at: datetime
    output: StoredName = Field(
        description="The finished video, by its path from the ledger's folder."
    )
    by: str = ""
    key: str = Field(default="", description="What the finished video is made of.")
    content: str = Field(default="", description="The hash of the bytes that were looked at.")
    text: str = ""
    category: NoteCategory | None = None
    seconds: float | None = Field(default=None, description="Where in the video it is about, s.")
    note: int = Field(default=0, description="The number of the note, from 1.")


@dataclass(frozen=True, slots=True)
class ReviewNote:
    """A note on a video, and whether it was resolved."""

    event: ReviewEvent
    is_resolved: bool


@dataclass(frozen=True, slots=True)
class ReviewLog:
    """All valid events, in order; `altered_events` are those that were altered afterwards.

    `seals` are those of all lines, as they stand in the log.
    """

    events: tuple[ReviewEvent, ...] = ()
    altered_events: tuple[ReviewEvent, ...] = ()
    seals: tuple[str, ...] = ()

    @property
    def last_seal(self) -> str:
        """The seal of the last line; "" before any."""
        return self.seals[-1] if self.seals else ""

    def list_events(self, output: str) -> tuple[ReviewEvent, ...]:
        """List the events about `output`."""
        return tuple(event for event in self.events if is_same_name(event.output, output))

    def find_verdict(self, output: str, *, key: str = "", content: str = "") -> ReviewEvent | None:
        """Find the last verdict on `output` by the fingerprint `key`, or by the hash `content`."""
        words = (
            event
            for event in reversed(self.list_events(output))
            if event.act in VERDICTS and (event.key == key if key else event.content == content)
        )
        return next(words, None)

    def is_approved(self, output: str, key: str) -> bool:
        """True where `output` with the fingerprint `key` may be shared."""
        verdict = self.find_verdict(output, key=key)
        return verdict is not None and verdict.act is ReviewAct.APPROVED

    def has_lost_approval(self, output: str, key: str) -> bool:
        """True where an approval of `output` is void since its event was altered."""
        lost = any(
            event.act is ReviewAct.APPROVED and is_same_name(event.output, output)
            for event in self.altered_events
        )
        return lost and not self.is_approved(output, key)

    def list_notes(self, output: str) -> tuple[ReviewNote, ...]:
        """List the notes on `output`."""
        events = self.list_events(output)
        done = {event.note for event in events if event.act is ReviewAct.DONE}
        return tuple(
            ReviewNote(event, event.note in done)
            for event in events
            if event.act is ReviewAct.NOTED
        )


def seal_event(event: ReviewEvent, before: str) -> dict[str, Any]:
    """Seal `event` as a line to add after the one with the seal `before`."""
    line = event.model_dump(mode="json", exclude_defaults=True)
    return {**line, SEAL: compute_seal(line, before)}


def compute_seal(line: Mapping[str, Any], before: str) -> str:
    """Compute the seal of `line`, which comes after a line with the seal `before`."""
    says = {name: value for name, value in line.items() if name != SEAL}
    text = json.dumps(says, sort_keys=True, ensure_ascii=True)
    return hashlib.sha256(f"{before}\n{text}".encode()).hexdigest()


def find_last_seal(lines: Iterable[Mapping[str, Any]]) -> str:
    """Find the seal of the last of `lines`; "" when there is none."""
    return next((str(line.get(SEAL, "")) for line in reversed([*lines])), "")


def parse_history(lines: Iterable[Mapping[str, Any]]) -> ReviewLog:
    """Parse `lines` into a review log, and separate the altered events."""
    events: list[ReviewEvent] = []
    changed: list[ReviewEvent] = []
    seals: list[str] = []
    before = ""
    for line in lines:
        is_whole = line.get(SEAL) == compute_seal(line, before)
        before = str(line.get(SEAL, ""))
        seals.append(before)
        try:
            event = ReviewEvent.from_line(line)
        except ValueError:  # from another egv, or damaged
            continue
        (events if is_whole else changed).append(event)
    return ReviewLog(tuple(events), tuple(changed), tuple(seals))
