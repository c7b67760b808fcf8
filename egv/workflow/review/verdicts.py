"""Apply a verdict: what somebody saved on the review page is done as the commands do it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from egv.app.plan.outputs import Job, Target
from egv.app.plan.parallel import Parallelism
from egv.app.records.ledger import OUTPUTS, STATE, Ledger
from egv.app.records.progress import RunWatch
from egv.app.records.results import OutputResult, RunResult, Status
from egv.app.run.batch import run_batch
from egv.app.run.review_history import ReviewAct, ReviewEvent, ReviewLog
from egv.core.errors import GateError, UsageError
from egv.core.media.timing import parse_time
from egv.core.text.file_names import fold_name
from egv.tools.ffmpeg.context import RenderContext
from egv.tools.machine.shell import format_line_to_paste
from egv.tools.store import cache
from egv.workflow.review.actions import (
    ApprovedPlan,
    add_note,
    approve_draft,
    conclude_approval,
    find_approved_plan,
    parse_moment,
    reject_outputs,
)
from egv.workflow.review.state import OutputReview, find_ledger, list_output_reviews
from egv.workflow.review.verdict_file import (
    Decision,
    Verdict,
    VerdictNote,
    VideoVerdict,
    load_verdict,
)

ACTS = {Decision.APPROVE: ReviewAct.APPROVED, Decision.REJECT: ReviewAct.REJECTED}
KNOWN = "this was applied before, and nothing was done again"


@dataclass(frozen=True, slots=True)
class PendingVerdict:
    """The words about a video that is there; `notes` and `decision` are not yet in the log."""

    said: VideoVerdict
    by: str
    standing: OutputReview
    notes: tuple[VerdictNote, ...]
    decision: Decision | None

    @property
    def is_known(self) -> bool:
        """True where all of it was applied before."""
        return not (self.notes or self.decision)


def apply_verdict(path: Path, folder: Path | None, watch: RunWatch) -> RunResult:
    """Apply the verdict at `path` to the videos of `folder`, or of the project.

    Each video is on its own: one that changed since the page was made fails, the others go on.
    Raises UsageError, before anything is done, for a file that is no verdict on these videos.
    """
    verdict = load_verdict(path)
    ledger = _find_watched_ledger(verdict, path, folder)
    there = {fold_name(one.name): one for one in list_output_reviews(ledger)}
    _check_seal(verdict, path, ledger, there)
    jobs = tuple(
        _build_job(said, there.get(fold_name(said.output)), ledger) for said in verdict.videos
    )
    by_output = {job.targets[0].path: said for job, said in zip(jobs, verdict.videos, strict=True)}
    plans: dict[Path, ApprovedPlan] = {}

    def work(job: Job, context: RenderContext) -> Sequence[OutputResult]:
        said = by_output[job.targets[0].path]
        known = there.get(fold_name(said.output))
        if known and said.decision is Decision.APPROVE:
            plans.update(find_approved_plan(known))
        pending = _find_pending(said, verdict.by, known, ledger)
        return [_apply_pending(pending, context)]

    try:
        result = run_batch(jobs, work, watch, at_once=Parallelism(1), fail_fast=False)
        approved = [one for one in there.values() if one.finished_path in plans]
        return conclude_approval(result, approved, plans) if approved else result
    finally:
        ledger.close()


def _find_watched_ledger(verdict: Verdict, path: Path, folder: Path | None) -> Ledger:
    """Find the ledger that knows a video of `verdict`: of `folder`, here, or around the file."""
    above = path.absolute().parents
    ledgers = [find_ledger(folder)]
    if folder is None:
        near = (place for place in above if (place / STATE / f"{OUTPUTS}.jsonl").is_file())
        ledgers += map(Ledger, near)
    asked = {fold_name(video.output) for video in verdict.videos}
    for ledger in ledgers:
        if asked & {fold_name(standing.name) for standing in list_output_reviews(ledger)}:
            return ledger
    raise UsageError(
        f"{path}: this is about other videos than those in {ledgers[0].folder.name}/; name the"
        " folder that holds its review page",
        hint=format_line_to_paste(("egv", "review", "apply", str(path), "FOLDER")),
    )


def _check_seal(
    verdict: Verdict, path: Path, ledger: Ledger, there: Mapping[str, OutputReview]
) -> None:
    """Raise UsageError where the page was made with another review history than the ledger's."""
    log = next((one.review_log for one in there.values()), ReviewLog())
    if verdict.seal and verdict.seal not in log.seals:
        raise UsageError(
            f"{path}: the review page was made with another history of reviews than that of"
            f" {ledger.folder.name}/; make a new page and have it judged again",
            hint=format_line_to_paste(("egv", "review", "page", str(ledger.folder))),
        )


