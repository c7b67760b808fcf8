"""The road of one clip: analyse it, describe its videos, encode them, and commit them.

Each act has a module of its own: `analyse`, `describe`, `encode` and `commit`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from contextlib import AbstractContextManager, ExitStack
from dataclasses import replace

from egv.app.plan.conflicts import check_paths_free, check_sidecars
from egv.app.plan.inputs import format_clip_path
from egv.app.plan.outputs import Target
from egv.app.records.progress import Stage
from egv.app.records.results import OutputResult, Status
from egv.app.render.analyse import apply_steps
from egv.app.render.answers import Answers
from egv.app.render.clip_run import ClipOrder, ClipRun
from egv.app.render.commit import commit_videos, update_kept_output
from egv.app.render.corrections import with_lost_texts_note
from egv.app.render.describe import (
    PlannedVideo,
    describe_videos,
    foresee_results,
    predict_size,
)
from egv.app.render.encode import EncodedVideo, encode_videos
from egv.app.render.fingerprint import compute_fingerprint
from egv.app.render.pcm_cache import PcmCache
from egv.app.render.provenance import collect_sources
from egv.tools.clips.clip_cache import check_unread_clip, load_clip
from egv.tools.ffmpeg.context import RenderContext
from egv.tools.machine.limits import start_limits
from egv.tools.store.atomic_files import check_disk_room
from egv.tools.store.unfinished import open_work_folder


def render_clip(order: ClipOrder, context: RenderContext) -> tuple[OutputResult, ...]:
    """Make the videos of `order`, except for those that are up to date, and tell of each."""
    job, plan, options = order.job, order.plan, order.options
    for clip in job.clips:
        check_unread_clip(clip)
    identities = order.read_file_identities()
    keys = {target: compute_fingerprint(job, plan, target.format) for target in job.targets}
    done = _find_kept_outputs(order, keys)
    with ExitStack() as stack:
        if len(done) < len(keys) and not options.dry_run:
            stack.enter_context(_claim_outputs(order, keys.keys() - done.keys(), context))
            done = _find_kept_outputs(
                order, keys
            )  # again: another run may have made some meanwhile
            _check_outputs_free(order, [target for target in keys if target not in done])
        if missing := [target for target in keys if target not in done]:
            context = replace(context, folder=stack.enter_context(open_work_folder()))
            run = ClipRun(order, _start_limits(order, context), keys, identities)
            done |= dict(zip(missing, _render_targets(run, missing), strict=True))
    if not options.dry_run:
        kept = [target for target, result in done.items() if result.status is Status.KEPT]
        done |= {target: update_kept_output(order, target, done[target]) for target in kept}
    return tuple(done[target] for target in job.targets)


def _render_targets(run: ClipRun, targets: Sequence[Target]) -> tuple[OutputResult, ...]:
    """Take the clip through the four acts; unfinished files are in the folder of the context."""
    plan, pcm = run.plan, PcmCache(run.context.folder)
    answers = Answers(
        run.context,
        pcm=pcm,
        dry_run=run.options.dry_run,
        clips=run.job.clips,
        text=plan.corrected_text,
    )
    with run.time_stage("analysis", Stage.LOOKING):
        edit = apply_steps(run.job, plan, answers)
        edit = with_lost_texts_note(edit, plan.corrected_text, answers)
        videos = describe_videos(edit, targets, plan, answers, run.ledger)
    if run.options.dry_run:
        return foresee_results(run, videos)
    run.context = _extend_limits(run.context, videos)
    _check_sidecars_free(run, videos)
    if plan.sidecar_kinds:
        return commit_videos(run, [EncodedVideo(video) for video in videos])
    advice = _check_disk_room(run, videos)
    with encode_videos(run, videos, answers, pcm) as encoded:
        results = commit_videos(run, encoded)
    # The advice is about this run only, so the ledger does not keep it.
    return tuple(result.with_notes((advice,) if advice else ()) for result in results)


def _find_kept_outputs(order: ClipOrder, keys: dict[Target, str]) -> dict[Target, OutputResult]:
    """Find the outputs that are up to date."""
    job, ledger = order.job, order.ledger
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


def _claim_outputs(
    order: ClipOrder, targets: Iterable[Target], context: RenderContext
) -> AbstractContextManager[None]:
    """Hold the outputs, so that no other run makes any of them; waits where one does."""

    def report_waiting() -> None:
        context.on_stage(Stage.WAITING, 0.0)
        context.tasks.check_cancellation()

    return order.ledger.claim_outputs([target.path for target in targets], report_waiting)


def _check_outputs_free(order: ClipOrder, targets: Sequence[Target]) -> None:
    """Raise ConflictError where a file must not be replaced by an output, or lies beside one."""
    own, overwrite = collect_sources(order.job, order.ledger), order.options.overwrite
    outputs = [target.path for target in targets]
    videos = () if order.plan.sidecar_kinds else outputs
    check_paths_free(videos, order.ledger, own, overwrite=overwrite)
    check_sidecars(outputs, order.ledger, own, overwrite=overwrite)


def _start_limits(order: ClipOrder, context: RenderContext) -> RenderContext:
    """Return `context` with the limits for these clips, whose time begins now."""
    allow_damaged = order.plan.allow_damaged
    clips = (load_clip(clip, allow_damaged=allow_damaged) for clip in order.job.clips)
    length = float(sum(clip.duration for clip in clips))
    limits = order.limits
    return replace(
        context, limits=start_limits(limits.max_memory_gb, limits.max_times_length, length)
    )


def _extend_limits(context: RenderContext, videos: Sequence[PlannedVideo]) -> RenderContext:
    """Return `context` with the time for what is made: cards and narration may outlast a clip."""
    length = float(sum(video.deliverable.duration for video in videos))
    return replace(context, limits=context.limits.with_length(length))


def _check_sidecars_free(run: ClipRun, videos: Sequence[PlannedVideo]) -> None:
    """Raise ConflictError where a file beside a video must not be replaced."""
    written = [path for video in videos for path in video.list_checked_files(run.ledger)]
    own = collect_sources(run.job, run.ledger)
    check_paths_free(written, run.ledger, own, overwrite=run.options.overwrite)


def _check_disk_room(run: ClipRun, videos: Sequence[PlannedVideo]) -> str:
    """Check that the disk has room for `videos`, and advise where it is nearly full.

    While a video is made, muxing doubles its encoded picture.
    """
    needed = sum(
        (predict_size(run, video) or 0) * (1 if video.deliverable.copied_source else 2)
        for video in videos
    )
    return check_disk_room(videos[0].target.path, needed, run.order.limits.min_free_gb)
