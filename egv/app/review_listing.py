"""The output of `egv review`: outputs and their states, and the history of one of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from fractions import Fraction
from pathlib import Path

from egv.app.documents import Document, SchemaName, Value, columns
from egv.app.standings import (
    ReviewedOutput,
    Standing,
    State,
    asked_for,
    open_ones,
    reviewed_outputs,
)
from egv.core.reviews import Act, Review
from egv.core.timing import clock_text
from egv.core.tongue import Both, Tongue

LIST_SCHEMA, HISTORY_SCHEMA = "egv/review-list@1", "egv/review-history@1"
STATES = {
    State.DRAFT: Both("concept", "draft"),
    State.APPROVED: Both("goedgekeurd", "approved"),
    State.REJECTED: Both("afgekeurd", "rejected"),
    State.DIRECT: Both("vrij", "direct"),
}
ACTS = {
    Act.APPROVED: Both("goedgekeurd", "approved"),
    Act.REJECTED: Both("afgekeurd", "rejected"),
    Act.NOTED: Both("opmerking {note}", "note {note}"),
    Act.DONE: Both("opmerking {note} afgehandeld", "note {note} done"),
}
CATEGORIES = {
    "message": Both("boodschap", "message"),
    "facts": Both("feiten", "facts"),
    "privacy": Both("privacy", "privacy"),
    "brand": Both("huisstijl", "brand"),
}
DONE = Both("afgehandeld", "done")
BY = Both("door {name}", "by {name}")
NOTHING = Both("Er wacht niets.", "Nothing waits.")
NO_HISTORY = Both("{file}: er is nog niets over gezegd", "{file}: nothing was said of it yet")
LOST = Both(
    "{file}: de goedkeuring is achteraf gewijzigd en telt niet; keur opnieuw goed",
    "{file}: the approval was changed after it was given and does not count; approve it again",
)
CHANGED = Both(
    "{count} regels in reviews.jsonl zijn achteraf gewijzigd en tellen niet",
    "{count} lines of reviews.jsonl were changed after they were written and do not count",
)


class ReviewList(Document):
    """Outputs and their states: the output of `review list --json`."""

    schema_name: SchemaName = LIST_SCHEMA
    outputs: tuple[ReviewedOutput, ...] = ()

    def lines(self, tongue: Tongue) -> Iterator[str]:
        """Yield the list as lines for people."""
        if not self.outputs:
            yield NOTHING.within(tongue)
            return
        rows = columns([(output.file, _state(output, tongue)) for output in self.outputs])
        for row, output in zip(rows, self.outputs, strict=True):
            yield row
            if output.fault:
                yield f"  {LOST.within(tongue, file=output.output)}"
            for note in output.notes:
                parts = (
                    f"{note.number}. {_clock(note.seconds)}",
                    CATEGORIES[note.category].within(tongue),
                    note.text,
                    *([BY.within(tongue, name=note.by)] if note.by else []),
                    *([DONE.within(tongue)] if note.done else []),
                )
                yield f"  {', '.join(parts)}"
            if output.state is State.DRAFT:
                yield f"  {output.commands['approve']}"


class SaidOfIt(Value):
    """One event: a person's act, its time, and the output it is about."""

    act: Act
    at: str
    output: str
    by: str = ""
    text: str = ""
    category: str = ""
    seconds: float | None = None
    note: int = 0

    @classmethod
    def of(cls, event: Review, output: str) -> SaidOfIt:
        """Convert `event` about `output`, which is a path from the working folder."""
        return cls(
            act=event.act,
            at=event.at.isoformat(),
            output=output,
            by=event.by,
            text=event.text,
            category=str(event.category or ""),
            seconds=event.seconds,
            note=event.note,
        )

    def line(self, tongue: Tongue) -> str:
        """Format the event as a line for people."""
        parts = [ACTS[self.act].within(tongue, note=self.note)]
        if self.act is Act.NOTED:
            parts += [_clock(self.seconds or 0.0), CATEGORIES[self.category].within(tongue)]
        parts += [self.text] if self.text else []
        parts += [BY.within(tongue, name=self.by)] if self.by else []
        return f"{self.at[:16].replace('T', ' ')}  {', '.join(parts)}"


class ReviewHistory(Document):
    """All events of some outputs, in order: the output of `review history --json`."""

    schema_name: SchemaName = HISTORY_SCHEMA
    outputs: tuple[ReviewedOutput, ...] = ()
    events: tuple[SaidOfIt, ...] = ()
    changed: int = 0

    def lines(self, tongue: Tongue) -> Iterator[str]:
        """Yield the history as lines for people."""
        for output in self.outputs:
            yield f"{output.file}  {_state(output, tongue)}"
            said = [event for event in self.events if event.output == output.output]
            yield from (f"  {event.line(tongue)}" for event in said)
            if not said:
                yield f"  {NO_HISTORY.within(tongue, file=output.file)}"
        if self.changed:
            yield CHANGED.within(tongue, count=self.changed)


def review_list(folder: Path | None = None, *, only_open: bool = False) -> ReviewList:
    """List the outputs in `folder`, or of the project; with `only_open` those that need action."""
    found = reviewed_outputs(folder)
    return ReviewList(outputs=open_ones(found) if only_open else found)


def listing_of(found: Iterable[Standing]) -> ReviewList:
    """Convert `found` to a list."""
    return ReviewList(outputs=tuple(standing.shown() for standing in found))


def review_history(word: str) -> ReviewHistory:
    """Load all events of the outputs that `word` names. Raises UsageError where it names none."""
    found = asked_for([word])
    return ReviewHistory(
        outputs=tuple(standing.shown() for standing in found),
        events=tuple(
            SaidOfIt.of(event, str(standing.output))
            for standing in found
            for event in standing.history.of(standing.name)
        ),
        changed=len(found[0].history.changed),
    )


def _state(output: ReviewedOutput, tongue: Tongue) -> str:
    word = STATES[output.state].within(tongue)
    return f"{word} {BY.within(tongue, name=output.by)}" if output.by else word


def _clock(seconds: float) -> str:
    return clock_text(Fraction(seconds).limit_denominator(1000))
