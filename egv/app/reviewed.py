"""A run under review: each output is a draft until somebody approves exactly this version."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from egv.app.about import sources_of
from egv.app.corrections import take_up_corrections
from egv.app.drafts import draft_of, keep, marked
from egv.app.in_the_way import check_free
from egv.app.inputs import shown
from egv.app.keys import key_of
from egv.app.order import Order
from egv.app.outputs import Job, Target
from egv.app.prepare import Prepared
from egv.app.render import render_job
from egv.app.results import OutputResult
from egv.app.reviews import Reviews
from egv.app.watch import ClipWatch
from egv.core.layers import Marking
from egv.core.reviews import Act, History
from egv.core.shell_words import review_command


def render_reviewed(
    job: Job, order: Order, ready: Prepared, watch: ClipWatch
) -> tuple[OutputResult, ...]:
    """Render the job's outputs: finished where the present version is approved, else as drafts.

    The data needed to finish a draft is kept until somebody decides.
    """
    options, ledger = ready.options, ready.ledger
    said = ready.plan.saying(job.words)
    job, plan = take_up_corrections(job, said, ledger, overwrite=options.overwrite)
    history = Reviews(ledger).history
    keys = {target: key_of(job, plan.clean, target.format) for target in job.targets}
    names = {target: ledger.name_of(target.path) for target in job.targets}
    finished = tuple(t for t in job.targets if history.approves(names[t], keys[t]))
    waiting = tuple(t for t in job.targets if t not in finished)
    done: dict[Target, OutputResult] = {}
    if finished:
        clean = replace(job, targets=finished)
        done |= _by_target(finished, render_job(clean, plan.clean, options, ledger, watch))
    if waiting:
        if not options.dry_run:  # once approved, the draft replaces the existing file
            own, outputs = sources_of(job, ledger), [target.path for target in waiting]
            check_free(outputs, ledger, own, overwrite=options.overwrite)
        drafts = marked(replace(job, targets=waiting), Marking.DRAFT)
        made = _by_target(waiting, render_job(drafts, plan, options, ledger, watch))
        for target, result in made.items():
            verdict = history.verdict(names[target], key=keys[target])
            if verdict is None and not options.dry_run:
                settings = ready.settings
                keep(draft_of(job, target, keys[target], plan, order, settings, ledger), ledger)
            told = tuple(_told(history, names[target], keys[target], target))
            way = (
                ""
                if verdict or options.dry_run
                else review_command("approve", str(result.output), "--by", "NAME")
            )
            done[target] = result.model_copy(
                update={"notes": (*result.notes, *told), "next_command": way}
            )
    return tuple(done[target] for target in job.targets)


def _by_target(
    targets: Sequence[Target], results: Sequence[OutputResult]
) -> Mapping[Target, OutputResult]:
    return dict(zip(targets, results, strict=True))


def _told(history: History, name: str, key: str, target: Target) -> Iterator[str]:
    """List the notes on the draft of the output `name` with the fingerprint `key`."""
    verdict = history.verdict(name, key=key)
    if verdict and verdict.act is Act.REJECTED:
        yield f"review: {verdict.by} rejected it: {verdict.text}"
    if history.lost_approval(name, key):
        yield (
            f"review: the approval of {shown(target.path)} was changed after it was given;"
            " approve it again"
        )
