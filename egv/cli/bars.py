"""Progress on a terminal: a bar for each clip in progress, and one for a run of several clips."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from rich.progress import BarColumn, Progress, TextColumn

from egv.app.results import OutputResult
from egv.app.watch import Stage
from egv.cli.pace import Pace, corrected_text, left_text
from egv.cli.silent import Silent
from egv.cli.terminal import Voice, shown

if TYPE_CHECKING:
    from rich.progress import TaskID

NAME_COLUMNS = 30


class Bars(Silent):
    """A screen with a bar for each clip in progress, and one for a run of several clips."""

    def __init__(self, voice: Voice, *, verbose: bool = False, pace: Pace | None = None) -> None:
        super().__init__(voice, verbose=verbose, pace=pace)
        self._bars = _progress(voice)
        self._free: list[TaskID] = [
            self._bars.add_task("egv", total=1.0, words="looking at the inputs")
        ]
        self._clips: dict[int, TaskID] = {}
        self._run: TaskID | None = None

    def __enter__(self) -> Self:
        self._bars.start()
        return self

    def corrected(self, count: int, *, dry_run: bool) -> None:
        """See `RunWatch`."""
        self._bars.console.print(
            corrected_text(count, dry_run=dry_run), markup=False, highlight=False
        )

    def run_started(self, clips: tuple[str, ...], at_once: int) -> None:
        """See `RunWatch`."""
        super().run_started(clips, at_once)
        while len(self._free) < at_once:
            self._free.append(self._bars.add_task("", total=1.0, words="", visible=False))
        if len(clips) > 1:
            self._run = self._bars.add_task("all", total=1.0, words=f"0 of {len(clips)} clips")

    def clip_started(self, index: int) -> None:
        """See `RunWatch`."""
        super().clip_started(index)
        self._clips[index] = self._free.pop(0)
        self._bars.reset(self._clips[index], visible=True)
        self._show(index)

    def stage(self, index: int, stage: Stage, fraction: float) -> None:
        """See `RunWatch`."""
        super().stage(index, stage, fraction)
        self._show(index)

    def clip_done(self, index: int, result: OutputResult) -> None:
        """See `RunWatch`."""
        super().clip_done(index, result)
        bar = self._clips.pop(index)
        self._bars.update(bar, visible=False)
        self._free.append(bar)
        self._show_run()

    def command(self, line: str) -> None:
        """See `RunWatch`."""
        if self.verbose:
            self._bars.console.print(shown(line), soft_wrap=True, markup=False, highlight=False)

    def say(self, line: str) -> None:
        """See `NullScreen`."""
        self._bars.console.print(shown(line), soft_wrap=True, markup=False, highlight=False)

    def close(self) -> None:
        """See `NullScreen`."""
        self._bars.stop()

    def _show(self, index: int) -> None:
        clip = self.pace.going[index]
        words = _joined(clip.words, left_text(clip.left(self.pace.clock())))
        name = shortened(shown(clip.name))
        self._bars.update(self._clips[index], description=name, completed=clip.share, words=words)
        self._show_run()

    def _show_run(self) -> None:
        pace = self.pace
        if self._run is not None:
            words = _joined(f"{pace.done} of {len(pace.clips)} clips", left_text(pace.run_left))
            self._bars.update(self._run, completed=pace.run_share, words=words)


def shortened(name: str) -> str:
    """Shorten `name` to 30 columns, by leaving out its middle."""
    half = NAME_COLUMNS // 2
    return name if len(name) <= NAME_COLUMNS else f"{name[: half - 1]}…{name[-half:]}"


def _joined(*texts: str) -> str:
    return ", ".join(text for text in texts if text)


def _progress(voice: Voice) -> Progress:
    return Progress(
        TextColumn("{task.description}", markup=False),
        BarColumn(bar_width=24),
        TextColumn("{task.percentage:3.0f} %", markup=False),
        TextColumn("{task.fields[words]}", markup=False),
        console=voice.console,
        transient=True,
        redirect_stdout=False,
        redirect_stderr=False,
    )
