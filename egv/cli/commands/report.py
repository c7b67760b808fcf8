"""`egv report`: production figures by department and period, and what follows from them."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from egv.cli.binding.command import Command
from egv.cli.binding.printing import AsJson, print_result
from egv.cli.screen.terminal import Terminal
from egv.core.errors import EnvironmentFault, UsageError, name_cause
from egv.core.text.translation import UiLanguage, detect_ui_language

if TYPE_CHECKING:
    from egv.workflow.report.due import DueList
    from egv.workflow.report.report import ProductionReport, Survey

FORMS = (".html", ".md", ".csv", ".json")
CALENDAR = ".ics"
PeriodWord = Annotated[
    str,
    typer.Option(
        "--period",
        metavar="PERIOD",
        help="2026, 2026-Q4, 2026-11, 2026-W47 or all.",
        show_default="this quarter",
    ),
]
SpaceWord = Annotated[str, typer.Option("--space", metavar="SPACE", help="Of one department.")]


@dataclass(frozen=True, slots=True)
class ReportOptions:
    """The period, the department, and where the report goes."""

    period: PeriodWord = ""
    space: SpaceWord = ""
    compare: Annotated[
        bool, typer.Option("--compare", help="Also the change on the period before.")
    ] = False
    out: Annotated[
        Path | None,
        typer.Option(
            "-o", "--output", metavar="FILE", help="Write it to a file: .html, .md, .csv or .json."
        ),
    ] = None
    as_json: AsJson = False


def report(
    terminal: Terminal,
    options: ReportOptions,
) -> int:
    """Show how many videos were made, by department and period.

    Also their minutes, how many people made them, the time it took and saved, and why clips failed.
    It is all read from what egv wrote down beside the videos. People are counted, never named, and
    not at all where there are fewer than three.
    """
    from egv.workflow.report.formats import format_report_lines
    from egv.workflow.report.report import compute_report

    if options.out and options.out.suffix.lower() not in FORMS:
        raise UsageError(
            f"-o {options.out}: a report must end in {', '.join(FORMS)};"
            " give a name such as report.html"
        )
    tongue = detect_ui_language(os.environ)
    made = compute_report(_survey_figures(options.period, options.space, compare=options.compare))
    if options.out:
        _write_report_file(_format_report(made, options.out, tongue), options.out)
        (terminal.err if options.as_json else terminal.out).print_line(f"{options.out}: written")
    if options.as_json or not options.out:
        print_result(terminal, made, format_report_lines(made, tongue), as_json=options.as_json)
    return 0


def report_import(
    terminal: Terminal,
    file: Annotated[
        Path, typer.Argument(metavar="FILE.csv", help="A file with a column 'output'.")
    ],
    as_json: AsJson = False,
) -> int:
    """Read views, completion and reactions of videos from a CSV file.

    The column 'output' names the video, as its file is called; then any of views, completion (0.74
    or 74%), reactions, comments, shares and minutes_saved. A column of your own begins with x-.
    What is read later takes the place of what was read before.
    """
    from egv.app.plan.order import RunOptions
    from egv.app.plan.outputs import open_ledger
    from egv.app.plan.settings import load_settings
    from egv.workflow.report.metrics_import import import_metrics

    done = import_metrics(file, open_ledger(load_settings(RunOptions())))
    return print_result(terminal, done, done.to_lines(), as_json=as_json)


def report_highlights(
    terminal: Terminal,
    period: PeriodWord = "",
    space: SpaceWord = "",
    as_json: AsJson = False,
) -> int:
    """Write words of thanks for a newsletter or a meeting.

    They say what was made, who joined, and what was watched most. Names stand in it only of who
    agreed to be named.
    """
    from egv.workflow.report.highlights import collect_highlights

    found = collect_highlights(_survey_figures(period, space), detect_ui_language(os.environ))
    return print_result(terminal, found, found.to_lines(), as_json=as_json)


def report_due(
    terminal: Terminal,
    form: Annotated[
        str, typer.Option("--message", metavar="WORD", help="To paste: teams, slack or mail.")
    ] = "",
    out: Annotated[
        Path | None, typer.Option("-o", "--output", metavar="FILE", help="A calendar: due.ics.")
    ] = None,
    as_json: AsJson = False,
) -> int:
    """List the regular videos that are late.

    These are what a department agreed to in egv.yaml ('agreed'), also where none was ever made; and
    recipes with 'cadence: weekly' or 'monthly', once one was made there.
    """
    from egv.workflow.report.due import find_due_videos, format_calendar

    tongue = detect_ui_language(os.environ)
    if out and out.suffix.lower() != CALENDAR:
        raise UsageError(
            f"-o {out}: a calendar must end in {CALENDAR}; give a name such as due.ics"
        )
    survey = _survey_figures()
    found = find_due_videos(survey)
    lines = tuple(_list_messages(found, form)) if form else tuple(found.to_lines(tongue))
    if out:
        _write_report_file(format_calendar(found, survey.today, tongue), out)
        (terminal.err if as_json else terminal.out).print_line(f"{out}: written")
    if as_json or not out:
        print_result(terminal, found, lines, as_json=as_json)
    return 0


def report_retro(
    terminal: Terminal,
    period: PeriodWord = "",
    folder: Annotated[
        Path, typer.Option("-o", "--output", metavar="DIR", help="Folder of these pages.")
    ] = Path("retro"),
) -> int:
    """Write a page to look back on the quarter together.

    It holds the figures, three questions, and the answers of last time to tick off. It is a file of
    yours: a second one is not written over it.
    """
    from egv.workflow.report.retro import write_retro

    tongue = detect_ui_language(os.environ)
    path = write_retro(_survey_figures(period, compare=True), folder, tongue)
    terminal.out.print_line(f"{path}: written")
    return 0


def _list_messages(found: DueList, word: str) -> Iterator[str]:
    """Yield a message for each due video, in the language of its department."""
    from egv.workflow.report.due import MessageForm, format_message
    from egv.workflow.report.report import find_space_language

    try:
        form = MessageForm(word)
    except ValueError:
        known = ", ".join(MessageForm)
        raise UsageError(f"--message {word}: there are {known}; choose one") from None
    for video in found.due:
        yield from format_message(video, form, find_space_language(video.space)).split("\n")
    if not found.due:
        yield from found.to_lines(detect_ui_language(os.environ))


def _survey_figures(period: str = "", space: str = "", *, compare: bool = False) -> Survey:
    from egv.workflow.report.report import ReportOrder, survey_figures

    today = date.today()  # in the user's time zone
    return survey_figures(ReportOrder(period, space, compare), today)


def _format_report(report: ProductionReport, path: Path, tongue: UiLanguage) -> str:
    """Format the report by the suffix of the file name."""
    from egv.app.authoring.page_look import find_page_look
    from egv.workflow.report.formats import (
        build_report_page,
        format_report_csv,
        format_report_markdown,
    )

    match path.suffix.lower():
        case ".html":
            return build_report_page(report, tongue, find_page_look(report.space))
        case ".md":
            return format_report_markdown(report, tongue)
        case ".csv":
            return format_report_csv(report)
        case _:
            return report.to_json()


def _write_report_file(text: str, path: Path) -> None:
    from egv.tools.store.atomic_files import write_aside

    try:
        with write_aside(path) as part:
            part.write_text(text, encoding="utf-8", newline="\n")
    except OSError as error:
        raise EnvironmentFault(f"-o {path}: cannot be written ({name_cause(error)})") from None


REPORT = Command(
    "report",
    report,
    examples=("egv report", "egv report --period 2026-Q4 --compare -o report.html"),
    notes="""\
'spaces' in egv.yaml gives each department its headcount and the day of its
training; 'report: {minutes_by_hand: 45}' what editing one by hand took you, as
you measured: without it no time saved is shown.
With 'privacy: {report_people: true}', 'report: {people: [Mo Jansen]}' names
who agreed to be named.""",
    commands=(
        Command("import", report_import, examples=("egv report import views.csv",)),
        Command(
            "highlights", report_highlights, examples=("egv report highlights --period 2026-11",)
        ),
        Command("due", report_due, examples=("egv report due",)),
        Command("retro", report_retro, examples=("egv report retro --period 2026-Q4",)),
    ),
)
