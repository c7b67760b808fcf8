"""The declaration of a command beside the step chain: its function, and what its page adds."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, fields, is_dataclass
from enum import StrEnum
from inspect import Signature, signature
from typing import Any, get_type_hints

from typer.models import ArgumentInfo, OptionInfo, ParamMeta
from typer.utils import get_params_from_function

from egv.cli.grammar.options import Option, format_default, parse_annotation
from egv.cli.screen.terminal import Terminal
from egv.core.programme.step import format_flag

CommandFunction = Callable[..., int]


@dataclass(frozen=True, slots=True)
class Argument:
    """An argument of a command: its name on the page, its help and its default."""

    metavar: str
    help: str
    default: str = ""


@dataclass(frozen=True, slots=True)
class Command:
    """A command, or a group of commands: what Typer parses, and what the help page shows.

    `run` does the work on a terminal and returns the exit code. Its further parameters are the
    arguments and options, its docstring is the text of the page. A group that does nothing by
    itself has a text of its own. `examples` are whole lines; `notes` stand below the options, as
    they are written. `usual` names the command of a group that is meant where the line names none,
    so that its words can follow at once.
    they are written. `parse` reads the whole line where its options are those of a run.
    """

    name: str
    run: CommandFunction | None = None
    examples: tuple[str, ...] = ()
    notes: str = ""
    group_text: str = ""
    commands: tuple[Command, ...] = ()
    usual: str = ""
    parse: Callable[[Sequence[str]], Callable[[Terminal], int]] | None = None

    @property
    def text(self) -> str:
        """The text of the page; its first line is the purpose."""
        return inspect.cleandoc((self.run and self.run.__doc__) or self.group_text)

    @property
    def purpose(self) -> str:
        """The purpose, in one line."""
        return self.text.partition("\n")[0]

    def find_command(self, name: str) -> Command | None:
        """Find the command `name` of this group; None where there is none."""
        return next((command for command in self.commands if command.name == name), None)

    def list_arguments(self) -> tuple[Argument, ...]:
        """List the arguments, in order."""
        return tuple(
            Argument(
                info.metavar or parameter.name.upper(), info.help or "", _format_usual_value(info)
            )
            for parameter in self._iter_parameters()
            if isinstance(info := parameter.default, ArgumentInfo)
        )

    def list_sections(self) -> dict[str, tuple[Option, ...]]:
        """List the options under the title of their section, "" for those without."""
        sections: dict[str, tuple[Option, ...]] = {}
        for parameter in self._iter_parameters():
            if isinstance(info := parameter.default, OptionInfo):
                title = info.rich_help_panel or ""
                sections[title] = (*sections.get(title, ()), _build_option(parameter, info))
        return sections

    def list_required_options(self) -> tuple[Option, ...]:
        """List the options that the command cannot do without."""
        return tuple(
            _build_option(parameter, info)
            for parameter in self._iter_parameters()
            if isinstance(info := parameter.default, OptionInfo) and info.default is ...
        )

    def _iter_parameters(self) -> Iterator[ParamMeta]:
        yield from get_params_from_function(flatten_options(self.run)).values() if self.run else ()


def flatten_options(run: CommandFunction) -> CommandFunction:
    """Return `run` with each of its options as a parameter, as Typer reads them.

    A command with many options takes them as one dataclass. Its fields are declared as the
    parameters of a command with few.
    """
    hints = get_type_hints(run, include_extras=True)
    terminal, *declared = signature(run, eval_str=True).parameters.values()
    sets = {name: kind for name, kind in hints.items() if name != terminal.name and _is_set(kind)}

    def run_flat(terminal: Terminal, **options: object) -> int:
        for name, kind in sets.items():
            options[name] = kind(**{field.name: options.pop(field.name) for field in fields(kind)})
        return run(terminal, **options)

    parameters = [terminal]
    for parameter in declared:
        kind = sets.get(parameter.name)
        parameters += signature(kind, eval_str=True).parameters.values() if kind else [parameter]
    run_flat.__doc__ = run.__doc__
    run_flat.__annotations__ = {one.name: one.annotation for one in parameters}
    run_flat.__signature__ = Signature(parameters)  # type: ignore[attr-defined]
    return run_flat


def _is_set(annotation: Any) -> bool:
    """True for a dataclass of options."""
    return isinstance(annotation, type) and is_dataclass(annotation)


def _build_option(parameter: ParamMeta, info: OptionInfo) -> Option:
    kind, repeatable = parse_annotation(parameter.annotation)
    flags = info.param_decls or (format_flag(parameter.name),)
    choices = tuple(kind) if issubclass(kind, StrEnum) else ()
    return Option(
        field=parameter.name,
        flags=tuple(sorted(flags, key=lambda flag: flag.startswith("--"))),
        help=info.help or "",
        metavar="" if kind is bool else info.metavar or ("WORD" if choices else "TEXT"),
        choices=choices,
        repeatable=repeatable,
        default=_format_usual_value(info),
    )


def _format_usual_value(info: ArgumentInfo | OptionInfo) -> str:
    """Format the default value, or what the declaration says of it."""
    if isinstance(info.show_default, str):
        return info.show_default
    is_stated = info.default is not ... and not isinstance(info.default, bool)
    return format_default(info.default) if is_stated else ""
