"""`egv purge`: delete clips by age, person, consent or name; a preview first, done with --yes."""

from __future__ import annotations

import os
from dataclasses import dataclass, fields
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from egv.cli.binding.command import Command
from egv.cli.binding.printing import AsJson, print_result
from egv.cli.dialogue.answers import can_answer, read_answer
from egv.cli.screen.slow_work import announce_slow_work
from egv.cli.screen.terminal import Terminal
from egv.core.text.byte_sizes import format_file_size
from egv.core.text.translation import Translated, UiLanguage, detect_ui_language

if TYPE_CHECKING:
    from egv.workflow.purge.result import PurgeReport
    from egv.workflow.purge.selection import PurgeOrder

WHAT_IS_DUE = "What is due; with several, all that any of them says"
SURE = Translated(
    "{files} ({size}) voorgoed verwijderen? [j/N]",
    "Delete {files} ({size}) for good? [y/N]",
)
FILES = {
    UiLanguage.NL: ("1 bestand", "{count} bestanden"),
    UiLanguage.EN: ("1 file", "{count} files"),
}
NOTHING = Translated("Er is niets verwijderd.", "Nothing was removed.")
YES = ("y", "yes", "j", "ja")


def list_space_names() -> list[str]:
    """List the names of this project's departments."""
    from egv.app.plan.settings import list_spaces

    return [*list_spaces()]


@dataclass(frozen=True, slots=True)
class PurgeOptions:
    """The clips to forget, and the consent to do it."""

    clips: Annotated[
        list[Path] | None,
        typer.Argument(
            metavar="[CLIP]...", help="Clips to forget, beside what the rules below say."
        ),
    ] = None
    expired: Annotated[
        bool,
        typer.Option(
            "--expired",
            help="Past the retention_days of egv.yaml, or of its space.",
            rich_help_panel=WHAT_IS_DUE,
        ),
    ] = False
    older_than: Annotated[
        str,
        typer.Option(
            "--older-than",
            metavar="DAYS|DATE",
            help="Made longer ago, such as 730 or 2025-01-01.",
            rich_help_panel=WHAT_IS_DUE,
        ),
    ] = ""
    person: Annotated[
        str,
        typer.Option(
            "--person",
            metavar="NAME",
            help="Whatever somebody made, speaks in, or is seen in.",
            rich_help_panel=WHAT_IS_DUE,
        ),
    ] = ""
    withdrawn: Annotated[
        bool,
        typer.Option(
            "--withdrawn",
            help="Clips of people whose consent was withdrawn or ended.",
            rich_help_panel=WHAT_IS_DUE,
        ),
    ] = False
    space: Annotated[
        str,
        typer.Option(
            "--space",
            metavar="SPACE",
            help="Only what was made for this department.",
            autocompletion=list_space_names,
        ),
    ] = ""
    sources: Annotated[
        bool, typer.Option("--sources", help="The clips and their CLIP.egv.yaml too, for good.")
    ] = False
    force: Annotated[
        bool, typer.Option("--force", help="Videos too that were changed after egv made them.")
    ] = False
    output: Annotated[
        str | None,
        typer.Option(
            "--output",
            "-o",
            metavar="FOLDER",
            help="Outside a project: the folder of the videos.",
            show_default="out",
        ),
    ] = None
    yes: Annotated[bool, typer.Option("--yes", help="Do it.")] = False
    dry_run: Annotated[
        bool, typer.Option("--dry-run", "-n", help="Only show it, also at a terminal.")
    ] = False
    no_input: Annotated[bool, typer.Option("--no-input", help="Ask nothing.")] = False
    as_json: AsJson = False


def purge(
    terminal: Terminal,
    options: PurgeOptions,
) -> int:
    """Forget clips: delete all that was made from them or is known about them.

    That is every video in every format, drafts, subtitles, previews, share packs, pages, crash
    logs, what the cache holds, and their lines in .egv/. Figures keep their totals, without names.
    What stopped runs left unfinished goes too, also temporary folders, for it may show anybody.
    It only shows what it would do until --yes; at a terminal it asks.
    """
    from egv.workflow.purge.purge import execute_purge, plan_purge

    with announce_slow_work(terminal.err, "egv: searching for all that was made of the clips"):
        planned = plan_purge(_build_order(options))
        expected = planned.expected_report
    wanted = options.yes and not options.dry_run
    may_ask = (
        not (wanted or options.dry_run or options.no_input or options.as_json) and can_answer()
    )
    tongue = detect_ui_language(os.environ)
    asked = may_ask and (bool(expected.unfinished) or not planned.is_empty)
    if asked:
        for line in expected.to_lines(tongue, closing=False):
            terminal.out.print_line(line)
        if not _ask_confirmation(expected, terminal):
            return 0
    report = expected
    if wanted or asked:
        with announce_slow_work(terminal.err, "egv: deleting the files"):
            report = execute_purge(planned)
    only_end = asked and report.ok
    lines = [report.format_closing_line(tongue)] if only_end else report.to_lines(tongue)
    print_result(terminal, report, lines, as_json=options.as_json)
    return report.exit_code


def _build_order(options: PurgeOptions) -> PurgeOrder:
    from egv.workflow.purge.selection import PurgeOrder

    names = (field.name for field in fields(PurgeOrder))
    values = {name: getattr(options, name) for name in names}
    return PurgeOrder(**{**values, "clips": tuple(options.clips or ())})


def _ask_confirmation(report: PurgeReport, terminal: Terminal) -> bool:
    """Ask for confirmation at the terminal; True where the user answers in one of `YES`."""
    tongue, count = detect_ui_language(os.environ), len(report.due_files) + report.unfinished
    one, many = FILES[tongue]
    files = one if count == 1 else many.format(count=count)
    size = format_file_size(sum(file.bytes for file in report.due_files))
    terminal.err.print_question(f"{SURE.render(tongue, files=files, size=size)} ")
    if read_answer().strip().lower() in YES:
        return True
    terminal.err.print_line(NOTHING.render(tongue))
    return False


PURGE = Command(
    "purge",
    purge,
    examples=(
        'egv purge --person "Jan de Vries"',
        "egv purge --expired --yes",
        "egv purge raw/jan.mov --sources",
    ),
)
