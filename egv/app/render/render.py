"""Render one clip: analyse, render sound beside one encode, verify, move into place."""

from __future__ import annotations

import os
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path

from egv.app.plan.conflicts import check_paths_free, check_sidecars, find_conflicts
from egv.app.plan.default_texts import CALL
from egv.app.plan.inputs import format_clip_path
from egv.app.plan.order import RunOptions
from egv.app.plan.outputs import Job, Target, check_name_lengths
from egv.app.plan.plan import Plan
from egv.app.records.ledger import FinishedOutput, Ledger
from egv.app.records.progress import ClipWatch, Stage
from egv.app.records.results import OutputResult, SaidText, Status, StepResult, Timings
from egv.app.records.source_match import ClipSources
from egv.app.render.answers import Answers
from egv.app.render.apply_steps import apply_steps
from egv.app.render.clip_run import ClipRun
from egv.app.render.command import build_readable_command
from egv.app.render.corrections import with_lost_texts_note
from egv.app.render.fingerprint import compute_fingerprint, compute_given_fingerprint
from egv.app.render.finished_texts import store_clock
from egv.app.render.mux import PlannedVideo, render_videos
from egv.app.render.old_sidecars import remove_old_sidecars
from egv.app.render.pcm_cache import PcmCache
from egv.app.render.provenance import (
    collect_audience_facts,
    collect_new_paths,
    collect_provenance,
    collect_sources,
)
from egv.app.render.sidecars import (
    build_sidecars,
    build_subtitle_record,
    is_own_text,
    list_text_notes,
    plan_sidecars,
)
from egv.app.render.sound import DeliveredSound
from egv.core.delivery.deliver import Deliverable, deliver
from egv.core.errors import InputError
from egv.core.media.encoding import predict_bytes
from egv.core.programme.edit import Explanation
from egv.core.programme.questions import Ask
from egv.core.sound.loudness import Loudness
from egv.core.text.file_names import unescape_file_name
from egv.core.text.placeholders import fill_places
from egv.core.text.variables import KIT, TextValue
from egv.steps.brand import Brand
from egv.steps.normalise import Normalise
from egv.tools.clips.clip_cache import check_unread_clip, load_clip
from egv.tools.machine.limits import enforce_limits
from egv.tools.machine.processes import open_work_folder
from egv.tools.store.atomic_files import (
    check_disk_room,
    commit_copy,
    commit_file,
    commit_text,
    read_file_identity,
)

CLOSE_ENOUGH_LU = 0.5  # the promised tolerance of delivered loudness


def render_job(
    job: Job, plan: Plan, options: RunOptions, ledger: Ledger, watch: ClipWatch
) -> tuple[OutputResult, ...]:
    """Carry out `plan` on the job's clips, except for outputs that are up to date."""
    run = ClipRun(job, plan, options, ledger, watch)
    for clip in job.clips:
        check_unread_clip(clip)
    before = {path: read_file_identity(path) for path in (*job.clips, *plan.asset_paths)}
    keys = {target: compute_fingerprint(job, plan, target.format) for target in job.targets}
    done = _find_kept_outputs(job, keys, ledger)
    with ExitStack() as stack:
        if len(done) < len(keys) and not options.dry_run:
            outputs = [target.path for target in keys if target not in done]
            stack.enter_context(
                ledger.claim_outputs(outputs, lambda: watch.on_stage(Stage.WAITING, 0.0))
            )
            done = _find_kept_outputs(job, keys, ledger)
            outputs = [target.path for target in keys if target not in done]
            own, overwrite = collect_sources(job, ledger), options.overwrite
            check_paths_free(
                () if plan.sidecar_kinds else outputs, ledger, own, overwrite=overwrite
            )
            check_sidecars(outputs, ledger, own, overwrite=overwrite)
        if missing := tuple(target for target in keys if target not in done):
            folder = stack.enter_context(open_work_folder())
            media = (load_clip(clip, allow_damaged=plan.allow_damaged) for clip in job.clips)
            length = float(sum(source.duration for source in media))
            stack.enter_context(
                enforce_limits(options.max_memory_gb, options.max_times_length, length)
            )
            made = _render_clip(run, missing, keys, before, folder)
            done |= dict(zip(missing, made, strict=True))
    if not options.dry_run:
        for target in (target for target, result in done.items() if result.status is Status.KEPT):
            done[target] = _update_kept_output(run, target, done[target])
    return tuple(done[target] for target in job.targets)


