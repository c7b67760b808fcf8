"""Results as a run would hand them over, made up."""

from __future__ import annotations

from typing import Any

from egv.app.records.results import ErrorResult, OutputResult, RunResult, Status, StepResult

STEPS = (
    StepResult(step="trim", why="cut 3.2 s at the start and 2.3 s at the end"),
    StepResult(step="normalise", why="from -27.3 to -16.0 LUFS"),
)


def rendered(name: str = "raw/a.mov", **facts: Any) -> OutputResult:
    """A clip that went well."""
    stem = name.rpartition("/")[2].rpartition(".")[0]
    told = {
        "output": f"out/{stem}.mp4", "duration": 66.5, "source_duration": 72.0,
        "size_bytes": 12_345_678, "encodes": 1, "seconds": 18.2, "steps": STEPS,
    }  # fmt: skip
    return OutputResult(input=name, **({"status": Status.RENDERED} | told | facts))


def failed(name: str = "raw/b.mov", message: str = "", **fault: str) -> OutputResult:
    """A clip that could not be done."""
    text = message or f"{name.rpartition('/')[2]}: this file has no picture; give a video clip"
    error = ErrorResult(**({"kind": "input", "message": text} | fault))
    return OutputResult(input=name, status=Status.FAILED, output="out/b.mp4", error=error)


def planned(name: str = "raw/a.mov", **facts: Any) -> OutputResult:
    """A clip in a dry run."""
    command = "ffmpeg -i 'raw/[b]a[/b].mov' -c:v libx264 'out/a.mp4'"
    return rendered(name, **({"status": Status.PLANNED, "commands": (command,)} | facts))


def run_of(*outputs: OutputResult, code: int = 0) -> RunResult:
    """The run that had these outputs."""
    return RunResult(ok=code == 0, exit_code=code, outputs=outputs)
