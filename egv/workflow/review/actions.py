"""Decisions on drafts: approve (which makes the finished video), reject, and notes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from egv.app.plan.inputs import format_clip_path
from egv.app.plan.order import RunOptions
from egv.app.plan.outputs import Job, Target
from egv.app.plan.parallel import Parallelism
from egv.app.plan.plan import Plan
from egv.app.plan.settings import load_settings
from egv.app.records.ledger import locate_output
from egv.app.records.progress import RunWatch
from egv.app.records.results import OutputResult, RunResult, Status
from egv.app.render.clip_run import ClipOrder
from egv.app.render.corrections import apply_corrections
from egv.app.render.fingerprint import compute_fingerprint
from egv.app.render.render import render_clip
from egv.app.run.batch import run_batch
from egv.app.run.drafts import delete_draft, load_drafts, restore_job
from egv.app.run.review_history import NoteCategory, ReviewAct, ReviewEvent
from egv.app.run.review_log import ReviewStore
from egv.core.errors import GateError, UsageError
from egv.core.media.timing import Seconds, format_clock, parse_time
from egv.core.project.recipe_parts import Audience
from egv.core.text.faults import suggest_or_list
from egv.tools.ffmpeg.context import RenderContext
from egv.tools.store import cache
from egv.workflow.review.state import (
    OutputReview,
    ReviewState,
    find_output_reviews,
    list_output_reviews,
)
from egv.workflow.share.conclusion import choose_next_line, pack_outputs
from egv.workflow.share.open_notes import list_open_notes

ANEW = "run the same 'egv run' line again for a new draft"


def approve_drafts(words: Sequence[str], by: str, text: str, watch: RunWatch) -> RunResult:
    """Make the finished videos of the drafts that `words` name; each is approved on its own.

    Raises UsageError, before any work, where one of them is not a draft.
    """
    _check_decider(by)
    found = _find_waiting_drafts(words)
    jobs = tuple(
        Job(
            Path(str(standing.current_record.result.get("input", standing.name))),
            (
                Target(
                    str(standing.current_record.result.get("format", "source")),
                    standing.finished_path,
                ),
            ),
        )
        for standing in found
    )
    by_output = {standing.finished_path: standing for standing in found}
    plans: dict[Path, ApprovedPlan] = {}

    def work(job: Job, context: RenderContext) -> Sequence[OutputResult]:
        standing = by_output[job.targets[0].path]
        plans.update(find_approved_plan(standing))
        return [approve_draft(standing, by, text, context)]

    ledgers = {standing.ledger.folder: standing.ledger for standing in found}
    try:
        result = run_batch(jobs, work, watch, at_once=Parallelism(1), fail_fast=False)
        return conclude_approval(result, found, plans)
    finally:
        for ledger in ledgers.values():
            ledger.close()


@dataclass(frozen=True, slots=True)
class ApprovedPlan:
    """The plan of an approved video, and the texts that were said for it."""

    plan: Plan
    texts: Mapping[str, str]


def find_approved_plan(standing: OutputReview) -> Mapping[Path, ApprovedPlan]:
    """Find the plan of the draft of `standing` by its finished path; none where there is none."""
    draft = load_drafts(standing.ledger).get(standing.name)
    if draft is None:
        return {}
    texts = draft.clip.clip_texts.texts_by_name
    return {standing.finished_path: ApprovedPlan(restore_job(draft, standing.ledger)[1], texts)}


def conclude_approval(
    result: RunResult, found: Iterable[OutputReview], plans: Mapping[Path, ApprovedPlan]
) -> RunResult:
    """Make the share packs that the recipes of the approved videos want; say what comes next."""
    audience = Audience.PRIVATE
    by_clips: dict[tuple[Path, tuple[str, ...]], list[OutputReview]] = {}
    for standing in found:
        sources = tuple(standing.current_record.about.sources)
        by_clips.setdefault((standing.ledger.folder, sources), []).append(standing)
    for formats in by_clips.values():
        about = formats[0].current_record.about
        audience = about.audience if audience is Audience.PRIVATE else audience
        if known := plans.get(formats[0].finished_path):
            said = {standing.name: known.texts for standing in formats}
            result = pack_outputs(result, known.plan, formats[0].ledger, said)
    return result.model_copy(update={"next_command": choose_next_line(result, audience)})


def reject_outputs(word: str, by: str, text: str) -> tuple[OutputReview, ...]:
    """Reject the outputs that `word` names; return their new states."""
    _check_decider(by)
    if not text.strip():
        raise UsageError("--note: the note is empty; write what has to change")
    found = find_output_reviews([word])
    for standing in found:
        _check_is_draft(standing)
    for standing in found:
        draft = load_drafts(standing.ledger).get(standing.name)
        key = draft.key if draft else standing.current_record.key
        _record_act(standing, ReviewAct.REJECTED, by=by, text=text, key=key)
        delete_draft(standing.name, standing.ledger)
    return _reload_outputs(found)


def add_note(
    word: str, at: str, text: str, category: str, by: str
) -> tuple[OutputReview, ReviewEvent]:
    """Add a note to the output that `word` names; return both. Raises UsageError."""
    only = _find_single_output(word)
    if category not in [*NoteCategory]:
        raise UsageError(
            f"--category {category}: unknown category{suggest_or_list(category, NoteCategory)}"
        )
    if not text.strip():
        raise UsageError("the note is empty; write its text in quotes")
    seconds = parse_moment(at, only)
    says = {"category": NoteCategory(category), "seconds": float(seconds), "text": text, "by": by}
    return only, _record_act(only, ReviewAct.NOTED, **says)


def resolve_note(word: str, number: int, by: str) -> OutputReview:
    """Mark note `number` on the output that `word` names as done; return the output's new state."""
    only = _find_single_output(word)
    known = {note.event.note: note for note in only.review_log.list_notes(only.name)}
    if number not in known:
        said = f"its notes are {', '.join(map(str, known))}" if known else "it has none"
        raise UsageError(f"{word}: there is no note {number}; {said}", hint="egv review list")
    if not known[number].is_resolved:
        _record_act(only, ReviewAct.DONE, note=number, by=by)
    [now] = _reload_outputs([only])
    return now


