"""The rules of a purge, and the clips and ledger lines that they make due."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from egv.app.plan.settings import load_spaces
from egv.app.records.ledger import Ledger
from egv.app.records.ledger_lines import ClipRecord
from egv.core.errors import UsageError
from egv.core.project.clip_notes import ClipNotes
from egv.core.project.consent import has_consent_lapsed
from egv.core.text.faults import suggest_or_list
from egv.core.text.file_names import fold_name
from egv.core.text.path_words import is_name_in_folder
from egv.tools.library.clip_notes import load_clip_notes
from egv.tools.library.projects import find_nearest_project, load_user_project
from egv.tools.store import cache
from egv.tools.store.pseudonyms import compute_pseudonym, normalise_name
from egv.workflow.purge.rules import DueItems, select_old_clips, select_person_clips

RULES = "--expired, --older-than DAYS, --person NAME, --withdrawn, or the clips"


@dataclass(frozen=True, slots=True)
class PurgeOrder:
    """A purge request: by age, person, consent or name, for all departments or one.

    With `sources` the clips are deleted too; with `force` also videos that were changed since.
    """

    clips: tuple[Path, ...] = ()
    expired: bool = False
    older_than: str = ""
    person: str = ""
    withdrawn: bool = False
    space: str = ""
    output: str | None = None
    sources: bool = False
    force: bool = False

    @property
    def rule_texts(self) -> tuple[str, ...]:
        """The rules requested, in words that tell nothing about anybody."""
        asked = {
            "expired": self.expired,
            "older-than": bool(self.older_than),
            "person": bool(self.person),
            "withdrawn": self.withdrawn,
            "clips": bool(self.clips),
        }
        return tuple(rule for rule, wanted in asked.items() if wanted)

    def is_in_scope(self, line: ClipRecord) -> bool:
        """True where `line` belongs to the requested department, or none was requested."""
        return not self.space or line.about.space == self.space


def find_due_items(
    order: PurgeOrder, ledger: Ledger, known: Iterable[ClipRecord], today: date
) -> DueItems:
    """Find all items in `known` that `order` makes due.

    Raises UsageError for an order without a rule, or for an unknown name.
    """
    if not order.rule_texts:
        raise UsageError(
            f"purge: nothing says what to remove; add {RULES}", hint="egv purge --help"
        )
    lines = [line for line in known if order.is_in_scope(line)]
    due = DueItems()
    if order.expired:
        due |= select_old_clips(lines, _build_expiry_rule(today))
    if order.older_than:
        due |= select_old_clips(lines, _build_age_rule(parse_cutoff(order.older_than, today)))
    if order.person:
        due |= _find_person_items(order.person, lines, ledger)
    if order.withdrawn:
        due |= DueItems(dict(_find_withdrawn_clips(lines, ledger, today)))
    return due | DueItems(dict(_find_named_clips(order.clips, lines, ledger)))


def parse_cutoff(text: str, today: date) -> date:
    """Parse the first day that is not old: `text` is a number of days, or a date."""
    try:
        if text.isascii() and text.isdecimal():
            days = int(text)
            day = today - timedelta(days=days)
        else:
            day = date.fromisoformat(text)
    except (ValueError, OverflowError):
        fault = "this is neither a number of days nor a date such as 2025-12-31"
        raise UsageError(f"--older-than {text}: {fault}") from None
    if day >= today:
        raise UsageError(f"--older-than {text}: this is not in the past; give an earlier day")
    return day


def build_retention_end() -> Callable[[ClipRecord], date | None] | None:
    """Build a function that gives the last day on which the video in a line is kept.

    It gives None for a line without a date or a rule; None instead of it where there is no rule.
    """
    found = [project for project in (find_nearest_project(), load_user_project()) if project]
    usual = next((d for project in found if (d := project.spec.privacy.retention_days)), None)
    spaces = load_spaces().items()
    own = {name: space.retention_days for name, space in spaces if space.retention_days}

    def find_end(line: ClipRecord) -> date | None:
        at, days = line.about.at, own.get(line.about.space, usual)
        return at.date() + timedelta(days=days) if at and days else None

    return find_end if usual or own else None


def _build_expiry_rule(today: date) -> Callable[[ClipRecord], str]:
    """Build the rule that a line is older than its department, or the project, keeps videos."""
    find_end = build_retention_end()
    if find_end is None:
        raise UsageError(
            "purge --expired: there is no rule for how long videos are kept; write 'privacy:"
            " {retention_days: 730}' in egv.yaml",
            hint="egv purge --older-than 730",
        )

    def why(line: ClipRecord) -> str:
        end, at = find_end(line), line.about.at
        if end is None or at is None or end >= today:
            return ""
        return f"made on {at.date()}, kept for {(end - at.date()).days} days"

    return why


def _build_age_rule(day: date) -> Callable[[ClipRecord], str]:
    def why(line: ClipRecord) -> str:
        at = line.about.at
        return f"made on {at.date()}, before {day}" if at and at.date() < day else ""

    return why


def _find_person_items(name: str, lines: list[ClipRecord], ledger: Ledger) -> DueItems:
    why, wanted = f"{name.strip()} is in it", normalise_name(name)
    if not wanted:
        raise UsageError("--person: no name is given; write --person 'FULL NAME'")
    beside = {
        content: why
        for _, content, says in iter_clip_notes(lines, ledger)
        if wanted in set(_iter_names(says))
    }
    return select_person_clips(lines, compute_pseudonym(name), why) | DueItems(beside)


def _iter_names(says: ClipNotes) -> Iterator[str]:
    texts = (text for text in says.vars.values() if text)
    yield from map(normalise_name, (says.maker, *(person.name for person in says.people), *texts))


def _find_withdrawn_clips(
    lines: list[ClipRecord], ledger: Ledger, today: date
) -> Iterator[tuple[str, str]]:
    for _, content, says in iter_clip_notes(lines, ledger):
        over = [person for person in says.people if has_consent_lapsed(person, today)]
        if over:
            words = (
                f"{person.name} withdrew consent"
                if person.withdrawn
                else f"{person.name}'s consent ended on {person.until}"
                for person in over
            )
            yield content, "; ".join(words)


def iter_clip_notes(
    lines: Iterable[ClipRecord], ledger: Ledger
) -> Iterator[tuple[str, str, ClipNotes]]:
    """Yield every clip of `lines`: its name, its content, and what the file beside it says now.

    Raises RecipeError for an unreadable file: it may be the one that matters.
    """
    for name, content in dict.fromkeys(
        item for line in lines for item in line.about.sources.items()
    ):
        path = ledger.locate_file(name)
        if not path.is_file() or cache.hash_content(path) == content:
            yield name, content, load_clip_notes(path)


def _find_named_clips(
    paths: Iterable[Path], lines: list[ClipRecord], ledger: Ledger
) -> Iterator[tuple[str, str]]:
    """Find the clips named on the command line, or in a folder named there, by content."""
    known = dict.fromkeys(item for line in lines for item in line.about.sources.items())
    for path in paths:
        name = fold_name(ledger.to_name(path))
        found = [c for clip_name, c in known if is_name_in_folder(fold_name(clip_name), name)]
        if path.is_file():
            content = cache.compute_digest(path)
            _check_is_no_output(path, content, lines)
            found.append(content)
        elif not found and not path.is_dir():
            names = [clip_name for clip_name, _ in known]
            way_out = suggest_or_list(name, names) if names else "; egv has made nothing here yet"
            raise UsageError(f"{path}: egv made nothing here from a clip of this name{way_out}")
        for content in found:
            yield content, "named on the command line"


def _check_is_no_output(path: Path, content: str, lines: Iterable[ClipRecord]) -> None:
    for line in lines:
        if content in line.files.values() and content not in line.about.sources.values():
            of = ", ".join(line.about.sources) or "an unknown clip"
            raise UsageError(f"{path}: egv made this file from {of}; name that clip instead")
