"""`egv recipe`: list, show, create and check recipes, and prepare what a speaker says."""

from __future__ import annotations

import json
from typing import Annotated

import typer

from egv.cli.binding.command import Command
from egv.cli.binding.printing import AsJson, MessageReader, print_document, print_result
from egv.cli.commands.recipe_script import ScriptOptions, print_recipe_script
from egv.cli.grammar.run_options import LogFormat
from egv.cli.screen.interpreter import find_screen_language
from egv.cli.screen.terminal import Terminal


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


def recipe_script(terminal: Terminal, name: RecipeWord, options: ScriptOptions) -> int:
    """Prepare what to say: a sheet to fill in, a check of a text, or cue cards.

    Without options it prints a sheet with the beats of the recipe, how long each takes, about how
    many words that is, and room to write. --from makes a script of a text or an e-mail: what is
    said, with the beats as hints between. --check says how long a text takes to say, and what may
    be easier to say.
    """
    return print_recipe_script(terminal, name, options)


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
