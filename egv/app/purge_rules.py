"""The rules of a purge, and the clips and ledger lines that they make due."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from egv.app.ledger import Ledger
from egv.app.settings import spaces_here
from egv.core.clip_file import ClipFile
from egv.core.consent import is_over
from egv.core.errors import UsageError
from egv.core.file_names import fold_name
from egv.core.mistakes import nearest
from egv.core.purging import Due, aged, featuring
from egv.core.records import Known
from egv.tools import cache
from egv.tools.clip_files import known_beside
from egv.tools.projects import nearest_project, user_project
from egv.tools.pseudonyms import plain_name, pseudonym_of

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
    def rules(self) -> tuple[str, ...]:
        """The rules requested, in words that tell nothing about anybody."""
        asked = {
            "expired": self.expired,
            "older-than": bool(self.older_than),
            "person": bool(self.person),
            "withdrawn": self.withdrawn,
            "clips": bool(self.clips),
        }
        return tuple(rule for rule, wanted in asked.items() if wanted)

    def holds(self, line: Known) -> bool:
        """True where `line` belongs to the requested department, or none was requested."""
        return not self.space or line.about.space == self.space


def due_by(order: PurgeOrder, ledger: Ledger, known: Iterable[Known], today: date) -> Due:
    """Find all items in `known` that `order` makes due.

    Raises UsageError for an order without a rule, or for an unknown name.
    """
    if not order.rules:
        raise UsageError(f"purge: nothing says what; add {RULES}", hint="egv purge --help")
    lines = [line for line in known if order.holds(line)]
    due = Due()
    if order.expired:
        due |= aged(lines, _expired(today))
    if order.older_than:
        due |= aged(lines, _older(cutoff(order.older_than, today)))
    if order.person:
        due |= _of_person(order.person, lines, ledger)
    if order.withdrawn:
        due |= Due(dict(_withdrawn(lines, ledger, today)))
    return due | Due(dict(_named(order.clips, lines, ledger)))


def cutoff(text: str, today: date) -> date:
    """Parse the first day that is not old: `text` is a number of days, or a date."""
    try:
        if text.isascii() and text.isdecimal():
            days = int(text)
            day = today - timedelta(days=days)
        else:
            day = date.fromisoformat(text)
    except (ValueError, OverflowError):
        fault = "it is neither a number of days nor a date such as 2025-12-31"
        raise UsageError(f"--older-than {text}: {fault}") from None
    if day >= today:
        raise UsageError(f"--older-than {text}: that is not in the past; say an earlier day")
    return day


def _expired(today: date) -> Callable[[Known], str]:
    """Build the rule that a line is older than its department, or the project, keeps videos."""
    found = [project for project in (nearest_project(), user_project()) if project]
    usual = next((d for project in found if (d := project.says.privacy.retention_days)), None)
    spaces = spaces_here().items()
    own = {name: space.retention_days for name, space in spaces if space.retention_days}
    if not usual and not own:
        raise UsageError(
            "purge --expired: nothing says for how long videos are kept; write"
            " 'privacy: {retention_days: 730}' in egv.yaml",
            hint="egv purge --older-than 730",
        )

    def why(line: Known) -> str:
        at, days = line.about.at, own.get(line.about.space, usual)
        if at is None or not days or at.date() + timedelta(days=days) >= today:
            return ""
        return f"made on {at.date()}, to be kept for {days} days"

    return why


def _older(day: date) -> Callable[[Known], str]:
    def why(line: Known) -> str:
        at = line.about.at
        return f"made on {at.date()}, before {day}" if at and at.date() < day else ""

    return why


def _of_person(name: str, lines: list[Known], ledger: Ledger) -> Due:
    why, wanted = f"{name.strip()} is in it", plain_name(name)
    if not wanted:
        raise UsageError("--person: no name is given; write --person 'FULL NAME'")
    beside = {
        content: why for content, says in _beside(lines, ledger) if wanted in set(_names(says))
    }
    return featuring(lines, pseudonym_of(name), why) | Due(beside)


def _names(says: ClipFile) -> Iterator[str]:
    texts = (text for text in says.vars.values() if text)
    yield from map(plain_name, (says.maker, *(person.name for person in says.people), *texts))


def _withdrawn(lines: list[Known], ledger: Ledger, today: date) -> Iterator[tuple[str, str]]:
    for content, says in _beside(lines, ledger):
        over = [person for person in says.people if is_over(person, today)]
        if over:
            words = (
                f"{person.name} withdrew consent"
                if person.withdrawn
                else f"{person.name}'s consent ended on {person.until}"
                for person in over
            )
            yield content, "; ".join(words)


def _beside(lines: Iterable[Known], ledger: Ledger) -> Iterator[tuple[str, ClipFile]]:
    """Yield every clip of `lines`, by content, with the present contents of the file beside it.

    Raises RecipeError for an unreadable file: it may be the one that matters.
    """
    for name, content in dict.fromkeys(
        item for line in lines for item in line.about.sources.items()
    ):
        path = ledger.folder / name
        if not path.is_file() or cache.content_of(path) == content:
            yield content, known_beside(path)


def _named(paths: Iterable[Path], lines: list[Known], ledger: Ledger) -> Iterator[tuple[str, str]]:
    """Find the clips named on the line, or in a folder named there, by content."""
    known = dict.fromkeys(item for line in lines for item in line.about.sources.items())
    for path in paths:
        name = fold_name(ledger.name_of(path))
        found = [c for clip_name, c in known if f"{fold_name(clip_name)}/".startswith(f"{name}/")]
        if name == ".":
            found = [content for clip_name, content in known if not clip_name.startswith("../")]
        if path.is_file():
            content = cache.digest_of(path)
            _check_is_no_output(path, content, lines)
            found.append(content)
        elif not found and not path.is_dir():
            names = [clip_name for clip_name, _ in known]
            way_out = nearest(name, names) if names else "; it made nothing here yet"
            raise UsageError(f"{path}: egv made nothing of a clip called so{way_out}")
        for content in found:
            yield content, "named on the line"


def _check_is_no_output(path: Path, content: str, lines: Iterable[Known]) -> None:
    for line in lines:
        if content in line.files.values() and content not in line.about.sources.values():
            of = ", ".join(line.about.sources) or "a clip that is not known"
            raise UsageError(f"{path}: egv made it, of {of}; name that clip")
