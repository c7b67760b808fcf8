"""The output of `egv review`: outputs and their states, and the history of one of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from egv.app.records.printable import PrintableDocument, PrintableValue, SchemaName, align_columns
from egv.app.run.review_history import ReviewAct, ReviewEvent
from egv.core.media.timing import format_clock
from egv.core.text.translation import Translated, UiLanguage
from egv.workflow.review.state import (
    OutputReview,
    ReviewedOutput,
    ReviewState,
    filter_open_outputs,
    find_output_reviews,
    list_reviewed_outputs,
)

LIST_SCHEMA, HISTORY_SCHEMA = "egv/review-list@1", "egv/review-history@1"
STATES = {
    ReviewState.DRAFT: Translated("concept", "draft"),
    ReviewState.APPROVED: Translated("goedgekeurd", "approved"),
    ReviewState.REJECTED: Translated("afgekeurd", "rejected"),
    ReviewState.DIRECT: Translated("vrij", "direct"),
}
ACTS = {
    ReviewAct.APPROVED: Translated("goedgekeurd", "approved"),
    ReviewAct.REJECTED: Translated("afgekeurd", "rejected"),
    ReviewAct.NOTED: Translated("opmerking {note}", "note {note}"),
    ReviewAct.DONE: Translated("opmerking {note} afgehandeld", "note {note} done"),
}
CATEGORIES = {
    "message": Translated("boodschap", "message"),
    "facts": Translated("feiten", "facts"),
    "privacy": Translated("privacy", "privacy"),
    "brand": Translated("huisstijl", "brand"),
}
DONE = Translated("afgehandeld", "done")
BY = Translated("door {name}", "by {name}")
NOTHING = Translated("Er wacht niets.", "Nothing is waiting for approval.")
NO_HISTORY = Translated("{file}: er is nog niets over gezegd", "{file}: no decisions or notes yet")
LOST = Translated(
    "{file}: de goedkeuring is achteraf gewijzigd en telt niet; keur opnieuw goed",
    "{file}: the record of the approval was changed afterwards and does not count;"
    " approve it again",
)
ONE_CHANGED = Translated(
    "1 regel in reviews.jsonl is achteraf gewijzigd en telt niet",
    "1 line of reviews.jsonl was changed after it was written and does not count",
)
CHANGED = Translated(
    "{count} regels in reviews.jsonl zijn achteraf gewijzigd en tellen niet",
    "{count} lines of reviews.jsonl were changed after they were written and do not count",
)


class ReviewList(PrintableDocument):
    """Outputs and their states: the output of `review list --json`."""

    schema_name: SchemaName = LIST_SCHEMA
    outputs: tuple[ReviewedOutput, ...] = ()

    def to_lines(self, tongue: UiLanguage) -> Iterator[str]:
        """Yield the list as lines for people."""
        if not self.outputs:
            yield NOTHING.render(tongue)
            return
        rows = align_columns(
            [(output.file, _describe_state(output, tongue)) for output in self.outputs]
        )
        for row, output in zip(rows, self.outputs, strict=True):
            yield row
            if output.fault:
                yield f"  {LOST.render(tongue, file=output.output)}"
            for note in output.notes:
                parts = (
                    f"{note.number}. {format_clock(note.seconds)}",
                    CATEGORIES[note.category].render(tongue),
                    note.text,
                    *([BY.render(tongue, name=note.by)] if note.by else []),
                    *([DONE.render(tongue)] if note.done else []),
                )
                yield f"  {', '.join(parts)}"
            if output.state is ReviewState.DRAFT:
                yield f"  {output.commands['approve']}"


class ReviewEntry(PrintableValue):
    """One event: a person's act, its time, and the output it is about."""

    act: ReviewAct
    at: str
    output: str
    by: str = ""
    text: str = ""
    category: str = ""
    seconds: float | None = None
    note: int = 0

    @classmethod
    def from_event(cls, event: ReviewEvent, output: str) -> ReviewEntry:
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

    def to_line(self, tongue: UiLanguage) -> str:
        """Format the event as a line for people."""
        parts = [ACTS[self.act].render(tongue, note=self.note)]
        if self.act is ReviewAct.NOTED:
            parts += [
                format_clock(self.seconds or 0.0),
                CATEGORIES[self.category].render(tongue),
            ]
        parts += [self.text] if self.text else []
        parts += [BY.render(tongue, name=self.by)] if self.by else []
        return f"{self.at[:16].replace('T', ' ')}  {', '.join(parts)}"


class ReviewHistory(PrintableDocument):
    """All events of some outputs, in order: the output of `review history --json`."""

    schema_name: SchemaName = HISTORY_SCHEMA
    outputs: tuple[ReviewedOutput, ...] = ()
    events: tuple[ReviewEntry, ...] = ()
    changed: int = 0

    def to_lines(self, tongue: UiLanguage) -> Iterator[str]:
        """Yield the history as lines for people."""
        for output in self.outputs:
            yield f"{output.file}  {_describe_state(output, tongue)}"
            said = [event for event in self.events if event.output == output.output]
            yield from (f"  {event.to_line(tongue)}" for event in said)
            if not said:
                yield f"  {NO_HISTORY.render(tongue, file=output.file)}"
        if self.changed:
            words = ONE_CHANGED if self.changed == 1 else CHANGED
            yield words.render(tongue, count=self.changed)


def list_reviews(folder: Path | None = None, *, only_open: bool = False) -> ReviewList:
    """List the outputs in `folder`, or of the project; with `only_open` those that need action."""
    found = list_reviewed_outputs(folder)
    return ReviewList(outputs=filter_open_outputs(found) if only_open else found)


def to_review_list(found: Iterable[OutputReview]) -> ReviewList:
    """Convert `found` to a list."""
    return ReviewList(outputs=tuple(standing.to_reviewed_output() for standing in found))


def load_review_history(word: str) -> ReviewHistory:
    """Load all events of the outputs that `word` names. Raises UsageError where it names none."""
    found = find_output_reviews([word])
    return ReviewHistory(
        outputs=tuple(standing.to_reviewed_output() for standing in found),
        events=tuple(
            ReviewEntry.from_event(event, str(standing.finished_path))
            for standing in found
            for event in standing.review_log.list_events(standing.name)
        ),
        changed=len(found[0].review_log.altered_events),
    )


def _describe_state(output: ReviewedOutput, tongue: UiLanguage) -> str:
    word = STATES[output.state].render(tongue)
    return f"{word} {BY.render(tongue, name=output.by)}" if output.by else word
