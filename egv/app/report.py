"""The figures of a project from its ledger: what was made in a period, by department."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from egv.app.documents import Document, SchemaName, Value
from egv.app.measured import measured
from egv.app.order import RunOptions
from egv.app.outputs import open_ledger
from egv.app.settings import Settings, settings_for, spaces_here
from egv.core.errors import UsageError
from egv.core.figures import (
    Figures,
    Ground,
    Video,
    failures_in,
    figures_by_space,
    figures_of_all,
    makers_by_milestone,
    videos_by_month,
    videos_of,
)
from egv.core.mistakes import nearest
from egv.core.periods import Period, months_until
from egv.tools.pseudonyms import pseudonym_of

REPORT_SCHEMA = "egv/report@1"
MONTHS = 6  # of the trend, by which a roll-out is judged


class PeriodSaid(Value):
    """A period: its name, its first day and its last."""

    name: str
    first: date | None = None
    last: date | None = None

    @classmethod
    def of(cls, period: Period) -> PeriodSaid:
        """Convert `period` for machine readers."""
        if period.is_all:
            return cls(name=period.name)
        return cls(name=period.name, first=period.start, last=period.end - timedelta(days=1))


class Compared(Value):
    """The figures of a period, with those of the period before where compared."""

    now: Figures
    before: Figures | None = None


class Month(Value):
    """The number of videos first made in a month."""

    month: str
    videos: int


class Milestone(Value):
    """The number of people who ever made `videos` videos or more; None where too few to publish."""

    videos: int
    makers: int | None


class Maker(Value):
    """A maker who agreed to be named in figures."""

    name: str
    videos: int


class Report(Document):
    """All figures of a period: the output of `egv report --json`."""

    schema_name: SchemaName = REPORT_SCHEMA
    period: PeriodSaid
    before: PeriodSaid | None = None
    space: str = ""
    minutes_by_hand: float
    whole: Compared
    spaces: tuple[Compared, ...] = ()
    months: tuple[Month, ...] = ()
    milestones: tuple[Milestone, ...] = ()
    people: tuple[Maker, ...] = ()


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
    ground: Ground
    period: Period

    @property
    def finished(self) -> tuple[Video, ...]:
        """The videos that are no longer drafts."""
        return tuple(video for video in self.ground.videos if not video.draft)


def surveyed(order: ReportOrder, today: date) -> Survey:
    """Collect the data for `order`, as of `today`.

    Raises UsageError for an unknown period or department.
    """
    settings = settings_for(RunOptions())
    ledger = open_ledger(settings)
    ground = Ground(
        videos=videos_of(ledger.made, ledger.purged),
        failed=(*ledger.failed, *failures_in(ledger.purged)),
        spaces=spaces_here(),
        metrics=measured(ledger),
        minutes_by_hand=float(settings["report.minutes_by_hand"].value),
    )
    _check_space(order.space, ground)
    return Survey(order, today, settings, ground, period_said(order.period, today))


def report(survey: Survey) -> Report:
    """Compute the figures of the period, by department and in total."""
    ground, period, order = survey.ground, survey.period, survey.order
    before = period.before if order.compare else None
    by_space = figures_by_space(ground, period)
    earlier = figures_by_space(ground, before) if before else ()
    known = {figures.space: figures for figures in earlier}
    whole = Compared(
        now=figures_of_all(ground, period, by_space),
        before=figures_of_all(ground, before, earlier) if before else None,
    )
    return Report(
        period=PeriodSaid.of(period),
        before=PeriodSaid.of(before) if before else None,
        space=order.space,
        minutes_by_hand=ground.minutes_by_hand,
        whole=whole,
        spaces=tuple(
            Compared(now=figures, before=known.get(figures.space))
            for figures in by_space
            if order.space in ("", figures.space)
        ),
        months=_months(survey),
        milestones=tuple(
            Milestone(videos=videos, makers=makers)
            for videos, makers in makers_by_milestone(ground).items()
        ),
        people=people(survey),
    )


def _months(survey: Survey) -> tuple[Month, ...]:
    last = min(survey.today, survey.period.end - timedelta(days=1))
    months = months_until(last, MONTHS)
    counts = videos_by_month(survey.ground, months)
    return tuple(
        Month(month=month.name, videos=videos) for month, videos in zip(months, counts, strict=True)
    )


def period_said(word: str, today: date) -> Period:
    """Parse the period `word`, or take the present quarter for "". Raises UsageError if wrong."""
    try:
        return Period.called(word) if word else Period.quarter_of(today)
    except ValueError as error:
        raise UsageError(f"--period {error}") from None


def _check_space(space: str, ground: Ground) -> None:
    known = {*ground.spaces, *(video.space for video in ground.videos)} - {""}
    if space and space not in known:
        way = nearest(space, known) if known else "; there are none here, so leave it out"
        raise UsageError(f"--space {space}: there is no such department{way}")


def people(survey: Survey) -> tuple[Maker, ...]:
    """List the makers who agreed to be named, if the project names anybody, by videos made."""
    settings = survey.settings
    named = settings["report.people"].value if settings["privacy.report_people"].value else ()
    makers = [
        maker
        for video in survey.finished
        if video.made_on and video.made_on in survey.period
        for maker in video.makers
    ]
    counted = [Maker(name=name, videos=makers.count(pseudonym_of(name))) for name in named]
    return tuple(sorted(counted, key=lambda maker: (-maker.videos, maker.name)))
