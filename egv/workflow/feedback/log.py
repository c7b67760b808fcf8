"""The feedback of a project: one file that only grows, `.egv/feedback.jsonl`."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from egv.app.plan.order import RunOptions
from egv.app.plan.outputs import open_ledger
from egv.app.plan.settings import load_settings
from egv.app.records.ledger import Ledger
from egv.app.records.printable import PrintableDocument, SchemaName
from egv.core.errors import UsageError
from egv.core.text.translation import Translated, UiLanguage, format_value
from egv.core.text.visible_text import clean_text
from egv.tools.machine.clock import utc_now
from egv.tools.store.json_lines import append_line, read_whole_lines
from egv.workflow.feedback.causes import CAUSES
from egv.workflow.feedback.items import (
    LONGEST,
    FeedbackAct,
    FeedbackEvent,
    FeedbackItem,
    FeedbackSource,
    collect_items,
)

FILE = "feedback.jsonl"
LIST_SCHEMA, SKIPPED_SCHEMA = "egv/feedback@1", "egv/skipped@1"
MOST_BYTES = 1 << 20  # of a file with reasons

TAKEN = Translated("opgepakt{by}", "picked up{by}")
ANSWER = Translated("antwoord: {answer}", "answer: {answer}")
NONE = Translated(
    "Nog geen feedback. Zo geef je die: egv feedback 'wat jij kwijt wilt'",
    "No feedback yet. To give it: egv feedback 'what you want to say'",
)
NONE_OPEN = Translated("Niets staat nog open.", "Nothing is open.")
FAILED = Translated(
    "Bij {count} opnamen ging het maken mis: {cause}.", "Making failed for {count} clips: {cause}."
)


class FeedbackList(PrintableDocument):
    """The feedback of a project, the oldest first."""

    schema_name: SchemaName = LIST_SCHEMA
    items: tuple[FeedbackItem, ...] = ()
    is_filtered: bool = False

    def to_lines(self, tongue: UiLanguage) -> Iterator[str]:
        """Yield the list as lines for people."""
        for item in self.items:
            day = format_value(item.said_on, tongue)
            yield f"{item.number}  {day}  {item.text}{_format_name(item.by)}"
            if item.is_picked_up and item.is_open:
                yield f"   {TAKEN.render(tongue, by=_format_name(item.picked_up_by))}"
            if item.answer:
                yield f"   {ANSWER.render(tongue, answer=item.answer)}"
        if not self.items:
            yield (NONE_OPEN if self.is_filtered else NONE).render(tongue)


class SkipReason(BaseModel):
    """Why somebody skipped a video in the digest."""

    model_config = ConfigDict(extra="forbid")

    video: str = Field(default="", max_length=300)
    text: str = Field(min_length=1, max_length=LONGEST)


class SkipFile(BaseModel):
    """The file that the page of a digest saves."""

    model_config = ConfigDict(extra="forbid", populate_by_name=True)

    schema_name: str = Field(alias="schema", pattern=f"^{SKIPPED_SCHEMA}$")
    skipped: list[SkipReason] = Field(max_length=1000)


def open_feedback() -> Ledger:
    """Open the ledger of the project in the working folder, beside which feedback stands."""
    return open_ledger(load_settings(RunOptions()))


def load_feedback(ledger: Ledger, *, only_open: bool = False) -> FeedbackList:
    """Load the feedback beside `ledger`; a torn or foreign line is passed over."""
    items = collect_items(_load_events(ledger))
    kept = tuple(item for item in items if item.is_open or not only_open)
    return FeedbackList(items=kept, is_filtered=only_open)


def add_feedback(ledger: Ledger, text: str, name: str = "") -> FeedbackItem:
    """Add something said, without a name unless `name` gives one.

    Raises UsageError for an empty text, and for one over `LONGEST` characters.
    """
    said = _check_text(text)
    with ledger.lock_writing():
        return _append_said(ledger, said, by=clean_text(name))


def pick_up_feedback(ledger: Ledger, number: int, name: str = "") -> FeedbackItem:
    """Record that somebody takes up item `number`. Raises UsageError for one that is not open."""
    with ledger.lock_writing():
        _find_open_item(ledger, number)
        return _append_event(ledger, number, FeedbackAct.PICKED_UP, by=clean_text(name))


def answer_feedback(ledger: Ledger, number: int, answer: str) -> FeedbackItem:
    """Record the answer to item `number`. Raises UsageError for one that is not open."""
    said = _check_text(answer)
    with ledger.lock_writing():
        _find_open_item(ledger, number)
        return _append_event(ledger, number, FeedbackAct.DONE, text=said)


def import_reasons(ledger: Ledger, path: Path) -> tuple[FeedbackItem, ...]:
    """Add the reasons in the file at `path`, which a digest page saved, but none a second time.

    Raises UsageError for a file that is no such file; then nothing is added.
    """
    reasons = _read_reasons(path).skipped
    with ledger.lock_writing():
        known = {(item.about, item.text) for item in load_feedback(ledger).items}
        fresh = dict.fromkeys((clean_text(r.video), _check_text(r.text)) for r in reasons)
        return tuple(
            _append_said(ledger, text, about=video, source=FeedbackSource.DIGEST)
            for video, text in fresh
            if (video, text) not in known
        )


def import_failures(ledger: Ledger, tongue: UiLanguage) -> tuple[FeedbackItem, ...]:
    """Add one item for each cause of failed clips since the last import, without their names."""
    with ledger.lock_writing():
        events = [e for e in _load_events(ledger) if e.source is FeedbackSource.FAILURES]
        since = max((event.at for event in events), default=None)
        fresh = (
            failure.kind
            for failure in ledger.failed
            if failure.about.at and (since is None or failure.about.at > since)
        )
        return tuple(
            _append_said(
                ledger,
                FAILED.render(tongue, count=count, cause=_describe_cause(kind, tongue)),
                about=kind,
                source=FeedbackSource.FAILURES,
            )
            for kind, count in sorted(Counter(fresh).items())
        )


def _describe_cause(kind: str, tongue: UiLanguage) -> str:
    return CAUSES[kind].render(tongue) if kind in CAUSES else kind


def _format_name(name: str) -> str:
    return f" ({name})" if name else ""


def _check_text(text: str) -> str:
    said = clean_text(" ".join(text.split()))
    if not said:
        raise UsageError("feedback: there is no text; write what you want to say, in quotes")
    if len(said) > LONGEST:
        raise UsageError(
            f"feedback: {len(said)} characters are too long; keep to {LONGEST}, or give it in parts"
        )
    return said


def _read_reasons(path: Path) -> SkipFile:
    fault = f"{path}: this is not a file that the page of egv share digest saved"
    try:
        with path.open("rb") as file:
            data = file.read(MOST_BYTES + 1)
    except OSError:
        raise UsageError(f"{path}: this file cannot be read; check the name") from None
    try:
        if len(data) > MOST_BYTES:
            raise UsageError(fault, hint="egv share digest")
        return SkipFile.model_validate(json.loads(data))
    except (ValueError, RecursionError, ValidationError):
        raise UsageError(fault, hint="egv share digest") from None


def _load_events(ledger: Ledger) -> Iterator[FeedbackEvent]:
    for line in read_whole_lines(ledger.state_folder / FILE)[0]:
        try:
            yield FeedbackEvent.from_line(line)
        except ValueError:
            continue  # a line of a newer egv, or one that somebody edited: the others hold


def _find_open_item(ledger: Ledger, number: int) -> FeedbackItem:
    items = {item.number: item for item in load_feedback(ledger).items}
    if number not in items:
        raise UsageError(f"feedback {number}: there is no such item", hint="egv feedback list")
    if not items[number].is_open:
        raise UsageError(
            f"feedback {number}: this was answered on {items[number].answered_on}",
            hint="egv feedback list --open",
        )
    return items[number]


def _append_said(
    ledger: Ledger,
    text: str,
    *,
    by: str = "",
    about: str = "",
    source: FeedbackSource = FeedbackSource.PERSON,
) -> FeedbackItem:
    number = max((event.number for event in _load_events(ledger)), default=0) + 1
    act = FeedbackAct.SAID
    return _append_event(ledger, number, act, text=text, by=by, about=about, source=source)


def _append_event(ledger: Ledger, number: int, act: FeedbackAct, **facts: object) -> FeedbackItem:
    event = FeedbackEvent.model_validate({"act": act, "at": utc_now(), "number": number, **facts})
    append_line(ledger.state_folder / FILE, event.model_dump(mode="json", exclude_defaults=True))
    return next(item for item in load_feedback(ledger).items if item.number == number)
