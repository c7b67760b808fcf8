"""The texts of a report in both languages, and the values of its columns."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from egv.core.text.translation import Plural, Translated, UiLanguage, format_value
from egv.core.text.yaml_model import FREE
from egv.workflow.feedback.causes import CAUSES
from egv.workflow.report.figures import FEWEST_MAKERS, ProductionFigures
from egv.workflow.report.report import ComparedFigures, ProductionReport

TITLE = Translated("Video's in {period}", "Videos in {period}")
ALL_TIME = Translated("de hele periode", "all time")
DAYS = Translated("{first} tot en met {last}", "{first} to {last}")
AGAINST = Translated(
    "Tussen haakjes het verschil met {period}.", "In brackets: the change from {period}."
)
TOGETHER = Translated("samen", "together")
NO_SPACE = Translated("zonder afdeling", "no department")
FEW = Translated(f"< {FEWEST_MAKERS}", f"< {FEWEST_MAKERS}")
FEW_WHY = Translated(
    f"Onder de {FEWEST_MAKERS} makers staat er geen aantal: dat zou over iemand gaan.",
    f"Fewer than {FEWEST_MAKERS} makers are not counted: the number would be about one person.",
)
BY_HAND = Translated(
    "Gewonnen tijd: {minutes} minuten per video met de hand (report.minutes_by_hand in egv.yaml),"
    " min de rekentijd van egv.",
    "Time saved: {minutes} minutes for each video by hand (report.minutes_by_hand in"
    " egv.yaml), minus the time that egv took.",
)
IMPORTED = Translated(
    "Bekeken, uitgekeken, reacties en wat daarna komt zijn met egv report import ingelezen.",
    "Views, watched to end, reactions and what follows were read in with egv report import.",
)
ANSWERS = Translated(
    "Feedback kreeg na {days} dagen antwoord (de middelste van allemaal).",
    "Feedback was answered after {days} days (the median).",
)
UNNAMED = Plural(
    Translated("Van 1 video is de maker onbekend.", "The maker of 1 video is not known."),
    Translated(
        "Van {count} video's is de maker onbekend.", "The makers of {count} videos are not known."
    ),
)
MONTHS = Translated("Nieuwe video's per maand", "New videos by month")
SPACES = Translated("Video's per afdeling", "Videos by department")
MONTH, VIDEOS = Translated("maand", "month"), Translated("video's", "videos")
MADE = Plural(
    Translated("1 video gemaakt, van {minutes} min.", "1 video made, {minutes} min long."),
    Translated(
        "{count} video's gemaakt, samen {minutes} min.",
        "{count} videos made, {minutes} min together.",
    ),
)
MORE = Translated("Dat is {count} meer dan in {period}.", "That is {count} more than in {period}.")
FEWER = Translated(
    "Dat is {count} minder dan in {period}.", "That is {count} fewer than in {period}."
)
AS_MANY = Translated("Evenveel als in {period}.", "As many as in {period}.")
FAILED = Translated("Mislukt: {causes}.", "Failed: {causes}.")
MILESTONES = Translated(
    "Makers met minstens {videos} video's, ooit: {makers}.",
    "Makers of at least {videos} videos, ever: {makers}.",
)
DRAFTS = Translated("Wacht op akkoord: {count}.", "Waiting for approval: {count}.")
NOTHING = Translated(
    "In deze periode is nog geen video gemaakt.", "No video was made in this period yet."
)
PEOPLE = Translated("Wie genoemd wil worden", "Who agreed to be named")
LOOK_BACK = Translated("Samen terugkijken", "Looking back together")
QUESTIONS = (
    Translated("Wat werkt goed?", "What works well?"),
    Translated("Waar lopen we tegenaan?", "What holds us back?"),
    Translated("Wat helpt ons verder?", "What would help us?"),
)


@dataclass(frozen=True, slots=True)
class ReportColumn:
    """A column of the table: its heading and its values; None for an unknown value.

    With `few` a value that is not shown may be of too few people to publish. `unit` follows a
    number, which has at most `digits` decimals.
    """

    key: str
    head: Translated
    value: Callable[[ProductionFigures], float | int | None]
    unit: str = ""
    few: bool = False
    digits: int = 0

    def round(self, value: float) -> float:
        """Round `value` to the decimals that are shown."""
        return round(value, self.digits) if self.digits else round(value)


def _to_percent(value: float | None) -> float | None:
    return None if value is None else round(100 * value)


COLUMNS = (
    ReportColumn("videos", Translated("video's", "videos"), lambda figures: figures.videos),
    ReportColumn("minutes", Translated("minuten", "minutes"), lambda figures: figures.minutes),
    ReportColumn(
        "makers", Translated("makers", "makers"), lambda figures: figures.makers, few=True
    ),
    ReportColumn(
        "active_percent",
        Translated("doet mee", "take part"),
        lambda figures: _to_percent(figures.active_share),
        "%",
    ),
    ReportColumn(
        "days_to_first",
        Translated("dagen tot eerste", "days to first"),
        lambda figures: figures.days_to_first,
    ),
    ReportColumn(
        "processing_minutes",
        Translated("rekentijd (min)", "processing (min)"),
        lambda figures: figures.processing_minutes,
    ),
    ReportColumn(
        "saved_minutes",
        Translated("gewonnen (min)", "saved (min)"),
        lambda figures: figures.saved_minutes,
    ),
    ReportColumn(
        "failed", Translated("mislukt", "failed"), lambda figures: sum(figures.failures.values())
    ),
    ReportColumn("views", Translated("bekeken", "views"), lambda figures: figures.metrics.views),
    ReportColumn(
        "views_per_video",
        Translated("bekeken per video", "views per video"),
        lambda figures: (figures.metrics.views or 0) / figures.viewed if figures.viewed else None,
    ),
    ReportColumn(
        "completion_percent",
        Translated("uitgekeken", "watched to end"),
        lambda figures: _to_percent(figures.metrics.completion),
        "%",
    ),
    ReportColumn(
        "reactions", Translated("reacties", "reactions"), lambda figures: figures.metrics.reactions
    ),
    ReportColumn(
        "comments", Translated("opmerkingen", "comments"), lambda figures: figures.metrics.comments
    ),
    ReportColumn("shares", Translated("gedeeld", "shares"), lambda figures: figures.metrics.shares),
    ReportColumn(
        "minutes_saved",
        Translated("minder vergaderd (min)", "meetings saved (min)"),
        lambda figures: figures.metrics.minutes_saved,
    ),
)
ALWAYS = ("videos", "minutes", "makers", "processing_minutes", "failed")


def list_columns(report: ProductionReport) -> tuple[ReportColumn, ...]:
    """List the columns that have a value in this report."""
    every = [compared.now for compared in (report.whole, *report.spaces)]
    return tuple(
        column
        for column in list_all_columns(report)
        if column.key in ALWAYS or any(column.value(figures) is not None for figures in every)
    )


def list_all_columns(report: ProductionReport) -> tuple[ReportColumn, ...]:
    """List every column, those of the importer's own last, with the mean of each."""
    every = (compared.now.metrics.own for compared in (report.whole, *report.spaces))
    names = sorted({name for own in every for name in own})
    return (*COLUMNS, *map(_build_own_column, names))


