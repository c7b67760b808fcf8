"""`egv recipe`: list, show, create and check recipes, and prepare what a speaker says."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from egv.cli.binding.command import Command
from egv.cli.binding.printing import AsJson, MessageReader, print_document, print_result
from egv.cli.grammar.run_options import LogFormat
from egv.cli.screen.interpreter import find_screen_language, translate
from egv.cli.screen.terminal import Terminal
from egv.core.errors import ConflictError, UsageError
from egv.core.text.translation import UiLanguage, detect_ui_language

if TYPE_CHECKING:
    from egv.workflow.script.check import ReadScript


def list_recipe_names() -> list[str]:
    """List the recipes that can be called by name."""
    from egv.tools.library.recipes import list_recipes

    return [recipe.name for recipe in list_recipes()]


RECIPE_HELP = "A name (egv recipe list) or a file."
RecipeWords = Annotated[
    list[str],
    typer.Argument(metavar="RECIPE...", help=RECIPE_HELP, autocompletion=list_recipe_names),
]
RecipeWord = Annotated[
    str, typer.Argument(metavar="RECIPE", help=RECIPE_HELP, autocompletion=list_recipe_names)
]


def recipe_list(terminal: Terminal, as_json: AsJson = False) -> int:
    """List the recipes that can be called by name, those for starters first."""
    from egv.app.plan.recipes import collect_recipe_listing

    listing = collect_recipe_listing("en" if as_json else find_screen_language())
    return print_result(terminal, listing, listing.to_lines(), as_json=as_json)


def recipe_show(terminal: Terminal, name: RecipeWord, as_json: AsJson = False) -> int:
    """Show what a recipe says, with every default filled in.

    It is printed as YAML in your own language, or as JSON in every language it has.
    """
    from egv.app.plan.recipes import load_recipe_with_defaults

    language = "" if as_json else find_screen_language()
    return print_document(terminal, load_recipe_with_defaults(name, language), as_json=as_json)


def recipe_new(
    terminal: Terminal,
    name: Annotated[str, typer.Argument(metavar="NAME", help="Name of the new recipe.")],
    source: Annotated[
        str | None,
        typer.Option(
            "--from",
            metavar="RECIPE",
            help="Begin as a copy of this recipe.",
            autocompletion=list_recipe_names,
        ),
    ] = None,
) -> int:
    """Begin a recipe of your own in recipes/NAME.yaml.

    It has a comment on every field, or is a copy of another. A file that is there already is left
    alone.
    """
    from egv.app.plan.editor_schemas import connect_editor
    from egv.app.plan.recipes import create_recipe

    path = create_recipe(name, source, find_screen_language())
    connect_editor(path, "recipe")
    terminal.out.print_line(f"{path}: written. Make it yours, then:")
    terminal.out.print_line(f"  egv recipe validate {name}")
    return 0


def recipe_validate(
    terminal: Terminal,
    names: RecipeWords,
    as_json: AsJson = False,
    log_format: MessageReader = LogFormat.TEXT,  # noqa: ARG001  # for `guess_screen_options`
) -> int:
    """Check recipes; every fault with file, line and column.

    All faults are told at once.
    """
    from egv.app.plan.recipes import summarise_recipes
    from egv.app.records.results import RunResult

    for summary in summarise_recipes(names):
        (terminal.err if as_json else terminal.out).print_line(summary)
    if as_json:
        terminal.print_json(RunResult().to_json())
    return 0


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


def recipe_script(terminal: Terminal, name: RecipeWord, options: ScriptOptions) -> int:
    """Prepare what to say: a sheet to fill in, a check of a text, or cue cards.

    Without options it prints a sheet with the beats of the recipe, how long each takes, about how
    many words that is, and room to write. --from makes a script of a text or an e-mail: what is
    said, with the beats as hints between. --check says how long a text takes to say, and what may
    be easier to say.
    """
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


def recipe_schema(terminal: Terminal) -> int:
    """Print the JSON Schema of a recipe, as 'egv config schema recipe' does.

    With it an editor can complete and check a recipe.
    """
    from egv.app.plan.recipes import build_recipe_schema

    terminal.print_json(json.dumps(build_recipe_schema(), indent=1))
    return 0


RECIPE = Command(
    "recipe",
    group_text="List, show, begin and check recipes, and prepare what is said.",
    examples=("egv recipe list", "egv recipe new our-update --from weekly-update"),
    notes="""\
RECIPE is a name from the list, or a file. A name is looked for in ./recipes,
then among your own, then among those that come with egv.

A recipe asks for texts, its vars. For each clip they are taken from the first
of these that says them:

  --set NAME=TEXT          on the line
  --files-from clips.csv   a row: a column 'file', and one for each text
  CLIP.egv.yaml            beside the clip: 'vars: {title: Our week}'
  the name of the clip     where the recipe says how to read it: file_names
  the recipe's default     or a question, when you sit at a terminal""",
    commands=(
        Command(
            "list",
            recipe_list,
            examples=("egv recipe list",),
            notes="""\
'here' is ./recipes, 'user' your own for every project, 'built-in' comes with
egv.""",
        ),
        Command("show", recipe_show, examples=("egv recipe show weekly-update",)),
        Command("new", recipe_new, examples=("egv recipe new our-update --from weekly-update",)),
        Command(
            "validate",
            recipe_validate,
            examples=(
                "egv recipe validate our-update",
                "egv recipe validate recipes/our-update.yaml welcome --log-format github",
            ),
            notes="The exit code is 0 when all are right and 2 when one is not.",
        ),
        Command(
            "script",
            recipe_script,
            examples=(
                "egv recipe script weekly-update --out update.txt",
                "egv recipe script weekly-update --from mail.txt -o script.txt",
                "egv recipe script weekly-update --check script.txt --cards cards.html",
                "egv subtitle clip.mov --script script.txt",
            ),
            notes="""\
FILE is a text (.txt, .md), a saved e-mail (.eml), or - for standard input.
A line that begins with # and a space is a hint: it is not said, and not in
the subtitles. What does not fit in the time stands at the end, as hints.

The exit code of --check is 0, and with --strict 4 when there is a finding.""",
        ),
        Command("schema", recipe_schema, examples=("egv recipe schema > recipe.schema.json",)),
    ),
)