def _update_kept_output(run: ClipRun, target: Target, result: OutputResult) -> OutputResult:
    """Update the ledger for a video that is kept, and return its `result` with notes."""
    ledger = run.ledger
    known = ledger.find_latest_record(target.path)
    learned = collect_new_paths(run.job, ledger, known.about) if known else {}
    ledger.add_update(target.path, {**collect_audience_facts(run.plan), **learned})
    sidecars = (
        [ledger.folder / unescape_file_name(name) for name in known.all_sidecars] if known else []
    )
    return result.with_notes(
        remove_old_sidecars(target.path, sidecars, run.plan.input_files, ledger)
    )


def _find_kept_outputs(
    job: Job, keys: Mapping[Target, str], ledger: Ledger
) -> dict[Target, OutputResult]:
    """Find the outputs that are up to date."""
    return {
        target: done.model_copy(
            update={
                "status": Status.KEPT,
                "input": job.display_name,
                "inputs": job.input_names,
                "output": format_clip_path(target.path),
                "notes": tuple(dict.fromkeys((*done.notes, *job.notes))),
            }
        )
        for target, key in keys.items()
        if (done := ledger.find_finished_result(target.path, key))
    }


def _render_clip(
    run: ClipRun,
    targets: Sequence[Target],
    keys: Mapping[Target, str],
    before: Mapping[Path, tuple[int, ...]],
    folder: Path,
) -> tuple[OutputResult, ...]:
    """Analyse and render the clip and commit its files; unfinished files are in `folder`."""
    job, plan, options, ledger = run.job, run.plan, run.options, run.ledger
    pcm = PcmCache(folder, run.on_command)
    dry, text = options.dry_run, plan.corrected_text
    answers = Answers(run.on_command, pcm=pcm, dry_run=dry, clips=job.clips, text=text)
    videos = _plan_videos(run, targets, answers)
    written = [path for video in videos for path in _iter_checked_files(video, ledger)]
    if options.dry_run:
        return _predict_outputs(run, videos, written)
    check_paths_free(written, ledger, collect_sources(job, ledger), overwrite=options.overwrite)
    if plan.sidecar_kinds:
        _check_same_files(before)
        return tuple(
            _commit_output(run, keys[video.target], video, _build_result(run, video))
            for video in videos
        )
    needed = sum(_estimate_disk_bytes(job, plan, video) for video in videos)
    advice = check_disk_room(targets[0].path, needed, options.min_free_gb)
    with render_videos(run, videos, answers, pcm, folder) as made:
        results = [
            _build_result(run, video, sound, part.stat().st_size) for video, (part, sound) in made
        ]
        _check_same_files(before)
        done = tuple(
            _commit_output(run, keys[video.target], video, result, part)
            for result, (video, (part, _)) in zip(results, made, strict=True)
        )
    # These notes are about this run only, so the ledger does not keep them.
    return tuple(_add_note(output, advice) for output in done) if advice else done


def _plan_videos(run: ClipRun, targets: Sequence[Target], answers: Answers) -> list[PlannedVideo]:
    """Analyse the clip, apply the steps, and plan the video of each of `targets`."""
    job, plan = run.job, run.plan
    with run.time_stage("analysis", Stage.LOOKING):
        edit = apply_steps(job, plan, answers)
        edit = with_lost_texts_note(edit, plan.corrected_text, answers)
        formats = [target.format for target in targets]
        planned = deliver(edit, plan.kit, dict(plan.texts), answers, formats)
    return [
        _plan_video(target, deliverable, plan, answers, run.ledger)
        for target, deliverable in zip(targets, planned, strict=True)
    ]


def _predict_outputs(
    run: ClipRun, videos: Sequence[PlannedVideo], written: Sequence[Path]
) -> tuple[OutputResult, ...]:
    """Build the dry-run results of `videos`, whose sidecars to write are `written`."""
    plan, paths = run.plan, [video.target.path for video in videos]
    foreseen = [
        _build_result(run, video, None, _predict_video_bytes(run.job, plan, video))
        for video in videos
    ]
    wanted = written if plan.sidecar_kinds else [*paths, *written]
    return _add_conflict_notes(foreseen, wanted, run)