def _build_job(said: VideoVerdict, standing: OutputReview | None, ledger: Ledger) -> Job:
    if standing is None:
        return Job(Path(said.output), (Target("source", ledger.folder / said.output),))
    made = standing.current_record.result
    target = Target(str(made.get("format", "source")), standing.finished_path)
    return Job(Path(str(made.get("input", standing.name))), (target,))


def _find_pending(
    said: VideoVerdict, by: str, standing: OutputReview | None, ledger: Ledger
) -> PendingVerdict:
    """Find the part that is still to be done. Raises GateError where the bytes differ."""
    new_page = format_line_to_paste(("egv", "review", "page", str(ledger.folder)))
    if standing is None:
        fault = "this video is no longer here; make a new page"
        raise GateError(f"{said.output}: {fault}", hint=new_page)
    events = [
        event
        for event in standing.review_log.list_events(standing.name)
        if event.content == said.content and event.by == by
    ]
    notes = tuple(note for note in said.notes if not any(_is_note(e, note) for e in events))
    act = ACTS.get(said.decision) if said.decision else None
    is_decided = any(event.act is act and event.text == said.text for event in events)
    pending = PendingVerdict(said, by, standing, notes, None if is_decided else said.decision)
    if pending.is_known:
        return pending
    watched = standing.current_record.content == said.content
    if not (watched and cache.hash_content(standing.current_path) == said.content):
        fault = "this video changed since the page was made; make a new page"
        raise GateError(f"{standing.current_path}: {fault}", hint=new_page)
    return pending


def _is_note(event: ReviewEvent, note: VerdictNote) -> bool:
    """True where `event` is this very note."""
    is_same = (event.act, event.text, event.category) == (
        ReviewAct.NOTED,
        note.text,
        note.category,
    )
    return is_same and event.seconds == _parse_seconds(note.at)


def _parse_seconds(at: str) -> float | None:
    try:
        return float(parse_time(at))
    except ValueError:  # said once more, as an error, when the note is to be added
        return None


def _apply_pending(pending: PendingVerdict, context: RenderContext) -> OutputResult:
    """Add the notes, then act on the decision."""
    standing, by = pending.standing, pending.by
    file = str(standing.current_path)
    _check_pending(pending)
    for note in pending.notes:
        add_note(file, note.at, note.text, note.category, by)
    if pending.decision is Decision.APPROVE:
        result = approve_draft(standing, by, pending.said.text, context)
    else:
        made = OutputResult.model_validate(standing.current_record.result)
        result = made.model_copy(update={"status": Status.KEPT, "output": file})
    if pending.decision is Decision.REJECT:
        reject_outputs(file, by, pending.said.text)
    return result.with_notes(tuple(_list_effects(pending)))


def _check_pending(pending: PendingVerdict) -> None:
    """Raise UsageError, before anything is written about a video, for what cannot be done."""
    for note in pending.notes:
        parse_moment(note.at, pending.standing)
    if pending.decision is Decision.REJECT and not pending.said.text.strip():
        raise UsageError(
            f"{pending.standing.current_path}: this was rejected without a reason; have it saved"
            " again with what has to change"
        )


def _list_effects(pending: PendingVerdict) -> Iterator[str]:
    """List the effects on a video beside making it, in words for its result."""
    if pending.is_known:
        yield f"review: {KNOWN}"
    if pending.decision is Decision.REJECT:
        yield f"review: {pending.by} rejected it: {pending.said.text}"
    for note in pending.notes:
        yield f"review: note at {note.at}: {note.text}"