def _build_own_column(name: str) -> ReportColumn:
    title = name.removeprefix(FREE)
    head = Translated(f"{title} (gemiddeld)", f"{title} (mean)")
    return ReportColumn(name, head, lambda figures: figures.metrics.own.get(name), digits=1)


def format_cell(column: ReportColumn, compared: ComparedFigures, tongue: UiLanguage) -> str:
    """Format the value of `column` for a department, with the change on the period before."""
    value = column.value(compared.now)
    if value is None:
        return FEW.render(tongue) if column.few and not compared.now.are_makers_unknown else "–"
    text = format_value(column.round(value), tongue) + column.unit
    earlier = column.value(compared.before) if compared.before else None
    if earlier is None:
        return text
    change = column.round(value) - column.round(earlier)
    return f"{text} ({'+' if change >= 0 else '−'}{format_value(abs(change), tongue)})"


def format_headcount(makers: int | None, tongue: UiLanguage) -> str:
    """Format a number of people, or the text for too few to publish."""
    return FEW.render(tongue) if makers is None else str(makers)


def format_department(compared: ComparedFigures, tongue: UiLanguage) -> str:
    """Format the name of a department."""
    return compared.now.space or NO_SPACE.render(tongue)


def describe_failure_causes(figures: ProductionFigures, tongue: UiLanguage) -> str:
    """Describe the causes of failed clips, with the count of each."""
    return ", ".join(
        f"{count}× {CAUSES[kind].render(tongue) if kind in CAUSES else kind}"
        for kind, count in figures.failures.items()
    )
