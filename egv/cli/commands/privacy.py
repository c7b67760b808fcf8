"""`egv privacy`: papers for people in view and for a privacy officer; what is about to end."""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from egv.cli.binding.command import Command
from egv.cli.binding.printing import AsJson, print_result
from egv.cli.screen.terminal import Terminal
from egv.core.errors import UsageError
from egv.core.text.translation import UiLanguage, detect_ui_language

if TYPE_CHECKING:
    from egv.workflow.privacy.facts import PrivacyFacts
    from egv.workflow.privacy.papers import Paper

FORMS = (".html", ".md")
PaperFile = Annotated[
    Path | None,
    typer.Option("-o", "--output", metavar="FILE", help="Write it to a new file: .html or .md."),
]
SpaceWord = Annotated[str, typer.Option("--space", metavar="SPACE", help="Of one department.")]


def privacy_sheet(terminal: Terminal, out: PaperFile = None, space: SpaceWord = "") -> int:
    """Write the notice for people who may come into view, on one page.

    It says what happens, what for, how long it is kept and whom to ask, from the settings of the
    project and its kit. What they do not say stays open, to be filled in.
    """
    from egv.workflow.privacy.papers import build_notice

    return _write_paper(terminal, build_notice, out, space)


def privacy_form(terminal: Terminal, out: PaperFile = None, space: SpaceWord = "") -> int:
    """Write a consent form, to be signed by a person in a video.

    Below it stands the line for CLIP.egv.yaml that records the consent, with the form as evidence.
    """
    from egv.workflow.privacy.papers import build_form

    return _write_paper(terminal, build_form, out, space)


def privacy_record(terminal: Terminal, out: PaperFile = None, space: SpaceWord = "") -> int:
    """Write the record of processing activities (GDPR, article 30)."""
    from egv.workflow.privacy.papers import build_record

    return _write_paper(terminal, build_record, out, space)


def privacy_due(
    terminal: Terminal,
    days: Annotated[
        int, typer.Option("--days", metavar="DAYS", min=0, max=36500, help="Look so far ahead.")
    ] = 30,
    as_json: AsJson = False,
) -> int:
    """List consents and videos whose time is about to end, or has ended.

    Consents stand beside the clips, in CLIP.egv.yaml; 'privacy: {retention_days: 730}' in egv.yaml
    says how long videos are kept.
    """
    from egv.workflow.privacy.due import find_ending_items

    found = find_ending_items(days, date.today())  # in the user's time zone
    lines = found.to_lines(detect_ui_language(os.environ))
    return print_result(terminal, found, lines, as_json=as_json)


def _write_paper(
    terminal: Terminal,
    build: Callable[[PrivacyFacts, UiLanguage, date], Paper],
    out: Path | None,
    space: str,
) -> int:
    """Write the paper that `build` makes to `out`, or print it; no file is written over."""
    from egv.app.authoring.page_look import find_page_look
    from egv.tools.store.atomic_files import write_new_file
    from egv.workflow.privacy.facts import collect_privacy_facts
    from egv.workflow.privacy.papers import format_paper_markdown, format_paper_page
    from egv.workflow.report.report import find_space_language

    if out and out.suffix.lower() not in FORMS:
        raise UsageError(
            f"-o {out}: a paper must end in {' or '.join(FORMS)}; give a name such as notice.html"
        )
    language = find_space_language(space)
    paper = build(collect_privacy_facts(space), language, date.today())
    if out is None:
        terminal.out.print_page(format_paper_markdown(paper))
        return 0
    if out.suffix.lower() == ".html":
        look = find_page_look(space)
        text = format_paper_page(paper, language, look)
    else:
        text = format_paper_markdown(paper)
    write_new_file(out, text)
    terminal.out.print_line(f"{out}: written")
    return 0


PRIVACY = Command(
    "privacy",
    group_text="""\
Papers about privacy, from your settings; and what is about to end.

They are drafts to start from, not legal advice.""",
    examples=("egv privacy sheet -o notice.html", "egv privacy due --days 30"),
    commands=(
        Command("sheet", privacy_sheet, examples=("egv privacy sheet -o notice.html",)),
        Command("form", privacy_form, examples=("egv privacy form -o consent.html",)),
        Command("record", privacy_record, examples=("egv privacy record -o record.md",)),
        Command("due", privacy_due, examples=("egv privacy due --days 30",)),
    ),
)
