"""`egv check`: the publication checklist for raw or finished clips."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from egv.cli.binding.command import Command
from egv.cli.binding.printing import AsJson, MessageReader, print_result
from egv.cli.commands.recipe import list_recipe_names
from egv.cli.grammar.run_options import LogFormat
from egv.cli.screen.terminal import Terminal
from egv.core.errors import UsageError
from egv.core.text.translation import UiLanguage, detect_ui_language

if TYPE_CHECKING:
    from egv.tools.pages.page_look import PageLook
    from egv.workflow.check.check import CheckOrder, CheckReport


def list_channel_names() -> list[str]:
    """List the channels whose limits egv knows."""
    from egv.core.kit.channels import CHANNELS

    return [*CHANNELS]


@dataclass(frozen=True, slots=True)
class CheckOptions:
    """The clips to examine, what to hold them against, and how to report."""

    clips: Annotated[
        list[str], typer.Argument(metavar="CLIP...", help="Clips, raw or finished, and folders.")
    ]
    recipe: Annotated[
        str,
        typer.Option(
            "-r",
            "--recipe",
            metavar="RECIPE",
            help="Hold it against what this recipe expects.",
            autocompletion=list_recipe_names,
        ),
    ] = ""
    kit: Annotated[
        str | None,
        typer.Option(
            "-k",
            "--kit",
            metavar="KIT",
            help="Whose do's and don'ts.",
            show_default="the project's",
        ),
    ] = None
    space: Annotated[
        str | None, typer.Option("--space", metavar="SPACE", help="For a department.")
    ] = None
    recursive: Annotated[bool, typer.Option("--recursive", help="Look in subfolders too.")] = False
    strict: Annotated[
        bool, typer.Option("--strict", help="Any finding gives exit code 4; without, it is advice.")
    ] = False
    channel: Annotated[
        str,
        typer.Option(
            "--for",
            metavar="CHANNEL",
            help="Hold it against what a channel takes, such as linkedin.",
            autocompletion=list_channel_names,
        ),
    ] = ""
    out: Annotated[
        Path | None,
        typer.Option("-o", "--output", metavar="FILE.html", help="Write a page with pictures."),
    ] = None
    as_json: AsJson = False
    log_format: MessageReader = LogFormat.TEXT


def check(
    terminal: Terminal,
    options: CheckOptions,
) -> int:
    """Say what clips still need before they are shared.

    It looks at size, length and orientation as the recipe wants them, light, focus, steadiness,
    black and frozen stretches, loudness, distortion, noise, echo, speech, silences, subtitles and
    music licence. Each finding is a tip about the clip, with its time and what mends it; the do's
    and don'ts of the kit stand below.
    """
    from egv.tools.store.atomic_files import commit_text
    from egv.workflow.check.check import CheckOrder, examine_clips
    from egv.workflow.check.formats import build_check_page, format_check_lines

    if options.out:
        _check_page_place(options.out)
    tongue = detect_ui_language(os.environ)
    order = CheckOrder(
        tuple(options.clips),
        options.recipe,
        options.kit,
        options.space,
        options.recursive,
        options.strict,
        options.channel,
    )
    report = examine_clips(
        order, tongue, lambda clip: terminal.err.print_line(f"{clip}: looking and listening")
    )
    if options.log_format is LogFormat.GITHUB:
        for line in _format_annotations(report, tongue):
            (terminal.err if options.as_json else terminal.out).print_raw(line)
    if options.out:
        commit_text(build_check_page(report, tongue, _find_look(order)), options.out)
        terminal.err.print_line(f"{options.out}: written")
    print_result(terminal, report, format_check_lines(report, tongue), as_json=options.as_json)
    return report.exit_code


def _find_look(order: CheckOrder) -> PageLook:
    """Find the look of the page: that of the kit which the clips are checked with."""
    from egv.app.authoring.page_look import find_page_look
    from egv.app.plan.recipes import load_recipe

    of_recipe = load_recipe(order.recipe).spec.kit if order.recipe else ""
    return find_page_look(order.space or "", order.kit, of_recipe)


def _check_page_place(place: Path) -> None:
    """Raise UsageError for a place that is no page, and ConflictError for a file of another."""
    from egv.tools.store.atomic_files import check_own, is_marked
    from egv.workflow.check.formats import PAGE_MARK

    if place.suffix.lower() != ".html":
        raise UsageError(f"-o {place}: the checklist is a web page; give a name such as check.html")
    check_own(
        place,
        lambda path: path.is_file() and is_marked(path, PAGE_MARK, within=-1),
        "this exists and is not a checklist of egv; give another name",
    )


def _format_annotations(report: CheckReport, tongue: UiLanguage) -> Iterator[str]:
    """Format each finding as a workflow command for GitHub, attached to its clip."""
    from egv.cli.screen.github import format_error_command, format_file_command
    from egv.workflow.check.formats import format_finding as words_of

    for clip in report.clips:
        if clip.error:
            yield format_error_command(clip.error, clip.input)
        for finding in clip.findings:
            command = "warning" if finding.weight == "fix" else "notice"
            title = f"egv check {finding.topic}"
            yield format_file_command(command, clip.input, title, words_of(finding, tongue))


CHECK = Command(
    "check",
    check,
    examples=(
        "egv check clip.mov",
        "egv check raw/ -r weekly-update -o check.html",
        "egv check out/*.mp4 --strict",
        "egv check out/clip.mp4 --for linkedin",
    ),
    notes="A clip that cannot be read gives exit code 1, or 3 when others can.",
)
