"""Endings that are near: consents, and the time for which videos are kept."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from egv.app.plan.order import RunOptions
from egv.app.plan.outputs import open_ledger
from egv.app.plan.settings import load_settings
from egv.app.records.ledger import Ledger
from egv.app.records.printable import PrintableDocument, PrintableValue, SchemaName
from egv.core.project.clip_notes import Person
from egv.core.text.translation import Translated, UiLanguage
from egv.workflow.purge.selection import build_retention_end, iter_clip_notes

DUE_SCHEMA = "egv/privacy-due@1"
CONSENT = Translated(
    "{clip}: de toestemming van {name} loopt tot en met {day}",
    "{clip}: the consent of {name} holds until and including {day}",
)
CONSENT_OVER = Translated(
    "{clip}: de toestemming van {name} eindigde op {day}",
    "{clip}: the consent of {name} ended on {day}",
)
WITHDRAWN = Translated(
    "{clip}: {name} trok de toestemming in", "{clip}: {name} withdrew the consent"
)
KEPT = Translated("{clip}: bewaard tot en met {day}", "{clip}: kept until and including {day}")
KEPT_OVER = Translated(
    "{clip}: de bewaartermijn eindigde op {day}", "{clip}: the time to keep it ended on {day}"
)
NOTHING = Translated(
    "Tot en met {day} eindigt er niets.", "Nothing ends until and including {day}."
)
NO_RULE = Translated(
    "Hoe lang video's bewaard blijven staat nergens; zet in egv.yaml: privacy:"
    " {{retention_days: 730}}",
    "Nothing says how long videos are kept; write in egv.yaml: privacy: {{retention_days: 730}}",
)
NEXT = Translated(
    "Weghalen: egv purge --withdrawn of egv purge --expired laat eerst zien wat weg zou gaan.",
    "To remove: egv purge --withdrawn or egv purge --expired first shows what would go.",
)


class EndingItem(PrintableValue):
    """A consent or, without `person`, a retention period, which ends on `day` or did.

    `withdrawn` says that the person took the consent back, which ends it at once.
    """

    clip: str
    day: date | None = None
    person: str = ""
    withdrawn: bool = False

    def describe(self, tongue: UiLanguage, today: date) -> str:
        """Describe the item as one line. With a name: for a screen, never stored."""
        facts = {"clip": self.clip, "name": self.person, "day": self.day or ""}
        if self.withdrawn:
            return WITHDRAWN.render(tongue, **facts)
        is_over = self.day is not None and self.day < today
        if self.person:
            return (CONSENT_OVER if is_over else CONSENT).render(tongue, **facts)
        return (KEPT_OVER if is_over else KEPT).render(tongue, **facts)


class EndingList(PrintableDocument):
    """Everything that ended, or ends until and including `until`, the earliest first."""

    schema_name: SchemaName = DUE_SCHEMA
    today: date
    until: date
    has_retention: bool
    items: tuple[EndingItem, ...] = ()

    def to_lines(self, tongue: UiLanguage) -> Iterator[str]:
        """Yield the list as lines for people."""
        for item in self.items:
            yield item.describe(tongue, self.today)
        if not self.items:
            yield NOTHING.render(tongue, day=self.until)
        if not self.has_retention:
            yield NO_RULE.render(tongue)
        if self.items:
            yield NEXT.render(tongue)


def find_ending_items(days: int, today: date) -> EndingList:
    """Find the consents and retention periods that end within `days` of `today`, or have ended.

    Raises RecipeError for notes beside a clip that cannot be read: they may matter.
    """
    ledger, until = open_ledger(load_settings(RunOptions())), today + timedelta(days=days)
    items = [*_find_consents(ledger, until), *_find_retentions(ledger, until)]
    return EndingList(
        today=today,
        until=until,
        has_retention=build_retention_end() is not None,
        items=tuple(sorted(items, key=lambda item: (item.day or date.min, item.clip))),
    )


def _find_consents(ledger: Ledger, until: date) -> Iterator[EndingItem]:
    for name, _, notes in iter_clip_notes(ledger.clip_records, ledger):
        for person in notes.people:
            if person.withdrawn or (person.until and person.until <= until):
                yield _build_consent_item(name, person)


def _build_consent_item(clip: str, person: Person) -> EndingItem:
    return EndingItem(clip=clip, day=person.until, person=person.name, withdrawn=person.withdrawn)


def _find_retentions(ledger: Ledger, until: date) -> Iterator[EndingItem]:
    """Find clips of which the last video is kept no longer than `until`."""
    find_end = build_retention_end()
    if find_end is None:
        return
    ends: dict[str, date | None] = {}
    for line in ledger.clip_records:
        end = find_end(line)
        for name in line.about.sources:
            before = ends.get(name, end)
            ends[name] = max(before, end) if before and end else None
    yield from (
        EndingItem(clip=name, day=end) for name, end in ends.items() if end and end <= until
    )
