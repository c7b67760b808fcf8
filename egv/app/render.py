"""Render one clip: analyse, render sound beside one encode, verify, move into place."""

from __future__ import annotations

import os
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path

from egv.app.about import about, meant_for, paths_learned, sources_of
from egv.app.answers import Answers
from egv.app.clip_run import ClipRun
from egv.app.command import command_shown
from egv.app.commit import check_room, commit, commit_copy, commit_text, identity
from egv.app.corrections import with_lost_texts_told
from egv.app.finished_texts import keep_clock
from egv.app.fold import folded
from egv.app.in_the_way import check_beside, check_free, conflicts
from egv.app.inputs import shown
from egv.app.keys import given_of, key_of
from egv.app.ledger import Ledger
from egv.app.old_sidecars import remove_old_sidecars
from egv.app.order import RunOptions
from egv.app.outputs import Job, Target, check_lengths
from egv.app.pcm_store import PcmStore
from egv.app.plan import Plan
from egv.app.results import OutputResult, SaidText, Status, StepResult, Timings
from egv.app.sidecars import is_egvs, notes_on_texts, settled, sidecars_of, subtitled
from egv.app.sound import DeliveredSound
from egv.app.tracks import Video, rendered
from egv.app.usual_texts import CALL
from egv.app.watch import ClipWatch, Stage
from egv.core.ask import Ask
from egv.core.deliver import Deliverable, deliver
from egv.core.edit import Why
from egv.core.encoding import predicted_bytes
from egv.core.errors import InputError
from egv.core.file_names import as_named
from egv.core.loudness import Loudness
from egv.core.sources import Sources
from egv.core.texts import filled
from egv.core.vars import KIT, Said
from egv.steps.brand import Brand
from egv.steps.normalise import Normalise
from egv.tools.clips import check_unread, clip_at
from egv.tools.limits import limited
from egv.tools.processes import work_folder

CLOSE_ENOUGH_LU = 0.5  # the promised tolerance of delivered loudness


def render_job(
    job: Job, plan: Plan, options: RunOptions, ledger: Ledger, watch: ClipWatch
) -> tuple[OutputResult, ...]:
    """Carry out `plan` on the job's clips, except for outputs that are up to date."""
    run = ClipRun(job, plan, options, watch)
    for clip in job.clips:
        check_unread(clip)
    before = {path: identity(path) for path in (*job.clips, *plan.assets)}
    keys = {target: key_of(job, plan, target.format) for target in job.targets}
    done = _kept(job, keys, ledger)
    with ExitStack() as stack:
        if len(done) < len(keys) and not options.dry_run:
            outputs = [target.path for target in keys if target not in done]
            stack.enter_context(ledger.claimed(outputs, lambda: watch.stage(Stage.WAITING, 0.0)))
            done = _kept(job, keys, ledger)
            outputs = [target.path for target in keys if target not in done]
            own, overwrite = sources_of(job, ledger), options.overwrite
            check_free(() if plan.emits else outputs, ledger, own, overwrite=overwrite)
            check_beside(outputs, ledger, own, overwrite=overwrite)
        if missing := tuple(target for target in keys if target not in done):
            folder = stack.enter_context(work_folder())
            media = (clip_at(clip, allow_damaged=plan.allow_damaged) for clip in job.clips)
            length = float(sum(source.duration for source in media))
            stack.enter_context(limited(options.max_memory_gb, options.max_times_length, length))
            made = _worked(run, missing, ledger, keys, before, folder)
            done |= dict(zip(missing, made, strict=True))
    if not options.dry_run:
        for target in (target for target, result in done.items() if result.status is Status.KEPT):
            done[target] = _still_known(run, target, done[target], ledger)
    return tuple(done[target] for target in job.targets)


def _still_known(
    run: ClipRun, target: Target, result: OutputResult, ledger: Ledger
) -> OutputResult:
    """Update the ledger for a video that is kept, and return its `result` with notes."""
    known = ledger.latest_of(target.path)
    learned = paths_learned(run.job, ledger, known.about) if known else {}
    ledger.tell(target.path, {**meant_for(run.plan), **learned})
    sidecars = [ledger.folder / as_named(name) for name in known.beside] if known else []
    return result.noting(remove_old_sidecars(target.path, sidecars, run.plan.files, ledger))


def _kept(job: Job, keys: Mapping[Target, str], ledger: Ledger) -> dict[Target, OutputResult]:
    """Find the outputs that are up to date."""
    return {
        target: done.model_copy(
            update={
                "status": Status.KEPT,
                "input": job.shown,
                "inputs": job.inputs,
                "output": shown(target.path),
                "notes": tuple(dict.fromkeys((*done.notes, *job.notes))),
            }
        )
        for target, key in keys.items()
        if (done := ledger.finished(target.path, key))
    }


