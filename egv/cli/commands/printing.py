"""The commands outside the step chain. Each returns an action: parsing comes before any work."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Annotated

import typer

from egv.cli.screen.terminal import Terminal
from egv.core.errors import UsageError
from egv.core.text.faults import suggest_or_list

if TYPE_CHECKING:
    from egv.app.records.printable import FileWithDefaults, PrintableValue

SCHEMAS = ("result", "project")
Action = Callable[[Terminal], int]
AsJson = Annotated[bool, typer.Option("--json", help="Print one JSON document.")]


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


def doctor(as_json: AsJson = False) -> Action:
    """Say what this machine has and what it lacks."""

    def examine(terminal: Terminal) -> int:
        from egv.app.authoring.doctor import examine_machine

        report = examine_machine()
        print_result(terminal, report, report.to_lines(), as_json=as_json)
        return 0 if report.ok else 5

    return examine


def config_schema(
    name: Annotated[str, typer.Argument(metavar="NAME", autocompletion=lambda: [*SCHEMAS])],
) -> Action:
    """Print the JSON Schema of what --json prints, or of egv.yaml."""
    if name not in SCHEMAS:
        fault = f"config schema: '{name}' has no schema{suggest_or_list(name, SCHEMAS)}"
        raise UsageError(fault, hint="egv config schema result")

    def show(terminal: Terminal) -> int:
        from egv.app.authoring.config import build_project_schema
        from egv.app.records.results import RunResult

        of_project = name == "project"
        document = (
            build_project_schema() if of_project else RunResult.model_json_schema(by_alias=True)
        )
        terminal.print_json(json.dumps(document, indent=1))
        return 0

    return show


def config_show(
    origin: Annotated[bool, typer.Option("--origin", help="Also say who says it.")] = False,
    space: Annotated[
        str | None, typer.Option("--space", metavar="SPACE", help="As it is for a department.")
    ] = None,
    as_json: AsJson = False,
) -> Action:
    """Show every setting that holds here."""

    def show(terminal: Terminal) -> int:
        from egv.app.authoring.config import load_config

        config = load_config(space)
        return print_result(terminal, config, config.to_lines(origin=origin), as_json=as_json)

    return show


CONFIG_VERBS = (config_show, config_schema)
