"""`egv watch`: make what comes to rest in a folder, by the options of `egv run`."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from egv.cli.binding.command import Command
from egv.cli.grammar.chain import CommandLine, parse_command_line
from egv.cli.grammar.tokens import RUN
from egv.cli.screen.interpreter import find_screen_language, translate
from egv.cli.screen.terminal import Terminal
from egv.core.errors import EgvError, UsageError

if TYPE_CHECKING:
    from egv.app.records.results import RunResult

WATCH_WORD, ONCE = "watch", "--once"
ONE_FOLDER = "watch: name one folder to watch, such as raw/"


def parse_watch(words: Sequence[str]) -> Callable[[Terminal], int]:
    """Parse a line of `egv watch` to its action; its options are those of `run`.

    Raises UsageError for a wrong word, and for an option that makes no sense again and again.
    """
    rest = list(words)
    rest[rest.index(WATCH_WORD)] = RUN
    line = parse_command_line([word for word in rest if word != ONCE])
    _check_line(line)
    return lambda terminal: _watch(line, words, terminal)


def _check_line(line: CommandLine) -> None:
    options, inputs = line.order.options, line.order.inputs
    hint = "egv watch --help"
    if len(inputs) != 1:
        raise UsageError(ONE_FOLDER, hint=hint)
    given = {
        "--join": options.join,
        "--dry-run": options.dry_run,
        "--files-from": options.files_from,
        "--save-recipe": options.save_recipe,
        "--report": options.report,
        "--json": line.screen.as_json,
        "--edit": line.screen.edit,
    }
    for name, value in given.items():
        if value:
            raise UsageError(f"watch: {name} is for a single run; remove it", hint=hint)


def _watch(line: CommandLine, words: Sequence[str], terminal: Terminal) -> int:
    """Watch as `line` says; `words` are the line as it was typed, to be proposed again."""
    from egv.workflow.watch.watch import FolderWatch, WatchCaller

    if not Path(line.order.inputs[0]).is_dir():
        raise UsageError(ONE_FOLDER, hint="egv watch --help")
    caller = WatchCaller(
        run=lambda order: _run_order(CommandLine(order, line.screen), words, terminal),
        tell=terminal.err.print_line,
        wait=time.sleep,
        translate=translate,
        tongue=find_screen_language(),
    )
    watch = FolderWatch(line.order, caller)
    return watch.run_once() if ONCE in words else watch.run_until_interrupted()


def _run_order(line: CommandLine, words: Sequence[str], terminal: Terminal) -> RunResult:
    """Run one order, and report how it ended; an error before any work is reported too."""
    from egv.app.records.results import build_failed_run, register_outputs
    from egv.app.run.run import RunEnding, run_order
    from egv.cli.screen.reporter import RunReporter
    from egv.cli.screen.screen import open_screen
    from egv.workflow.slip.slip import add_slip

    try:
        with open_screen(line, terminal) as screen:
            result = run_order(line.order, screen, RunEnding(conclude_clip=add_slip))
    except EgvError as error:
        result = build_failed_run(error)
    RunReporter(line.screen, words, terminal).report_run(result)
    register_outputs(lambda: ())  # an interruption between two runs has nothing to report
    return result


def watch_folder(
    terminal: Terminal,
    folder: Annotated[Path, typer.Argument(metavar="FOLDER", help="The folder to watch.")],
    once: Annotated[
        bool, typer.Option(ONCE, help="Make what is there now, and end: for cron.")
    ] = False,
) -> int:
    """Make every clip that comes to rest in a folder.

    A clip that did not change for five seconds is made as 'egv run' makes it; all options of run
    can be given. Beside a clip that failed comes CLIP.needs-attention.txt with what to do, and it
    goes when the clip is made. Nothing else in the folder is written or moved. Ctrl-C stops it.
    """
    return parse_watch([WATCH_WORD, str(folder), *([ONCE] if once else [])])(terminal)


WATCH = Command(
    WATCH_WORD,
    watch_folder,
    examples=("egv watch raw/ -k acme", "egv watch raw/ --once -r training"),
    parse=parse_watch,
)
