"""Options that several commands share, and the printing of results."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Annotated

import typer

from egv.cli.grammar.run_options import LogFormat
from egv.cli.screen.terminal import Terminal

if TYPE_CHECKING:
    from egv.app.records.printable import FileWithDefaults, PrintableValue

AsJson = Annotated[bool, typer.Option("--json", help="Print one JSON document.")]
IsQuiet = Annotated[bool, typer.Option("--quiet", "-q", help="Show errors only.")]
MessageReader = Annotated[
    LogFormat, typer.Option("--log-format", help="For people, or annotations for GitHub Actions.")
]


def print_result(
    terminal: Terminal, value: PrintableValue, lines: Iterable[str], *, as_json: bool
) -> int:
    """Print `value` as JSON or as `lines`; return exit code 0. Lines may contain personal names."""
    if as_json:
        terminal.print_json(value.to_json())
        return 0
    for line in lines:
        terminal.out.print_line(line)
    return 0


def print_document(terminal: Terminal, file: FileWithDefaults, *, as_json: bool) -> int:
    """Print `file` as JSON, or as YAML for people; return exit code 0."""
    if as_json:
        terminal.print_json(file.to_json())
    else:
        terminal.out.print_page(file.to_yaml())
    return 0
