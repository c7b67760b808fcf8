"""Decisions on drafts: approve (which makes the finished video), reject, and notes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import replace
from pathlib import Path

from egv.app.batch import batch
from egv.app.corrections import take_up_corrections
from egv.app.drafts import again, drafts_in, drop
from egv.app.inputs import shown
from egv.app.keys import key_of
from egv.app.ledger import path_of
from egv.app.order import RunOptions
from egv.app.outputs import Job, Target
from egv.app.render import render_job
from egv.app.results import OutputResult, RunResult, Status
from egv.app.reviews import Reviews
from egv.app.settings import settings_for
from egv.app.standings import Standing, State, asked_for, standings
from egv.app.watch import ClipWatch, Watch
from egv.core.errors import GateError, UsageError
from egv.core.mistakes import nearest
from egv.core.reviews import Act, Category, Review
from egv.core.timing import Seconds, clock_text, parse_time
from egv.tools import cache

ANEW = "give the egv run line again for a new draft"


def approve(words: Sequence[str], by: str, text: str, watch: Watch) -> RunResult:
    """Make the finished videos of the drafts that `words` name; each is approved on its own.

    Raises UsageError, before any work, where one of them is not a draft.
    """
    _check_name(by)
    found = _to_approve(words)
    jobs = tuple(
        Job(
            Path(str(standing.made.result.get("input", standing.name))),
            (Target(str(standing.made.result.get("format", "source")), standing.output),),
        )
        for standing in found
    )
    by_output = {standing.output: standing for standing in found}

    def work(job: Job, clip_watch: ClipWatch) -> Sequence[OutputResult]:
        return [_approved(by_output[job.targets[0].path], by, text, clip_watch)]

    ledgers = {standing.ledger.folder: standing.ledger for standing in found}
    try:
        return batch(jobs, work, watch, at_once=1, fail_fast=False)
    finally:
        for ledger in ledgers.values():
            ledger.close()


def reject(word: str, by: str, text: str) -> tuple[Standing, ...]:
    """Reject the outputs that `word` names; return their new states."""
    _check_name(by)
    if not text.strip():
        raise UsageError("--note: say what is to be different, so that it can be done")
    found = asked_for([word])
    for standing in found:
        _check_waits(standing)
    for standing in found:
        draft = drafts_in(standing.ledger).get(standing.name)
        key = draft.key if draft else standing.made.key
        _said(standing, Act.REJECTED, by=by, text=text, key=key)
        drop(standing.name, standing.ledger)
    return _now(found)


def add_note(word: str, at: str, text: str, category: str, by: str) -> tuple[Standing, Review]:
    """Add a note to the output that `word` names; return both. Raises UsageError."""
    only = _only(word)
    if category not in [*Category]:
        raise UsageError(f"--category {category}: there is none{nearest(category, Category)}")
    if not text.strip():
        raise UsageError("the note says nothing; write it in quotes")
    seconds = _moment(at, only)
    says = {"category": Category(category), "seconds": float(seconds), "text": text, "by": by}
    return only, _said(only, Act.NOTED, **says)


def note_done(word: str, number: int, by: str) -> Standing:
    """Mark note `number` on the output that `word` names as done; return the output's new state."""
    only = _only(word)
    known = {note.said.note: note for note in only.history.notes(only.name)}
    if number not in known:
        said = f"its notes are {', '.join(map(str, known))}" if known else "it has none"
        raise UsageError(f"{word}: there is no note {number}; {said}", hint="egv review list")
    if not known[number].is_done:
        _said(only, Act.DONE, note=number, by=by)
    [now] = _now([only])
    return now


def _to_approve(words: Sequence[str]) -> tuple[Standing, ...]:
    """Find the drafts that `words` name: the waiting ones of a folder; a file must be a draft."""
    found: dict[Path, Standing] = {}
    for word in words:
        named = asked_for([word])
        if Path(word).is_dir():
            named = tuple(standing for standing in named if standing.state is State.DRAFT)
            if not named:
                raise UsageError(f"{word}: no draft waits in it", hint="egv review list")
        for standing in named:
            if standing.state in (State.DIRECT, State.APPROVED):
                _check_waits(standing)
        found |= {standing.output: standing for standing in named}
    return tuple(found.values())


