"""A run under review: each output is a draft until somebody approves exactly this version."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from egv.app.plan.conflicts import check_paths_free
from egv.app.plan.inputs import format_clip_path
from egv.app.plan.order import Order
from egv.app.plan.outputs import Job, Target
from egv.app.plan.prepare import PreparedRun
from egv.app.records.results import OutputResult
from egv.app.render.clip_run import ClipOrder
from egv.app.render.corrections import apply_corrections
from egv.app.render.fingerprint import compute_fingerprint
from egv.app.render.provenance import collect_sources
from egv.app.render.render import render_clip
from egv.app.run.drafts import DraftOrder, build_draft, mark_job, write_draft
from egv.app.run.review_history import ReviewAct, ReviewLog
from egv.app.run.review_log import ReviewStore
from egv.core.programme.layers import Marking
from egv.tools.ffmpeg.context import RenderContext
from egv.tools.machine.shell import format_line_to_paste


def render_drafts(
    job: Job, line: Order, ready: PreparedRun, context: RenderContext
) -> tuple[OutputResult, ...]:
    """Render the job's outputs: finished where the present version is approved, else as drafts.

    The data needed to finish a draft is kept until somebody decides.
    """
    options, ledger = ready.options, ready.ledger
    said = ready.plan.with_texts(job.clip_texts)
    job, plan = apply_corrections(job, said, ledger, overwrite=options.overwrite)
    order = ClipOrder(job, plan, options, ledger, ready.settings.values.limits)
    history = ReviewStore(ledger).review_log
    keys = {
        target: compute_fingerprint(job, plan.unmarked_plan, target.format)
        for target in job.targets
    }
    names = {target: ledger.to_name(target.path) for target in job.targets}
    finished = tuple(t for t in job.targets if history.is_approved(names[t], keys[t]))
    waiting = tuple(t for t in job.targets if t not in finished)
    done: dict[Target, OutputResult] = {}
    if finished:
        clean = replace(order, job=replace(job, targets=finished), plan=plan.unmarked_plan)
        done |= _map_results(finished, render_clip(clean, context))
    if waiting:
        if not options.dry_run:  # once approved, the draft replaces the existing file
            own, outputs = collect_sources(job, ledger), [target.path for target in waiting]
            check_paths_free(outputs, ledger, own, overwrite=options.overwrite)
        drafts = mark_job(replace(job, targets=waiting), Marking.DRAFT)
        made = _map_results(waiting, render_clip(replace(order, job=drafts), context))
        ordered = DraftOrder(line, ready.settings, plan)
        for target, result in made.items():
            name, key = names[target], keys[target]
            if history.find_verdict(name, key=key) is None and not options.dry_run:
                write_draft(build_draft(job, target, key, ordered, ledger), ledger)
            done[target] = _add_draft_notes(
                result, history, _DraftVersion(target, name, key), dry_run=options.dry_run
            )
    return tuple(done[target] for target in job.targets)


@dataclass(frozen=True, slots=True)
class _DraftVersion:
    """The draft of `target`: its name in the ledger, and the fingerprint of this version."""

    target: Target
    name: str
    key: str


def _add_draft_notes(
    result: OutputResult, history: ReviewLog, version: _DraftVersion, *, dry_run: bool
) -> OutputResult:
    """Add the notes on a draft to `result`, and the command that approves it."""
    notes = tuple(_list_draft_notes(history, version))
    way = format_line_to_paste(("egv", "review", "approve", str(result.output), "--by", "NAME"))
    if dry_run or history.find_verdict(version.name, key=version.key):
        way = ""
    return result.model_copy(update={"notes": (*result.notes, *notes), "next_command": way})


def _map_results(
    targets: Sequence[Target], results: Sequence[OutputResult]
) -> Mapping[Target, OutputResult]:
    return dict(zip(targets, results, strict=True))


def _list_draft_notes(history: ReviewLog, version: _DraftVersion) -> Iterator[str]:
    """List the notes on the draft `version`."""
    verdict = history.find_verdict(version.name, key=version.key)
    if verdict and verdict.act is ReviewAct.REJECTED:
        yield f"review: {verdict.by} rejected it: {verdict.text}"
    if history.has_lost_approval(version.name, version.key):
        file = format_clip_path(version.target.path)
        yield (
            f"review: the record of the approval of {file} was changed afterwards; approve it again"
        )
