"""The main use case: carry out an order on every clip; a failed clip does not stop the others."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import closing
from itertools import product
from pathlib import Path

from egv.app.about import failures, sources_of
from egv.app.batch import batch
from egv.app.commit import check_replaceable, commit_text
from egv.app.consent import consent_notes
from egv.app.corrections import corrected_files, take_up_corrections
from egv.app.drafts import marked
from egv.app.in_the_way import Places, check_free
from egv.app.ledger import Ledger
from egv.app.order import Order
from egv.app.outputs import Job, check_apart, jobs_for
from egv.app.plan import save_recipe
from egv.app.prepare import Prepared, check_places, prepared
from egv.app.render import render_job
from egv.app.results import (
    RESULT_SCHEMA,
    OutputResult,
    RunResult,
    failed_run,
)
from egv.app.reviewed import render_reviewed
from egv.app.watch import ClipWatch, Watch
from egv.core.errors import (
    ConflictError,
    EgvError,
    EnvironmentFault,
    InputError,
    InterruptedRun,
    UsageError,
)
from egv.core.kit_parts import SidecarKind
from egv.core.layers import Marking
from egv.core.sources import Sources
from egv.tools.clips import check_unread


def run(order: Order, watch: Watch) -> RunResult:
    """Carry out `order`. Raises EgvError, before any work, where the order itself is faulty."""
    return reported(order, lambda: _run(order, watch))


def reported(order: Order, make: Callable[[], RunResult]) -> RunResult:
    """Return the result of `make`, and write it to the report file where `order` names one."""
    report = order.options.report
    if report:
        check_replaceable(Path(report), RESULT_SCHEMA, "--report")
    try:
        result = make()
    except (EgvError, InterruptedRun) as error:
        if report:
            _write_report(failed_run(error), Path(report))
        raise
    if report:
        _write_report(result, Path(report))
    return result


def _run(order: Order, watch: Watch) -> RunResult:
    ready = prepared(order)
    plan, options, ledger, output = ready.plan, ready.options, ready.ledger, ready.settings.output
    said = ready.settings.said("output")
    jobs = jobs_for(ready.clips, output, plan.files_by_format, plan.vars, said)
    marking = plan.marking
    named = tuple(marked(job, marking) for job in jobs) if marking else jobs
    under_review = marking is Marking.DRAFT
    check_apart((*jobs, *named) if under_review else named)
    _check((*jobs, *named) if under_review else named, ready)
    asked = jobs if under_review else named
    consents = consent_notes(asked, ready)
    if options.save_recipe:
        save_recipe(plan, Path(options.save_recipe))

    if corrected := corrected_files(asked, plan, ledger):
        watch.corrected(len(corrected), dry_run=options.dry_run)

    def render(job: Job, clip_watch: ClipWatch) -> Sequence[OutputResult]:
        if under_review:
            made = render_reviewed(job, order, ready, clip_watch)
        else:
            read = take_up_corrections(
                job, plan.saying(job.words), ledger, overwrite=options.overwrite
            )
            made = render_job(*read, options, ledger, clip_watch)
        return [result.noting(consents.get(job, ())) for result in made]

    with closing(ledger):
        result = batch(asked, render, watch, at_once=ready.at_once, fail_fast=options.fail_fast)
        if not options.dry_run:
            ledger.add_failures(failures(jobs, plan, ledger, result.outputs))
    return result


def _write_report(result: RunResult, path: Path) -> None:
    try:
        commit_text(result.to_json(), path)
    except EnvironmentFault as error:
        raise EnvironmentFault(f"--report {error}") from None


def _check(jobs: Sequence[Job], ready: Prepared) -> None:
    """Raise EgvError for faults that are known before the first clip is touched."""
    plan, output, ledger = ready.plan, ready.settings.output, ready.ledger
    if plan.emits and Path(output).suffix.lstrip(".").lower() in [*SidecarKind]:
        raise UsageError(f"-o {output}: --emit names its files after the clip; give a folder")
    check_places(jobs, plan, ledger.folder)
    places, overwrite = Places(), ready.options.overwrite or ready.options.dry_run or plan.emits
    only = len({job.clips for job in jobs}) == 1  # several clips: each fails in its turn
    for job in jobs:
        paths = [target.path for target in job.targets]
        for path, read in product(paths, plan.files):
            if path.exists() and read.samefile(path):
                raise ConflictError(f"{read}: it is read by this run and cannot be its output too")
        if not overwrite:
            check_free(paths, ledger, _sources_in(job, ledger) if only else None, places=places)


def _sources_in(job: Job, ledger: Ledger) -> Sources | None:
    """Collect the clips of `job` where an earlier output may conflict; None otherwise.

    None where no output of this name was made, or the ledger does not record its clips.
    """
    made = [ledger.latest_of(target.path) for target in job.targets]
    if not any(line and line.about.sources for line in made):
        return None
    try:
        for clip in job.clips:
            check_unread(clip)
    except InputError:  # reported again, with advice, when the clip's turn comes
        return None
    return sources_of(job, ledger)
