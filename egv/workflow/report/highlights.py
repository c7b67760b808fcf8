"""Words of thanks for a period, and the regular videos that are overdue."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from datetime import date, timedelta
from pathlib import PurePosixPath

from egv.app.plan.recipes import load_recipe_file
from egv.app.records.printable import PrintableDocument, PrintableValue, SchemaName
from egv.core.errors import RecipeError
from egv.core.project.recipe_parts import Cadence
from egv.core.text.translation import Translated, UiLanguage
from egv.tools.library.recipes import list_recipes
from egv.workflow.report.metrics import NOT_MEASURED
from egv.workflow.report.report import Survey, compute_report
from egv.workflow.report.texts import NO_SPACE

DUE_SCHEMA, HIGHLIGHTS_SCHEMA = "egv/due@1", "egv/highlights@1"
DAYS = {Cadence.WEEKLY: 7, Cadence.MONTHLY: 31}

MADE = Translated(
    "In {period} maakten we samen {videos} video's, goed voor {minutes} minuten beeld.",
    "In {period} we made {videos} videos together, {minutes} minutes in all.",
)
MAKERS = Translated("{makers} collega's deden mee.", "{makers} colleagues took part.")
SAVED = Translated(
    "Dat scheelde naar schatting {hours} uur monteren.",
    "That saved about {hours} hours of editing.",
)
MOST_SEEN = Translated(
    "Het meest bekeken: {name}, {views} keer.", "Most watched: {name}, {views} times."
)
FIRST = Translated("Voor het eerst erbij: {spaces}.", "Taking part for the first time: {spaces}.")
NAMED = Translated("Met dank aan {names}.", "Thanks to {names}.")
THANKS = Translated(
    "Dank aan iedereen die voor of achter de camera stond!",
    "Thank you, everyone in front of and behind the camera!",
)
QUIET = Translated(
    "In {period} is nog geen video gemaakt. Wie begint? egv guide helpt op weg.",
    "No video was made in {period} yet. Who goes first? egv guide helps you start.",
)
DUE = Translated(
    "{recipe} ({space}): de laatste is van {last}; een nieuwe mag sinds {since}",
    "{recipe} ({space}): the last one is of {last}; a new one has been due since {since}",
)
NONE_DUE = Translated(
    "Niets: alle vaste video's zijn op tijd gemaakt.",
    "Nothing: all regular videos were made on time.",
)


class Highlights(PrintableDocument):
    """Words of thanks for a newsletter or a meeting; names only people who agreed to it."""

    schema_name: SchemaName = HIGHLIGHTS_SCHEMA
    period: str
    sentences: tuple[str, ...]

    def to_lines(self) -> tuple[str, ...]:
        """The sentences, as lines for people."""
        return self.sentences


class DueVideo(PrintableValue):
    """A regular video that a department did not make again in time."""

    recipe: str
    space: str
    cadence: Cadence
    last: date
    since: date


class DueList(PrintableDocument):
    """Every regular video that is due."""

    schema_name: SchemaName = DUE_SCHEMA
    due: tuple[DueVideo, ...] = ()

    def to_lines(self, tongue: UiLanguage) -> Iterator[str]:
        """Yield the due videos as lines for people."""
        for video in self.due:
            space = video.space or NO_SPACE.render(tongue)
            facts = {"recipe": video.recipe, "space": space}
            yield DUE.render(tongue, **facts, last=video.last, since=video.since)
        if not self.due:
            yield NONE_DUE.render(tongue)


def collect_highlights(survey: Survey, tongue: UiLanguage) -> Highlights:
    """Collect the highlights of a period."""
    found, period = compute_report(survey), survey.period.name
    now = found.spaces[0].now if survey.order.space else found.whole.now
    if not now.videos:
        return Highlights(period=period, sentences=(QUIET.render(tongue, period=period),))
    sentences = [MADE.render(tongue, period=period, videos=now.videos, minutes=round(now.minutes))]
    if now.makers:
        sentences.append(MAKERS.render(tongue, makers=now.makers))
    if now.saved_minutes >= 60:
        sentences.append(SAVED.render(tongue, hours=round(now.saved_minutes / 60)))
    if seen := _find_most_watched_video(survey):
        sentences.append(MOST_SEEN.render(tongue, name=seen[0], views=seen[1]))
    if first := _list_first_time_departments(survey):
        sentences.append(FIRST.render(tongue, spaces=", ".join(first)))
    if names := [person.name for person in found.people if person.videos]:
        sentences.append(NAMED.render(tongue, names=", ".join(names)))
    return Highlights(period=period, sentences=(*sentences, THANKS.render(tongue)))


def find_due_videos(survey: Survey) -> DueList:
    """Find the recipes with a cadence whose last video is too old today, by department."""
    cadences = _load_cadences()
    latest: dict[tuple[str, str], date] = {}
    for video in survey.finished_videos:
        if video.made_on:
            at = (video.recipe, video.space)
            latest[at] = max(latest.get(at, video.made_on), video.made_on)
    late = (
        (recipe, space, last, last + timedelta(days=DAYS[cadences[recipe]]))
        for (recipe, space), last in sorted(latest.items())
        if cadences.get(recipe) in DAYS
    )
    return DueList(
        due=tuple(
            DueVideo(recipe=recipe, space=space, cadence=cadences[recipe], last=last, since=since)
            for recipe, space, last, since in late
            if survey.today > since
        )
    )


def _load_cadences() -> dict[str, Cadence]:
    """Load the cadence of each recipe; of recipes with the same name the nearest counts."""
    found: dict[str, Cadence] = {}
    for recipe in list_recipes():
        with suppress(RecipeError):  # `recipe list` reports its faults
            found.setdefault(recipe.name, load_recipe_file(recipe.path).spec.cadence)
    return found


def _find_most_watched_video(survey: Survey) -> tuple[str, int] | None:
    """Find the video of the period with most views: its name, and its number of views."""
    views = {
        PurePosixPath(name).stem: survey.report_data.metrics.get(name, NOT_MEASURED).views or 0
        for video in survey.finished_videos
        if video.made_on and video.made_on in survey.period
        if survey.order.space in ("", video.space)
        for name in video.outputs
    }
    best = max(views, key=lambda name: (views[name], name), default="")
    return (best, views[best]) if best and views[best] else None


def _list_first_time_departments(survey: Survey) -> list[str]:
    """List the departments whose first video ever is of this period."""
    first: dict[str, date] = {}
    for video in survey.finished_videos:
        if video.made_on and video.space:
            first[video.space] = min(first.get(video.space, video.made_on), video.made_on)
    return sorted(space for space, day in first.items() if day in survey.period)
