"""The commands beside the chain. Each returns what to do, so that all is read before any work."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Annotated

import typer

from egv.cli.terminal import Terminal
from egv.core.errors import UsageError
from egv.core.mistakes import nearest

SCHEMAS = ("result", "project")
Action = Callable[[Terminal], int]
AsJson = Annotated[bool, typer.Option("--json", help="Print one JSON document.")]


def doctor(as_json: AsJson = False) -> Action:
    """Say what this machine has and what it lacks."""

    def examine(terminal: Terminal) -> int:
        from egv.app.doctor import examine

        report = examine()
        if as_json:
            terminal.document(report.to_json())
        else:
            for check in report.checks:
                terminal.out.say(
                    f"{'ok     ' if check.ok else 'missing'}  {check.name}: {check.found}"
                )
                if check.hint and not check.ok:
                    terminal.out.say(f"         {check.hint}")
        return 0 if report.ok else 5

    return examine


def schema(
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
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON document.")] = False,
) -> Action:
    """Show every setting that holds here."""

    def show(terminal: Terminal) -> int:
        from egv.app.config import config_here

        config = config_here(space)
        if as_json:
            terminal.document(config.to_json())
            return 0
        texts = {each.name: json.dumps(each.value, ensure_ascii=False) for each in config.settings}
        name, value = (max(map(len, column)) for column in (texts, texts.values()))
        for each in config.settings:
            said = f"  {each.where or each.origin}" if origin else ""
            terminal.out.say(f"{each.name:<{name}}  {texts[each.name]:<{value}}{said}".rstrip())
        return 0

    return show
