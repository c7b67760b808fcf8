"""Choose the screen of a run: bars on a terminal, plain lines in a log, or nothing."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from egv.cli.grammar.chain import CommandLine
from egv.cli.grammar.run_options import LogFormat, ProgressMode
from egv.cli.screen.log_screen import LogScreen
from egv.cli.screen.null_screen import NullScreen
from egv.cli.screen.terminal import Terminal, is_screen
from egv.tools.machine import shutdown


def choose_screen(line: CommandLine, terminal: Terminal) -> NullScreen:
    """Choose the screen that `line` and the terminal allow, and print its first line."""
    options, err = line.screen, terminal.err
    mode = options.progress
    if options.quiet or mode is ProgressMode.OFF:
        return NullScreen(err, options=options)
    groups = terminal.out if options.log_format is LogFormat.GITHUB else None
    if groups and options.as_json:
        groups = err
    (groups or err).print_line("egv: looking for the clips")
    wanted = mode is ProgressMode.BAR or (mode is ProgressMode.AUTO and is_screen(err.stream))
    if groups or not wanted:
        return LogScreen(err, options=options, groups=groups)
    from egv.cli.screen.bars import ProgressScreen

    return ProgressScreen(err, options=options)


@contextmanager
def open_screen(line: CommandLine, terminal: Terminal) -> Iterator[NullScreen]:
    """Open the screen of `line` for the block; it also shows the message about a stop request."""
    with (
        choose_screen(line, terminal) as screen,
        shutdown.announce_stop(screen.say),
        shutdown.clean_up_on_exit(screen.close),
    ):
        yield screen
