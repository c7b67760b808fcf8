"""A report in other forms: lines, Markdown, CSV, an HTML page."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass

from egv.app.records.printable import align_columns
from egv.core.text.translation import UiLanguage
from egv.core.text.wording import escape_markdown
from egv.tools.pages.page_look import NEUTRAL_LOOK, PageLook
from egv.tools.pages.pages import render_page
from egv.workflow.charts import Bar, plan_bar_chart
from egv.workflow.report import texts
from egv.workflow.report.metrics import NOT_MEASURED
from egv.workflow.report.report import ComparedFigures, ProductionReport

FIRST_READ = ("videos", "minutes", "makers", "saved_minutes", "views", "minutes_saved")
LONGEST_BAR = 20  # characters
SPREADSHEET_ORDERS = ("=", "+", "-", "@", "\t", "\r")  # a spreadsheet runs a cell that begins so


def format_title(report: ProductionReport, tongue: UiLanguage) -> str:
    """Format the title of the report."""
    name = texts.ALL_TIME.render(tongue) if report.period.first is None else report.period.name
    return texts.TITLE.render(tongue, period=name)


def format_days(report: ProductionReport, tongue: UiLanguage) -> str:
    """Format the first and last day, and the period compared with."""
    said_days = [
        texts.DAYS.render(tongue, first=report.period.first, last=report.period.last)
        if report.period.first
        else "",
        texts.AGAINST.render(tongue, period=report.before.name) if report.before else "",
    ]
    return ". ".join(part.rstrip(".") for part in said_days if part)


def format_verdict(report: ProductionReport, tongue: UiLanguage) -> str:
    """Format how many videos were made, and how that compares, as one line."""
    whole = report.spaces[0] if report.space else report.whole
    if not whole.now.videos:
        return texts.NOTHING.render(tongue)
    made = texts.MADE.render(tongue, whole.now.videos, minutes=round(whole.now.minutes))
    if report.before is None or whole.before is None:
        return made
    more = whole.now.videos - whole.before.videos
    change = texts.MORE if more > 0 else texts.FEWER if more < 0 else texts.AS_MANY
    return f"{made} {change.render(tongue, count=abs(more), period=report.before.name)}"


def list_remarks(report: ProductionReport, tongue: UiLanguage) -> Iterator[str]:
    """List the remarks below the table."""
    now = report.whole.now
    if not now.videos:
        yield texts.NOTHING.render(tongue)
    if now.drafts:
        yield texts.DRAFTS.render(tongue, count=now.drafts)
    if causes := texts.describe_failure_causes(now, tongue):
        yield texts.FAILED.render(tongue, causes=causes)
    if any(milestone.makers != 0 for milestone in report.milestones):
        makers = (
            texts.format_headcount(milestone.makers, tongue) for milestone in report.milestones
        )
        videos = (str(milestone.videos) for milestone in report.milestones)
        yield texts.MILESTONES.render(tongue, videos=", ".join(videos), makers=", ".join(makers))
    if now.unnamed:
        yield texts.UNNAMED.render(tongue, now.unnamed)
    every = [compared.now for compared in (report.whole, *report.spaces)]
    if any(figures.makers is None and not figures.are_makers_unknown for figures in every):
        yield texts.FEW_WHY.render(tongue)
    if report.minutes_by_hand is not None:
        yield texts.BY_HAND.render(tongue, minutes=report.minutes_by_hand)
    if report.answer_days is not None:
        yield texts.ANSWERS.render(tongue, days=report.answer_days)
    if any(figures.metrics != NOT_MEASURED for figures in every):
        yield texts.IMPORTED.render(tongue)


def build_table(report: ProductionReport, tongue: UiLanguage) -> list[list[str]]:
    """Build the table: a head, a row per department, and a total where there are several."""
    shown = texts.list_columns(report)

    def row(name: str, compared: ComparedFigures) -> list[str]:
        return [name, *(texts.format_cell(column, compared, tongue) for column in shown)]

    rows = [row(texts.format_department(compared, tongue), compared) for compared in report.spaces]
    if len(rows) != 1 and not report.space:
        rows.append(row(texts.TOGETHER.render(tongue), report.whole))
    return [["", *(column.head.render(tongue) for column in shown)], *rows]


def format_report_lines(report: ProductionReport, tongue: UiLanguage) -> Iterator[str]:
    """Yield the report as lines for a terminal."""
    yield format_title(report, tongue)
    yield format_days(report, tongue)
    yield ""
    yield from align_columns(build_table(report, tongue))
    yield ""
    yield texts.MONTHS.render(tongue)
    most = max((month.videos for month in report.months), default=0) or 1
    yield from align_columns(
        [
            (month.month, str(month.videos), "#" * round(20 * month.videos / most))
            for month in report.months
        ]
    )
    yield ""
    yield from list_remarks(report, tongue)
    for maker in report.people:
        yield f"{maker.name}: {maker.videos}"


def format_report_markdown(report: ProductionReport, tongue: UiLanguage) -> str:
    """Format the report for an intranet or a pull request."""
    head, *rows = [[escape_markdown(cell) for cell in row] for row in build_table(report, tongue)]
    marks = ["---", *("---:" for _ in head[1:])]
    parts = [
        f"# {format_title(report, tongue)}",
        format_days(report, tongue),
        "\n".join(f"| {' | '.join(row)} |" for row in (head, marks, *rows)),
        "\n".join(f"- {remark}" for remark in list_remarks(report, tongue)),
    ]
    if report.people:
        people = (f"- {escape_markdown(maker.name)}: {maker.videos}" for maker in report.people)
        parts += [f"## {texts.PEOPLE.render(tongue)}", "\n".join(people)]
    parts += [f"## {texts.LOOK_BACK.render(tongue)}"]
    parts += [f"**{question.render(tongue)}**" for question in texts.QUESTIONS]
    return "\n\n".join(part for part in parts if part) + "\n"


def format_report_csv(report: ProductionReport) -> str:
    """Format the figures for a spreadsheet, as plain numbers; an unknown figure is left empty."""
    text = io.StringIO(newline="")
    rows = csv.writer(text, lineterminator="\n")
    columns = texts.list_all_columns(report)
    rows.writerow(["period", "department", *(column.key for column in columns)])
    for compared in report.spaces:
        values = (column.value(compared.now) for column in columns)
        plain = ["" if value is None else round(value, 2) for value in values]
        rows.writerow([report.period.name, _escape_spreadsheet_order(compared.now.space), *plain])
    return text.getvalue()


@dataclass(frozen=True, slots=True)
class ReportChart:
    """A bar chart: its title, the name of its bars, the bars, and its size, px."""

    title: str
    of: str
    bars: tuple[Bar, ...]
    width: int
    height: int


def build_report_page(
    report: ProductionReport, tongue: UiLanguage, look: PageLook = NEUTRAL_LOOK
) -> str:
    """Build the report as one self-contained HTML page in the style of `look`."""
    by_month = [(month.month, month.videos) for month in report.months]
    by_space = [
        (texts.format_department(compared, tongue), compared.now.videos)
        for compared in report.spaces
    ]
    charts = [
        _plan_chart(texts.MONTHS.render(tongue), texts.MONTH.render(tongue), by_month),
        _plan_chart(texts.SPACES.render(tongue), "", by_space),
    ]
    return render_page(
        "report.html",
        tongue,
        look,
        title=format_title(report, tongue),
        days=format_days(report, tongue),
        verdict=format_verdict(report, tongue),
        tiles=_list_tiles(report, tongue),
        table=build_table(report, tongue),
        charts=[chart for chart in charts if len(chart.bars) > 1],
        remarks=list(list_remarks(report, tongue)),
        people=report.people,
        words=texts,
    )


def _list_tiles(report: ProductionReport, tongue: UiLanguage) -> list[tuple[str, str]]:
    """List the most important figures, of the total or of the one department."""
    whole = report.spaces[0] if report.space else report.whole
    return [
        (column.head.render(tongue), texts.format_cell(column, whole, tongue))
        for column in texts.list_columns(report)
        if column.key in FIRST_READ
    ]


def _plan_chart(title: str, of: str, values: list[tuple[str, int]]) -> ReportChart:
    drawn = plan_bar_chart(values)
    width, height = drawn.size
    return ReportChart(title, of, drawn.bars, width, height)


def _escape_spreadsheet_order(text: str) -> str:
    return f"'{text}" if text.startswith(SPREADSHEET_ORDERS) else text
