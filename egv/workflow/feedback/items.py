"""Feedback as lines of events, and the items that they add up to."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from enum import StrEnum
from statistics import median

from pydantic import Field

from egv.app.records.ledger_lines import LedgerRecord
from egv.app.records.printable import PrintableValue

LONGEST = 2000  # characters of one text


class FeedbackAct(StrEnum):
    """The action of a feedback event."""

    SAID = "said"
    PICKED_UP = "picked-up"
    DONE = "done"


class FeedbackSource(StrEnum):
    """Where feedback came from: somebody, the skip boxes of a digest, or runs that failed."""

    PERSON = "person"
    DIGEST = "digest"
    FAILURES = "failures"


class FeedbackEvent(LedgerRecord):
    """One event: something said, taken up, or answered. `by` is "" where nobody gave a name."""

    act: FeedbackAct
    at: datetime
    number: int = Field(ge=1, description="The item that it is about, from 1.")
    text: str = Field(default="", max_length=LONGEST)
    by: str = ""
    source: FeedbackSource = FeedbackSource.PERSON
    about: str = Field(default="", description="The video or the cause that it is about.")


class FeedbackItem(PrintableValue):
    """Something said, and what came of it; `days` is the time to the answer."""

    number: int
    said_on: date
    text: str
    by: str = ""
    source: FeedbackSource = FeedbackSource.PERSON
    about: str = ""
    picked_up_by: str = ""
    is_picked_up: bool = False
    answer: str = ""
    answered_on: date | None = None

    @property
    def is_open(self) -> bool:
        """True where there is no answer yet."""
        return self.answered_on is None

    @property
    def days(self) -> int | None:
        """The days from the question to the answer; None while there is none."""
        return (self.answered_on - self.said_on).days if self.answered_on else None


def collect_items(events: Iterable[FeedbackEvent]) -> tuple[FeedbackItem, ...]:
    """Collect `events`, in their order, into items by number; the last answer counts."""
    items: dict[int, FeedbackItem] = {}
    for event in events:
        day = event.at.date()
        if event.act is FeedbackAct.SAID and event.number not in items:
            items[event.number] = FeedbackItem(
                number=event.number,
                said_on=day,
                text=event.text,
                by=event.by,
                source=event.source,
                about=event.about,
            )
        elif item := items.get(event.number):
            changes: dict[str, object] = (
                {"is_picked_up": True, "picked_up_by": event.by}
                if event.act is FeedbackAct.PICKED_UP
                else {"answer": event.text, "answered_on": day}
            )
            items[event.number] = item.model_copy(update=changes)
    return tuple(sorted(items.values(), key=lambda item: item.number))


def compute_median_days(items: Iterable[FeedbackItem]) -> float | None:
    """Compute the median days to an answer; None where nothing was answered."""
    days = [item.days for item in items if item.days is not None]
    return float(median(days)) if days else None
