"""What a run tells while it goes on: the one seam between the work and whatever shows it."""

from __future__ import annotations

from enum import StrEnum
from typing import Protocol

from egv.app.results import OutputResult


class Stage(StrEnum):
    """What is being done to a clip right now, in the user's words."""

    WAITING = "waiting"
    LOOKING = "looking"
    SOUND = "sound"
    PICTURE = "picture"
    CHECKING = "checking"


class ClipWatch(Protocol):
    """Somebody who is told how the work on one clip goes."""

    def stage(self, stage: Stage, fraction: float) -> None:
        """The clip is in `stage`, of which `fraction` (0 to 1) is done."""

    def command(self, line: str) -> None:
        """An ffmpeg command is about to run; `line` can be pasted into a shell."""


class Watch(Protocol):
    """Somebody who is told how the run goes, one thing at a time. Times in seconds."""

    def corrected(self, count: int, *, dry_run: bool) -> None:
        """So many subtitle files were corrected by hand; their videos are, or would be, made."""

    def run_started(self, clips: tuple[str, ...], at_once: int) -> None:
        """The clips that will be worked on, as the user named them, `at_once` at a time."""

    def clip_started(self, index: int) -> None:
        """Work on clip `index` begins."""

    def stage(self, index: int, stage: Stage, fraction: float) -> None:
        """Clip `index` is in `stage`, of which `fraction` (0 to 1) is done."""

    def clip_done(self, index: int, result: OutputResult) -> None:
        """Clip `index` came to an end, well or badly."""

    def command(self, line: str) -> None:
        """An ffmpeg command is about to run; `line` can be pasted into a shell."""
