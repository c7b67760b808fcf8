"""`egv demo`: the sample clip rendered with every recipe, by lines that a user could type."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from egv.cli.commands.command import Command
from egv.cli.commands.printing import AsJson
from egv.cli.commands.recipe import list_recipe_names
from egv.cli.screen.terminal import OutputStream, Terminal
from egv.core.media.encoding import EncodeQuality
from egv.tools.machine.shutdown import SIGNAL_EXIT_BASE

if TYPE_CHECKING:
    from egv.app.records.results import RunResult
    from egv.cli.grammar.chain import CommandLine


@dataclass(frozen=True, slots=True)
class DemoOptions:
    """The recipes to show, the quality, and the folder."""

    output: Annotated[
        Path, typer.Option("--output", "-o", metavar="FOLDER", help="Where sample and videos go.")
    ] = Path("demo")
    recipe: Annotated[
        list[str] | None,
        typer.Option(
            "--recipe",
            "-r",
            metavar="RECIPE",
            help="Only this one: egv recipe list.",
            autocompletion=list_recipe_names,
        ),
    ] = None
    quality: Annotated[
        EncodeQuality, typer.Option("--quality", help="Encoding time against loss.")
    ] = EncodeQuality.DRAFT
    as_json: AsJson = False


def demo(
    terminal: Terminal,
    options: DemoOptions,
) -> int:
    """Make a video of the sample clip with every recipe.

    The clip comes with egv. The videos are in your brand kit, or in 'acme' where there is none, and
    each line that makes one is shown. A line given again does only what is new.
    """
    from egv.app.authoring.demo import (
        SAMPLE,
        build_demo_line,
        choose_demo_recipes,
        sum_demo_results,
        write_sample,
    )
    from egv.app.plan.order import RunOptions
    from egv.app.plan.recipes import load_recipe
    from egv.app.plan.settings import load_settings
    from egv.cli.grammar.chain import parse_command_line

    names = choose_demo_recipes(tuple(options.recipe or ()))
    clip, settings = options.output / next(iter(SAMPLE)), load_settings(RunOptions())
    rows = [build_demo_line(load_recipe(name), clip, settings, options.quality) for name in names]
    lines = [parse_command_line(words) for words in rows]  # every line is checked before any work
    write_sample(options.output)
    people = terminal.err if options.as_json else terminal.out
    people.print_line(f"{clip}: a sample, with what is said in it beside it, in sample.txt")
    done = sum_demo_results([*_run_lines(rows, lines, terminal, people)])
    if options.as_json:
        terminal.print_json(done.to_json())
    _print_closing(done, options.output, options.quality, people)
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
        yield result
        if result.exit_code > SIGNAL_EXIT_BASE:
            return


def _print_closing(
    done: RunResult, folder: Path, quality: EncodeQuality, people: OutputStream
) -> None:
    made = [output for output in done.outputs if output.output and not output.error]
    people.print_line()
    for output in made:
        people.print_line(
            f"{output.output}  {output.duration or 0:.0f} s, made in {output.seconds or 0:.0f} s"
        )
    people.print_line()
    if made and quality is EncodeQuality.DRAFT:
        people.print_line("These are drafts, quickly made: --quality good shows what a run makes.")
    if made:
        people.print_line(
            f"Look at them in {folder}{'' if str(folder).endswith('/') else '/'}. Your own:"
        )
        people.print_line("  egv init                   your name, logo and colour")
        people.print_line(
            "  egv run YOUR-CLIP.mp4      or with a recipe: egv run -r welcome YOUR-CLIP.mp4"
        )


DEMO = Command(
    "demo", demo, examples=("egv demo", "egv demo -r welcome -r social -o look/ --quality good")
)
