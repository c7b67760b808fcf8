"""`egv purge`: delete clips by age, person, consent or name; a preview first, done with --yes."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from egv.cli.commands.printing import Action, AsJson, print_result
from egv.cli.screen.terminal import Terminal
from egv.core.text.translation import Translated, detect_ui_language

if TYPE_CHECKING:
    from egv.workflow.purge.result import PurgeReport

SURE = Translated(
    "{count} bestanden voorgoed verwijderen? Typ ja:",
    "Remove {count} files for good? Write yes:",
)


def list_space_names() -> list[str]:
    """List the names of this project's departments."""
    from egv.app.plan.settings import list_spaces

    return [*list_spaces()]


def purge(
    clips: Annotated[list[Path] | None, typer.Argument(metavar="[CLIP]...")] = None,
    expired: Annotated[bool, typer.Option("--expired")] = False,
    older_than: Annotated[str, typer.Option("--older-than", metavar="DAYS|DATE")] = "",
    person: Annotated[str, typer.Option("--person", metavar="NAME")] = "",
    withdrawn: Annotated[bool, typer.Option("--withdrawn")] = False,
    space: Annotated[
        str, typer.Option("--space", metavar="SPACE", autocompletion=list_space_names)
    ] = "",
    sources: Annotated[bool, typer.Option("--sources")] = False,
    force: Annotated[bool, typer.Option("--force")] = False,
    output: Annotated[str | None, typer.Option("--output", "-o", metavar="FOLDER")] = None,
    yes: Annotated[bool, typer.Option("--yes")] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", "-n")] = False,
    no_input: Annotated[bool, typer.Option("--no-input")] = False,
    as_json: AsJson = False,
) -> Action:
    """Forget clips: delete all that was made from them or is known about them."""

    def forget(terminal: Terminal) -> int:
        from egv.workflow.purge.purge import execute_purge, plan_purge
        from egv.workflow.purge.selection import PurgeOrder

        order = PurgeOrder(
            clips=tuple(clips or ()),
            expired=expired,
            older_than=older_than,
            person=person,
            withdrawn=withdrawn,
            space=space,
            output=output,
            sources=sources,
            force=force,
        )
        planned = plan_purge(order)
        wanted = yes and not dry_run
        may_ask = not (wanted or dry_run or no_input or as_json) and sys.stdin.isatty()
        asked = may_ask and not planned.is_empty
        if asked:
            print_result(
                terminal, planned.expected_report, planned.expected_report.to_lines(), as_json=False
            )
            if not _ask_confirmation(planned.expected_report, terminal):
                return 0
        report = execute_purge(planned) if wanted or asked else planned.expected_report
        lines = [report.closing_line] if asked and report.ok else report.to_lines()
        print_result(terminal, report, lines, as_json=as_json)
        return report.exit_code

    return forget


def _ask_confirmation(report: PurgeReport, terminal: Terminal) -> bool:
    """Ask for confirmation at the terminal; True where the user types yes (or ja)."""
    question = SURE.render(detect_ui_language(os.environ), count=len(report.due_files))
    terminal.err.print_question(f"{question} ")
    return sys.stdin.readline().strip().lower() in ("yes", "ja")


PURGE_VERBS: tuple[Callable[..., Action], ...] = (purge,)

PRIVACY_PAGES = {
    "egv purge": """\
  egv purge --person "Jan de Vries"
  egv purge --expired --yes
  egv purge raw/jan.mov --sources

Forget clips: every video in every format, drafts, subtitles, previews, share
packs, pages, crash logs, what the cache holds of them, and their lines in
.egv/. Figures keep their totals, without names. It only shows what it would do
until --yes; at a terminal it asks.

Usage: egv purge [CLIP]... [RULE]... [OPTIONS]

What is due; with several, all that any of them says:
  --expired               Past the retention_days of egv.yaml, or of its space.
  --older-than DAYS|DATE  Made longer ago, such as 730 or 2025-01-01.
  --person NAME           Whatever somebody made, speaks in, or is seen in.
  --withdrawn             Clips of people whose consent was withdrawn or ended.

  --space SPACE           Only what was made for this department.
  --sources               The clips and their CLIP.egv.yaml too, for good.
  --force                 Videos too that were changed after egv made them.
  -o, --output FOLDER     Outside a project: the folder of the videos. [out]
  --yes                   Do it.
  -n, --dry-run           Only show it, also at a terminal.
  --no-input              Ask nothing.
  --json                  Print one JSON document.
""",
}
