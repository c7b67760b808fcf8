"""`egv recipe script`: a sheet for the speaker, a text held against a recipe, and cue cards."""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from egv.cli.binding.printing import AsJson, print_result
from egv.cli.screen.interpreter import find_screen_language, translate
from egv.cli.screen.terminal import Terminal
from egv.core.errors import ConflictError, UsageError
from egv.core.text.translation import UiLanguage, detect_ui_language

if TYPE_CHECKING:
    from egv.workflow.script.check import ReadScript


@dataclass(frozen=True, slots=True)
class ScriptOptions:
    """The text to hold against the recipe or to lay out in it, and where results go."""

    checked: Annotated[
        str | None,
        typer.Option("--check", metavar="FILE", help="Hold this text against the recipe."),
    ] = None
    source: Annotated[
        str | None,
        typer.Option("--from", metavar="FILE", help="Lay this text or e-mail out in the beats."),
    ] = None
    cards: Annotated[
        Path | None,
        typer.Option("--cards", metavar="FILE.html", help="Write cue cards with a clock."),
    ] = None
    out: Annotated[
        Path | None,
        typer.Option(
            "--out",
            "-o",
            metavar="FILE",
            help="Write the sheet or the script to a file.",
            show_default="print it",
        ),
    ] = None
    overwrite: Annotated[
        bool, typer.Option("--overwrite", help="Replace files that are there already.")
    ] = False
    strict: Annotated[
        bool, typer.Option("--strict", help="Any finding gives exit code 4; without, it is advice.")
    ] = False
    as_json: AsJson = False


def print_recipe_script(terminal: Terminal, name: str, options: ScriptOptions) -> int:
    """Carry out `egv recipe script NAME`; return the exit code."""
    _check_options(options)
    if options.checked or options.source:
        return _print_text(terminal, name, options)
    if options.cards:
        from egv.app.plan.recipes import load_script_recipe
        from egv.workflow.script.cards import build_cards_page

        tongue = detect_ui_language(os.environ)
        page = build_cards_page(load_script_recipe(name), tongue)
        _write_result(options.cards, page, options)
        terminal.out.print_line(f"{options.cards}: written")
        return 0
    return _print_sheet(terminal, name, options)


def _print_sheet(terminal: Terminal, name: str, options: ScriptOptions) -> int:
    from egv.app.plan.recipes import format_recipe_script

    sheet = "\n".join(
        map(translate, format_recipe_script(name, find_screen_language()).split("\n"))
    )
    if options.out is None:
        terminal.out.print_page(sheet)
    else:
        _write_result(options.out, sheet, options)
        terminal.out.print_line(f"{options.out}: written. Print it, or fill it in.")
    return 0


def _print_text(terminal: Terminal, name: str, options: ScriptOptions) -> int:
    """Check a text, or lay it out; write its cards where they are asked for."""
    from egv.workflow.script.cards import build_cards_page
    from egv.workflow.script.check import check_script, read_script
    from egv.workflow.script.formats import format_report_lines

    tongue = detect_ui_language(os.environ)
    script = read_script(name, str(options.checked or options.source), tongue)
    if script.note:
        terminal.err.print_line(f"egv: {script.note}", "yellow")
    if options.cards:
        layout = script.lay_out(None if options.checked else script.most_s)
        page = build_cards_page(script.recipe, tongue, layout, script.text.language)
        _write_result(options.cards, page, options)
        terminal.err.print_line(f"{options.cards}: written")
    if options.source:
        return _print_layout(terminal, script, options, tongue)
    spoken = UiLanguage.EN if options.as_json else tongue
    report = check_script(script, spoken, strict=options.strict)
    print_result(terminal, report, format_report_lines(report, tongue), as_json=options.as_json)
    return report.exit_code


def _print_layout(
    terminal: Terminal, script: ReadScript, options: ScriptOptions, tongue: UiLanguage
) -> int:
    """Write or print the script, then say what was done with the text."""
    from egv.workflow.script.formats import format_layout_lines
    from egv.workflow.script.sheet_text import format_script

    layout = script.lay_out(script.most_s)
    recipe = script.recipe.localise_wording(tongue)
    text = format_script(layout, script.text.message, recipe, tongue)
    if options.out:
        _write_result(options.out, text, options)
        terminal.err.print_line(f"{options.out}: written")
    elif not options.cards:
        terminal.out.print_page(text)
    _print_lines(terminal, format_layout_lines(script, layout, tongue))
    return 0


def _print_lines(terminal: Terminal, lines: Iterable[str]) -> None:
    for line in lines:
        terminal.err.print_line(line)


def _check_options(options: ScriptOptions) -> None:
    """Raise UsageError for options that do not go together, or would destroy what was written."""
    if options.checked and options.source:
        raise UsageError("--check and --from both name the text; keep one of them")
    if (options.as_json or options.strict) and not options.checked:
        flag = "--json" if options.as_json else "--strict"
        raise UsageError(f"{flag} tells of a text that is checked; add --check FILE")
    if options.out and (options.checked or (options.cards and not options.source)):
        raise UsageError("-o is for the sheet or for the script of --from; remove it")
    if options.cards and options.cards.suffix.lower() != ".html":
        raise UsageError(
            f"--cards {options.cards}: cue cards are a web page; give a name such as cards.html"
        )
    given = options.checked or options.source
    for path in filter(None, (options.out, options.cards)):
        if given and path.exists() and Path(given).exists() and path.samefile(given):
            raise ConflictError(f"{path}: this is the text itself; choose another name")
    if options.out and options.cards and options.out == options.cards:
        raise UsageError(f"{options.out}: -o and --cards both write it; choose another name")


def _write_result(path: Path, text: str, options: ScriptOptions) -> None:
    """Write a file. Raises ConflictError where one is there that may not be replaced."""
    from egv.tools.store.atomic_files import commit_text

    if path.exists() and not options.overwrite:
        raise ConflictError(
            f"{path}: this already exists and is left as it is; choose another name, or add"
            " --overwrite to replace it"
        )
    commit_text(text, path, is_new=not options.overwrite)
