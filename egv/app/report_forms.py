"""A report in other forms: lines, Markdown, CSV, an HTML page."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass

from egv.app import report_words as words
from egv.app.documents import columns
from egv.app.pages import page
from egv.app.report import Compared, Report
from egv.core.charts import Bar, bars
from egv.core.tongue import Tongue

FIRST_READ = ("videos", "minutes", "makers", "saved_minutes")
LONGEST_BAR = 20  # characters
SPREADSHEET_ORDERS = ("=", "+", "-", "@", "\t", "\r")  # a spreadsheet runs a cell that begins so


def title_of(report: Report, tongue: Tongue) -> str:
    """Format the title of the report."""
    name = words.ALL_TIME.within(tongue) if report.period.first is None else report.period.name
    return words.TITLE.within(tongue, period=name)


def days_of(report: Report, tongue: Tongue) -> str:
    """Format the first and last day, and the period compared with."""
    said_days = [
        words.DAYS.within(tongue, first=report.period.first, last=report.period.last)
        if report.period.first
        else "",
        words.AGAINST.within(tongue, period=report.before.name) if report.before else "",
    ]
    return ". ".join(part.rstrip(".") for part in said_days if part)


def remarks(report: Report, tongue: Tongue) -> Iterator[str]:
    """List the remarks below the table."""
    now = report.whole.now
    if not now.videos:
        yield words.NOTHING.within(tongue)
    if now.drafts:
        yield words.DRAFTS.within(tongue, count=now.drafts)
    if causes := words.causes_of(now, tongue):
        yield words.FAILED.within(tongue, causes=causes)
    if any(milestone.makers != 0 for milestone in report.milestones):
        makers = (words.few_or(milestone.makers, tongue) for milestone in report.milestones)
        videos = (str(milestone.videos) for milestone in report.milestones)
        yield words.MILESTONES.within(tongue, videos=", ".join(videos), makers=", ".join(makers))
    if any(compared.now.makers is None for compared in (report.whole, *report.spaces)):
        yield words.FEW_WHY.within(tongue)
    yield words.BY_HAND.within(tongue, minutes=report.minutes_by_hand)


def table(report: Report, tongue: Tongue) -> list[list[str]]:
    """Build the table: a head, a row per department, and a total where there are several."""
    shown = words.columns_of(report)

    def row(name: str, compared: Compared) -> list[str]:
        return [name, *(words.cell(column, compared, tongue) for column in shown)]

    rows = [row(words.name_of(compared, tongue), compared) for compared in report.spaces]
    if len(rows) != 1 and not report.space:
        rows.append(row(words.TOGETHER.within(tongue), report.whole))
    return [["", *(column.head.within(tongue) for column in shown)], *rows]


def lines(report: Report, tongue: Tongue) -> Iterator[str]:
    """Yield the report as lines for a terminal."""
    yield title_of(report, tongue)
    yield days_of(report, tongue)
    yield ""
    yield from columns(table(report, tongue))
    yield ""
    yield words.MONTHS.within(tongue)
    most = max((month.videos for month in report.months), default=0) or 1
    yield from columns(
        [
            (month.month, str(month.videos), "#" * round(20 * month.videos / most))
            for month in report.months
        ]
    )
    yield ""
    yield from remarks(report, tongue)
    for maker in report.people:
        yield f"{maker.name}: {maker.videos}"


def markdown(report: Report, tongue: Tongue) -> str:
    """Format the report for an intranet or a pull request."""
    head, *rows = [[_in_cell(cell) for cell in row] for row in table(report, tongue)]
    marks = ["---", *("---:" for _ in head[1:])]
    parts = [
        f"# {title_of(report, tongue)}",
        days_of(report, tongue),
        "\n".join(f"| {' | '.join(row)} |" for row in (head, marks, *rows)),
        "\n".join(f"- {remark}" for remark in remarks(report, tongue)),
    ]
    if report.people:
        people = (f"- {_in_cell(maker.name)}: {maker.videos}" for maker in report.people)
        parts += [f"## {words.PEOPLE.within(tongue)}", "\n".join(people)]
    parts += [f"## {words.LOOK_BACK.within(tongue)}"]
    parts += [f"**{question.within(tongue)}**" for question in words.QUESTIONS]
    return "\n\n".join(part for part in parts if part) + "\n"


def comma_separated(report: Report) -> str:
    """Format the figures for a spreadsheet, as plain numbers; an unknown figure is left empty."""
    text = io.StringIO(newline="")
    rows = csv.writer(text, lineterminator="\n")
    rows.writerow(["period", "department", *(column.key for column in words.COLUMNS)])
    for compared in report.spaces:
        values = (column.value(compared.now) for column in words.COLUMNS)
        plain = ["" if value is None else round(value, 2) for value in values]
        rows.writerow([report.period.name, _as_text(compared.now.space), *plain])
    return text.getvalue()


@dataclass(frozen=True, slots=True)
class Chart:
    """A bar chart: its title, the name of its bars, the bars, and its size, px."""

    title: str
    of: str
    bars: tuple[Bar, ...]
    width: int
    height: int


def html(report: Report, tongue: Tongue) -> str:
    """Build the report as one self-contained HTML page."""
    by_month = [(month.month, month.videos) for month in report.months]
    by_space = [
        (words.name_of(compared, tongue), compared.now.videos) for compared in report.spaces
    ]
    charts = [
        _chart(words.MONTHS.within(tongue), words.MONTH.within(tongue), by_month),
        _chart(words.SPACES.within(tongue), "", by_space),
    ]
    return page(
        "report.html",
        tongue,
        title=title_of(report, tongue),
        days=days_of(report, tongue),
        tiles=_tiles(report, tongue),
        table=table(report, tongue),
        charts=[chart for chart in charts if len(chart.bars) > 1],
        remarks=list(remarks(report, tongue)),
        people=report.people,
        words=words,
    )


def _tiles(report: Report, tongue: Tongue) -> list[tuple[str, str]]:
    """List the most important figures, of the total or of the one department."""
    whole = report.spaces[0] if report.space else report.whole
    return [
        (column.head.within(tongue), words.cell(column, whole, tongue))
        for column in words.COLUMNS
        if column.key in FIRST_READ
    ]


def _chart(title: str, of: str, values: list[tuple[str, int]]) -> Chart:
    drawn = bars(values)
    width, height = drawn.size
    return Chart(title, of, drawn.bars, width, height)


def _in_cell(text: str) -> str:
    """Escape `text` for a Markdown cell, so that all of it is literal."""
    marks = str.maketrans({mark: f"\\{mark}" for mark in "\\`*_[]<>|#"})
    return " ".join(text.translate(marks).split())


def _as_text(text: str) -> str:
    return f"'{text}" if text.startswith(SPREADSHEET_ORDERS) else text
