"""The null screen, and the base class of the other screens."""

from __future__ import annotations

from types import TracebackType
from typing import Self

from egv.app.records.progress import Stage
from egv.app.records.results import OutputResult
from egv.cli.grammar.run_options import ScreenOptions
from egv.cli.screen.eta import RunProgress
from egv.cli.screen.terminal import OutputStream

SILENT = ScreenOptions()


class NullScreen:
    """A screen without progress: messages, and the ffmpeg commands if `options` say so.

    `pace` counts.
    """

    def __init__(
        self,
        voice: OutputStream,
        *,
        options: ScreenOptions = SILENT,
        pace: RunProgress | None = None,
    ) -> None:
        self.voice, self.options, self.pace = voice, options, pace or RunProgress()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def on_folder_space(self, space: str) -> None:
        """See `RunWatch`."""

    def on_corrections(self, count: int, *, dry_run: bool) -> None:
        """See `RunWatch`."""

    def on_run_start(self, clips: tuple[str, ...], at_once: int) -> None:
        """See `RunWatch`."""
        self.pace.on_run_start(clips, at_once)

    def on_parallelism(self, words: str) -> None:
        """See `RunWatch`."""
        if self.options.shows_commands:
            self.say(f"egv: {words}")

    def on_clip_start(self, index: int) -> None:
        """See `RunWatch`."""
        self.pace.on_clip_start(index)

    def on_stage(self, index: int, stage: Stage, fraction: float) -> None:
        """See `RunWatch`."""
        self.pace.on_stage(index, stage, fraction)

    def on_clip_end(self, index: int, result: OutputResult) -> None:
        """See `RunWatch`."""
        self.pace.on_clip_end(index, result)

    def on_command(self, line: str) -> None:
        """See `RunWatch`."""
        if self.options.shows_commands:
            self.voice.print_raw(self.options.format_shown_command(line))

    def say(self, line: str) -> None:
        """Print a message of egv itself."""
        self.voice.print_line(line)

    def close(self) -> None:
        """Leave the screen at the end of the run."""
