"""What a run tells while it goes on: the one seam between the work and whatever shows it."""

from __future__ import annotations

from enum import StrEnum
from typing import Protocol

from egv.app.results import OutputResult


class Stage(StrEnum):
    """What is being done to a clip right now, in the user's words."""

    LOOKING = "looking"
    SOUND = "sound"
    PICTURE = "picture"
    CHECKING = "checking"


class Watch(Protocol):
    """Somebody who is told how the run goes. Times in seconds."""

    def run_started(self, clips: tuple[str, ...]) -> None:
        """The clips that will be worked on, in order, as the user named them."""

    def clip_started(self, index: int) -> None:
        """Work on clip `index` begins."""

    def stage(self, stage: Stage, fraction: float) -> None:
        """The current clip is in `stage`, of which `fraction` (0 to 1) is done."""

    def clip_done(self, index: int, result: OutputResult) -> None:
        """Clip `index` came to an end, well or badly."""

    def command(self, line: str) -> None:
        """An ffmpeg command is about to run; `line` can be pasted into a shell."""
