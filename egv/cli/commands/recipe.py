"""`egv recipe`: list, show, create and check recipes, and print a script sheet for speakers."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

from egv.cli.commands.printing import Action, AsJson, print_document, print_result
from egv.cli.grammar.run_options import LogFormat
from egv.cli.screen.terminal import Terminal


def list_recipe_names() -> list[str]:
    """List the recipes that can be called by name."""
    from egv.tools.library.recipes import list_recipes

    return [recipe.name for recipe in list_recipes()]


RecipeWords = Annotated[
    list[str], typer.Argument(metavar="RECIPE...", autocompletion=list_recipe_names)
]
RecipeWord = Annotated[str, typer.Argument(metavar="RECIPE", autocompletion=list_recipe_names)]


def recipe_list(as_json: AsJson = False) -> Action:
    """List the recipes that can be called by name, and where each is from."""

    def show(terminal: Terminal) -> int:
        from egv.app.plan.recipes import collect_recipe_listing

        listing = collect_recipe_listing()
        return print_result(terminal, listing, listing.to_lines(), as_json=as_json)

    return show


def recipe_show(name: RecipeWord, as_json: AsJson = False) -> Action:
    """Show what a recipe says, with every default filled in."""

    def show(terminal: Terminal) -> int:
        from egv.app.plan.recipes import load_recipe_with_defaults

        return print_document(terminal, load_recipe_with_defaults(name), as_json=as_json)

    return show


def recipe_new(
    name: Annotated[str, typer.Argument(metavar="NAME")],
    source: Annotated[
        str | None,
        typer.Option(
            "--from", metavar="RECIPE", help="Begin as this one.", autocompletion=list_recipe_names
        ),
    ] = None,
) -> Action:
    """Begin a recipe of your own in recipes/NAME.yaml."""

    def write(terminal: Terminal) -> int:
        from egv.app.plan.recipes import create_recipe

        terminal.out.print_line(f"{create_recipe(name, source)}: written. Make it yours, then:")
        terminal.out.print_line(f"  egv recipe validate {name}")
        return 0

    return write


def recipe_validate(
    names: RecipeWords,
    as_json: AsJson = False,
    log_format: Annotated[  # noqa: ARG001  # `guess_screen_options` reads it from the words
        LogFormat, typer.Option(help="For people, or for GitHub Actions.")
    ] = LogFormat.TEXT,
) -> Action:
    """Check recipes; every fault with file, line and column."""

    def check(terminal: Terminal) -> int:
        from egv.app.plan.recipes import summarise_recipes
        from egv.app.records.results import RunResult

        for summary in summarise_recipes(names):
            (terminal.err if as_json else terminal.out).print_line(summary)
        if as_json:
            terminal.print_json(RunResult().to_json())
        return 0

    return check


def recipe_script(
    name: RecipeWord,
    out: Annotated[
        Path | None, typer.Option("--out", metavar="FILE", help="Write it to a file.")
    ] = None,
) -> Action:
    """Print a sheet on which the speaker prepares what to say."""

    def show(terminal: Terminal) -> int:
        from egv.app.plan.recipes import format_recipe_script, write_recipe_script

        if out is None:
            terminal.out.print_page(format_recipe_script(name))
        else:
            write_recipe_script(name, out)
            terminal.out.print_line(f"{out}: written. Print it, or fill it in.")
        return 0

    return show


def recipe_schema() -> Action:
    """Print the JSON Schema of a recipe, for editors."""

    def show(terminal: Terminal) -> int:
        from egv.app.plan.recipes import build_recipe_schema

        terminal.print_json(json.dumps(build_recipe_schema(), indent=1))
        return 0

    return show


RECIPE_VERBS = (
    recipe_list,
    recipe_show,
    recipe_new,
    recipe_validate,
    recipe_script,
    recipe_schema,
)

RECIPE_PAGES = {
    "egv recipe": """\
  egv recipe list

List, show, begin and check recipes, and print a sheet for the speaker.

Usage: egv recipe list [--json]
       egv recipe show RECIPE [--json]
       egv recipe new NAME [--from RECIPE]
       egv recipe validate RECIPE... [--json]
       egv recipe script RECIPE [--out FILE]
       egv recipe schema

RECIPE is a name from the list, or a file. A name is looked for in ./recipes,
then among your own, then among those that come with egv.

A recipe asks for texts, its vars. For each clip they are taken from the first
of these that says them:

  --set NAME=TEXT          on the line
  --files-from clips.csv   a row: a column 'file', and one for each text
  CLIP.egv.yaml            beside the clip: 'vars: {title: Our week}'
  the name of the clip     where the recipe says how to read it: file_names
  the recipe's default     or a question, when you sit at a terminal
""",
    "egv recipe list": """\
  egv recipe list

List the recipes that can be called by name, and where each is from: 'here' is
./recipes, 'user' your own for every project, 'built-in' comes with egv.

Usage: egv recipe list [--json]
""",
    "egv recipe show": """\
  egv recipe show weekly-update

Show what a recipe says, with every default filled in, as YAML or JSON.

Usage: egv recipe show RECIPE [--json]
""",
    "egv recipe new": """\
  egv recipe new our-update --from weekly-update

Begin a recipe of your own in recipes/NAME.yaml, as a copy of another or with a
comment on every field. A file that is there already is left alone.

Usage: egv recipe new NAME [--from RECIPE]
""",
    "egv recipe validate": """\
  egv recipe validate our-update
  egv recipe validate recipes/our-update.yaml welcome --log-format github

Check recipes: all faults at once, with file, line and column. The exit code is
0 when all are right and 2 when one is not.

Usage: egv recipe validate RECIPE... [--json] [--log-format text|github]
""",
    "egv recipe script": """\
  egv recipe script weekly-update --out update.txt

Print a sheet on which the speaker prepares what to say: the beats of the
recipe, how long each takes, about how many words that is, and room to write.

Usage: egv recipe script RECIPE [--out FILE]
""",
    "egv recipe schema": """\
  egv recipe schema > recipe.schema.json

Print the JSON Schema of a recipe, so that an editor can complete and check it.

Usage: egv recipe schema
""",
}
