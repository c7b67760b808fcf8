"""The cues of an edit as shown in one frame: laid out and timed, or exactly as given."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import accumulate

from egv.core.cues.cue_layout import (
    CaptionLayout,
    describe_long_cues,
    lay_out_cues,
    lay_out_given_cues,
    snap_cue_span,
)
from egv.core.cues.cue_timing import ReadingPace, describe_timing_faults, time_cues
from egv.core.media.clip import START, Cue
from egv.core.media.retime import retime_moments
from egv.core.media.timing import Seconds
from egv.core.programme.edit import Edit
from egv.core.programme.questions import Ask, ShotsIn


@dataclass(frozen=True, slots=True)
class ShownCues:
    """Cues as written to files and as drawn; `layout` is None where they follow from the rules."""

    cues: tuple[Cue, ...] = ()
    drawn: tuple[Cue, ...] = ()
    pace: ReadingPace | None = None
    layout: CaptionLayout | None = None

    def list_faults(self, offset: Seconds = START) -> tuple[str, ...]:
        """List the breaches of the rules, at their times in a file that begins `offset` s before.

        That is the clock of the finished video and of the files beside it.
        """
        cues = tuple(cue.shift(offset) for cue in self.cues)
        timing = describe_timing_faults(cues, self.pace) if self.pace else ()
        return (*timing, *(describe_long_cues(cues, self.layout) if self.layout else ()))


def plan_shown_cues(
    edit: Edit, layout: CaptionLayout, pace: ReadingPace, cuts: Sequence[Seconds]
) -> ShownCues:
    """Plan the cues of `edit` in `layout`, for readers of this `pace`.

    `cuts` are the times at which the programme changes to another shot, s. Given cues stay
    unchanged: text that is too long, too fast or too close is only reported.
    """
    if edit.cues_are_given:
        cues = tuple(replace(cue, span=snap_cue_span(cue.span, edit.canvas)) for cue in edit.cues)
        drawn = lay_out_given_cues(edit.cues, layout, edit.canvas)
        return ShownCues(cues, drawn, pace, layout)
    cues = time_cues(lay_out_cues(edit.cues, layout, edit.canvas), pace, edit.duration, cuts)
    return ShownCues(cues, cues, pace)


def find_shot_cuts(edit: Edit, ask: Ask) -> tuple[Seconds, ...]:
    """Find the times, s, at which the programme changes to another shot.

    They are its own cuts and the shot changes in its clips; () where the cues were given.
    """
    if edit.cues_are_given:
        return ()
    spans = [segment.span for segment in edit.clock if not segment.still]
    cuts = [*accumulate(span.duration for span in spans[:-1])]
    start = Seconds(0)
    for clip in edit.clips:
        spans = [segment.span for segment in clip.clock if not segment.still]
        filmed = retime_moments(ask(ShotsIn(clip.clock[0].media)), spans)
        cuts += [start + at for at in filmed]
        start += clip.duration
    return tuple(sorted(cuts))
