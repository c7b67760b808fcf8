"""The progress of a run as plain lines, for logs and for terminals that cannot draw."""

from __future__ import annotations

from egv.app.results import OutputResult
from egv.app.watch import Stage
from egv.cli.github import escaped
from egv.cli.pace import Pace, corrected_text, left_text
from egv.cli.silent import Silent
from egv.cli.terminal import Voice, shown

QUIET_SECONDS = 30.0


class PlainLines(Silent):
    """A screen that prints a line at the start and end of a clip, and at times in between."""

    def __init__(
        self,
        voice: Voice,
        *,
        verbose: bool = False,
        pace: Pace | None = None,
        groups: Voice | None = None,
    ) -> None:
        super().__init__(voice, verbose=verbose, pace=pace)
        self.groups = groups
        self._held: dict[int, list[str]] = {}  # lines held back for the folded group of each clip
        self._said = self.pace.clock()

    def corrected(self, count: int, *, dry_run: bool) -> None:
        """See `RunWatch`."""
        (self.groups or self.voice).say(corrected_text(count, dry_run=dry_run))

    def clip_started(self, index: int) -> None:
        """See `RunWatch`."""
        super().clip_started(index)
        if self.pace.at_once == 1:
            self._open_group(index)
        self._say(index, "started")

    def stage(self, index: int, stage: Stage, fraction: float) -> None:
        """See `RunWatch`."""
        super().stage(index, stage, fraction)
        if self.pace.clock() - self._said >= QUIET_SECONDS:
            clip = self.pace.going[index]
            left = left_text(clip.left(self.pace.clock()))
            self._say(index, f"{clip.words}, {clip.share:.0%}{', ' if left else ''}{left}")

    def clip_done(self, index: int, result: OutputResult) -> None:
        """See `RunWatch`."""
        super().clip_done(index, result)
        took = f" in {result.seconds:.1f} s" if result.seconds else ""
        self._say(index, f"{result.status}{took}")
        if not self.groups:
            return
        if held := self._held.pop(index, None):
            self._open_group(index)
            for line in held:
                self.groups.say(line)
        self.groups.raw("::endgroup::")

    def _open_group(self, index: int) -> None:
        if self.groups:
            self.groups.raw(f"::group::{escaped(shown(self.pace.clips[index]))}")

    def _say(self, index: int, text: str) -> None:
        self._said = self.pace.clock()
        line = f"[{index + 1}/{len(self.pace.clips)}] {self.pace.clips[index]}: {text}"
        if self.groups and self.pace.at_once > 1:  # GitHub folds only consecutive lines
            self._held.setdefault(index, []).append(line)
        else:
            (self.groups or self.voice).say(line)
