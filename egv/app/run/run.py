"""The main use case: carry out an order on every clip; a failed clip does not stop the others."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import dataclass
from itertools import product
from pathlib import Path
from typing import TypeAlias

from egv.app.plan.conflicts import FolderListings, check_paths_free
from egv.app.plan.consent_notes import collect_consent_notes
from egv.app.plan.order import Order
from egv.app.plan.outputs import Job, check_distinct_outputs, plan_jobs
from egv.app.plan.plan import Plan
from egv.app.plan.prepare import PreparedRun, check_places, prepare_run, save_recipe
from egv.app.records.ledger import Ledger
from egv.app.records.progress import RunWatch
from egv.app.records.results import RESULT_SCHEMA, OutputResult, RunResult, build_failed_run
from egv.app.records.source_match import ClipSources
from egv.app.render.clip_run import ClipOrder
from egv.app.render.corrections import apply_corrections, find_corrected_files
from egv.app.render.provenance import collect_sources, list_failures
from egv.app.render.render import render_clip
from egv.app.run.batch import run_batch
from egv.app.run.drafts import mark_job
from egv.app.run.maker_question import check_maker_known
from egv.app.run.model_offer import check_model_present
from egv.app.run.render_drafts import render_drafts
from egv.core.errors import (
    ConflictError,
    EgvError,
    EnvironmentFault,
    InputError,
    InterruptedRun,
    UsageError,
)
from egv.core.kit.plain_values import SidecarKind
from egv.core.programme.layers import Marking
from egv.tools.clips.clip_cache import check_unread_clip
from egv.tools.ffmpeg.context import RenderContext
from egv.tools.store.atomic_files import check_replaceable, commit_text


@dataclass(frozen=True, slots=True)
class FinishedRun:
    """A run whose videos are made: its jobs, its plan and the ledger that knows them."""

    jobs: tuple[Job, ...]
    plan: Plan
    ledger: Ledger


@dataclass(frozen=True, slots=True)
class FinishedClip:
    """A clip whose videos are made or kept: its job, the run it is in, and its results."""

    job: Job
    order: Order
    ready: PreparedRun
    results: tuple[OutputResult, ...]
    context: RenderContext


Conclusion: TypeAlias = Callable[[RunResult, FinishedRun], RunResult]
ClipConclusion: TypeAlias = Callable[[FinishedClip], tuple[OutputResult, ...]]


@dataclass(frozen=True, slots=True)
class RunEnding:
    """The ending of a run that was not dry: of each clip, at once, and of the whole run.

    Both return the results with what they add to them.
    """

    conclude: Conclusion = lambda result, _: result
    conclude_clip: ClipConclusion = lambda finished: finished.results


def run_order(order: Order, watch: RunWatch, ending: RunEnding = RunEnding()) -> RunResult:
    """Carry out `order`, and then what `ending` says.

    Raises EgvError, before any work, where the order itself is faulty.
    """
    ending = RunEnding() if order.options.dry_run else ending
    return run_with_report(order, lambda: _run_jobs(order, watch, ending))


def run_with_report(order: Order, make: Callable[[], RunResult]) -> RunResult:
    """Return the result of `make`, and write it to the report file where `order` names one."""
    report = order.options.report
    if report:
        check_replaceable(Path(report), RESULT_SCHEMA, "--report")
    try:
        result = make()
    except (EgvError, InterruptedRun) as error:
        if report:
            _write_report(build_failed_run(error), Path(report))
        raise
    if report:
        _write_report(result, Path(report))
    return result


def _check_answers_known(jobs: Sequence[Job], ready: PreparedRun, order: Order) -> None:
    """Raise an error for what a person can be asked, where `order` is one of somebody who can."""
    if order.asks_maker:
        check_maker_known(jobs, ready)
    if order.offers_model:
        check_model_present(jobs, ready)


def _run_jobs(order: Order, watch: RunWatch, ending: RunEnding) -> RunResult:
    ready = prepare_run(order)
    plan, options, ledger, output = ready.plan, ready.options, ready.ledger, ready.settings.output
    said = ready.settings.describe_origin("output")
    jobs = plan_jobs(ready.clips, output, plan.files_by_format, plan.text_variables, said)
    marking = plan.marking
    marked = tuple(mark_job(job, marking) for job in jobs) if marking else jobs
    under_review = marking is Marking.DRAFT
    planned = (*jobs, *marked) if under_review else marked
    check_distinct_outputs(planned)
    _check_jobs(planned, ready)
    to_render = jobs if under_review else marked  # `render_drafts` marks what nobody approved yet
    consents = collect_consent_notes(to_render, ready)
    space_notes = _tell_folder_space(ready, watch)
    if not options.dry_run:
        _check_answers_known(to_render, ready, order)
    saved = save_recipe(ready)
    _tell_corrections(to_render, ready, watch)

    def render(job: Job, context: RenderContext) -> Sequence[OutputResult]:
        if under_review:
            made = render_drafts(job, order, ready, context)
        else:
            read = apply_corrections(
                job, plan.with_texts(job.clip_texts), ledger, overwrite=options.overwrite
            )
            made = render_clip(
                ClipOrder(*read, options, ledger, ready.settings.values.limits), context
            )
        made = ending.conclude_clip(FinishedClip(job, order, ready, tuple(made), context))
        return [result.with_notes(space_notes + consents.get(job, ())) for result in made]

    with closing(ledger):
        result = run_batch(
            to_render, render, watch, at_once=ready.at_once, fail_fast=options.fail_fast
        )
        if not options.dry_run:
            ledger.add_failures(list_failures(jobs, plan, ledger, result.outputs))
            result = ending.conclude(result, FinishedRun(jobs, plan, ledger))
    return result.model_copy(update={**saved, "contact": _find_contact(plan, result)})


def _find_contact(plan: Plan, result: RunResult) -> str:
    """Find whom to ask where a clip failed."""
    return plan.kit.spec.owner.contact or "" if any(one.error for one in result.outputs) else ""


def _tell_corrections(jobs: Sequence[Job], ready: PreparedRun, watch: RunWatch) -> None:
    """Tell how many subtitle files were edited, if any."""
    if corrected := find_corrected_files(jobs, ready.plan, ready.ledger):
        watch.on_corrections(len(corrected), dry_run=ready.options.dry_run)


def _tell_folder_space(ready: PreparedRun, watch: RunWatch) -> tuple[str, ...]:
    """Tell the department that only the folder of the clips names; return it as a note."""
    space = ready.settings.folder_space
    if not space:
        return ()
    watch.on_folder_space(space)
    return (
        f"space: {space}, because the clips lie in a folder of that name; --space names another",
    )


def _write_report(result: RunResult, path: Path) -> None:
    try:
        commit_text(result.to_json(), path)
    except EnvironmentFault as error:
        raise EnvironmentFault(f"--report {error}") from None


def _check_jobs(jobs: Sequence[Job], ready: PreparedRun) -> None:
    """Raise EgvError for faults that are known before the first clip is touched."""
    plan, output, ledger = ready.plan, ready.settings.output, ready.ledger
    if plan.sidecar_kinds and Path(output).suffix.lstrip(".").lower() in [*SidecarKind]:
        raise UsageError(
            f"-o {output}: --emit names the files after the clip; give a folder instead"
        )
    check_places(jobs, plan, ledger.folder)
    places, overwrite = (
        FolderListings(),
        ready.options.overwrite or ready.options.dry_run or plan.sidecar_kinds,
    )
    only = len({job.clips for job in jobs}) == 1  # several clips: each fails in its turn
    for job in jobs:
        paths = [target.path for target in job.targets]
        for path, read in product(paths, plan.input_files):
            if path.exists() and read.samefile(path):
                raise ConflictError(
                    f"{read}: this run reads this file, so it cannot also write it; choose"
                    " another name"
                )
        if not overwrite:
            check_paths_free(
                paths, ledger, _collect_known_sources(job, ledger) if only else None, places=places
            )


def _collect_known_sources(job: Job, ledger: Ledger) -> ClipSources | None:
    """Collect the clips of `job` where an earlier output may conflict; None otherwise.

    None where no output of this name was made, or the ledger does not record its clips.
    """
    made = [ledger.find_latest_record(target.path) for target in job.targets]
    if not any(line and line.about.sources for line in made):
        return None
    try:
        for clip in job.clips:
            check_unread_clip(clip)
    except InputError:  # reported again, with advice, when the clip's turn comes
        return None
    return collect_sources(job, ledger)
