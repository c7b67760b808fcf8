"""`egv doctor`: what this machine has and what it lacks."""

from __future__ import annotations

from egv.cli.commands.command import Command
from egv.cli.commands.printing import AsJson, print_result
from egv.cli.screen.terminal import Terminal


def doctor(terminal: Terminal, as_json: AsJson = False) -> int:
    """Say what this machine has and what it lacks, and what to do about it.

    It looks at ffmpeg and its parts, Python packages, the speech model, fonts, memory, free disk
    and the cache. Nothing is written or sent.
    """
    from egv.app.authoring.doctor import examine_machine

    report = examine_machine()
    print_result(terminal, report, report.to_lines(), as_json=as_json)
    return 0 if report.ok else 5


DOCTOR = Command(
    "doctor",
    doctor,
    examples=("egv doctor", "egv doctor --json"),
    notes="The exit code is 0 when nothing is missing, else 5; advice alone is no lack.",
)