def _find_waiting_drafts(words: Sequence[str]) -> tuple[OutputReview, ...]:
    """Find the drafts that `words` name: the waiting ones of a folder; a file must be a draft."""
    found: dict[Path, OutputReview] = {}
    for word in words:
        named = find_output_reviews([word])
        if Path(word).is_dir():
            named = tuple(standing for standing in named if standing.state is ReviewState.DRAFT)
            if not named:
                raise UsageError(
                    f"{word}: no draft in this folder is waiting for approval",
                    hint="egv review list",
                )
        for standing in named:
            if standing.state in (ReviewState.DIRECT, ReviewState.APPROVED):
                _check_is_draft(standing)
        found |= {standing.finished_path: standing for standing in named}
    return tuple(found.values())


def _check_is_draft(standing: OutputReview) -> None:
    verdict, file = standing.latest_verdict, standing.current_path
    match standing.state:
        case ReviewState.DIRECT:
            fault = "this is not a draft, because its recipe does not ask for approval"
            raise UsageError(f"{file}: {fault}; you can share it")
        case ReviewState.APPROVED if verdict:
            raise UsageError(
                f"{file}: {_format_decider(verdict)} already approved this; there is"
                " nothing left to do"
            )
        case ReviewState.REJECTED if verdict:
            why = f"{_format_decider(verdict)} rejected this ({verdict.text})"
            raise GateError(f"{file}: {why}; change the clip or the recipe, and {ANEW}")


def _format_decider(verdict: ReviewEvent) -> str:
    return f"{verdict.by} on {verdict.at.date().isoformat()}"


