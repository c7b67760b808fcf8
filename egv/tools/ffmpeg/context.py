"""The surroundings of a piece of work: listeners, limits, cancellation, and the working folder."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path

from egv.tools.ffmpeg.decode_errors import LossTally
from egv.tools.machine.limits import NO_LIMITS, ClipLimits
from egv.tools.machine.tasks import TaskGroup

OnStage = Callable[[str, float], None]  # receives a stage, and the fraction of it that is done
OnCommand = Callable[[str], None]  # receives each ffmpeg command before it runs


def ignore_stage(stage: str, fraction: float) -> None:
    """Take no notice of progress."""


def ignore_command(line: str) -> None:
    """Take no notice of a command."""


@dataclass(frozen=True, slots=True)
class RenderContext:
    """The surroundings of a piece of work, handed to everything below it that starts ffmpeg.

    `folder` holds the unfinished files. `limits` bound each ffmpeg, `tasks` are what a
    cancellation ends, and `losses`, where given, counts what cannot be decoded.
    """

    folder: Path = Path()
    on_stage: OnStage = ignore_stage
    on_command: OnCommand = ignore_command
    limits: ClipLimits = NO_LIMITS
    tasks: TaskGroup = field(default_factory=TaskGroup)
    losses: LossTally | None = None

    def with_tasks(self, tasks: TaskGroup) -> RenderContext:
        """Return this context for work in a thread whose members are `tasks`."""
        return replace(self, tasks=tasks)

    def with_losses(self, losses: LossTally) -> RenderContext:
        """Return this context for work whose decoding losses `losses` counts."""
        return replace(self, losses=losses)


NO_CONTEXT = RenderContext()  # for work outside a run: silent, without limits, never cancelled
