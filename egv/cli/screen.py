"""Choose the screen of a run: bars on a terminal, plain lines in a log, or nothing."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from egv.cli.chain import Line
from egv.cli.lines import PlainLines
from egv.cli.run_options import LogFormat, ProgressMode
from egv.cli.silent import Silent
from egv.cli.terminal import Terminal, is_screen
from egv.tools import ending


def screen_for(line: Line, terminal: Terminal) -> Silent:
    """Choose the screen that `line` and the terminal allow, and print its first line."""
    options, err = line.screen, terminal.err
    verbose, mode = options.verbose, options.progress
    if options.quiet or mode is ProgressMode.OFF:
        return Silent(err, verbose=verbose)
    groups = terminal.out if options.log_format is LogFormat.GITHUB else None
    if groups and options.as_json:
        groups = err
    (groups or err).say(f"egv: looking at {_inputs(len(line.order.inputs))}")
    wanted = mode is ProgressMode.BAR or (mode is ProgressMode.AUTO and is_screen(err.stream))
    if groups or not wanted:
        return PlainLines(err, verbose=verbose, groups=groups)
    from egv.cli.bars import Bars

    return Bars(err, verbose=verbose)


@contextmanager
def screen_during(line: Line, terminal: Terminal) -> Iterator[Silent]:
    """Open the screen of `line` for the block; it also shows the message about a stop request."""
    with (
        screen_for(line, terminal) as screen,
        ending.spoken(screen.say),
        ending.put_away(screen.close),
    ):
        yield screen


def _inputs(count: int) -> str:
    return "the inputs" if count == 0 else "1 input" if count == 1 else f"{count} inputs"
