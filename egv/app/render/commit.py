"""The last act: check that nothing changed meanwhile, and move finished files into place."""

from __future__ import annotations

import os
import time
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path

from egv.app.plan.conflicts import check_paths_free
from egv.app.plan.inputs import format_clip_path
from egv.app.plan.outputs import Target
from egv.app.records.ledger import FinishedOutput, Ledger
from egv.app.records.results import OutputResult
from egv.app.records.source_match import ClipSources
from egv.app.render.clip_run import ClipOrder, ClipRun
from egv.app.render.describe import build_result
from egv.app.render.encode import EncodedVideo
from egv.app.render.fingerprint import compute_given_fingerprint
from egv.app.render.finished_texts import store_clock
from egv.app.render.provenance import (
    collect_audience_facts,
    collect_new_paths,
    collect_provenance,
)
from egv.app.render.sidecars import build_subtitle_record
from egv.core.errors import EnvironmentFault, InputError
from egv.core.text.file_names import fold_name
from egv.tools.store.atomic_files import (
    commit_copy,
    commit_file,
    commit_text,
    keep_under_free_name,
    read_file_identity,
)


def commit_videos(run: ClipRun, videos: Sequence[EncodedVideo]) -> tuple[OutputResult, ...]:
    """Move the finished `videos` and the files beside them into place, and record them.

    Raises InputError where a source changed meanwhile: then nothing is moved.
    """
    results = [
        build_result(
            run, encoded.video, encoded.sound, encoded.part.stat().st_size if encoded.part else None
        )
        for encoded in videos
    ]
    _check_same_files(run)
    return tuple(
        _commit_video(run, encoded, result) for encoded, result in zip(videos, results, strict=True)
    )


def _check_same_files(run: ClipRun) -> None:
    for path, was in run.identities.items():
        if read_file_identity(path) != was:
            raise InputError(
                f"{format_clip_path(path)}: this clip changed while egv was reading it;"
                " run the same line again"
            )


def _commit_video(run: ClipRun, encoded: EncodedVideo, result: OutputResult) -> OutputResult:
    """Move one video into place, still `made.part`, after the files beside it."""
    ledger, plan, overwrite = run.ledger, run.plan, run.options.overwrite
    video, beside, output = encoded.video, encoded.video.sidecar_plan, encoded.video.target.path
    result = result.model_copy(update={"seconds": round(time.monotonic() - run.started_s, 3)})
    given = compute_given_fingerprint(run.job, replace(plan, corrected_text=None))
    subtitle_record = build_subtitle_record(video.deliverable, beside, given, plan, ledger)
    known = collect_provenance(run.job, plan, ledger)
    paths = (*video.list_checked_files(ledger), *([output] if encoded.part else []))
    # Note which files do not exist yet: a file that appears meanwhile must not be replaced.
    named = (*beside.texts_to_write, output)
    new = frozenset(path for path in named if not overwrite and not os.path.lexists(path))
    own = ClipSources(known.sources, known.recordings)
    check_paths_free(paths, ledger, own, overwrite=overwrite)
    for old, aside in beside.backups.items():  # first: no text is ever only in memory
        commit_copy(old, aside)
    key, texts = run.keys[video.target], beside.texts_to_write
    finished = FinishedOutput(output, encoded.part, key, result, texts, known, subtitle_record)
    earlier, record = ledger.find_latest_record(output), ledger.add_output(finished)
    done: list[Path] = []
    store_clock(record)
    try:
        for path, draft in beside.draft_copies.items():
            commit_copy(draft, path)
        for path, text in texts.items():
            commit_text(text, path, is_new=path in new)
            done.append(path)
    except EnvironmentFault as error:  # such as a text that is open in an editor
        if earlier:  # the same line again must make what was not put in its place
            ledger.restore_record(earlier, record, *done)
        raise _keep_video(encoded.part, output, error) from None
    if encoded.part is None:
        return result
    commit_file(encoded.part, output, is_new=output in new)
    # Of today, and so not for the ledger to remember.
    return result.with_notes(remove_old_sidecars(output, video.sidecars, plan.input_files, ledger))


def _keep_video(part: Path | None, output: Path, error: EnvironmentFault) -> EnvironmentFault:
    """Keep the finished video under a free name, and add that to `error`, of a file beside it."""
    kept = keep_under_free_name(part, output) if part else None
    if kept is None:
        return error
    return EnvironmentFault(f"{error}; the finished video is kept too, as {kept.name}")


def update_kept_output(order: ClipOrder, target: Target, result: OutputResult) -> OutputResult:
    """Update the ledger for a video that is kept, and return its `result` with notes."""
    ledger, plan = order.ledger, order.plan
    known = ledger.find_latest_record(target.path)
    learned = collect_new_paths(order.job, ledger, known.about) if known else {}
    ledger.add_update(target.path, {**collect_audience_facts(plan, ledger), **learned})
    names = known.all_sidecars if known else ()
    sidecars = [ledger.locate_file(name) for name in names]
    return result.with_notes(remove_old_sidecars(target.path, sidecars, plan.input_files, ledger))


def remove_old_sidecars(
    video: Path, current: Iterable[Path], read: Iterable[Path], ledger: Ledger
) -> tuple[str, ...]:
    """Delete the earlier sidecars of `video` that are neither `current` nor `read` now.

    Returns notes on what was done. A file that somebody changed is left, with a note.
    """
    staying = {fold_name(ledger.to_name(path)) for path in (*current, *read)}
    notes = []
    for path, line in ledger.find_sidecars(video):
        if not line.content or not path.is_file() or fold_name(ledger.to_name(path)) in staying:
            continue
        name = format_clip_path(video.with_name(path.name))
        if ledger.find_records(path):
            path.unlink()
            notes.append(f"{name}: removed, because the video no longer has these subtitles")
        else:
            notes.append(
                f"{name}: the video no longer has these subtitles, but this file was edited, so"
                " it is kept; delete it if you do not need it"
            )
    return tuple(notes)
