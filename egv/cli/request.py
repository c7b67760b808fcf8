"""From the words of a line to a request: a line to run, a page to show, or another command."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence

from egv.cli.grammar.chain import CommandLine, parse_command_line
from egv.cli.grammar.tokens import HELP_WORD, find_first_name, is_chain
from egv.cli.help import build_help_page, find_help_topic, find_named_topic
from egv.cli.screen.terminal import Terminal
from egv.cli.welcome import COMPLETION_VARIABLE
from egv.core.errors import UsageError

TYPER_OPTIONS = ("--install-completion", "--show-completion")
ParsedRequest = CommandLine | str | Callable[[Terminal], int]


def parse_request(words: Sequence[str]) -> ParsedRequest | int:
    """Parse a line to an order, a page, or an action; every word is checked before any work.

    Returns the exit code where Typer has answered by itself. Typer is loaded for a command beside
    the step chain and for completion only, so that a chain starts quickly. Raises UsageError for a
    wrong word.
    """
    words = tuple(words)
    if any("\0" in word for word in words):
        raise UsageError("a word on the line holds a NUL character; leave it out")
    if COMPLETION_VARIABLE in os.environ or words[:1] in [(option,) for option in TYPER_OPTIONS]:
        from egv.cli.parsing import answer_completion

        return answer_completion(words)
    topic = find_help_topic(words)
    if topic is None and words[0] == HELP_WORD:
        topic = find_named_topic(words[1:])
    if topic is not None:
        return build_help_page(topic)
    if is_chain(words):
        return parse_command_line(words, _iter_command_names())
    from egv.cli.commands import COMMANDS
    from egv.cli.parsing import parse_command

    commands = {command.name: command for command in COMMANDS}
    if named := commands.get(find_first_name(words)):
        return named.parse(words) if named.parse else parse_command(named, words)
    return parse_command_line(words, _iter_command_names())


def _iter_command_names() -> Iterator[str]:
    """Yield the words that a line may start with, beside steps and `run`; Typer is loaded then."""
    from egv.cli.commands import COMMANDS

    yield HELP_WORD
    yield from (command.name for command in COMMANDS)
