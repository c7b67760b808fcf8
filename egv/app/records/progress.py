"""The progress messages of a run: the only interface between the work and any display."""

from __future__ import annotations

from enum import StrEnum
from typing import Protocol

from egv.app.records.results import OutputResult


class Stage(StrEnum):
    """The current work on a clip, in the user's words."""

    WAITING = "waiting"
    LOOKING = "looking"
    CLEANING = "cleaning"
    LOADING = "loading"
    LISTENING = "listening"
    SOUND = "sound"
    PICTURE = "picture"
    CHECKING = "checking"


class RunWatch(Protocol):
    """A listener to the progress of a run, called one message at a time. Times in seconds."""

    def on_folder_space(self, space: str) -> None:
        """Report that the clips lie in the folder of the department `space`, so it holds."""

    def on_corrections(self, count: int, *, dry_run: bool) -> None:
        """Report that `count` subtitle files were edited, so their videos are made again."""

    def on_run_start(self, clips: tuple[str, ...], at_once: int) -> None:
        """Report the clips to work on, as the user named them, `at_once` at a time."""

    def on_parallelism(self, words: str) -> None:
        """Report how many clips are worked on at once, or that there are fewer, and why."""

    def on_clip_start(self, index: int) -> None:
        """Report that work on clip `index` begins."""

    def on_stage(self, index: int, stage: Stage, fraction: float) -> None:
        """Report that clip `index` is in `stage`, of which `fraction` (0 to 1) is done."""

    def on_clip_end(self, index: int, result: OutputResult) -> None:
        """Report that clip `index` is finished, with success or failure."""

    def on_command(self, line: str) -> None:
        """Report that an ffmpeg command is about to run; `line` can be pasted into a shell."""
