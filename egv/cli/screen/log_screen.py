"""The progress of a run as plain lines, for logs and for terminals that cannot draw."""

from __future__ import annotations

from egv.app.records.progress import Stage
from egv.app.records.results import OutputResult, Status
from egv.cli.grammar.run_options import ScreenOptions
from egv.cli.screen.eta import (
    RunProgress,
    format_corrections,
    format_folder_space,
    format_remaining_time,
)
from egv.cli.screen.github import escape_data
from egv.cli.screen.interpreter import translate
from egv.cli.screen.null_screen import SILENT, NullScreen
from egv.cli.screen.summary import WORDS
from egv.cli.screen.terminal import OutputStream, escape_unprintable

QUIET_SECONDS = 30.0


class LogScreen(NullScreen):
    """A screen that prints a line at the start and end of a clip, and at times in between."""

    def __init__(
        self,
        voice: OutputStream,
        *,
        options: ScreenOptions = SILENT,
        pace: RunProgress | None = None,
        groups: OutputStream | None = None,
    ) -> None:
        super().__init__(voice, options=options, pace=pace)
        self.groups = groups
        self._held: dict[int, list[str]] = {}  # lines held back for the folded group of each clip
        self._said = self.pace.clock()

    def on_folder_space(self, space: str) -> None:
        """See `RunWatch`."""
        (self.groups or self.voice).print_line(format_folder_space(space))

    def on_corrections(self, count: int, *, dry_run: bool) -> None:
        """See `RunWatch`."""
        (self.groups or self.voice).print_line(format_corrections(count, dry_run=dry_run))

    def on_clip_start(self, index: int) -> None:
        """See `RunWatch`."""
        super().on_clip_start(index)
        if self.pace.at_once == 1:
            self._open_group(index)
        self._print_line(index, "started")

    def on_stage(self, index: int, stage: Stage, fraction: float) -> None:
        """See `RunWatch`."""
        super().on_stage(index, stage, fraction)
        if self.pace.clock() - self._said >= QUIET_SECONDS:
            clip = self.pace.going[index]
            left = format_remaining_time(clip.estimate_left_s(self.pace.clock()))
            self._print_line(index, f"{clip.words_with_share}{', ' if left else ''}{left}")

    def on_clip_end(self, index: int, result: OutputResult) -> None:
        """See `RunWatch`."""
        super().on_clip_end(index, result)
        worked = result.seconds and result.status not in (Status.KEPT, Status.PLANNED)
        took = f" in {result.seconds:.1f} s" if worked else ""
        self._print_line(index, f"{WORDS[result.status]}{took}")
        if not self.groups:
            return
        if held := self._held.pop(index, None):
            self._open_group(index)
            for line in held:
                self.groups.print_line(line)
        self.groups.print_raw("::endgroup::")

    def _open_group(self, index: int) -> None:
        if self.groups:
            self.groups.print_raw(
                f"::group::{escape_data(escape_unprintable(self.pace.clips[index]))}"
            )

    def _print_line(self, index: int, text: str) -> None:
        self._said = self.pace.clock()
        line = f"[{index + 1}/{len(self.pace.clips)}] {self.pace.clips[index]}: {translate(text)}"
        if self.groups and self.pace.at_once > 1:  # GitHub folds only consecutive lines
            self._held.setdefault(index, []).append(line)
        else:
            (self.groups or self.voice).print_line(line)
