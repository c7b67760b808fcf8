"""The first act: apply the steps, from a job's clips to one programme.

Errors name the step and the clip.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from fractions import Fraction
from pathlib import Path

from egv.app.plan.outputs import Job
from egv.app.plan.plan import Plan
from egv.core.errors import EgvError
from egv.core.media.canvas import choose_canvas
from egv.core.media.clip import Clip
from egv.core.programme.concat import concatenate_clips, level_clips, split_for_concat
from egv.core.programme.edit import Edit, create_edit
from egv.core.programme.layers import Watermark
from egv.core.programme.levelling import finish_untreated_sound
from egv.core.programme.questions import Ask
from egv.core.programme.step import Step
from egv.core.programme.tracks import find_track_choice
from egv.core.sound.track_choice import SPEECH, TrackChoice
from egv.tools.clips.clip_cache import load_clip

GROUND = "background"  # the role of the palette on which pictures lie
PALETTE = "pal8"
TRACK = "track"


def apply_steps(job: Job, plan: Plan, ask: Ask) -> Edit:
    """Return the programme after all steps; all steps are checked before any is applied."""
    edit = _apply_to_takes(job, plan, ask) if job.takes else _apply_to_clip(job, plan, ask)
    edit = finish_untreated_sound(edit, ask)
    mark = Watermark(plan.marking, plan.mark_language) if plan.marking else None
    return edit.with_layer(mark) if mark else edit


def _apply_to_clip(job: Job, plan: Plan, ask: Ask) -> Edit:
    clip = _load_source(job.clip, plan, ask).create_edit()
    _check_steps(clip, plan.steps, ask)
    return _apply_in_turn(clip, plan.steps, ask)


def _apply_to_takes(job: Job, plan: Plan, ask: Ask) -> Edit:
    """Return the programme of the job's takes: some steps apply to each take, others to all."""
    media = [_load_source(take.path, plan, ask) for take in job.takes]
    for source in media:
        create_edit(source.clip)
    canvas = choose_canvas([source.clip for source in media])
    clips = [source.create_edit(canvas.frame_rate) for source in media]
    _, whole = split_for_concat(plan.steps)
    of_takes = [split_for_concat(plan.with_texts(take.clip_texts).steps)[0] for take in job.takes]
    for clip, steps in zip(clips, of_takes, strict=True):
        with _name_clip_in_errors(clip):
            _check_steps(clip, steps, ask)
    _check_steps(concatenate_clips(clips, canvas), whole, ask)
    done: list[Edit] = []
    for clip, steps in zip(clips, of_takes, strict=True):
        with _name_clip_in_errors(clip):
            done.append(_apply_in_turn(clip, steps, ask))
    return _apply_in_turn(concatenate_clips(level_clips(done, ask), canvas), whole, ask)


@dataclass(frozen=True, slots=True)
class HeardClip:
    """A clip with the sound that is heard, and the choice of it where there was one."""

    clip: Clip
    choice: TrackChoice | None = None

    def create_edit(self, rate: Fraction | None = None) -> Edit:
        """Create the programme of the clip, at `rate` frames a second or its own."""
        edit = create_edit(self.clip.with_frame_rate(rate) if rate else self.clip)
        if self.choice is None:
            return edit
        used = " and ".join(str(track.number) for track in self.choice.used)
        of, why = len(self.clip.sound_tracks), self.choice.reason
        text = f"{used} of {of}: {why}"
        return edit.with_explanation(TRACK, text, used=used, tracks=of, reason=why)


def load_heard_clip(
    path: Path, track: str, language: str, ask: Ask, *, allow_damaged: bool = False
) -> HeardClip:
    """Load the clip at `path` with the sound of `track`: a number, `mix` or `speech`.

    Of several languages, `language` (ISO 639-1) is heard. Raises InputError where there is no
    usable clip, or no such track.
    """
    clip = load_clip(path, allow_damaged=allow_damaged)
    choice = find_track_choice(clip, track, language, ask)
    if choice is None:
        return HeardClip(clip)
    streams = tuple(used.index for used in choice.used)
    clip = load_clip(path, allow_damaged=allow_damaged, tracks=streams)
    notes = (choice.note,) if track == SPEECH else ()
    return HeardClip(replace(clip, notes=(*clip.notes, *notes)), choice)


def _load_source(path: Path, plan: Plan, ask: Ask) -> HeardClip:
    """Load the clip at `path` with the sound that the plan asks for, on the kit's ground."""
    damaged = plan.allow_damaged
    found = load_heard_clip(path, plan.track, plan.spoken_language, ask, allow_damaged=damaged)
    return replace(found, clip=_lay_on_ground(found.clip, plan))


def _lay_on_ground(clip: Clip, plan: Plan) -> Clip:
    """Lay a clip that can be seen through on the kit's ground."""
    if not clip.video.has_alpha:
        return clip
    ground = plan.kit.resolve_colour(GROUND).hex
    video = replace(clip.video, ground=ground)
    if clip.video.pixel_format == PALETTE:  # whose colours are seldom clear
        return replace(clip, video=video)
    whose = "the kit's background" if plan.kit_label else "a plain background (-k names a kit)"
    note = f"where its picture can be seen through, it lies on {whose}, {ground}"
    return replace(clip, video=video, notes=(*clip.notes, note))


def _check_steps(clip: Edit, steps: Sequence[Step], ask: Ask) -> None:
    for step in steps:
        with _name_step_in_errors(step):
            step.check_clip(clip, ask)
            clip = step.preview_effect(clip, ask)


def _apply_in_turn(edit: Edit, steps: Iterable[Step], ask: Ask) -> Edit:
    for step in steps:
        with _name_step_in_errors(step):
            edit = step.apply(edit, ask)
    return edit


@contextmanager
def _name_step_in_errors(step: Step) -> Iterator[None]:
    try:
        yield
    except EgvError as error:
        error.step = step.name
        raise


@contextmanager
def _name_clip_in_errors(clip: Edit) -> Iterator[None]:
    """Name the clip in an error: a job of several clips bears the name of the first only."""
    name = clip.clock[0].media.path.name
    try:
        yield
    except EgvError as error:
        if name not in str(error):
            error.args = (f"{name}: {error}",)
        raise