def _add_note(result: OutputResult, note: str) -> OutputResult:
    return result.model_copy(update={"notes": (*result.notes, note)})


def _plan_video(
    target: Target, planned: Deliverable, plan: Plan, ask: Ask, ledger: Ledger
) -> PlannedVideo:
    kinds = plan.sidecar_kinds or plan.kit.spec.subtitles.sidecar
    sidecars = build_sidecars(planned, target.path, kinds, plan.kit, ask)
    check_name_lengths(sidecars)
    beside = plan_sidecars(sidecars, target.path, planned, plan, ledger)
    check_name_lengths(beside.backups.values())
    return PlannedVideo(target, planned, sidecars, beside)


def _check_same_files(before: Mapping[Path, tuple[int, ...]]) -> None:
    for path, was in before.items():
        if read_file_identity(path) != was:
            raise InputError(
                f"{format_clip_path(path)}: it changed while egv was reading it; run again"
            )


def _commit_output(
    run: ClipRun, key: str, video: PlannedVideo, result: OutputResult, part: Path | None = None
) -> OutputResult:
    """Move the finished files into place: those beside the video, and the video, still `part`."""
    ledger, plan, beside, output = run.ledger, run.plan, video.sidecar_plan, video.target.path
    result = result.model_copy(update={"seconds": round(time.monotonic() - run.started_s, 3)})
    overwrite = run.options.overwrite
    given = compute_given_fingerprint(run.job, replace(plan, corrected_text=None))
    said = build_subtitle_record(video.deliverable, beside, given, plan, ledger)
    known = collect_provenance(run.job, plan, ledger)
    paths = (
        (*_iter_checked_files(video, ledger), output)
        if part
        else tuple(_iter_checked_files(video, ledger))
    )
    # Note which files do not exist yet: a file that appears meanwhile must not be replaced.
    named = (*beside.texts_to_write, output)
    new = frozenset(path for path in named if not overwrite and not os.path.lexists(path))
    check_paths_free(
        paths, ledger, ClipSources(known.sources, known.recordings), overwrite=overwrite
    )
    for old, aside in beside.backups.items():  # first: no text is ever only in memory
        commit_copy(old, aside)
    made = FinishedOutput(output, part, key, result, beside.texts_to_write, known, said)
    store_clock(ledger.add_output(made))
    for path, draft in beside.draft_copies.items():
        commit_copy(draft, path)
    for path, text in beside.texts_to_write.items():
        commit_text(text, path, is_new=path in new)
    if part is None:
        return result
    commit_file(part, output, is_new=output in new)
    # Of today, and so not for the ledger to remember.
    return result.with_notes(remove_old_sidecars(output, video.sidecars, plan.input_files, ledger))


def _iter_checked_files(video: PlannedVideo, ledger: Ledger) -> Iterator[Path]:
    """Iterate over the sidecars to write that may conflict with existing files.

    Left out are edited files, which are backed up, and files with egv's own text saved anew.
    """
    for path in video.sidecar_plan.texts_to_write:
        is_resaved = not ledger.find_records(path) and is_own_text(path, ledger)
        if path not in video.sidecar_plan.backups and not is_resaved:
            yield path


def _add_conflict_notes(
    foreseen: Sequence[OutputResult], paths: Iterable[Path], run: ClipRun
) -> tuple[OutputResult, ...]:
    """Add notes to the dry-run results `foreseen` about conflicts that would stop the real run."""
    own = collect_sources(run.job, run.ledger)
    faults = () if run.options.overwrite else find_conflicts(paths, run.ledger, own)
    notes = tuple(f"the run itself would stop here: {fault}" for fault in faults)
    return tuple(result.with_notes(notes) for result in foreseen)


def _predict_video_bytes(job: Job, plan: Plan, video: PlannedVideo) -> int | None:
    """Predict the size of the video in bytes; None where no video is made."""
    planned = video.deliverable
    if plan.sidecar_kinds:
        return None
    if planned.copied_source:
        return job.clip.stat().st_size
    seconds = float(planned.duration)
    return predict_bytes(plan.quality, planned.canvas, seconds, planned.source_bit_rate)


