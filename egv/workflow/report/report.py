"""The figures of a project from its ledger: what was made in a period, by department."""

from __future__ import annotations

import os
from dataclasses import dataclass
from datetime import date, timedelta

from egv.app.plan.order import RunOptions
from egv.app.plan.outputs import open_ledger
from egv.app.plan.settings import Settings, load_settings, load_spaces
from egv.app.records.printable import PrintableDocument, PrintableValue, SchemaName
from egv.core.errors import UsageError
from egv.core.text.faults import suggest_or_list
from egv.core.text.periods import Period, list_last_months
from egv.core.text.translation import UiLanguage, detect_ui_language
from egv.tools.store.pseudonyms import compute_pseudonym
from egv.workflow.feedback.items import FeedbackItem, compute_median_days
from egv.workflow.feedback.log import load_feedback
from egv.workflow.report.figures import (
    ProductionFigures,
    ReportData,
    ReportedVideo,
    compute_space_figures,
    compute_total_figures,
    count_makers_by_milestone,
    count_videos_by_month,
    expand_failures,
    group_videos,
)
from egv.workflow.report.metrics_import import load_metrics

REPORT_SCHEMA = "egv/report@1"
MONTHS = 6  # of the trend, by which a roll-out is judged


class ReportedPeriod(PrintableValue):
    """A period: its name, its first day and its last."""

    name: str
    first: date | None = None
    last: date | None = None

    @classmethod
    def from_period(cls, period: Period) -> ReportedPeriod:
        """Convert `period` for machine readers."""
        if period.is_all_time:
            return cls(name=period.name)
        return cls(name=period.name, first=period.start, last=period.end - timedelta(days=1))


class ComparedFigures(PrintableValue):
    """The figures of a period, with those of the period before where compared."""

    now: ProductionFigures
    before: ProductionFigures | None = None


class MonthCount(PrintableValue):
    """The number of videos first made in a month."""

    month: str
    videos: int


class Milestone(PrintableValue):
    """The number of people who ever made `videos` videos or more; None where too few to publish."""

    videos: int
    makers: int | None


class Maker(PrintableValue):
    """A maker who agreed to be named in figures."""

    name: str
    videos: int


class ProductionReport(PrintableDocument):
    """All figures of a period: the output of `egv report --json`.

    `answer_days` is the median time to an answer to feedback, days; None where none was given.
    """

    schema_name: SchemaName = REPORT_SCHEMA
    period: ReportedPeriod
    before: ReportedPeriod | None = None
    space: str = ""
    minutes_by_hand: float | None = None
    whole: ComparedFigures
    spaces: tuple[ComparedFigures, ...] = ()
    months: tuple[MonthCount, ...] = ()
    milestones: tuple[Milestone, ...] = ()
    people: tuple[Maker, ...] = ()
    answer_days: float | None = None


@dataclass(frozen=True, slots=True)
class ReportOrder:
    """The scope of a report; by default the present quarter, and every department."""

    period: str = ""
    space: str = ""
    compare: bool = False


@dataclass(frozen=True, slots=True)
class Survey:
    """The data that figures are computed from, and their period."""

    order: ReportOrder
    today: date
    settings: Settings
    report_data: ReportData
    period: Period
    feedback: tuple[FeedbackItem, ...] = ()

    @property
    def finished_videos(self) -> tuple[ReportedVideo, ...]:
        """The videos that are no longer drafts."""
        return tuple(video for video in self.report_data.videos if not video.draft)


def survey_figures(order: ReportOrder, today: date) -> Survey:
    """Collect the data for `order`, as of `today`.

    Raises UsageError for an unknown period or department.
    """
    settings = load_settings(RunOptions())
    ledger = open_ledger(settings)
    ground = ReportData(
        videos=group_videos(ledger.made, ledger.purged),
        failed=(*ledger.failed, *expand_failures(ledger.purged)),
        spaces=load_spaces(),
        metrics=load_metrics(ledger),
        minutes_by_hand=settings.values.report.minutes_by_hand,
    )
    _check_space(order.space, ground)
    feedback = load_feedback(ledger).items
    return Survey(order, today, settings, ground, parse_period(order.period, today), feedback)


def compute_report(survey: Survey) -> ProductionReport:
    """Compute the figures of the period, by department and in total."""
    ground, period, order = survey.report_data, survey.period, survey.order
    before = period.previous if order.compare else None
    by_space = compute_space_figures(ground, period)
    earlier = compute_space_figures(ground, before) if before else ()
    known = {figures.space: figures for figures in earlier}
    whole = ComparedFigures(
        now=compute_total_figures(ground, period, by_space),
        before=compute_total_figures(ground, before, earlier) if before else None,
    )
    return ProductionReport(
        period=ReportedPeriod.from_period(period),
        before=ReportedPeriod.from_period(before) if before else None,
        space=order.space,
        minutes_by_hand=ground.minutes_by_hand,
        whole=whole,
        spaces=tuple(
            ComparedFigures(now=figures, before=known.get(figures.space))
            for figures in by_space
            if order.space in ("", figures.space)
        ),
        months=_count_months(survey),
        milestones=tuple(
            Milestone(videos=videos, makers=makers)
            for videos, makers in count_makers_by_milestone(ground).items()
        ),
        people=list_named_makers(survey),
        answer_days=compute_median_days(list_answered(survey)),
    )


def list_answered(survey: Survey) -> tuple[FeedbackItem, ...]:
    """List the feedback that was answered in the period."""
    return tuple(
        item for item in survey.feedback if item.answered_on and item.answered_on in survey.period
    )


def _count_months(survey: Survey) -> tuple[MonthCount, ...]:
    last = min(survey.today, survey.period.end - timedelta(days=1))
    months = list_last_months(last, MONTHS)
    counts = count_videos_by_month(survey.report_data, months)
    return tuple(
        MonthCount(month=month.name, videos=videos)
        for month, videos in zip(months, counts, strict=True)
    )


def parse_period(word: str, today: date) -> Period:
    """Parse the period `word`, or take the present quarter for "". Raises UsageError if wrong."""
    try:
        return Period.parse(word) if word else Period.find_quarter(today)
    except ValueError as error:
        raise UsageError(f"--period {error}") from None


def _check_space(space: str, ground: ReportData) -> None:
    known = {*ground.spaces, *(video.space for video in ground.videos)} - {""}
    if space and space not in known:
        way = (
            suggest_or_list(space, known)
            if known
            else "; there are no departments here, so remove this option"
        )
        raise UsageError(f"--space {space}: there is no department of this name{way}")


def list_named_makers(survey: Survey) -> tuple[Maker, ...]:
    """List the makers who agreed to be named, if the project names anybody, by videos made."""
    settings = survey.settings
    values = settings.values
    named = values.report.people if values.privacy.report_people else ()
    makers = [
        maker
        for video in survey.finished_videos
        if video.made_on and video.made_on in survey.period
        for maker in video.makers
    ]
    counted = [Maker(name=name, videos=makers.count(compute_pseudonym(name))) for name in named]
    return tuple(sorted(counted, key=lambda maker: (-maker.videos, maker.name)))


def find_space_language(space: str) -> UiLanguage:
    """Find the language in which to write to a department: its own, the project's, the user's."""
    options = RunOptions(space=space) if space in load_spaces() else RunOptions()
    stated = load_settings(options).values.language
    return UiLanguage(stated) if stated in set(UiLanguage) else detect_ui_language(os.environ)