def _check_waits(standing: Standing) -> None:
    verdict, file = standing.verdict, standing.file
    match standing.state:
        case State.DIRECT:
            fault = "it is no draft: its recipe asks for no approval"
            raise UsageError(f"{file}: {fault}; share it as it is")
        case State.APPROVED if verdict:
            raise UsageError(f"{file}: {_who(verdict)} approved it already; nothing is left to do")
        case State.REJECTED if verdict:
            why = f"{_who(verdict)} rejected it ({verdict.text})"
            raise GateError(f"{file}: {why}; change the clip or the recipe, and {ANEW}")


def _who(verdict: Review) -> str:
    return f"{verdict.by} on {verdict.at.date().isoformat()}"


def _approved(standing: Standing, by: str, text: str, watch: ClipWatch) -> OutputResult:
    """Make the finished video of one draft. Raises GateError if anything changed since then."""
    _check_waits(standing)
    made, ledger = standing.made, standing.ledger
    if cache.content_of(standing.file) != made.content:
        raise GateError(f"{standing.file}: it was changed after egv made it; {ANEW}")
    if standing.draft is None:  # already finished; its approval was changed afterwards
        _said(standing, Act.APPROVED, by=by, text=text, key=made.key)
        result = OutputResult.model_validate(made.result)
        return result.model_copy(update={"status": Status.KEPT, "output": str(standing.output)})
    draft = drafts_in(ledger).get(standing.name)
    if draft is None:
        raise GateError(f"{standing.file}: what made it is not known any more; {ANEW}")
    for clip in (draft.clip, *draft.takes):
        if not path_of(ledger, clip.path).is_file():
            gone = path_of(ledger, clip.path)
            raise GateError(f"{standing.file}: its clip {shown(gone)} is gone; put it back")
    job, plan = take_up_corrections(*again(draft, ledger), ledger)
    if key_of(job, plan, draft.format) != draft.key:
        what = "its clip, texts, kit or recipe, or egv itself, changed after it was made"
        raise GateError(f"{standing.file}: {what}; {ANEW}")
    [result] = render_job(job, plan, _options(), ledger, watch)
    _said(standing, Act.APPROVED, by=by, text=text, key=draft.key)
    left = tuple(_removed(standing))
    drop(standing.name, ledger)
    return result.model_copy(update={"notes": (*result.notes, *left)})


def _options() -> RunOptions:
    """Build the options of a finished video: the defaults with the limits in force here."""
    settings = settings_for(RunOptions())
    return replace(
        RunOptions(),
        min_free_gb=settings["limits.min_free_gb"].value,
        max_memory_gb=settings["limits.max_memory_gb"].value,
        max_times_length=settings["limits.max_times_length"].value,
    )


def _removed(standing: Standing) -> Iterator[str]:
    """Remove the draft and the files beside it; yield a note on each file that was edited."""
    made = standing.made
    for name, content in {made.output: made.content, **made.beside}.items():
        path = path_of(standing.ledger, name)
        if not path.is_file():
            continue
        if cache.content_of(path) == content:
            path.unlink()
        else:
            yield f"{shown(path)}: somebody changed it, so it is left"


def _said(standing: Standing, act: Act, **says: object) -> Review:
    """Record `act` on `standing`, for its present content."""
    reviews = Reviews(standing.ledger)
    with closing(standing.ledger):
        return reviews.add(act, standing.name, content=standing.made.content, **says)


def _now(found: Sequence[Standing]) -> tuple[Standing, ...]:
    names = {standing.name for standing in found}
    return tuple(
        standing
        for ledger in {one.ledger.folder: one.ledger for one in found}.values()
        for standing in standings(ledger)
        if standing.name in names
    )


def _only(word: str) -> Standing:
    found = asked_for([word])
    if len(found) > 1:
        names = ", ".join(str(standing.file) for standing in found)
        raise UsageError(f"{word}: several videos are made of it; name one of {names}")
    return found[0]


def _moment(at: str, standing: Standing) -> Seconds:
    try:
        seconds = parse_time(at)
    except ValueError as error:
        raise UsageError(str(error)) from None
    length = Seconds(standing.duration).limit_denominator(1000)
    if not 0 <= seconds <= length:
        where = f"outside {standing.file}, which lasts {clock_text(length)}"
        raise UsageError(f"{at}: it is {where}; choose a time in it")
    return seconds


def _check_name(by: str) -> None:
    if not by.strip():
        raise UsageError("--by: say who decides")