def _worked(
    run: ClipRun,
    targets: Sequence[Target],
    ledger: Ledger,
    keys: Mapping[Target, str],
    before: Mapping[Path, tuple[int, ...]],
    folder: Path,
) -> tuple[OutputResult, ...]:
    """Analyse and render the clip and commit its files; unfinished files are in `folder`."""
    job, plan, options = run.job, run.plan, run.options
    pcm = PcmStore(folder, run.saying)
    dry, text = options.dry_run, plan.text
    answers = Answers(run.saying, pcm=pcm, dry_run=dry, clips=job.clips, text=text)
    with run.timed("analysis", Stage.LOOKING):
        edit = with_lost_texts_told(folded(job, plan, answers), text, answers)
        formats = [target.format for target in targets]
        planned = deliver(edit, plan.kit, dict(plan.texts), answers, formats)
    videos = [
        _video(target, deliverable, plan, answers, ledger)
        for target, deliverable in zip(targets, planned, strict=True)
    ]
    written = [path for video in videos for path in _judged(video, ledger)]
    if options.dry_run:
        wanted = written if plan.emits else [*(target.path for target in targets), *written]
        foreseen = [_result(run, video, None, _predicted(job, plan, video)) for video in videos]
        return _warned(foreseen, wanted, run, ledger)
    check_free(written, ledger, sources_of(job, ledger), overwrite=options.overwrite)
    if plan.emits:
        _check_unchanged(before)
        return tuple(
            _finished(run, ledger, keys[video.target], video, _result(run, video))
            for video in videos
        )
    needed = sum(_needed(job, plan, video) for video in videos)
    advice = check_room(targets[0].path, needed, options.min_free_gb)
    with rendered(run, videos, answers, pcm, folder) as made:
        results = [_result(run, video, sound, part.stat().st_size) for video, (part, sound) in made]
        _check_unchanged(before)
        done = tuple(
            _finished(run, ledger, keys[video.target], video, result, part)
            for result, (video, (part, _)) in zip(results, made, strict=True)
        )
    # These notes are about this run only, so the ledger does not keep them.
    return tuple(_noted(output, advice) for output in done) if advice else done


def _noted(result: OutputResult, note: str) -> OutputResult:
    return result.model_copy(update={"notes": (*result.notes, note)})


def _video(target: Target, planned: Deliverable, plan: Plan, ask: Ask, ledger: Ledger) -> Video:
    kinds = plan.emits or plan.kit.says.subtitles.sidecar
    sidecars = sidecars_of(planned, target.path, kinds, plan.kit, ask)
    check_lengths(sidecars)
    beside = settled(sidecars, target.path, planned, plan, ledger)
    check_lengths(beside.aside.values())
    return Video(target, planned, sidecars, beside)


def _check_unchanged(before: Mapping[Path, tuple[int, ...]]) -> None:
    for path, was in before.items():
        if identity(path) != was:
            raise InputError(f"{shown(path)}: it changed while egv was reading it; run again")


def _finished(
    run: ClipRun,
    ledger: Ledger,
    key: str,
    video: Video,
    result: OutputResult,
    part: Path | None = None,
) -> OutputResult:
    """Move the finished files into place: those beside the video, and the video, still `part`."""
    plan, beside, output = run.plan, video.beside, video.target.path
    result = result.model_copy(update={"seconds": round(time.monotonic() - run.started, 3)})
    overwrite = run.options.overwrite
    given = given_of(run.job, replace(plan, text=None))
    said = subtitled(video.planned, beside, given, plan, ledger)
    known = about(run.job, plan, ledger)
    paths = (*_judged(video, ledger), output) if part else tuple(_judged(video, ledger))
    # Note which files do not exist yet: a file that appears meanwhile must not be replaced.
    named = (*beside.written, output)
    new = frozenset(path for path in named if not overwrite and not os.path.lexists(path))
    check_free(paths, ledger, Sources(known.sources, known.recordings), overwrite=overwrite)
    for old, aside in beside.aside.items():  # first: no text is ever only in memory
        commit_copy(old, aside)
    line = ledger.add(output, part, key, result, beside.written, known, said)
    keep_clock(line)
    for path, draft in beside.copied.items():
        commit_copy(draft, path)
    for path, text in beside.written.items():
        commit_text(text, path, is_new=path in new)
    if part is None:
        return result
    commit(part, output, is_new=output in new)
    # Of today, and so not for the ledger to remember.
    return result.noting(remove_old_sidecars(output, video.sidecars, plan.files, ledger))


