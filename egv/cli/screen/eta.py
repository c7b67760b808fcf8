"""The progress of a run, and an estimate of the time left."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from time import monotonic

from egv.app.records.progress import Stage
from egv.app.records.results import OutputResult, Status
from egv.core.media.timing import split_clock

WEIGHTS = {  # the time of each stage, beside that of the others
    Stage.WAITING: 0.0,
    Stage.LOOKING: 0.06,
    Stage.CLEANING: 0.6,
    Stage.LOADING: 0.0,
    Stage.LISTENING: 0.6,
    Stage.SOUND: 0.02,
    Stage.PICTURE: 0.88,
    Stage.CHECKING: 0.04,
}
RARE = frozenset({Stage.CLEANING, Stage.LISTENING})  # most clips have none: counted once they begin
TOO_EARLY = 0.03  # below this share of a clip, its speed cannot be estimated
HEARD_ENOUGH = 0.1  # below this share of the sound, nor can that of a speech model
WORDS = {
    Stage.WAITING: "waiting for another egv that is making this video",
    Stage.LOOKING: "looking at the clip",
    Stage.CLEANING: "taking out the noise",
    Stage.LOADING: "loading the speech model",
    Stage.LISTENING: "listening",
    Stage.SOUND: "making the sound",
    Stage.PICTURE: "making the picture",
    Stage.CHECKING: "checking the result",
}


@dataclass(slots=True)
class ClipProgress:
    """The progress of one clip: the current work, the share done (0 to 1), and the start time.

    `rare` are the stages that most clips do not have. While it is not `is_steady`, its speed says
    nothing about the rest.
    """

    name: str
    began_s: float
    words: str = WORDS[Stage.LOOKING]
    share: float = 0.0
    rare: set[Stage] = field(default_factory=set)
    is_steady: bool = True

    def record_stage(self, stage: Stage, fraction: float) -> None:
        """Record that the clip is in `stage`, `fraction` of it done. The share never decreases."""
        self.rare |= RARE & {stage}
        weights = {one: w for one, w in WEIGHTS.items() if one not in RARE or one in self.rare}
        stages, fraction = [*WEIGHTS], min(max(fraction, 0.0), 1.0)
        before = sum(weights.get(one, 0.0) for one in stages[: stages.index(stage)])
        reached = (before + weights[stage] * fraction) / sum(weights.values())
        self.share = max(self.share, reached)
        is_listening = stage is Stage.LISTENING
        self.words = f"{WORDS[stage]} {100 * fraction:.0f} %" if is_listening else WORDS[stage]
        self.is_steady = stage is not Stage.LOADING and not (
            is_listening and fraction < HEARD_ENOUGH
        )

    @property
    def words_with_share(self) -> str:
        """The current work, with the part of it or else of the whole clip that is done."""
        return self.words if self.words.endswith("%") else f"{self.words}, {self.share:.0%}"

    def estimate_left_s(self, now: float) -> float | None:
        """Estimate the seconds until the clip is done; None while it is too early."""
        if self.share < TOO_EARLY or not self.is_steady:
            return None
        return (now - self.began_s) * (1 - self.share) / self.share


class RunProgress:
    """The progress of a run: its clips and their stages, timed by a clock in seconds."""

    def __init__(self, clock: Callable[[], float] = monotonic) -> None:
        self.clock = clock
        self.clips: tuple[str, ...] = ()
        self.at_once = 1
        self.going: dict[int, ClipProgress] = {}
        self.done = 0
        self._worked = 0
        self._began = clock()

    def on_run_start(self, clips: tuple[str, ...], at_once: int) -> None:
        """Record the start of the run of `clips`, `at_once` of them in parallel."""
        self.clips, self.at_once = clips, at_once
        self._began = self.clock()

    def on_clip_start(self, index: int) -> None:
        """Record the start of clip `index`."""
        self.going[index] = ClipProgress(self.clips[index], self.clock())

    def on_stage(self, index: int, stage: Stage, fraction: float) -> None:
        """Record that clip `index` is in `stage`, with `fraction` of it done."""
        self.going[index].record_stage(stage, fraction)

    def on_clip_end(self, index: int, result: OutputResult) -> None:
        """Record the end of clip `index`. A kept clip does not count for the speed."""
        del self.going[index]
        self.done += 1
        self._worked += result.status is not Status.KEPT

    @property
    def run_share(self) -> float:
        """The share of the run that is done, 0 to 1."""
        return (self.done + self._unfinished_share) / max(len(self.clips), 1)

    @property
    def run_left_s(self) -> float | None:
        """The estimated seconds until the run is done; None while it is too early."""
        worked = self._worked + self._unfinished_share
        if worked < TOO_EARLY or not (self._worked or self._is_steady):
            return None
        left = len(self.clips) - self.done - self._unfinished_share
        return (self.clock() - self._began) * left / worked

    @property
    def _is_steady(self) -> bool:
        return all(clip.is_steady for clip in self.going.values())

    @property
    def _unfinished_share(self) -> float:
        return sum(clip.share for clip in self.going.values())


def format_corrections(count: int, *, dry_run: bool) -> str:
    """Format the line that reports edited subtitle files."""
    if count == 1:
        done = "a run makes it again" if dry_run else "making it again"
        return f"egv: 1 subtitle file was corrected by you; {done}"
    done = "a run makes them again" if dry_run else "making them again"
    return f"egv: {count} subtitle files were corrected by you; {done}"


def format_folder_space(space: str) -> str:
    """Format the line that reports a department that only the folder of the clips names."""
    return f"egv: the clips lie in the folder of the department {space}, so they are made for it"


def format_remaining_time(seconds: float | None) -> str:
    """Format the time left as `0:42 left`; "" where the time is unknown."""
    if seconds is None:
        return ""
    hours, minutes, rest, _ = split_clock(round(seconds))
    return f"{hours}:{minutes:02}:{rest:02} left" if hours else f"{minutes}:{rest:02} left"