def _estimate_disk_bytes(job: Job, plan: Plan, video: PlannedVideo) -> int:
    """Estimate the disk use in bytes while `video` is made; muxing doubles an encoded picture."""
    return (_predict_video_bytes(job, plan, video) or 0) * (
        1 if video.deliverable.copied_source else 2
    )


def _build_result(
    run: ClipRun,
    video: PlannedVideo,
    sound: DeliveredSound | None = None,
    size_bytes: int | None = None,
) -> OutputResult:
    """Build the result of the clip, with what each step found and did."""
    job, dry, emits = run.job, run.options.dry_run, bool(run.plan.sidecar_kinds)
    planned = video.deliverable
    whys = _explain_steps(run, planned, sound)
    output = str(video.target.path)
    return OutputResult(
        input=job.display_name,
        inputs=job.input_names,
        format=planned.format,
        mark=str(run.plan.marking or ""),
        output=None if emits else output,
        status=Status.PLANNED if dry else Status.RENDERED,
        duration=round(float(planned.duration), 3),
        source_duration=round(float(planned.source_duration), 3),
        size_bytes=size_bytes,
        encodes=None if emits else int(not planned.copied_source),
        why_encoded="" if emits else planned.why_encoded,
        timings=Timings(**{name: round(value, 3) for name, value in run.stage_seconds.items()}),
        plan=run.plan.plan_hash,
        kit=run.plan.kit.version_label,
        sidecars=tuple(str(path) for path in video.sidecars),
        steps=tuple(
            StepResult(step=w.step, clip=w.clip, why=w.text, facts=dict(w.facts)) for w in whys
        ),
        texts=_list_said_texts(job, run.plan) if dry else (),
        notes=_collect_notes(run, video, sound),
        commands=_build_shown_commands(run, video),
    )


def _explain_steps(
    run: ClipRun, planned: Deliverable, sound: DeliveredSound | None
) -> tuple[Explanation, ...]:
    """Explain each step by what it found and did, and by what was delivered."""
    whys = tuple(_explain_branding(why, planned, run.plan) for why in planned.explanations)
    if sound and sound.loudness and planned.level:
        return tuple(_explain_delivered_loudness(why, sound.loudness) for why in whys)
    return whys


def _collect_notes(
    run: ClipRun, video: PlannedVideo, sound: DeliveredSound | None
) -> tuple[str, ...]:
    """Collect the notes on a video: of its clip, its texts, its steps and its rendering."""
    planned, texts = video.deliverable, list_text_notes(run.plan, video.sidecar_plan)
    notes = (*run.job.notes, *texts, *planned.notes, *run.notes)
    if sound and sound.loudness and planned.level:
        off = sound.loudness.integrated_lufs - planned.level.lufs
        if abs(off) > CLOSE_ENOUGH_LU and not sound.loudness.is_silence:
            notes += (f"sound: {abs(off):.1f} LU off the target: its peaks leave no more room",)
    return notes


def _build_shown_commands(run: ClipRun, video: PlannedVideo) -> tuple[str, ...]:
    """Build the ffmpeg command that a dry run shows; none where no video is made."""
    if not run.options.dry_run or run.plan.sidecar_kinds:
        return ()
    return (build_readable_command(video.deliverable, run.plan.quality, video.target.path),)


def _list_said_texts(job: Job, plan: Plan) -> tuple[SaidText, ...]:
    """List the texts of the video with their sources; only displayed: a ledger holds no names."""
    said = [text for text in job.clip_texts.given_texts if text.text]
    call = fill_places(
        plan.kit.spec.outro.cta.localise_line(plan.language), job.clip_texts.texts_by_name
    )
    if call and CALL in plan.shown_text_names and CALL not in job.clip_texts.texts_by_name:
        said.append(TextValue(CALL, call, KIT))
    return tuple(SaidText(name=text.name, text=text.text, source=text.source) for text in said)


def _explain_delivered_loudness(why: Explanation, measured: Loudness) -> Explanation:
    """Add the loudness measured in the delivered file to `why`, where it is about loudness."""
    if why.step != Normalise.name or why.clip:
        return why
    return Normalise.explain_delivery(why, measured)


def _explain_branding(why: Explanation, planned: Deliverable, plan: Plan) -> Explanation:
    """Add what the kit had to show to `why`, where it is about branding."""
    if why.step != Brand.name:
        return why
    return Brand.explain_delivery(why, planned.branding, plan.kit.version_label)
