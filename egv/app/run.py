"""The main use case: carry an order out on every clip, each failing alone."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Sequence
from contextlib import closing
from dataclasses import replace
from pathlib import Path

from egv.app.batch import batch
from egv.app.inputs import clips_in
from egv.app.ledger import Ledger
from egv.app.order import Order, RunOptions
from egv.app.outputs import Job, jobs_for, output_folder
from egv.app.plan import Plan, planned, save_recipe
from egv.app.render import render_job
from egv.app.results import OutputResult, RunResult, failed_run
from egv.app.settings import Settings, settings_for
from egv.app.watch import ClipWatch, Watch
from egv.app.wording import worded
from egv.core.errors import ConflictError, EgvError, EnvironmentFault, UsageError
from egv.core.kit_parts import SidecarKind
from egv.tools import ffmpeg
from egv.tools.memory import free_memory

# One encode of 1080p keeps two to four cores busy; two clips at once fill the pauses between the
# stages. A clip takes about a gigabyte, one in 4K half as much again.
MOST_AT_ONCE = 8
CLIP_BYTES = 1.5e9


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

    def render(job: Job, clip_watch: ClipWatch) -> Sequence[OutputResult]:
        return render_job(job, plan.saying(job.words), options, ledger, clip_watch)

    at_once = jobs_at_once(settings)
    with closing(ledger):
        return batch(jobs, render, watch, at_once=at_once, fail_fast=options.fail_fast)


def jobs_at_once(settings: Settings) -> int:
    """How many clips to work on at a time: as said, else by the cores and the free memory."""
    said = settings["jobs"].value
    if said is not None:
        return int(said)
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    memory = free_memory()
    room = MOST_AT_ONCE if memory is None else int(memory / CLIP_BYTES)
    return max(1, min(max(2, (cores or 1) // 2), room, MOST_AT_ONCE))


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
