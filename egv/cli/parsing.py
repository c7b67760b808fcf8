"""The Typer side: parsing the commands beside the step chain, and the completion of every line."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial, wraps
from inspect import signature
from itertools import takewhile
from typing import Any

import typer
from typer._click.exceptions import ClickException  # Typer exports only some of its subclasses
from typer.core import TyperGroup

from egv.cli.binding.command import Command, CommandFunction, flatten_options
from egv.cli.commands import COMMANDS
from egv.cli.grammar.completion import list_suggestions
from egv.cli.grammar.tokens import HELP, BareWord, GivenOption, find_first_name, iter_tokens
from egv.cli.screen.terminal import Terminal
from egv.core.errors import UsageError

WORDS = "egv.words"
Action = Callable[[Terminal], int]


def parse_command(command: Command, words: Sequence[str]) -> Action | int:
    """Parse a line that names `command` to its action; a wrong word raises UsageError."""
    for token in takewhile(lambda token: not isinstance(token, BareWord), iter_tokens(words)):
        if isinstance(token, GivenOption):
            fault = f"{token.text}: this is a run option; write it after a step or 'run'"
            raise UsageError(fault, hint="egv --help")
    try:
        action: Action | int = build_typer_group((command,)).main(
            _insert_usual_command(command, words), prog_name="egv", standalone_mode=False
        )
    except ClickException as error:
        context = getattr(error, "ctx", None)
        hint = f"{context.command_path if context else 'egv'} --help"
        raise UsageError(error.format_message().rstrip("."), hint=hint) from None
    return action


def _insert_usual_command(command: Command, words: Sequence[str]) -> list[str]:
    """Return `words` with the usual command of the group where they name none of it."""
    at = [*words].index(command.name) + 1
    following = words[at : at + 1]
    names_one = not following or command.find_command(following[0]) or following[0] in HELP
    middle = [command.usual] if command.usual and not names_one else []
    return [*words[:at], *middle, *words[at:]]


def answer_completion(words: Sequence[str]) -> int:
    """Let Typer answer a shell, or install the completion; return the exit code."""
    try:
        build_typer_group(COMMANDS).main([*words], prog_name="egv", standalone_mode=False)
    except SystemExit as end:
        return int(end.code or 0)
    return 0


class _LineGroup(TyperGroup):
    """The top of Typer's tree of commands. The words of a step chain are kept whole.

    Typer ignores `chain=True` since 0.26, and Click's own chaining takes step names for files.
    """

    def parse_args(self, ctx: typer.Context, args: list[str]) -> list[str]:  # type: ignore[override]
        """Keep the words of a step chain; leave all others to Typer."""
        own = {spelling for parameter in self.get_params(ctx) for spelling in parameter.opts}
        if find_first_name(args) in self.commands or own.intersection(args[:1]):
            return super().parse_args(ctx, args)
        ctx.meta[WORDS] = tuple(args)
        return super().parse_args(ctx, [])

    def shell_complete(self, ctx: typer.Context, incomplete: str) -> list[Any]:  # type: ignore[override]
        """List suggestions at the cursor. Typer's shells read `value` and `help` of each."""
        purposes = {command.name: command.purpose for command in COMMANDS}
        return [*list_suggestions(ctx.meta.get(WORDS, ()), incomplete, purposes)]


def build_typer_group(commands: Sequence[Command]) -> Any:
    """Build Typer's tree of `commands`: a group with a command, or a group of them, for each."""
    app = typer.Typer(
        cls=_LineGroup,
        rich_markup_mode=None,
        context_settings={"help_option_names": [*HELP]},
        invoke_without_command=True,
    )
    app.callback()(_accept_group)
    for command in commands:
        if not command.commands:
            app.command(command.name)(_defer_command(command.run))
            continue
        group = typer.Typer(rich_markup_mode=None)
        group.callback(help=command.text, invoke_without_command=command.run is not None)(
            _defer_command(command.run)
        )
        for subcommand in command.commands:
            group.command(subcommand.name)(_defer_command(subcommand.run))
        app.add_typer(group, name=command.name)
    return typer.main.get_command(app)


def _defer_command(run: CommandFunction | None) -> Callable[..., Action | None]:
    """Return a function for Typer that takes the options of `run` and returns its action.

    Typer wants one for a group too; where the group does nothing by itself, it takes no options.
    """
    if run is None:
        return _accept_group

    flat = flatten_options(run)

    @wraps(flat)
    def build_action(**options: Any) -> Action:
        return partial(flat, **options)

    declared = signature(flat)
    options = [*declared.parameters.values()][1:]  # all but the terminal
    build_action.__signature__ = declared.replace(parameters=options)  # type: ignore[attr-defined]
    return build_action


def _accept_group() -> None:
    """Accept a group without a callback of its own: Typer requires one."""
