"""The main use case: carry an order out on every clip, each failing alone."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from egv.app.crash import write_crash_log
from egv.app.inputs import clips_in
from egv.app.ledger import Ledger
from egv.app.order import Order, RunOptions
from egv.app.outputs import Job, jobs_for, output_folder
from egv.app.plan import Plan, planned, save_recipe
from egv.app.render import render_job
from egv.app.results import Fault, OutputResult, RunResult, Status, failed_run, run_result
from egv.app.settings import settings_for
from egv.app.watch import Watch
from egv.app.wording import worded
from egv.core.errors import ConflictError, EgvError, EnvironmentFault, InterruptedRun, UsageError
from egv.core.kit_parts import SidecarKind
from egv.tools import ffmpeg


def run(order: Order, watch: Watch) -> RunResult:
    """What came of `order`. Raises EgvError, before any work, when the order itself is wrong."""
    return reported(order, lambda: _run(order, watch))


def reported(order: Order, make: Callable[[], RunResult]) -> RunResult:
    """The result that `make` gives, also written where `order` wants a report."""
    report = order.options.report
    try:
        result = make()
    except EgvError as error:
        if report:
            _write_report(failed_run(error), Path(report))
        raise
    if report:
        _write_report(result, Path(report))
    return result


def _run(order: Order, watch: Watch) -> RunResult:
    settings = settings_for(order.options)
    options = replace(order.options, min_free_gb=settings["limits.min_free_gb"].value)
    plan, output = planned(order, settings), settings.output
    ledger = Ledger(settings.home or output_folder(output))
    clips = clips_in(
        order.inputs,
        options.files_from,
        recursive=options.recursive,
        is_output=lambda path: path in ledger,
    )
    clips = worded(clips, plan, order)
    jobs = jobs_for(clips, output, plan.files_by_format, plan.vars, settings.said("output"))
    _check(jobs, plan, ledger, options, output)
    if options.save_recipe:
        save_recipe(plan, Path(options.save_recipe))
    watch.run_started(tuple(job.shown for job in jobs))

    def render(job: Job) -> Sequence[OutputResult]:
        return render_job(job, plan.saying(job.words), options, ledger, watch)

    return batch(jobs, render, watch, fail_fast=options.fail_fast)


def _write_report(result: RunResult, path: Path) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(result.to_json(), encoding="utf-8")
    except OSError as error:
        raise EnvironmentFault(f"--report {path}: cannot be written ({error.strerror})") from None


def _check(
    jobs: tuple[Job, ...], plan: Plan, ledger: Ledger, options: RunOptions, output: str
) -> None:
    """Everything that can be known to be wrong before the first clip is touched."""
    if plan.emits and Path(output).suffix.lstrip(".").lower() in [*SidecarKind]:
        raise UsageError(f"-o {output}: --emit names its files after the clip; give a folder")
    ffmpeg.binary()
    targets = [target.path for job in jobs for target in job.targets]
    check_writable({ledger.folder, *(target.absolute().parent for target in targets)})
    for path in plan.files:
        if not path.is_file():
            raise UsageError(f"{path}: there is no such file; check the name")
    for target in targets:
        for path in plan.files:
            if target.exists() and path.samefile(target):
                raise ConflictError(f"{path}: it is read by this run and cannot be its output too")
        if not plan.emits:
            ledger.check_free(target, overwrite=options.overwrite or options.dry_run)


def check_writable(folders: Iterable[Path]) -> None:
    """Raise EnvironmentFault for the first of `folders` in which nothing can be written."""
    for folder in folders:
        nearest = next(each for each in (folder, *folder.parents) if each.exists())
        if not nearest.is_dir() or not os.access(nearest, os.W_OK):
            raise EnvironmentFault(
                f"{folder}: cannot be written ({nearest} is no folder you may write to);"
                " choose another folder with -o"
            )


def batch(
    jobs: tuple[Job, ...],
    work: Callable[[Job], Sequence[OutputResult]],
    watch: Watch,
    *,
    fail_fast: bool,
) -> RunResult:
    """What `work` makes of every job, each failing alone."""
    done: list[OutputResult] = []
    codes: dict[str, int] = {}
    for index, job in enumerate(jobs):
        watch.clip_started(index)
        try:
            results = work(job)
        except InterruptedRun as error:
            return failed_run(error, (*done, *_pending(jobs[index:])))
        except EgvError as error:
            codes[job.shown] = error.exit_code
            results = _failed(job, Fault.of(error))
        except Exception as error:
            codes[job.shown] = 1
            results = _failed(job, _bug(error))
        done += results
        watch.clip_done(index, results[0])
        if fail_fast and results[0].status is Status.FAILED:
            done += _pending(jobs[index + 1 :])
            break
    return run_result(tuple(done), codes)


def _pending(jobs: Iterable[Job]) -> Iterator[OutputResult]:
    for job in jobs:
        for target in job.targets:
            yield OutputResult(input=job.shown, format=target.format, status=Status.PENDING)


def _failed(job: Job, fault: Fault) -> tuple[OutputResult, ...]:
    return tuple(
        OutputResult(
            input=job.shown,
            format=target.format,
            output=str(target.path),
            status=Status.FAILED,
            error=fault,
        )
        for target in job.targets
    )


def _bug(error: Exception) -> Fault:
    try:
        where = f"please report it with {write_crash_log(error)}"
    except OSError:
        where = "please report it; no log could be written"
    return Fault(kind="bug", message=f"a bug in egv: {type(error).__name__}; {where}")
