"""How far a run has come, and how long the rest of it should take."""

from __future__ import annotations

from collections.abc import Callable
from time import monotonic

from egv.app.results import OutputResult, Status
from egv.app.watch import Stage

SHARES = {Stage.LOOKING: 0.06, Stage.SOUND: 0.02, Stage.PICTURE: 0.88, Stage.CHECKING: 0.04}
TOO_EARLY = 0.03  # below this share of a clip, its speed says nothing
WORDS = {
    Stage.LOOKING: "looking at the clip",
    Stage.SOUND: "making the sound",
    Stage.PICTURE: "making the picture",
    Stage.CHECKING: "checking the result",
}


class Pace:
    """Counts clips and their stages against a clock, in seconds."""

    def __init__(self, clock: Callable[[], float] = monotonic) -> None:
        self.clock = clock
        self.clips: tuple[str, ...] = ()
        self.index = 0
        self.words = ""
        self.done = 0
        self.clip_share = 0.0
        self._worked = 0
        self._began = self._clip_began = clock()

    def run_started(self, clips: tuple[str, ...]) -> None:
        """The run has `clips` before it."""
        self.clips = clips
        self._began = self.clock()

    def clip_started(self, index: int) -> None:
        """Clip `index` begins."""
        self.index, self.clip_share, self.words = index, 0.0, WORDS[Stage.LOOKING]
        self._clip_began = self.clock()

    def stage(self, stage: Stage, fraction: float) -> None:
        """The clip is in `stage`, of which `fraction` is done. The share never goes back."""
        stages = list(SHARES)
        before = sum(SHARES[each] for each in stages[: stages.index(stage)])
        reached = before + SHARES[stage] * min(max(fraction, 0.0), 1.0)
        self.clip_share, self.words = max(self.clip_share, reached), WORDS[stage]

    def clip_done(self, result: OutputResult) -> None:
        """The clip came to an end. One that was kept says nothing about speed."""
        self.done, self.clip_share = self.done + 1, 0.0
        self._worked += result.status is not Status.KEPT

    @property
    def name(self) -> str:
        """The current clip, as the user named it."""
        return self.clips[self.index]

    @property
    def run_share(self) -> float:
        """The share of the run that is done, 0 to 1."""
        return (self.done + self.clip_share) / max(len(self.clips), 1)

    @property
    def clip_left(self) -> float | None:
        """Seconds until the current clip is done; None while nobody can tell."""
        if self.clip_share < TOO_EARLY:
            return None
        return (self.clock() - self._clip_began) * (1 - self.clip_share) / self.clip_share

    @property
    def run_left(self) -> float | None:
        """Seconds until the run is done; None while nobody can tell."""
        worked = self._worked + self.clip_share
        if worked < TOO_EARLY:
            return None
        left = len(self.clips) - self.done - self.clip_share
        return (self.clock() - self._began) * left / worked


def left_text(seconds: float | None) -> str:
    """Time left as `0:42 left`; nothing while nobody can tell."""
    if seconds is None:
        return ""
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02} left" if hours else f"{minutes}:{rest:02} left"
