"""`egv demo`: the sample clip rendered with recipes, by lines that a user could type."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from egv.cli.binding.command import Command
from egv.cli.binding.printing import AsJson
from egv.cli.commands.recipe import list_recipe_names
from egv.cli.dialogue.opening import OpensResult, open_made_files
from egv.cli.screen.terminal import OutputStream, Terminal
from egv.core.media.encoding import EncodeQuality
from egv.core.text.translation import Translated, detect_ui_language
from egv.tools.machine.shutdown import SIGNAL_EXIT_BASE

if TYPE_CHECKING:
    from egv.app.records.results import RunResult
    from egv.cli.grammar.chain import CommandLine


@dataclass(frozen=True, slots=True)
class DemoOptions:
    """The recipes to show, the quality, the folder, and what happens afterwards."""

    output: Annotated[
        Path, typer.Option("--output", "-o", metavar="FOLDER", help="Where sample and videos go.")
    ] = Path("demo")
    recipe: Annotated[
        list[str] | None,
        typer.Option(
            "--recipe",
            "-r",
            metavar="RECIPE",
            help="This one instead of 'welcome': egv recipe list.",
            autocompletion=list_recipe_names,
        ),
    ] = None
    all_recipes: Annotated[
        bool, typer.Option("--all", help="A video with every recipe; takes minutes.")
    ] = False
    quality: Annotated[
        EncodeQuality, typer.Option("--quality", help="Encoding time against loss.")
    ] = EncodeQuality.DRAFT
    opens_result: OpensResult = False
    as_json: AsJson = False


def demo(
    terminal: Terminal,
    options: DemoOptions,
) -> int:
    """Make a video of the sample clip that comes with egv; with --all one with every recipe.

    It is in your brand kit, or in 'acme' where there is none, and the line that makes it is shown.
    A line given again does only what is new. For Dutch users the sample speaks Dutch.
    """
    from egv.app.authoring.demo import (
        build_demo_line,
        choose_demo_recipes,
        find_sample,
        sum_demo_results,
        write_sample,
    )
    from egv.app.plan.order import RunOptions
    from egv.app.plan.recipes import load_recipe
    from egv.app.plan.settings import load_settings
    from egv.cli.grammar.chain import parse_command_line

    tongue, settings = detect_ui_language(os.environ), load_settings(RunOptions())
    names = choose_demo_recipes(tuple(options.recipe or ()), all_of_them=options.all_recipes)
    clip = find_sample(options.output, tongue)
    rows = [
        build_demo_line(load_recipe(name), clip, settings, options.quality, tongue)
        for name in names
    ]
    lines = [parse_command_line(words) for words in rows]  # every line is checked before any work
    write_sample(options.output, tongue)
    people = terminal.err if options.as_json else terminal.out
    text = clip.with_suffix(".txt").name
    people.print_line(f"{clip}: a sample clip; what is spoken in it is in {text} beside it")
    done = sum_demo_results([*_run_lines(rows, lines, terminal, people)])
    if options.as_json:
        terminal.print_json(done.to_json())
    _print_closing(done, options, people)
    if options.opens_result:
        open_made_files([o.output for o in done.outputs if o.output and not o.error], terminal.err)
    return done.exit_code


def _run_lines(
    rows: Sequence[Sequence[str]],
    lines: Sequence[CommandLine],
    terminal: Terminal,
    people: OutputStream,
) -> Iterator[RunResult]:
    """Run each line, after printing it, until the user interrupts."""
    from egv.app.run.run import run_order
    from egv.cli.grammar.command_text import format_command
    from egv.cli.grammar.run_options import ScreenOptions
    from egv.cli.screen.reporter import RunReporter
    from egv.cli.screen.screen import open_screen

    for number, (words, line) in enumerate(zip(rows, lines, strict=True), 1):
        people.print_line()
        people.print_line(f"{number} of {len(rows)}: {format_command(words)}", "bold")
        with open_screen(line, terminal) as screen:
            result = run_order(line.order, screen)
        RunReporter(ScreenOptions(quiet=True), words, terminal).report_run(result)
        for output in result.outputs:
            if output.output and not output.error:
                people.print_line(f"ready: {output.output}", "green")
        yield result
        if result.exit_code > SIGNAL_EXIT_BASE:  # stopped by a signal
            return


def _print_closing(done: RunResult, options: DemoOptions, people: OutputStream) -> None:
    if not any(output.output and not output.error for output in done.outputs):
        return
    people.print_line()
    if options.quality is EncodeQuality.DRAFT:
        people.print_line("This is a quick draft; --quality good shows what a real run makes.")
    if not (options.all_recipes or options.recipe):
        people.print_line("A video with every other recipe: egv demo --all")
    people.print_line("To make your own:")
    people.print_line("  egv init                   your name, logo and colour")
    people.print_line(f"  {RUN_YOURS.render(detect_ui_language(os.environ))}")


RUN_YOURS = Translated(
    "egv run JOUW-OPNAME.mp4    of met een recept: egv run -r welcome JOUW-OPNAME.mp4",
    "egv run YOUR-CLIP.mp4      or with a recipe: egv run -r welcome YOUR-CLIP.mp4",
)

DEMO = Command(
    "demo",
    demo,
    examples=("egv demo --open", "egv demo -r welcome -r social -o look/ --quality good"),
)
