"""The null screen, and the base class of the other screens."""

from __future__ import annotations

from types import TracebackType
from typing import Self

from egv.app.results import OutputResult
from egv.app.watch import Stage
from egv.cli.pace import Pace
from egv.cli.terminal import Voice


class Silent:
    """A screen that shows nothing but the ffmpeg commands, if requested."""

    def __init__(self, voice: Voice, *, verbose: bool = False, pace: Pace | None = None) -> None:
        self.voice, self.verbose, self.pace = voice, verbose, pace or Pace()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def corrected(self, count: int, *, dry_run: bool) -> None:
        """See `RunWatch`."""

    def run_started(self, clips: tuple[str, ...], at_once: int) -> None:
        """See `RunWatch`."""
        self.pace.run_started(clips, at_once)

    def clip_started(self, index: int) -> None:
        """See `RunWatch`."""
        self.pace.clip_started(index)

    def stage(self, index: int, stage: Stage, fraction: float) -> None:
        """See `RunWatch`."""
        self.pace.stage(index, stage, fraction)

    def clip_done(self, index: int, result: OutputResult) -> None:
        """See `RunWatch`."""
        self.pace.clip_done(index, result)

    def command(self, line: str) -> None:
        """See `RunWatch`."""
        if self.verbose:
            self.voice.raw(line)

    def say(self, line: str) -> None:
        """Print a message of egv itself."""
        self.voice.say(line)

    def close(self) -> None:
        """Leave the screen at the end of the run."""
