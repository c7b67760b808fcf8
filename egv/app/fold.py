"""Apply the steps: from a job's clips to one programme. Errors name the step and the clip."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager

from egv.app.outputs import Job
from egv.app.plan import Plan
from egv.core.ask import Ask
from egv.core.canvas import canvas_of
from egv.core.edit import Edit, edit_of
from egv.core.errors import EgvError
from egv.core.layers import Mark
from egv.core.programme import levelled, parted, programme_of
from egv.core.step import Step
from egv.tools.clips import clip_at


def folded(job: Job, plan: Plan, ask: Ask) -> Edit:
    """Return the programme after all steps; all steps are checked before any is applied."""
    edit = _joined(job, plan, ask) if job.takes else _of_clip(job, plan, ask)
    mark = Mark(plan.marking, plan.language) if plan.marking else None
    return edit.with_layer(mark) if mark else edit


def _of_clip(job: Job, plan: Plan, ask: Ask) -> Edit:
    clip = edit_of(clip_at(job.clip, allow_damaged=plan.allow_damaged))
    _check(clip, plan.steps, ask)
    return _done(clip, plan.steps, ask)


def _joined(job: Job, plan: Plan, ask: Ask) -> Edit:
    """Return the programme of the job's takes: some steps apply to each take, others to all."""
    media = [clip_at(take.path, allow_damaged=plan.allow_damaged) for take in job.takes]
    for source in media:
        edit_of(source)
    canvas = canvas_of(media)
    clips = [edit_of(source.at_rate(canvas.frame_rate)) for source in media]
    _, whole = parted(plan.steps)
    of_takes = [parted(plan.saying(take.words).steps)[0] for take in job.takes]
    for clip, steps in zip(clips, of_takes, strict=True):
        with _errors_of_clip(clip):
            _check(clip, steps, ask)
    _check(programme_of(clips, canvas), whole, ask)
    done: list[Edit] = []
    for clip, steps in zip(clips, of_takes, strict=True):
        with _errors_of_clip(clip):
            done.append(_done(clip, steps, ask))
    return _done(programme_of(levelled(done, ask), canvas), whole, ask)


def _check(clip: Edit, steps: Sequence[Step], ask: Ask) -> None:
    for step in steps:
        with _errors_of(step):
            step.check(clip, ask)
            clip = step.foreseen(clip, ask)


def _done(edit: Edit, steps: Iterable[Step], ask: Ask) -> Edit:
    for step in steps:
        with _errors_of(step):
            edit = step.apply(edit, ask)
    return edit


@contextmanager
def _errors_of(step: Step) -> Iterator[None]:
    try:
        yield
    except EgvError as error:
        error.step = step.name
        raise


@contextmanager
def _errors_of_clip(clip: Edit) -> Iterator[None]:
    """Name the clip in an error: a job of several clips bears the name of the first only."""
    name = clip.clock[0].media.path.name
    try:
        yield
    except EgvError as error:
        if name not in str(error):
            error.args = (f"{name}: {error}",)
        raise
