"""What is seen while a run goes on: a bar on a terminal, plain lines in a log, or nothing."""

from __future__ import annotations

from types import TracebackType
from typing import Self

from egv.app.results import OutputResult
from egv.app.watch import Stage
from egv.cli.chain import Line
from egv.cli.github import escaped
from egv.cli.pace import Pace, left_text
from egv.cli.run_options import LogFormat, ProgressMode
from egv.cli.terminal import Terminal, Voice, is_screen, shown

QUIET_SECONDS = 30.0


class Silent:
    """Nothing is seen but the ffmpeg commands, when they were asked for."""

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

    def run_started(self, clips: tuple[str, ...]) -> None:
        """See Watch."""
        self.pace.run_started(clips)

    def clip_started(self, index: int) -> None:
        """See Watch."""
        self.pace.clip_started(index)

    def stage(self, stage: Stage, fraction: float) -> None:
        """See Watch."""
        self.pace.stage(stage, fraction)

    def clip_done(self, index: int, result: OutputResult) -> None:  # noqa: ARG002
        """See Watch."""
        self.pace.clip_done(result)

    def command(self, line: str) -> None:
        """See Watch."""
        if self.verbose:
            self.voice.raw(line)

    def close(self) -> None:
        """The run is over."""


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


def screen_for(line: Line, terminal: Terminal) -> Silent:
    """What `line` and the terminal allow to be seen; its first words come at once."""
    options, err = line.screen, terminal.err
    verbose, mode = options.verbose, options.progress
    if options.quiet or mode is ProgressMode.OFF:
        return Silent(err, verbose=verbose)
    groups = terminal.out if options.log_format is LogFormat.GITHUB else None
    if groups and options.as_json:
        groups = err
    (groups or err).say(f"egv: looking at {_inputs(len(line.order.inputs))}")
    wanted = mode is ProgressMode.BAR or (mode is ProgressMode.AUTO and is_screen(err.stream))
    if groups or not wanted:
        return PlainLines(err, verbose=verbose, groups=groups)
    from egv.cli.bars import Bars

    return Bars(err, verbose=verbose)


def _inputs(count: int) -> str:
    return "the inputs" if count == 0 else "1 input" if count == 1 else f"{count} inputs"
