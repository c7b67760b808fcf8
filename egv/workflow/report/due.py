"""The regular videos that are late: as lines, as messages to send, and as a calendar."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from egv.app.plan.recipes import load_recipe_file
from egv.app.records.printable import PrintableDocument, PrintableValue, SchemaName
from egv.core.errors import RecipeError, UsageError
from egv.core.project.project import Space
from egv.core.project.recipe_parts import Cadence
from egv.core.text.faults import suggest_or_list
from egv.core.text.translation import Translated, UiLanguage, format_value
from egv.tools.library.recipes import list_recipes
from egv.workflow.report.report import Survey
from egv.workflow.report.texts import NO_SPACE

DUE_SCHEMA = "egv/due@1"
DAYS = {Cadence.WEEKLY: 7, Cadence.MONTHLY: 31}

LATE = Translated(
    "{recipe} ({space}): de laatste is van {last}; een nieuwe mag sinds {since}",
    "{recipe} ({space}): the last one is of {last}; a new one has been due since {since}",
)
NEVER_MADE = Translated(
    "{recipe} ({space}): nog niet gemaakt; de eerste mag sinds {since}",
    "{recipe} ({space}): not made yet; the first one has been due since {since}",
)
NONE_DUE = Translated(
    "Niets: alle vaste video's zijn op tijd gemaakt.",
    "Nothing: all regular videos were made on time.",
)
NONE_AGREED = Translated(
    "Er is nog niets afgesproken. Zet het in egv.yaml, bij een afdeling:"
    " agreed: {{weekly-update: weekly}}",
    "Nothing is agreed yet. Write it in egv.yaml, at a department:"
    " agreed: {{weekly-update: weekly}}",
)
SUBJECT = Translated("Tijd voor een nieuwe video", "Time for a new video")
GREETING = Translated("Hoi allemaal,", "Hi everyone,")
MESSAGE_LATE = Translated(
    "onze laatste {recipe} is van {last}. Wie maakt de volgende?",
    "our last {recipe} is of {last}. Who makes the next one?",
)
MESSAGE_NEW = Translated(
    "we spraken af om {recipe} te maken, en de eerste is er nog niet. Wie begint?",
    "we agreed to make {recipe}, and the first one is not there yet. Who goes first?",
)
HOW = Translated(
    "Een telefoon en twee minuten zijn genoeg. Zo begin je:",
    "A phone and two minutes are enough. This is how you start:",
)


class MessageForm(StrEnum):
    """Where a message is pasted, which decides how it is marked up."""

    TEAMS = "teams"
    SLACK = "slack"
    MAIL = "mail"


class DueVideo(PrintableValue):
    """A regular video that a department has not made again, or at all, in time.

    `last` is the day of the last one, as 2026-11-30; only its month where it was purged, and ""
    where none was ever made.
    """

    recipe: str
    space: str
    cadence: Cadence
    last: str = ""
    since: date

    def describe_last(self, tongue: UiLanguage) -> str:
        """Describe when the last one was made; a month stays as 2026-11."""
        with suppress(ValueError):
            return format_value(date.fromisoformat(self.last), tongue)
        return self.last


class DueList(PrintableDocument):
    """Every regular video that is due; `agreed` counts those that are looked after."""

    schema_name: SchemaName = DUE_SCHEMA
    agreed: int = 0
    due: tuple[DueVideo, ...] = ()

    def to_lines(self, tongue: UiLanguage) -> Iterator[str]:
        """Yield the due videos as lines for people."""
        for video in self.due:
            space = video.space or NO_SPACE.render(tongue)
            facts = {"recipe": video.recipe, "space": space, "since": video.since}
            if video.last:
                yield LATE.render(tongue, **facts, last=video.describe_last(tongue))
            else:
                yield NEVER_MADE.render(tongue, **facts)
        if not self.due:
            yield (NONE_DUE if self.agreed else NONE_AGREED).render(tongue)


@dataclass(frozen=True, slots=True)
class _LastMade:
    """The last video of a recipe in a department: its day, and whether that is more than a month.

    Of a purged video `day` is the last day of its month, so that it is never called late too soon.
    """

    day: date
    is_day_known: bool = True

    @property
    def name(self) -> str:
        return self.day.isoformat() if self.is_day_known else f"{self.day:%Y-%m}"


def find_due_videos(survey: Survey) -> DueList:
    """Find the regular videos that are late today, by department.

    They are what a department agreed to in `egv.yaml`, and recipes with a cadence once one was made
    there. Raises UsageError where a department agreed to a recipe that is not known.
    """
    spaces = survey.report_data.spaces
    cadences = _load_cadences()
    _check_agreed(spaces, cadences)
    latest = _find_latest(survey)
    wanted = {at: cadences.get(at[0], Cadence.NONE) for at in latest}
    wanted |= {
        (recipe, name): cadence
        for name, space in spaces.items()
        for recipe, cadence in space.agreed.items()
    }
    regular = {at: cadence for at, cadence in sorted(wanted.items()) if cadence in DAYS}
    found = (
        _build_due_video(at, cadence, latest.get(at), spaces.get(at[1], Space()), survey.today)
        for at, cadence in regular.items()
    )
    late = (video for video in found if survey.today > video.since or not video.last)
    return DueList(agreed=len(regular), due=tuple(v for v in late if survey.today >= v.since))


def format_message(video: DueVideo, form: MessageForm, tongue: UiLanguage) -> str:
    """Format a message that asks for one due video, ready to paste or send."""
    bold = {MessageForm.TEAMS: "**{}**", MessageForm.SLACK: "*{}*", MessageForm.MAIL: "{}"}[form]
    asked = MESSAGE_LATE if video.last else MESSAGE_NEW
    facts = {"recipe": bold.format(video.recipe), "last": video.describe_last(tongue)}
    line = f"egv recipe script {video.recipe}"
    command = line if form is MessageForm.MAIL else f"`{line}`"
    head = f"{SUBJECT.render(tongue)}: {video.recipe}"
    title = f"Subject: {head}" if form is MessageForm.MAIL else bold.format(head)
    body = f"{GREETING.render(tongue)}\n{asked.render(tongue, **facts)}"
    return f"{title}\n\n{body}\n\n{HOW.render(tongue)}\n{command}\n"


def format_calendar(due: DueList, today: date, tongue: UiLanguage) -> str:
    """Format the due videos as a calendar (RFC 5545), each an entry of today that lasts the day."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//egv//report//EN"]
    for video, text in zip(due.due, due.to_lines(tongue), strict=False):
        lines += [
            "BEGIN:VEVENT",
            f"UID:{video.recipe}-{video.space or 'all'}-{video.since:%Y%m%d}@egv",
            f"DTSTAMP:{today:%Y%m%d}T000000Z",
            f"DTSTART;VALUE=DATE:{today:%Y%m%d}",
            f"DTEND;VALUE=DATE:{today + timedelta(days=1):%Y%m%d}",
            f"SUMMARY:{_escape_calendar_text(f'{SUBJECT.render(tongue)}: {video.recipe}')}",
            f"DESCRIPTION:{_escape_calendar_text(text)}",
            "END:VEVENT",
        ]
    return "".join(f"{_fold_calendar_line(line)}\r\n" for line in (*lines, "END:VCALENDAR"))


