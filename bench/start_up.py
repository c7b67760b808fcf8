"""What it costs to ask egv for help, for a list, or for the words that may follow."""

from __future__ import annotations

import os
from collections.abc import Mapping

from bench.circumstances import Circumstances
from bench.egv_runs import egv_command
from bench.measure import Command, run
from bench.rows import Row

TIMES = 9
LISTED = 0.4  # CPU seconds for what reads kits or completes a word
COMPLETED = {"_EGV_COMPLETE": "complete_bash", "COMP_CWORD": "3", "COMP_WORDS": "egv run -k "}
LIMITS = {
    "egv --version": 0.2,
    "egv --help": 0.3,
    "egv kit list": LISTED,
    "egv list": LISTED,
    "a completion": LISTED,
}


def help_rows(_: Circumstances) -> list[Row]:
    """The CPU time of pages, lists and a completion: other work on the machine does not count."""
    # Byte code is written by the first call, as on the machine of a user.
    usual = {key: value for key, value in os.environ.items() if key != "PYTHONDONTWRITEBYTECODE"}
    calls = {
        name: (_build_call(name), usual | (COMPLETED if name == "a completion" else {}))
        for name in LIMITS
    }
    for command, environment in calls.values():
        run(command, environment)
    spent: dict[str, list[float]] = {name: [] for name in LIMITS}
    for _round in range(TIMES):  # in turn, so that a slow minute of the machine hits all of them
        for name, (command, environment) in calls.items():
            spent[name].append(measure_cpu_seconds(command, environment))
    return [
        Row(name, tuple(spent[name]), limit, " s", note="CPU") for name, limit in LIMITS.items()
    ]


def measure_cpu_seconds(command: Command, environment: Mapping[str, str]) -> float:
    """Run `command`, and return the CPU time of it and its children, user and system, s."""
    before = os.times()
    run(command, environment)
    after = os.times()
    return (
        after.children_user + after.children_system - before.children_user - before.children_system
    )


def _build_call(name: str) -> Command:
    """Build the command that the row `name` measures; a completion is asked by the environment."""
    words = name.split()[1:] if name.startswith("egv ") else []
    return (*egv_command(), *words)
