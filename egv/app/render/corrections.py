"""Corrected subtitles: text files beside a video that somebody edited, found through the ledger.

Such a file is the text of the next run, on the clock of the video that it lies beside. The same
holds for a file named on the command line that once belonged to a finished video, wherever that
file lies now.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import chain
from pathlib import Path

from egv.app.plan.inputs import format_clip_path
from egv.app.plan.outputs import Job
from egv.app.plan.plan import Plan
from egv.app.records.ledger import Ledger
from egv.app.render.corrected_files import CorrectedFiles, SubtitleCorrection
from egv.app.render.fingerprint import compute_given_fingerprint, list_given_texts
from egv.app.render.finished_texts import add_job_notes, plan_finished_text, recognise_text
from egv.core.cues.script_text import SCRIPT_SUFFIX
from egv.core.errors import ConflictError, UsageError
from egv.core.media.timing import format_clock
from egv.core.programme.edit import Edit
from egv.core.programme.finished_clock import FinishedText, list_cue_edges, measure_matching_share
from egv.core.programme.questions import Ask, CuesIn
from egv.core.text.path_words import shorten_path
from egv.core.text.wording import format_count
from egv.tools.library.subtitle_files import load_cues, read_text_file
from egv.tools.store import cache

MOST_TOLD, TOLD_CHARS = 5, 40  # lost texts in a note, and characters of each


def apply_corrections(
    job: Job, plan: Plan, ledger: Ledger, *, overwrite: bool = False
) -> tuple[Job, Plan]:
    """Return `job` with notes on corrected files, and `plan` with the corrected text to read.

    Raises UsageError for an unreadable file, ConflictError where it is unclear which text is meant.
    With `overwrite` a file named on the command line takes precedence over a corrected one.
    """
    step = plan.subtitling_step
    if step is None and not ledger.made:
        return job, plan
    found = CorrectedFiles(job, ledger, step.spoken_languages if step else ())
    job = add_job_notes(job, *found.unread_file_notes)
    if step is None:
        return _add_unused_notes(job, found.paths_changed), plan
    job = _add_unused_notes(job, found.of_other_languages, " in its language")
    given = list_given_texts(job, plan)
    named = given[0] if len(given) == 1 and given[0].suffix.lower() != SCRIPT_SUFFIX else None
    known = compute_given_fingerprint(job, plan)
    if named and (own := found.find_correction(named)):
        _read_words(named)
        return plan_finished_text(named, own.line, own.clock, job, plan)
    if found.changed:
        changed = _choose_agreed_text(found.changed)
        said_so = changed.line.subtitles is None or changed.given_fingerprint == known
        others = [] if said_so else _find_other_texts(given, changed.path)
        if not overwrite:
            _check_has_clock(changed)
            _check_only_text(changed, others)
        if not overwrite or (not others and _has_clock(changed)):
            return _use_correction(changed, job, plan)
    elif (last := found.reused_correction) and (not given or last.given_fingerprint == known):
        return _use_correction(last, job, plan)
    elif gone := found.missing_file:
        job = add_job_notes(
            job, f"subtitle: {format_clip_path(gone)} was deleted, so its text is made again"
        )
    return recognise_text(named, job, plan, ledger) if named else (job, plan)


def find_corrected_files(jobs: Iterable[Job], plan: Plan, ledger: Ledger) -> tuple[Path, ...]:
    """Find the edited files from which `plan` makes videos of `jobs` again."""
    step = plan.subtitling_step
    if step is None:
        return ()
    found = (
        correction.path
        for job in jobs
        for correction in CorrectedFiles(job, ledger, step.spoken_languages).changed
    )
    return tuple(dict.fromkeys(found))


def with_lost_texts_note(edit: Edit, text: FinishedText | None, ask: Ask) -> Edit:
    """Add a note to `edit` on the cues of `text` whose moments were cut out since."""
    if text is None or text.clock is None:
        return edit
    left = Counter(cue.text for cue in edit.cues)
    lost: list[str] = []
    for cue in ask(CuesIn(text.path)):
        left[cue.text] -= 1
        if left[cue.text] < 0:
            words = " ".join(cue.text.split())
            short = words if len(words) <= TOLD_CHARS else f"{words[: TOLD_CHARS - 1]}…"
            lost.append(f"'{short}' ({format_clock(cue.span.start)})")
    if not lost:
        return edit
    more = [f"and {len(lost) - MOST_TOLD} more"] if len(lost) > MOST_TOLD else []
    listed = ", ".join((*lost[:MOST_TOLD], *more))
    what = format_count(len(lost), "text")
    return edit.with_note(
        f"subtitle: {what} of {text.path.name} cannot be shown, because that part of"
        f" the clip was cut out: {listed}"
    )


def _choose_agreed_text(changed: Sequence[SubtitleCorrection]) -> SubtitleCorrection:
    """Choose one file if all of `changed` have the same text; raises ConflictError otherwise."""
    first, *others = sorted(changed, key=lambda correction: correction.path.suffix == SCRIPT_SUFFIX)
    words = _read_words(first.path)
    for other in others:
        same = _read_words(other.path) == words
        if same and first.line.output == other.line.output and other.path.suffix != SCRIPT_SUFFIX:
            same = (
                measure_matching_share(
                    list_cue_edges(load_cues(other.path)), list_cue_edges(load_cues(first.path))
                )
                == 1
            )
        if not same:
            raise ConflictError(
                f"{first.path}: this file and {other.path} were corrected differently; give"
                " them the same text, or delete the one that is wrong"
            )
    return first


def _check_has_clock(changed: SubtitleCorrection) -> None:
    if not _has_clock(changed):
        raise ConflictError(
            f"{changed.path}: this file was corrected, but an older egv made the video and did"
            " not record its cuts; rename your file, run again, and copy your text into the"
            " new file; or add --overwrite to make the text again and keep yours beside it"
        )


def _has_clock(changed: SubtitleCorrection) -> bool:
    return changed.clock is not None or changed.path.suffix == SCRIPT_SUFFIX


def _check_only_text(changed: SubtitleCorrection, others: Sequence[Path]) -> None:
    if others:
        raise ConflictError(
            f"{changed.path}: this file was corrected, but {_format_local_path(others[0])} has"
            " a different text; delete the one you do not want, or add --overwrite to use the"
            " second and keep the first under another name"
        )


def _find_other_texts(given: Iterable[Path], changed: Path) -> list[Path]:
    """Find the given text files whose words differ from those in `changed`."""
    return [path for path in given if _read_words(path) != _read_words(changed)]


def _format_local_path(path: Path) -> str:
    return format_clip_path(shorten_path(path, Path.cwd()))


def _read_words(path: Path) -> list[str]:
    """Read the words of a text file of any kind. Raises UsageError if it has none."""
    try:
        if path.suffix.lower() != SCRIPT_SUFFIX:
            return list(chain.from_iterable(cue.text.split() for cue in load_cues(path)))
        if words := read_text_file(path).split():
            return words
        raise UsageError(f"{path}: this file has no text; write what is spoken")
    except UsageError as error:
        raise UsageError(
            str(error), hint=f"correct {format_clip_path(path)}, or delete it"
        ) from None


def _use_correction(found: SubtitleCorrection, job: Job, plan: Plan) -> tuple[Job, Plan]:
    spoken = [*job.clips, *(path for step in plan.steps for path in step.list_input_files())]
    if not found.has_source({cache.hash_content(path) for path in spoken}):
        other = "was corrected for another clip, or for a clip that has changed since"
        return add_job_notes(
            job, f"subtitle: {format_clip_path(found.path)} {other}, so it is not used"
        ), plan
    _read_words(found.path)
    return job, replace(plan, corrected_text=found.finished_text)


def _add_unused_notes(job: Job, paths: Iterable[Path], which: str = "") -> Job:
    """Return `job` with a note on each unused corrected file; `which` narrows the subtitles."""
    notes = (
        (
            f"subtitle: {format_clip_path(path)} was corrected and is kept, but this run"
            f" makes no subtitles{which}"
        )
        for path in paths
    )
    return add_job_notes(job, *notes)