def _judged(video: Video, ledger: Ledger) -> Iterator[Path]:
    """Iterate over the sidecars to write that may conflict with existing files.

    Left out are edited files, which are backed up, and files with egv's own text saved anew.
    """
    for path in video.beside.written:
        is_resaved = not ledger.lines_of(path) and is_egvs(path, ledger)
        if path not in video.beside.aside and not is_resaved:
            yield path


def _warned(
    foreseen: Sequence[OutputResult], paths: Iterable[Path], run: ClipRun, ledger: Ledger
) -> tuple[OutputResult, ...]:
    """Add notes to the dry-run results `foreseen` about conflicts that would stop the real run."""
    own = sources_of(run.job, ledger)
    faults = () if run.options.overwrite else conflicts(paths, ledger, own)
    notes = tuple(f"the run itself would stop here: {fault}" for fault in faults)
    return tuple(result.noting(notes) for result in foreseen)


def _predicted(job: Job, plan: Plan, video: Video) -> int | None:
    """Predict the size of the video in bytes; None where no video is made."""
    planned = video.planned
    if plan.emits:
        return None
    if planned.copied:
        return job.clip.stat().st_size
    seconds = float(planned.duration)
    return predicted_bytes(plan.quality, planned.canvas, seconds, planned.source_bit_rate)


def _needed(job: Job, plan: Plan, video: Video) -> int:
    """Estimate the disk use in bytes while `video` is made; muxing doubles an encoded picture."""
    return (_predicted(job, plan, video) or 0) * (1 if video.planned.copied else 2)


def _result(
    run: ClipRun,
    video: Video,
    sound: DeliveredSound | None = None,
    size_bytes: int | None = None,
) -> OutputResult:
    """Build the result of the clip, with what each step found and did."""
    job, dry, emits = run.job, run.options.dry_run, bool(run.plan.emits)
    planned = video.planned
    notes = (*job.notes, *notes_on_texts(run.plan, video.beside), *planned.notes, *run.notes)
    whys = tuple(_as_shown(why, planned, run.plan) for why in planned.whys)
    if sound and sound.loudness and planned.level:
        whys = tuple(_as_delivered(why, sound.loudness) for why in whys)
        off = sound.loudness.integrated_lufs - planned.level.lufs
        if abs(off) > CLOSE_ENOUGH_LU and not sound.loudness.is_silence:
            notes += (f"sound: {abs(off):.1f} LU off the target: its peaks leave no more room",)
    output = str(video.target.path)
    return OutputResult(
        input=job.shown,
        inputs=job.inputs,
        format=planned.format,
        mark=str(run.plan.marking or ""),
        output=None if emits else output,
        status=Status.PLANNED if dry else Status.RENDERED,
        duration=round(float(planned.duration), 3),
        source_duration=round(float(planned.source_duration), 3),
        size_bytes=size_bytes,
        encodes=None if emits else int(not planned.copied),
        why_encoded="" if emits else planned.why_encoded,
        timings=Timings(**{name: round(value, 3) for name, value in run.seconds.items()}),
        plan=run.plan.hash,
        kit=run.plan.kit.label,
        sidecars=tuple(str(path) for path in video.sidecars),
        steps=tuple(
            StepResult(step=w.step, clip=w.clip, why=w.text, facts=dict(w.facts)) for w in whys
        ),
        texts=_texts(job, run.plan) if dry else (),
        notes=notes,
        commands=(
            (command_shown(planned, run.plan.quality, video.target.path),)
            if dry and not emits
            else ()
        ),
    )


def _texts(job: Job, plan: Plan) -> tuple[SaidText, ...]:
    """List the texts of the video with their sources; only displayed: a ledger holds no names."""
    said = [text for text in job.words.said if text.text]
    call = filled(plan.kit.says.outro.cta.line(plan.language), job.words.texts)
    if call and CALL in plan.shown and CALL not in job.words.texts:
        said.append(Said(CALL, call, KIT))
    return tuple(SaidText(name=text.name, text=text.text, source=text.source) for text in said)


def _as_delivered(why: Why, measured: Loudness) -> Why:
    """Add the loudness measured in the delivered file to `why`, where it is about loudness."""
    if why.step != Normalise.name or why.clip:
        return why
    return Normalise.delivered(why, measured)


def _as_shown(why: Why, planned: Deliverable, plan: Plan) -> Why:
    """Add what the kit had to show to `why`, where it is about branding."""
    if why.step != Brand.name:
        return why
    return Brand.delivered(why, planned.branding, plan.kit.label)