def _build_due_video(
    at: tuple[str, str], cadence: Cadence, last: _LastMade | None, space: Space, today: date
) -> DueVideo:
    recipe, name = at
    days = timedelta(days=DAYS[cadence])
    start = space.since or space.trained_on
    since = last.day + days if last else start + days if start else today
    return DueVideo(
        recipe=recipe, space=name, cadence=cadence, last=last.name if last else "", since=since
    )


def _find_latest(survey: Survey) -> Mapping[tuple[str, str], _LastMade]:
    """Find the last video of each recipe in each department."""
    latest: dict[tuple[str, str], _LastMade] = {}
    for video in survey.finished_videos:
        if video.made_on:
            month_end = (video.made_on.replace(day=28) + timedelta(days=4)).replace(day=1)
            day = video.made_on if video.is_day_known else month_end - timedelta(days=1)
            made = _LastMade(min(day, survey.today), video.is_day_known)
            at = (video.recipe, video.space)
            latest[at] = max(latest.get(at, made), made, key=lambda known: known.day)
    return latest


def _load_cadences() -> dict[str, Cadence]:
    """Load the cadence of each recipe; of recipes with the same name the nearest counts."""
    found: dict[str, Cadence] = {}
    for recipe in list_recipes():
        with suppress(RecipeError):  # `recipe list` reports its faults
            found.setdefault(recipe.name, load_recipe_file(recipe.path).spec.cadence)
    return found


def _check_agreed(spaces: Mapping[str, Space], known: Mapping[str, Cadence]) -> None:
    for name, space in spaces.items():
        for recipe in space.agreed:
            if recipe not in known:
                raise UsageError(
                    f"egv.yaml: spaces.{name}.agreed.{recipe}: there is no recipe of this name"
                    f"{suggest_or_list(recipe, known)}"
                )


def _escape_calendar_text(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
    return escaped.replace("\n", "\\n")


def _fold_calendar_line(line: str) -> str:
    """Fold a line to at most 75 bytes each, as the standard asks; a character stays whole."""
    folded, used = "", 0
    for character in line:
        size = len(character.encode())
        if used + size > 74:
            folded, used = f"{folded}\r\n ", 1
        folded, used = folded + character, used + size
    return folded
