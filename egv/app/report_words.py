"""The texts of a report in both languages, and the values of its columns."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from egv.app.report import Compared, Report
from egv.core.figures import FEWEST_MAKERS, Figures
from egv.core.tongue import Both, Tongue, said

TITLE = Both("Video's in {period}", "Videos in {period}")
ALL_TIME = Both("de hele periode", "all there was")
DAYS = Both("{first} tot en met {last}", "{first} to {last}")
AGAINST = Both("Tussen haakjes het verschil met {period}.", "In brackets the change on {period}.")
TOGETHER = Both("samen", "together")
NO_SPACE = Both("zonder afdeling", "no department")
FEW = Both(f"< {FEWEST_MAKERS}", f"< {FEWEST_MAKERS}")
FEW_WHY = Both(
    f"Onder de {FEWEST_MAKERS} makers staat er geen aantal: dat zou over iemand gaan.",
    f"Of fewer than {FEWEST_MAKERS} makers no number is shown: it would be about somebody.",
)
BY_HAND = Both(
    "Gewonnen tijd: {minutes} minuten per video met de hand (report.minutes_by_hand in egv.yaml),"
    " min de rekentijd van egv.",
    "Time saved: {minutes} minutes a video by hand (report.minutes_by_hand in egv.yaml), less the"
    " time egv took.",
)
MONTHS = Both("Nieuwe video's per maand", "New videos by month")
SPACES = Both("Video's per afdeling", "Videos by department")
MONTH, VIDEOS = Both("maand", "month"), Both("video's", "videos")
FAILED = Both("Mislukt: {causes}.", "Failed: {causes}.")
MILESTONES = Both(
    "Makers met minstens {videos} video's, ooit: {makers}.",
    "Makers of at least {videos} videos, ever: {makers}.",
)
DRAFTS = Both("Wacht op akkoord: {count}.", "Waiting for approval: {count}.")
NOTHING = Both(
    "In deze periode is nog geen video gemaakt.", "No video was made in this period yet."
)
PEOPLE = Both("Wie genoemd wil worden", "Who agreed to be named")
LOOK_BACK = Both("Samen terugkijken", "Looking back together")
QUESTIONS = (
    Both("Wat werkt goed?", "What works well?"),
    Both("Waar lopen we tegenaan?", "What is in our way?"),
    Both("Wat helpt ons verder?", "What would help us on?"),
)
CAUSES: Mapping[str, Both] = {
    "input": Both("het bestand was niet te lezen", "the file could not be read"),
    "language": Both("de taal was onduidelijk", "the language was not clear"),
    "environment": Both("de computer miste iets", "the machine lacked something"),
    "render": Both("het maken ging mis", "the render went wrong"),
    "conflict": Both("er stond al een bestand", "a file was in the way"),
    "gate": Both("er was eerst een akkoord nodig", "it needed somebody's word first"),
    "bug": Both("een fout in egv", "a bug in egv"),
}


@dataclass(frozen=True, slots=True)
class Column:
    """A column of the table: its heading and its values; None for an unknown value.

    With `few` an unknown value means too few people to publish a number. `unit` follows a number.
    """

    key: str
    head: Both
    value: Callable[[Figures], float | int | None]
    unit: str = ""
    few: bool = False


def _share(value: float | None) -> float | None:
    return None if value is None else round(100 * value)


COLUMNS = (
    Column("videos", Both("video's", "videos"), lambda figures: figures.videos),
    Column("minutes", Both("minuten", "minutes"), lambda figures: figures.minutes),
    Column("makers", Both("makers", "makers"), lambda figures: figures.makers, few=True),
    Column(
        "active_percent",
        Both("doet mee", "take part"),
        lambda figures: _share(figures.active_share),
        "%",
    ),
    Column(
        "days_to_first",
        Both("dagen tot eerste", "days to first"),
        lambda figures: figures.days_to_first,
    ),
    Column(
        "processing_minutes",
        Both("rekentijd (min)", "processing (min)"),
        lambda figures: figures.processing_minutes,
    ),
    Column(
        "saved_minutes",
        Both("gewonnen (min)", "saved (min)"),
        lambda figures: figures.saved_minutes,
    ),
    Column("failed", Both("mislukt", "failed"), lambda figures: sum(figures.failures.values())),
    Column("views", Both("bekeken", "views"), lambda figures: figures.metrics.views),
    Column(
        "completion_percent",
        Both("uitgekeken", "watched to end"),
        lambda figures: _share(figures.metrics.completion),
        "%",
    ),
    Column("reactions", Both("reacties", "reactions"), lambda figures: figures.metrics.reactions),
)
ALWAYS = ("videos", "minutes", "makers", "processing_minutes", "saved_minutes", "failed")


def columns_of(report: Report) -> tuple[Column, ...]:
    """List the columns that have a value in this report."""
    every = [compared.now for compared in (report.whole, *report.spaces)]
    return tuple(
        column
        for column in COLUMNS
        if column.key in ALWAYS or any(column.value(figures) is not None for figures in every)
    )


def cell(column: Column, compared: Compared, tongue: Tongue) -> str:
    """Format the value of `column` for a department, with the change on the period before."""
    value = column.value(compared.now)
    if value is None:
        return FEW.within(tongue) if column.few else "–"
    text = said(_whole(value), tongue) + column.unit
    earlier = column.value(compared.before) if compared.before else None
    if earlier is None:
        return text
    change = _whole(value) - _whole(earlier)
    return f"{text} ({'+' if change >= 0 else '−'}{said(abs(change), tongue)})"


def few_or(makers: int | None, tongue: Tongue) -> str:
    """Format a number of people, or the text for too few to publish."""
    return FEW.within(tongue) if makers is None else str(makers)


def name_of(compared: Compared, tongue: Tongue) -> str:
    """Format the name of a department."""
    return compared.now.space or NO_SPACE.within(tongue)


def causes_of(figures: Figures, tongue: Tongue) -> str:
    """Describe the causes of failed clips, with the count of each."""
    return ", ".join(
        f"{count}× {CAUSES[kind].within(tongue) if kind in CAUSES else kind}"
        for kind, count in figures.failures.items()
    )


def _whole(value: float) -> int:
    return round(value)
