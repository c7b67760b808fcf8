"""The commands outside the step chain. Each returns an action: parsing comes before any work."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Annotated

import typer

from egv.cli.terminal import Terminal
from egv.core.errors import UsageError
from egv.core.mistakes import nearest

if TYPE_CHECKING:
    from egv.app.documents import Filled, Value

SCHEMAS = ("result", "project")
Action = Callable[[Terminal], int]
AsJson = Annotated[bool, typer.Option("--json", help="Print one JSON document.")]


def told(terminal: Terminal, value: Value, lines: Iterable[str], *, as_json: bool) -> int:
    """Print `value` as JSON or as `lines`; return exit code 0. Lines may contain personal names."""
    if as_json:
        terminal.document(value.to_json())
        return 0
    for line in lines:
        terminal.out.say(line)
    return 0


def shown(terminal: Terminal, file: Filled, *, as_json: bool) -> int:
    """Print `file` as JSON, or as YAML for people; return exit code 0."""
    if as_json:
        terminal.document(file.to_json())
    else:
        terminal.out.page(file.to_yaml())
    return 0


def doctor(as_json: AsJson = False) -> Action:
    """Say what this machine has and what it lacks."""

    def examine(terminal: Terminal) -> int:
        from egv.app.doctor import examine

        report = examine()
        told(terminal, report, report.lines(), as_json=as_json)
        return 0 if report.ok else 5

    return examine


def config_schema(
    name: Annotated[str, typer.Argument(metavar="NAME", autocompletion=lambda: [*SCHEMAS])],
) -> Action:
    """Print the JSON Schema of what --json prints, or of egv.yaml."""
    if name not in SCHEMAS:
        fault = f"config schema: '{name}' has no schema{nearest(name, SCHEMAS)}"
        raise UsageError(fault, hint="egv config schema result")

    def show(terminal: Terminal) -> int:
        from egv.app.config import project_schema
        from egv.app.results import RunResult

        of_project = name == "project"
        document = project_schema() if of_project else RunResult.model_json_schema(by_alias=True)
        terminal.document(json.dumps(document, indent=1))
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
        from egv.app.config import config_here

        config = config_here(space)
        return told(terminal, config, config.lines(origin=origin), as_json=as_json)

    return show


CONFIG_VERBS = (config_show, config_schema)
