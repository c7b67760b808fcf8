"""Words of thanks for a period."""

from __future__ import annotations

from datetime import date
from pathlib import PurePosixPath

from egv.app.records.printable import PrintableDocument, SchemaName
from egv.core.text.translation import Plural, Translated, UiLanguage
from egv.workflow.report.metrics import NOT_MEASURED
from egv.workflow.report.report import Survey, compute_report

HIGHLIGHTS_SCHEMA = "egv/highlights@1"

MADE = Translated(
    "In {period} maakten we samen {videos}, goed voor {minutes} beeld.",
    "In {period} we made {videos} together, {minutes} in all.",
)
VIDEOS = Plural(Translated("1 video", "1 video"), Translated("{count} video's", "{count} videos"))
MINUTES = Plural(
    Translated("1 minuut", "1 minute"), Translated("{count} minuten", "{count} minutes")
)
MAKERS = Translated("{makers} collega's deden mee.", "{makers} colleagues took part.")
SAVED = Plural(
    Translated(
        "Dat scheelde ongeveer 1 uur monteren, bij {minutes} minuten per video met de hand.",
        "That saved about 1 hour of editing, at {minutes} minutes for each video by hand.",
    ),
    Translated(
        "Dat scheelde ongeveer {count} uur monteren, bij {minutes} minuten per video met de hand.",
        "That saved about {count} hours of editing, at {minutes} minutes for each video by hand.",
    ),
)
LESS_MEETING = Plural(
    Translated(
        "Kijkers gaven aan samen 1 minuut minder te vergaderen.",
        "Viewers reported 1 minute less of meetings.",
    ),
    Translated(
        "Kijkers gaven aan samen {count} minuten minder te vergaderen.",
        "Viewers reported {count} minutes less of meetings.",
    ),
)
MOST_SEEN = Plural(
    Translated("Het meest bekeken: {name}, 1 keer.", "Most watched: {name}, once."),
    Translated("Het meest bekeken: {name}, {count} keer.", "Most watched: {name}, {count} times."),
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


class Highlights(PrintableDocument):
    """Words of thanks for a newsletter or a meeting; names only people who agreed to it."""

    schema_name: SchemaName = HIGHLIGHTS_SCHEMA
    period: str
    sentences: tuple[str, ...]

    def to_lines(self) -> tuple[str, ...]:
        """The sentences, as lines for people."""
        return self.sentences


def collect_highlights(survey: Survey, tongue: UiLanguage) -> Highlights:
    """Collect the highlights of a period."""
    found, period = compute_report(survey), survey.period.name
    now = found.spaces[0].now if survey.order.space else found.whole.now
    if not now.videos:
        return Highlights(period=period, sentences=(QUIET.render(tongue, period=period),))
    videos = VIDEOS.render(tongue, now.videos)
    minutes = MINUTES.render(tongue, max(1, round(now.minutes)))
    sentences = [MADE.render(tongue, period=period, videos=videos, minutes=minutes)]
    if now.makers:
        sentences.append(MAKERS.render(tongue, makers=now.makers))
    if now.saved_minutes and now.saved_minutes >= 60:
        hours = round(now.saved_minutes / 60)
        sentences.append(SAVED.render(tongue, hours, minutes=found.minutes_by_hand))
    if now.metrics.minutes_saved:
        sentences.append(LESS_MEETING.render(tongue, round(now.metrics.minutes_saved)))
    if seen := _find_most_watched_video(survey):
        sentences.append(MOST_SEEN.render(tongue, seen[1], name=seen[0]))
    if first := _list_first_time_departments(survey):
        sentences.append(FIRST.render(tongue, spaces=", ".join(first)))
    if names := [person.name for person in found.people if person.videos]:
        sentences.append(NAMED.render(tongue, names=", ".join(names)))
    return Highlights(period=period, sentences=(*sentences, THANKS.render(tongue)))


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
