"""Previews: a contact sheet and a short sample of a planned run, in a fraction of its time."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from egv.app.plan.conflicts import check_same_clips
from egv.app.plan.consent_notes import collect_consent_notes
from egv.app.plan.order import Order, RunOptions
from egv.app.plan.outputs import Job, Target, find_output_folder, plan_jobs
from egv.app.plan.plan import Plan
from egv.app.plan.prepare import PreparedRun, check_places, prepare_run, save_recipe
from egv.app.plan.settings import SettingOrigin, Settings
from egv.app.records.ledger import Ledger
from egv.app.records.progress import RunWatch, Stage
from egv.app.records.results import OutputResult, RunResult, Status
from egv.app.render.analyse import apply_steps
from egv.app.render.answers import Answers
from egv.app.render.command import VideoToWrite, build_video_command
from egv.app.render.corrections import apply_corrections
from egv.app.render.describe import explain_steps
from egv.app.render.pcm_cache import PcmCache
from egv.app.render.provenance import collect_provenance, collect_sources
from egv.app.render.sound import render_sound
from egv.app.run.batch import run_batch
from egv.app.run.run import run_with_report
from egv.app.run.stills import Dressing, write_still
from egv.core.delivery.deliver import Deliverable
from egv.core.delivery.excerpt import choose_sample, choose_still, choose_still_frames
from egv.core.errors import ConflictError, EgvError, UsageError
from egv.core.media.encoding import EncodeQuality
from egv.core.media.timing import Seconds, format_clock
from egv.core.programme.edit import Edit
from egv.tools.clips.probe import probe
from egv.tools.clips.verify import verify_output
from egv.tools.draw.contact_sheet import SheetHead, read_png_title, write_sheet
from egv.tools.ffmpeg import runner
from egv.tools.ffmpeg.context import RenderContext
from egv.tools.machine.tasks import map_in_threads
from egv.tools.store.atomic_files import commit_file, open_part_file
from egv.tools.store.unfinished import open_work_folder

NAME, NAMES = "{stem}.preview.mp4", "{stem}.{format}.preview.mp4"  # for one format, for several
FOLDER = "preview"  # below the output folder
TITLE = "egv preview"  # title by which a preview is told from other files
STILLS = 9
STILL_PX, SAMPLE_PX = 270, 360  # the short side, px
SAMPLE_S = Seconds(10)
AT_ONCE = 3  # stills at once: each is a seek and a few frames, so their waits overlap


def preview_order(order: Order, watch: RunWatch) -> RunResult:
    """Make a sheet and a sample of every clip of `order`; a run never mistakes them for outputs.

    Raises EgvError, before any work, where the order itself is faulty.
    """
    return run_with_report(order, lambda: _preview_jobs(order, watch))


def _preview_jobs(order: Order, watch: RunWatch) -> RunResult:
    ready = prepare_run(order)
    plan, options, settings = ready.plan, ready.options, ready.settings
    if plan.sidecar_kinds:
        raise UsageError(
            "preview: --emit makes no video, so there is nothing to preview; remove"
            " --emit, or use 'egv run'"
        )
    formats = plan.files_by_format
    files = dict.fromkeys(formats, NAMES if len(formats) > 1 else NAME)
    jobs = plan_jobs(
        ready.clips,
        find_preview_output(settings),
        files,
        plan.text_variables,
        settings.describe_origin("output"),
    )
    _check_jobs(jobs, plan, ready)
    consents = collect_consent_notes(jobs, ready)
    save_recipe(ready)
    finished = plan_jobs(
        ready.clips,
        settings.output,
        formats,
        plan.text_variables,
        settings.describe_origin("output"),
    )
    asked = dict(zip(jobs, finished, strict=True))

    def work(job: Job, context: RenderContext) -> Sequence[OutputResult]:
        said = plan.with_texts(job.clip_texts)
        noted, read = apply_corrections(asked[job], said, ready.ledger, overwrite=options.overwrite)
        noted = replace(job, notes=noted.notes)
        made = (_preview_target(noted, target, read, ready, context) for target in job.targets)
        return [result.with_notes(consents.get(job, ())) for result in made]

    with closing(ready.ledger):
        return run_batch(jobs, work, watch, at_once=ready.at_once, fail_fast=options.fail_fast)


def _preview_target(
    job: Job, target: Target, plan: Plan, ready: PreparedRun, context: RenderContext
) -> OutputResult:
    with open_work_folder() as folder:
        context = replace(context, folder=folder)
        preview = _ClipPreview(job, target, plan, ready.options, ready.ledger, context)
        return preview.make_preview()


def _list_text_notes(plan: Plan) -> Iterator[str]:
    """Yield a note on the source of the subtitles, where somebody corrected them."""
    if text := plan.corrected_text:
        yield text.format_note(text.path)


def find_preview_output(settings: Settings) -> str:
    """Find the place of previews: the one on the line, else a folder beside the outputs."""
    if settings.find_setting("output").origin is SettingOrigin.LINE:
        return settings.output
    return f"{find_output_folder(settings.output) / FOLDER}/"


def _check_jobs(jobs: tuple[Job, ...], plan: Plan, ready: PreparedRun) -> None:
    """Raise EgvError for faults that are known before the first clip is read."""
    check_places(jobs, plan)
    if ready.options.overwrite or ready.options.dry_run:
        return
    for job in jobs:
        _check_replaceable(_list_target_files(job))
    if len(jobs) == 1:  # several clips: each fails in its turn
        own = partial(collect_sources, jobs[0], ready.ledger)
        check_same_clips(_list_target_files(jobs[0]), ready.ledger, own)


def _list_target_files(job: Job) -> list[Path]:
    return [
        path for target in job.targets for path in (target.path, locate_contact_sheet(target.path))
    ]


def _check_replaceable(paths: Sequence[Path]) -> None:
    for path in paths:
        if path.exists() and not _is_preview(path):
            raise ConflictError(
                f"{path}: this file exists and is not a preview; add --overwrite to replace it,"
                " or choose another place with -o"
            )


def locate_contact_sheet(output: Path) -> Path:
    """Return the path of the contact sheet that belongs to the sample `output`."""
    return output.with_suffix(".png")


def _is_preview(path: Path) -> bool:
    try:
        said = read_png_title(path) if path.suffix == ".png" else probe(path, "").title
    except EgvError:
        return False
    return said.startswith(TITLE)


@dataclass(slots=True)
class _ClipPreview:
    """One clip's preview in progress; unfinished files are in the folder of its context."""

    job: Job
    target: Target
    plan: Plan
    options: RunOptions
    ledger: Ledger
    context: RenderContext

    def make_preview(self) -> OutputResult:
        """Make the sheet and the sample, and move both into place."""
        started, context = time.monotonic(), self.context
        self._check_is_free()
        context.on_stage(Stage.LOOKING, 0.0)
        pcm = PcmCache(context.folder)
        dry_run, clips = self.options.dry_run, self.job.clips
        text = self.plan.corrected_text
        answers = Answers(context, pcm=pcm, dry_run=dry_run, clips=clips, text=text)
        edit = apply_steps(self.job, self.plan, answers)
        whole = self._clip_dressing.dress_edit(edit, answers)
        if self.options.dry_run:
            return self._build_result(whole, Status.PLANNED, float(SAMPLE_S), started)
        sheet = locate_contact_sheet(self.target.path)
        with open_part_file(sheet) as stills, open_part_file(self.target.path) as part:
            context.on_stage(Stage.PICTURE, 0.0)
            self._draw_sheet(edit, whole, answers, stills)
            sample = self._render_sample(edit, whole, answers, pcm, part)
            parts = {sheet: stills, self.target.path: part}
            known = collect_provenance(self.job, self.plan, self.ledger)
            new = [not (self.options.overwrite or os.path.lexists(path)) for path in parts]
            self._check_is_free()
            self.ledger.add_preview(self.job.clip, parts, known)
            for (path, made), is_new in zip(parts.items(), new, strict=True):
                commit_file(made, path, is_new=is_new)
        return self._build_result(whole, Status.RENDERED, float(sample.duration), started)

    def _check_is_free(self) -> None:
        if not (self.options.overwrite or self.options.dry_run):
            paths = [self.target.path, locate_contact_sheet(self.target.path)]
            _check_replaceable(paths)
            check_same_clips(paths, self.ledger, partial(collect_sources, self.job, self.ledger))

    @property
    def _clip_dressing(self) -> Dressing:
        return Dressing(self.plan.kit, dict(self.plan.texts), self.target.format)

    def _draw_sheet(self, edit: Edit, whole: Deliverable, answers: Answers, place: Path) -> None:
        """Draw the stills on one sheet; each still is decoded from just before its frame."""
        frames = choose_still_frames(edit, whole, STILLS)
        shown = [
            self._clip_dressing.dress_shot(
                edit, whole, choose_still(edit, whole, frame), answers, STILL_PX
            )
            for frame in frames
        ]
        numbered = enumerate(shown)
        paths = map_in_threads(
            self.context.tasks,
            lambda tasks, still: self._write_still(*still, self.context.with_tasks(tasks)),
            numbered,
            AT_ONCE,
        )
        labels = [format_clock(frame / whole.canvas.frame_rate) for frame in frames]
        facts = filter(None, (self.plan.kit_label, format_clock(whole.duration)))
        detail = ", ".join(facts)
        heading = Path(self.job.display_name).name
        title = f"{TITLE} of {heading}"
        head = SheetHead(heading, detail, title)
        write_sheet(list(zip(labels, paths, strict=True)), head, place)

    def _write_still(self, number: int, shown: Deliverable, context: RenderContext) -> Path:
        return write_still(shown, context.folder / f"still-{number}", context)

    def _render_sample(
        self, edit: Edit, whole: Deliverable, answers: Answers, pcm: PcmCache, part: Path
    ) -> Deliverable:
        """Render a stretch with the end of the intro, or with the first text, to `part`."""
        shot, context = choose_sample(edit, whole, SAMPLE_S), self.context
        shown = self._clip_dressing.dress_shot(edit, whole, shot, answers, SAMPLE_PX)
        shown = replace(shown, title=f"{TITLE} of {Path(self.job.display_name).name}")
        sound = render_sound(shown, answers, pcm, context)
        made = VideoToWrite(shown, sound.path if sound else None, part)
        arguments = build_video_command(made, EncodeQuality.DRAFT, context.folder)
        length = float(shown.duration)
        runner.run_ffmpeg(
            arguments,
            context,
            lambda done: context.on_stage(Stage.PICTURE, min(1.0, done / length)),
            within=context.folder,
        )
        context.on_stage(Stage.CHECKING, 0.0)
        verify_output(part, shown, all_of_it=False)
        return shown

    def _build_result(
        self, whole: Deliverable, status: Status, length: float, started: float
    ) -> OutputResult:
        """Build the result, with what each step found in the whole clip."""
        return OutputResult(
            input=self.job.display_name,
            inputs=self.job.input_names,
            format=whole.format,
            output=str(self.target.path),
            status=status,
            duration=round(length, 3),
            source_duration=round(float(whole.source_duration), 3),
            encodes=1,
            why_encoded="a preview is small",
            seconds=round(time.monotonic() - started, 3),
            plan=self.plan.plan_hash,
            kit=self.plan.kit_label,
            steps=explain_steps(self.plan, whole),
            sidecars=(str(locate_contact_sheet(self.target.path)),),
            notes=(*self.job.notes, *_list_text_notes(self.plan), *whole.notes),
        )
