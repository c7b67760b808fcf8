"""Previews: a contact sheet and a short sample of a planned run, in a fraction of its time."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from egv.app.about import about, sources_of
from egv.app.answers import Answers
from egv.app.batch import batch
from egv.app.command import Made, video_command
from egv.app.commit import commit, part_beside
from egv.app.consent import consent_notes
from egv.app.corrections import take_up_corrections
from egv.app.fold import folded
from egv.app.in_the_way import check_of_no_other
from egv.app.ledger import Ledger
from egv.app.order import Order, RunOptions
from egv.app.outputs import Job, Target, jobs_for, output_folder
from egv.app.pcm_store import PcmStore
from egv.app.plan import Plan, save_recipe
from egv.app.prepare import Prepared, check_places, prepared
from egv.app.results import OutputResult, RunResult, Status, StepResult
from egv.app.run import reported
from egv.app.settings import Origin, Settings
from egv.app.sound import render_sound
from egv.app.stills import Dressing, write_still
from egv.app.watch import ClipWatch, Stage, Watch
from egv.core.deliver import Deliverable
from egv.core.edit import Edit
from egv.core.encoding import Quality
from egv.core.errors import ConflictError, EgvError, UsageError
from egv.core.excerpt import sample_of, still_at, stills_of
from egv.core.timing import Seconds, clock_text
from egv.steps.brand import Brand
from egv.tools import ffmpeg
from egv.tools.contact_sheet import title_of, write_sheet
from egv.tools.probe import probe
from egv.tools.processes import gathered, work_folder
from egv.tools.verify import verify

NAME, NAMES = "{stem}.preview.mp4", "{stem}.{format}.preview.mp4"  # for one format, for several
FOLDER = "preview"  # below the output folder
TITLE = "egv preview"  # title by which a preview is told from other files
STILLS = 9
STILL_PX, SAMPLE_PX = 270, 360  # the short side, px
SAMPLE_S = Seconds(10)
AT_ONCE = 3  # stills at once: each is a seek and a few frames, so their waits overlap


def preview(order: Order, watch: Watch) -> RunResult:
    """Make a sheet and a sample of every clip of `order`; a run never mistakes them for outputs.

    Raises EgvError, before any work, where the order itself is faulty.
    """
    return reported(order, lambda: _preview(order, watch))


def _preview(order: Order, watch: Watch) -> RunResult:
    ready = prepared(order)
    plan, options, settings = ready.plan, ready.options, ready.settings
    if plan.emits:
        raise UsageError("preview: with --emit no video is made; leave one of both out")
    formats = plan.files_by_format
    files = dict.fromkeys(formats, NAMES if len(formats) > 1 else NAME)
    jobs = jobs_for(ready.clips, output_of(settings), files, plan.vars, settings.said("output"))
    _check(jobs, plan, ready)
    consents = consent_notes(jobs, ready)
    if options.save_recipe:
        save_recipe(plan, Path(options.save_recipe))

    finished = jobs_for(ready.clips, settings.output, formats, plan.vars, settings.said("output"))
    asked = dict(zip(jobs, finished, strict=True))

    def work(job: Job, clip_watch: ClipWatch) -> Sequence[OutputResult]:
        said = plan.saying(job.words)
        noted, read = take_up_corrections(
            asked[job], said, ready.ledger, overwrite=options.overwrite
        )
        noted = replace(job, notes=noted.notes)
        made = (_made(noted, target, read, ready, clip_watch) for target in job.targets)
        return [result.noting(consents.get(job, ())) for result in made]

    with closing(ready.ledger):
        return batch(jobs, work, watch, at_once=ready.at_once, fail_fast=options.fail_fast)


def _made(job: Job, target: Target, plan: Plan, ready: Prepared, watch: ClipWatch) -> OutputResult:
    with work_folder() as folder:
        return _Preview(job, target, plan, ready.options, ready.ledger, watch, folder).made()


def _told(plan: Plan) -> Iterator[str]:
    """Yield a note on the source of the subtitles, where somebody corrected them."""
    if text := plan.text:
        yield text.told(text.path)


def output_of(settings: Settings) -> str:
    """Find the place of previews: the one on the line, else a folder beside the outputs."""
    if settings["output"].origin is Origin.LINE:
        return settings.output
    return f"{output_folder(settings.output) / FOLDER}/"


def _check(jobs: tuple[Job, ...], plan: Plan, ready: Prepared) -> None:
    """Raise EgvError for faults that are known before the first clip is read."""
    check_places(jobs, plan)
    if ready.options.overwrite or ready.options.dry_run:
        return
    for job in jobs:
        _check_previews(_files_of(job))
    if len(jobs) == 1:  # several clips: each fails in its turn
        own = partial(sources_of, jobs[0], ready.ledger)
        check_of_no_other(_files_of(jobs[0]), ready.ledger, own)


def _files_of(job: Job) -> list[Path]:
    return [path for target in job.targets for path in (target.path, sheet_beside(target.path))]


def _check_previews(paths: Sequence[Path]) -> None:
    for path in paths:
        if path.exists() and not _is_preview(path):
            raise ConflictError(
                f"{path}: the file exists and is no preview; add --overwrite to replace it,"
                " or choose another -o"
            )


def sheet_beside(output: Path) -> Path:
    """Return the path of the contact sheet that belongs to the sample `output`."""
    return output.with_suffix(".png")


def _is_preview(path: Path) -> bool:
    try:
        said = title_of(path) if path.suffix == ".png" else probe(path, "").title
    except EgvError:
        return False
    return said.startswith(TITLE)


@dataclass(slots=True)
class _Preview:
    """One clip's preview in progress; unfinished files are in `folder`."""

    job: Job
    target: Target
    plan: Plan
    options: RunOptions
    ledger: Ledger
    watch: ClipWatch
    folder: Path

    def made(self) -> OutputResult:
        """Make the sheet and the sample, and move both into place."""
        started, watch = time.monotonic(), self.watch
        self._check_is_free()
        watch.stage(Stage.LOOKING, 0.0)
        pcm = PcmStore(self.folder, watch.command)
        dry_run, clips = self.options.dry_run, self.job.clips
        text = self.plan.text
        answers = Answers(watch.command, pcm=pcm, dry_run=dry_run, clips=clips, text=text)
        edit = folded(self.job, self.plan, answers)
        whole = self._dressing.of(edit, answers)
        if self.options.dry_run:
            return self._result(whole, Status.PLANNED, float(SAMPLE_S), started)
        sheet = sheet_beside(self.target.path)
        with part_beside(sheet) as stills, part_beside(self.target.path) as part:
            watch.stage(Stage.PICTURE, 0.0)
            self._draw_sheet(edit, whole, answers, stills)
            sample = self._sample(edit, whole, answers, pcm, part)
            parts = {sheet: stills, self.target.path: part}
            known = about(self.job, self.plan, self.ledger)
            new = [not (self.options.overwrite or os.path.lexists(path)) for path in parts]
            self._check_is_free()
            self.ledger.add_preview(self.job.clip, parts, known)
            for (path, made), is_new in zip(parts.items(), new, strict=True):
                commit(made, path, is_new=is_new)
        return self._result(whole, Status.RENDERED, float(sample.duration), started)

    def _check_is_free(self) -> None:
        if not (self.options.overwrite or self.options.dry_run):
            paths = [self.target.path, sheet_beside(self.target.path)]
            _check_previews(paths)
            check_of_no_other(paths, self.ledger, partial(sources_of, self.job, self.ledger))

    @property
    def _dressing(self) -> Dressing:
        return Dressing(self.plan.kit, dict(self.plan.texts), self.target.format)

    def _draw_sheet(self, edit: Edit, whole: Deliverable, answers: Answers, place: Path) -> None:
        """Draw the stills on one sheet; each still is decoded from just before its frame."""
        frames = stills_of(edit, whole, STILLS)
        shown = [
            self._dressing.of_shot(edit, whole, still_at(edit, whole, frame), answers, STILL_PX)
            for frame in frames
        ]
        numbered = enumerate(shown)
        paths = gathered(lambda still: self._still(*still), numbered, AT_ONCE)
        labels = [clock_text(frame / whole.canvas.frame_rate) for frame in frames]
        detail = f"{self.plan.kit.label}, {clock_text(whole.duration)}"
        heading = Path(self.job.shown).name
        title = f"{TITLE} of {heading}"
        write_sheet(list(zip(labels, paths, strict=True)), heading, detail, title, place)

    def _still(self, number: int, shown: Deliverable) -> Path:
        return write_still(shown, self.folder / f"still-{number}", self.watch.command)

    def _sample(
        self, edit: Edit, whole: Deliverable, answers: Answers, pcm: PcmStore, part: Path
    ) -> Deliverable:
        """Render a stretch with the end of the intro, or with the first text, to `part`."""
        shot, watch = sample_of(edit, whole, SAMPLE_S), self.watch
        shown = self._dressing.of_shot(edit, whole, shot, answers, SAMPLE_PX)
        shown = replace(shown, title=f"{TITLE} of {Path(self.job.shown).name}")
        sound = render_sound(shown, self.folder, answers, pcm, lambda _: None, watch.command)
        made = Made(shown, sound.path if sound else None, part)
        arguments = video_command(made, Quality.DRAFT, self.folder)
        length = float(shown.duration)
        ffmpeg.render(
            arguments,
            lambda done: watch.stage(Stage.PICTURE, min(1.0, done / length)),
            watch.command,
            within=self.folder,
        )
        watch.stage(Stage.CHECKING, 0.0)
        verify(part, shown, all_of_it=False)
        return shown

    def _result(
        self, whole: Deliverable, status: Status, length: float, started: float
    ) -> OutputResult:
        """Build the result, with what each step found in the whole clip."""
        return OutputResult(
            input=self.job.shown,
            inputs=self.job.inputs,
            format=whole.format,
            output=str(self.target.path),
            status=status,
            duration=round(length, 3),
            source_duration=round(float(whole.source_duration), 3),
            encodes=1,
            why_encoded="a preview is small",
            seconds=round(time.monotonic() - started, 3),
            plan=self.plan.hash,
            kit=self.plan.kit.label,
            steps=tuple(self._steps(whole)),
            sidecars=(str(sheet_beside(self.target.path)),),
            notes=(*self.job.notes, *_told(self.plan), *whole.notes),
        )

    def _steps(self, whole: Deliverable) -> Iterator[StepResult]:
        for why in whole.whys:
            if why.step == Brand.name:
                why = Brand.delivered(why, whole.branding, self.plan.kit.label)
            yield StepResult(step=why.step, clip=why.clip, why=why.text, facts=dict(why.facts))
