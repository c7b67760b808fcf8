"""Progress on a terminal: a bar for each clip in progress, and one for a run of several clips."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from rich.progress import BarColumn, Progress, TextColumn

from egv.app.records.progress import Stage
from egv.app.records.results import OutputResult
from egv.cli.grammar.run_options import ScreenOptions
from egv.cli.screen.eta import (
    RunProgress,
    format_corrections,
    format_folder_space,
    format_remaining_time,
)
from egv.cli.screen.interpreter import translate
from egv.cli.screen.null_screen import SILENT, NullScreen
from egv.cli.screen.terminal import OutputStream, escape_unprintable

if TYPE_CHECKING:
    from rich.progress import TaskID

WIDE = 80  # columns of a screen on which everything fits
NAME_COLUMNS = 30
BAR_COLUMNS = 24
PERCENT_COLUMNS = 9  # with the space between the columns


class ProgressScreen(NullScreen):
    """A screen with a bar for each clip in progress, and one for a run of several clips."""

    def __init__(
        self,
        voice: OutputStream,
        *,
        options: ScreenOptions = SILENT,
        pace: RunProgress | None = None,
    ) -> None:
        super().__init__(voice, options=options, pace=pace)
        columns = voice.columns or WIDE
        self._name_columns = min(NAME_COLUMNS, columns // 3)
        bar_columns = BAR_COLUMNS if columns >= WIDE else BAR_COLUMNS // 4
        self._words_columns = columns - self._name_columns - bar_columns - PERCENT_COLUMNS
        self._bars = _build_progress(voice, bar_columns)
        self._free: list[TaskID] = [
            self._bars.add_task("egv", total=1.0, words=translate("looking for the clips"))
        ]
        self._clips: dict[int, TaskID] = {}
        self._run: TaskID | None = None

    def __enter__(self) -> Self:
        self._bars.start()
        return self

    def on_folder_space(self, space: str) -> None:
        """See `RunWatch`."""
        self.say(format_folder_space(space))

    def on_corrections(self, count: int, *, dry_run: bool) -> None:
        """See `RunWatch`."""
        self.say(format_corrections(count, dry_run=dry_run))

    def on_run_start(self, clips: tuple[str, ...], at_once: int) -> None:
        """See `RunWatch`."""
        super().on_run_start(clips, at_once)
        while len(self._free) < at_once:
            self._free.append(self._bars.add_task("", total=1.0, words="", visible=False))
        if len(clips) > 1:
            words = translate(f"0 of {len(clips)} clips")
            self._run = self._bars.add_task(translate("all"), total=1.0, words=words)

    def on_clip_start(self, index: int) -> None:
        """See `RunWatch`."""
        super().on_clip_start(index)
        self._clips[index] = self._free.pop(0)
        self._bars.reset(self._clips[index], visible=True)
        self._update_clip_bar(index)

    def on_stage(self, index: int, stage: Stage, fraction: float) -> None:
        """See `RunWatch`."""
        super().on_stage(index, stage, fraction)
        self._update_clip_bar(index)

    def on_clip_end(self, index: int, result: OutputResult) -> None:
        """See `RunWatch`."""
        super().on_clip_end(index, result)
        bar = self._clips.pop(index)
        self._bars.update(bar, visible=False)
        self._free.append(bar)
        self._update_run_bar()

    def on_command(self, line: str) -> None:
        """See `RunWatch`."""
        if self.options.shows_commands:
            shown = self.options.format_shown_command(line)
            self._bars.console.print(
                escape_unprintable(shown), soft_wrap=True, markup=False, highlight=False
            )

    def say(self, line: str) -> None:
        """See `NullScreen`."""
        self._bars.console.print(escape_unprintable(translate(line)), markup=False, highlight=False)

    def close(self) -> None:
        """See `NullScreen`."""
        self._bars.stop()

    def _update_clip_bar(self, index: int) -> None:
        clip = self.pace.going[index]
        left = format_remaining_time(clip.estimate_left_s(self.pace.clock()))
        name = shorten_name(escape_unprintable(clip.name), self._name_columns)
        words = self._fit_words(clip.words, left)
        self._bars.update(self._clips[index], description=name, completed=clip.share, words=words)
        self._update_run_bar()

    def _fit_words(self, words: str, left: str) -> str:
        """Join `words` and the time left in the user's language; what does not fit is left out."""
        said = (translate(words), translate(left))
        joined = ", ".join(text for text in said if text)
        return next((text for text in (joined, *said) if len(text) <= self._words_columns), "")

    def _update_run_bar(self) -> None:
        pace = self.pace
        if self._run is not None:
            words = self._fit_words(
                f"{pace.done} of {len(pace.clips)} clips", format_remaining_time(pace.run_left_s)
            )
            self._bars.update(self._run, completed=pace.run_share, words=words)


def shorten_name(name: str, columns: int = NAME_COLUMNS) -> str:
    """Shorten `name` to `columns`, by leaving out its middle."""
    half = columns // 2
    return name if len(name) <= columns else f"{name[: half - 1]}…{name[-half:]}"


def _build_progress(voice: OutputStream, bar_columns: int) -> Progress:
    return Progress(
        TextColumn("{task.description}", markup=False),
        BarColumn(bar_width=bar_columns),
        TextColumn("{task.percentage:3.0f} %", markup=False),
        TextColumn("{task.fields[words]}", markup=False),
        console=voice.console,
        transient=True,
        redirect_stdout=False,
        redirect_stderr=False,
    )
