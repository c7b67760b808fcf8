"""The commands beside the chain. Each returns what to do, so that all is read before any work."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Annotated

import typer

from egv.cli.terminal import Terminal
from egv.core.errors import UsageError

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
    name: Annotated[str, typer.Argument(metavar="NAME", autocompletion=lambda: ["result"])],
) -> Action:
    """Print the JSON Schema of what --json prints."""
    if name != "result":
        fault = f"config schema: '{name}' has no schema; there is one for 'result'"
        raise UsageError(fault, hint="egv config schema result")

    def show(terminal: Terminal) -> int:
        from egv.app.results import RunResult

        terminal.document(json.dumps(RunResult.model_json_schema(by_alias=True), indent=1))
        return 0

    return show
