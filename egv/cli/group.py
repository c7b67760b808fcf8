"""The Typer side of the grammar: the command group, shell completion and the other commands."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import takewhile
from typing import Any, cast

import typer
from typer.core import TyperCommand, TyperGroup

from egv import __version__
from egv.cli.commands.check import CHECK_VERBS
from egv.cli.commands.guide import GUIDE_VERBS
from egv.cli.commands.kit import KIT_VERBS
from egv.cli.commands.model import MODEL_VERBS
from egv.cli.commands.printing import CONFIG_VERBS, Action, doctor
from egv.cli.commands.project import PROJECT_VERBS
from egv.cli.commands.purge import PURGE_VERBS
from egv.cli.commands.recipe import RECIPE_VERBS
from egv.cli.commands.report import REPORT_VERBS, report
from egv.cli.commands.review import REVIEW_VERBS
from egv.cli.commands.share import SHARE_VERBS
from egv.cli.grammar.chain import CommandLine, parse_command_line
from egv.cli.grammar.completion import list_suggestions
from egv.cli.grammar.tokens import HELP, BareWord, GivenOption, StepWord, iter_tokens
from egv.cli.help import VERBS, build_help_page, find_help_topic
from egv.core.errors import UsageError

WORDS = "egv.words"
GROUPS: dict[str, tuple[str, tuple[Callable[..., Action], ...]]] = {
    "kit": ("List, show, begin and check brand kits.", KIT_VERBS),
    "recipe": ("List, show, begin and check recipes.", RECIPE_VERBS),
    "model": ("List, fetch and check speech models.", MODEL_VERBS),
    "review": ("Approve or reject drafts, and say what is to be different.", REVIEW_VERBS),
    "share": ("Put all that posting needs in one folder; a weekly overview.", SHARE_VERBS),
    "report": ("Show how many videos were made, by department and period.", REPORT_VERBS),
    "config": ("Show the settings that hold here, and who says so.", CONFIG_VERBS),
}
ParsedRequest = CommandLine | str | Action

# Typer 0.26 and later include their own Click: find its error class by a public subclass.
ClickError = cast(
    "type[typer.BadParameter]",
    next(base for base in typer.BadParameter.__mro__ if base.__name__ == "ClickException"),
)
ALONE = {"report": report}  # groups that also work without a subcommand


class PageCommand(TyperCommand):
    """A command outside the step chain; its help is one of egv's own pages."""

    def get_help(self, ctx: typer.Context) -> str:  # type: ignore[override]
        """Return the help page."""
        return VERBS[ctx.command_path].rstrip()


class PageGroup(TyperGroup):
    """A group of commands outside the step chain; the help is one of egv's own pages."""

    def get_help(self, ctx: typer.Context) -> str:  # type: ignore[override]
        """Return the help page."""
        return VERBS[ctx.command_path].rstrip()


class ChainGroup(TyperGroup):
    """A group whose line is a chain of steps, unless its first word is another command.

    Typer ignores `chain=True` since 0.26, and Click's own chaining takes step names for files. So
    the words are kept whole, and `egv.cli.grammar.chain` reads them.
    """

    def parse_args(self, ctx: typer.Context, args: list[str]) -> list[str]:  # type: ignore[override]
        """Keep the words of a step chain; leave the words of another command to Typer."""
        if self._is_typer_command(ctx, args):
            self._check_leading_options(args)
            return super().parse_args(ctx, args)
        ctx.meta[WORDS] = tuple(args)
        return super().parse_args(ctx, [])

    def invoke(self, ctx: typer.Context) -> ParsedRequest:  # type: ignore[override]
        """Return what the words ask for: a line to run, a page to show, or an action."""
        if WORDS not in ctx.meta:
            action: Action = super().invoke(ctx)
            return action
        words = ctx.meta[WORDS]
        if words == ("--version",):
            return f"egv {__version__}"
        if not words:
            return build_help_page("")
        topic = find_help_topic(words)
        return parse_command_line(words) if topic is None else build_help_page(topic)

    def get_help(self, ctx: typer.Context) -> str:  # type: ignore[override]  # noqa: ARG002
        """Return the main help page."""
        return build_help_page("").rstrip()

    def shell_complete(self, ctx: typer.Context, incomplete: str) -> list[Any]:  # type: ignore[override]
        """List suggestions at the cursor. Typer's shells read `value` and `help` of each."""
        others = {name: command.get_short_help_str(80) for name, command in self.commands.items()}
        return [*list_suggestions(ctx.meta.get(WORDS, ()), incomplete, others)]

    def _check_leading_options(self, words: Sequence[str]) -> None:
        for token in takewhile(lambda token: not isinstance(token, BareWord), iter_tokens(words)):
            if isinstance(token, GivenOption):
                fault = f"{token.text}: it is a run option; write it after a step or 'run'"
                raise UsageError(fault, hint="egv --help")

    def _is_typer_command(self, ctx: typer.Context, words: Sequence[str]) -> bool:
        """True where Typer handles the line, such as `doctor` or `--install-completion`."""
        first = next(
            (token for token in iter_tokens(words) if isinstance(token, BareWord | StepWord)), None
        )
        if isinstance(first, BareWord) and not first.literal and first.text in self.commands:
            return True
        own = {spelling for parameter in self.get_params(ctx) for spelling in parameter.opts}
        return bool(words) and words[0] in own.difference(HELP)


def parse_request(words: Sequence[str]) -> ParsedRequest | int:
    """Parse a command line to a request, or return the exit code if Typer has already answered."""
    try:
        asked: ParsedRequest | int = _build_typer_command().main(
            [*words], prog_name="egv", standalone_mode=False
        )
    except ClickError as error:
        raise UsageError(
            error.format_message().rstrip("."), hint=_format_help_command(error)
        ) from None
    except SystemExit as end:
        return int(end.code or 0)
    return asked


def _format_help_command(error: typer.BadParameter) -> str:
    return f"{error.ctx.command_path if error.ctx else 'egv'} --help"


def _build_typer_command() -> Any:
    app = typer.Typer(
        cls=ChainGroup,
        rich_markup_mode=None,
        context_settings={"help_option_names": [*HELP]},
        invoke_without_command=True,
    )
    app.callback()(_accept_group)
    others: tuple[Callable[..., Action], ...] = (
        doctor,
        *GUIDE_VERBS,
        *CHECK_VERBS,
        *PROJECT_VERBS,
        *PURGE_VERBS,
    )
    for alone in others:
        app.command(alone.__name__, cls=PageCommand)(alone)
    for name, (purpose, own) in GROUPS.items():
        group = typer.Typer(cls=PageGroup, rich_markup_mode=None)
        group.callback(help=purpose, invoke_without_command=name in ALONE)(
            ALONE.get(name, _accept_group)
        )
        for verb in own:
            word = verb.__name__.removeprefix(f"{name}_")
            group.command(word, cls=PageCommand)(verb)
        app.add_typer(group, name=name)
    return typer.main.get_command(app)


def _accept_group() -> None:
    """Accept a group without a callback of its own: Typer requires one."""