def approve_draft(
    standing: OutputReview, by: str, text: str, context: RenderContext
) -> OutputResult:
    """Make the finished video of one draft. Raises GateError if anything changed since then."""
    _check_is_draft(standing)
    made, ledger = standing.current_record, standing.ledger
    if cache.hash_content(standing.current_path) != made.content:
        raise GateError(f"{standing.current_path}: this file was changed after egv made it; {ANEW}")
    if not standing.is_draft:  # already finished; its approval was changed afterwards
        _record_act(standing, ReviewAct.APPROVED, by=by, text=text, key=made.key)
        result = OutputResult.model_validate(made.result)
        return result.model_copy(
            update={"status": Status.KEPT, "output": str(standing.finished_path)}
        )
    draft = load_drafts(ledger).get(standing.name)
    if draft is None:
        raise GateError(
            f"{standing.current_path}: there is no record any more of how it was made; {ANEW}"
        )
    for clip in (draft.clip, *draft.takes):
        if not locate_output(ledger, clip.path).is_file():
            gone = locate_output(ledger, clip.path)
            raise GateError(
                f"{standing.current_path}: its clip {format_clip_path(gone)} is"
                " missing; put it back"
            )
    job, plan = apply_corrections(*restore_job(draft, ledger), ledger)
    if compute_fingerprint(job, plan, draft.format) != draft.key:
        what = "its clip, texts, kit or recipe, or egv itself, changed after it was made"
        raise GateError(f"{standing.current_path}: {what}; {ANEW}")
    limits = load_settings(RunOptions()).values.limits
    [result] = render_clip(ClipOrder(job, plan, RunOptions(), ledger, limits), context)
    _record_act(standing, ReviewAct.APPROVED, by=by, text=text, key=draft.key)
    left = tuple(_remove_draft(standing))
    delete_draft(standing.name, ledger)
    notes = list_open_notes(standing.review_log, standing.name)
    return result.model_copy(update={"notes": (*result.notes, *left, *notes)})


def _remove_draft(standing: OutputReview) -> Iterator[str]:
    """Remove the draft and the files beside it; yield a note on each file that was edited."""
    made = standing.current_record
    for name, content in {made.output: made.content, **made.all_sidecars}.items():
        path = locate_output(standing.ledger, name)
        if not path.is_file():
            continue
        if cache.hash_content(path) == content:
            path.unlink()
        else:
            yield f"{format_clip_path(path)}: this file was edited, so it is kept"


def _record_act(standing: OutputReview, act: ReviewAct, **says: object) -> ReviewEvent:
    """Record `act` on `standing`, for its present content."""
    reviews = ReviewStore(standing.ledger)
    with closing(standing.ledger):
        return reviews.add_event(
            act, standing.name, content=standing.current_record.content, **says
        )


def _reload_outputs(found: Sequence[OutputReview]) -> tuple[OutputReview, ...]:
    names = {standing.name for standing in found}
    return tuple(
        standing
        for ledger in {one.ledger.folder: one.ledger for one in found}.values()
        for standing in list_output_reviews(ledger)
        if standing.name in names
    )


def _find_single_output(word: str) -> OutputReview:
    found = find_output_reviews([word])
    if len(found) > 1:
        names = ", ".join(str(standing.current_path) for standing in found)
        raise UsageError(f"{word}: several videos were made from this; name one of {names}")
    return found[0]


def parse_moment(at: str, standing: OutputReview) -> Seconds:
    """Parse the time `at`, such as `0:12`. Raises UsageError where it is outside the video."""
    try:
        seconds = parse_time(at)
    except ValueError as error:
        raise UsageError(str(error)) from None
    length = Seconds(standing.duration).limit_denominator(1000)
    if not 0 <= seconds <= length:
        where = f"outside {standing.current_path}, which lasts {format_clock(length)}"
        raise UsageError(f"{at}: this is {where}; choose a time within it")
    return seconds


def _check_decider(by: str) -> None:
    if not by.strip():
        raise UsageError("--by: the name is empty; write who decides")
