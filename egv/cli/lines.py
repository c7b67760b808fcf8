"""The run as plain lines, for logs and for terminals that cannot draw."""

from __future__ import annotations

from egv.app.results import OutputResult
from egv.app.watch import Stage
from egv.cli.github import escaped
from egv.cli.pace import Pace, left_text
from egv.cli.silent import Silent
from egv.cli.terminal import Voice, shown

QUIET_SECONDS = 30.0


class PlainLines(Silent):
    """A line when a clip starts and ends, and one now and then in between."""

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
        self._said = self.pace.clock()

    def clip_started(self, index: int) -> None:
        """See Watch."""
        super().clip_started(index)
        if self.groups:
            self.groups.raw(f"::group::{escaped(shown(self.pace.name))}")
        self._say(f"{self._place}: started")

    def stage(self, stage: Stage, fraction: float) -> None:
        """See Watch."""
        super().stage(stage, fraction)
        if self.pace.clock() - self._said >= QUIET_SECONDS:
            left = left_text(self.pace.clip_left)
            self._say(
                f"{self._place}: {self.pace.words}, {self.pace.clip_share:.0%}"
                f"{', ' if left else ''}{left}"
            )

    def clip_done(self, index: int, result: OutputResult) -> None:
        """See Watch."""
        super().clip_done(index, result)
        took = f" in {result.seconds:.1f} s" if result.seconds else ""
        self._say(f"{self._place}: {result.status}{took}")
        if self.groups:
            self.groups.raw("::endgroup::")

    @property
    def _place(self) -> str:
        return f"[{self.pace.index + 1}/{len(self.pace.clips)}] {self.pace.name}"

    def _say(self, text: str) -> None:
        self._said = self.pace.clock()
        (self.groups or self.voice).say(text)
