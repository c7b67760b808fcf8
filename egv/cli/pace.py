"""How far a run has come, and how long the rest of it should take."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from time import monotonic

from egv.app.results import OutputResult, Status
from egv.app.watch import Stage

SHARES = {
    Stage.WAITING: 0.0,
    Stage.LOOKING: 0.06,
    Stage.SOUND: 0.02,
    Stage.PICTURE: 0.88,
    Stage.CHECKING: 0.04,
}
TOO_EARLY = 0.03  # below this share of a clip, its speed says nothing
WORDS = {
    Stage.WAITING: "waiting for another egv that is making it",
    Stage.LOOKING: "looking at the clip",
    Stage.SOUND: "making the sound",
    Stage.PICTURE: "making the picture",
    Stage.CHECKING: "checking the result",
}


@dataclass(slots=True)
class ClipPace:
    """One clip under way: what is done with it, how much is done, 0 to 1, and since when."""

    name: str
    began: float
    words: str = WORDS[Stage.LOOKING]
    share: float = 0.0

    def reach(self, stage: Stage, fraction: float) -> None:
        """It is in `stage`, of which `fraction` is done. The share never goes back."""
        stages = list(SHARES)
        before = sum(SHARES[each] for each in stages[: stages.index(stage)])
        reached = before + SHARES[stage] * min(max(fraction, 0.0), 1.0)
        self.share, self.words = max(self.share, reached), WORDS[stage]

    def left(self, now: float) -> float | None:
        """Seconds until it is done; None while nobody can tell."""
        if self.share < TOO_EARLY:
            return None
        return (now - self.began) * (1 - self.share) / self.share


class Pace:
    """Counts clips and their stages against a clock, in seconds."""

    def __init__(self, clock: Callable[[], float] = monotonic) -> None:
        self.clock = clock
        self.clips: tuple[str, ...] = ()
        self.at_once = 1
        self.going: dict[int, ClipPace] = {}
        self.done = 0
        self._worked = 0
        self._began = clock()

    def run_started(self, clips: tuple[str, ...], at_once: int) -> None:
        """The run has `clips` before it, `at_once` of them at a time."""
        self.clips, self.at_once = clips, at_once
        self._began = self.clock()

    def clip_started(self, index: int) -> None:
        """Clip `index` begins."""
        self.going[index] = ClipPace(self.clips[index], self.clock())

    def stage(self, index: int, stage: Stage, fraction: float) -> None:
        """Clip `index` is in `stage`, of which `fraction` is done."""
        self.going[index].reach(stage, fraction)

    def clip_done(self, index: int, result: OutputResult) -> None:
        """Clip `index` came to an end. One that was kept says nothing about speed."""
        del self.going[index]
        self.done += 1
        self._worked += result.status is not Status.KEPT

    @property
    def run_share(self) -> float:
        """The share of the run that is done, 0 to 1."""
        return (self.done + self._going_share) / max(len(self.clips), 1)

    @property
    def run_left(self) -> float | None:
        """Seconds until the run is done; None while nobody can tell."""
        worked = self._worked + self._going_share
        if worked < TOO_EARLY:
            return None
        left = len(self.clips) - self.done - self._going_share
        return (self.clock() - self._began) * left / worked

    @property
    def _going_share(self) -> float:
        return sum(each.share for each in self.going.values())


def corrected_text(count: int, *, dry_run: bool) -> str:
    """The line that tells of subtitle files in which somebody wrote."""
    files, them = "1 subtitle file was", "it"
    if count > 1:
        files, them = f"{count} subtitle files were", "them"
    done = f"a run makes {them} again" if dry_run else f"making {them} again"
    return f"egv: {files} corrected by you; {done}"


def left_text(seconds: float | None) -> str:
    """Time left as `0:42 left`; nothing while nobody can tell."""
    if seconds is None:
        return ""
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02} left" if hours else f"{minutes}:{rest:02} left"
