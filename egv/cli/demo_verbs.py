"""`egv demo`: the sample clip rendered with every recipe, by lines that a user could type."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from egv.cli.recipe_verbs import recipe_names
from egv.cli.terminal import Terminal, Voice
from egv.cli.verbs import Action, AsJson

if TYPE_CHECKING:
    from egv.app.results import RunResult
    from egv.cli.chain import Line

INTERRUPTED = 128  # exit codes above this mean that the user interrupted


def demo(
    output: Annotated[Path, typer.Option("--output", "-o", metavar="FOLDER")] = Path("demo"),
    recipe: Annotated[
        list[str] | None,
        typer.Option("--recipe", "-r", metavar="RECIPE", autocompletion=recipe_names),
    ] = None,
    quality: Annotated[str, typer.Option("--quality", metavar="WORD")] = "draft",
    as_json: AsJson = False,
) -> Action:
    """Make a video of the sample clip with every recipe."""

    def show(terminal: Terminal) -> int:
        from egv.app.demo import SAMPLE, demo_recipes, demo_result, demo_words, sample_in
        from egv.app.order import RunOptions
        from egv.app.recipes import recipe_named
        from egv.app.settings import settings_for
        from egv.cli.chain import read_line

        names = demo_recipes(tuple(recipe or ()))
        clip, settings = output / next(iter(SAMPLE)), settings_for(RunOptions())
        rows = [demo_words(recipe_named(name), clip, settings, quality) for name in names]
        lines = [read_line(words) for words in rows]  # every line is checked before any work
        sample_in(output)
        people = terminal.err if as_json else terminal.out
        people.say(f"{clip}: a sample, with what is said in it beside it, in sample.txt")
        done = demo_result([*_made(rows, lines, terminal, people)])
        if as_json:
            terminal.document(done.to_json())
        _tell(done, output, quality, people)
        return done.exit_code

    return show


def _made(
    rows: Sequence[Sequence[str]], lines: Sequence[Line], terminal: Terminal, people: Voice
) -> Iterator[RunResult]:
    """Run each line, after printing it, until the user interrupts."""
    from egv.app.run import run
    from egv.cli.report import Report
    from egv.cli.retyped import typed
    from egv.cli.run_options import ScreenOptions
    from egv.cli.screen import screen_during

    for number, (words, line) in enumerate(zip(rows, lines, strict=True), 1):
        people.say()
        people.say(f"{number} of {len(rows)}: {typed(words)}", "bold")
        with screen_during(line, terminal) as screen:
            result = run(line.order, screen)
        Report(ScreenOptions(quiet=True), words, terminal).tell(result)
        yield result
        if result.exit_code > INTERRUPTED:
            return


def _tell(done: RunResult, folder: Path, quality: str, people: Voice) -> None:
    made = [output for output in done.outputs if output.output and not output.error]
    people.say()
    for output in made:
        people.say(
            f"{output.output}  {output.duration or 0:.0f} s, made in {output.seconds or 0:.0f} s"
        )
    people.say()
    if made and quality == "draft":
        people.say("These are drafts, quickly made: --quality good shows what a run makes.")
    if made:
        people.say(f"Look at them in {folder}{'' if str(folder).endswith('/') else '/'}. Your own:")
        people.say("  egv init                   your name, logo and colour")
        people.say(
            "  egv run YOUR-CLIP.mp4      or with a recipe: egv run -r welcome YOUR-CLIP.mp4"
        )
