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

from egv.app.corrected_files import CorrectedFiles, Correction
from egv.app.finished_texts import place_text, recognise_text, with_notes
from egv.app.inputs import shown
from egv.app.keys import given_of, texts_given
from egv.app.ledger import Ledger
from egv.app.outputs import Job
from egv.app.plan import Plan
from egv.core.ask import Ask, CuesIn
from egv.core.edit import Edit
from egv.core.errors import ConflictError, UsageError
from egv.core.finished_clock import FinishedText, edges_of, share_of
from egv.core.timing import clock_text
from egv.steps.subtitle import SCRIPT, Subtitle
from egv.tools import cache
from egv.tools.text_files import cues_at, text_at

MOST_TOLD, TOLD_CHARS = 5, 40  # lost texts in a note, and characters of each


def take_up_corrections(
    job: Job, plan: Plan, ledger: Ledger, *, overwrite: bool = False
) -> tuple[Job, Plan]:
    """Return `job` with notes on corrected files, and `plan` with the corrected text to read.

    Raises UsageError for an unreadable file, ConflictError where it is unclear which text is meant.
    With `overwrite` a file named on the command line takes precedence over a corrected one.
    """
    step = next((plan_step for plan_step in plan.steps if isinstance(plan_step, Subtitle)), None)
    found = CorrectedFiles(job, ledger, step.language if step else None)
    job = with_notes(job, *found.unread)
    if step is None:
        return with_notes(job, *(_left(path, "made") for path in found.paths_changed)), plan
    job = with_notes(job, *(_left(path, "in its language") for path in found.of_other_languages))
    given = texts_given(job, plan)
    named = given[0] if len(given) == 1 and given[0].suffix.lower() != SCRIPT else None
    known = given_of(job, plan)
    if named and (own := found.own(named)):
        _words(named)
        return place_text(named, own.line, own.clock, job, plan)
    if found.changed:
        changed = _agreed(found.changed)
        said_so = changed.line.subtitles is None or changed.given == known
        others = [] if said_so else _others(given, changed.path)
        if not overwrite:
            _check_placed(changed)
            _check_only_text(changed, others)
            return _taken(changed, job, plan)
        if not others and _is_placed(changed):
            return _taken(changed, job, plan)
    elif (last := found.last) and (not given or last.given == known):
        return _taken(last, job, plan)
    elif gone := found.gone:
        job = with_notes(job, f"subtitle: {shown(gone)} is gone, and its text is made anew")
    return recognise_text(named, job, plan, ledger) if named else (job, plan)


def corrected_files(jobs: Iterable[Job], plan: Plan, ledger: Ledger) -> tuple[Path, ...]:
    """Find the edited files from which `plan` makes videos of `jobs` again."""
    step = next((plan_step for plan_step in plan.steps if isinstance(plan_step, Subtitle)), None)
    if step is None:
        return ()
    found = (
        correction.path
        for job in jobs
        for correction in CorrectedFiles(job, ledger, step.language).changed
    )
    return tuple(dict.fromkeys(found))


def with_lost_texts_told(edit: Edit, text: FinishedText | None, ask: Ask) -> Edit:
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
            lost.append(f"'{short}' ({clock_text(cue.span.start)})")
    if not lost:
        return edit
    more = [f"and {len(lost) - MOST_TOLD} more"] if len(lost) > MOST_TOLD else []
    listed = ", ".join((*lost[:MOST_TOLD], *more))
    what = "1 text" if len(lost) == 1 else f"{len(lost)} texts"
    has = "has" if len(lost) == 1 else "have"
    return edit.with_note(
        f"subtitle: {what} of {text.path.name} {has} no place in what is left: {listed}"
    )


def _agreed(changed: Sequence[Correction]) -> Correction:
    """Choose one file if all of `changed` have the same text; raises ConflictError otherwise."""
    first, *others = sorted(changed, key=lambda correction: correction.path.suffix == SCRIPT)
    words = _words(first.path)
    for other in others:
        same = _words(other.path) == words
        if same and first.line.output == other.line.output and other.path.suffix != SCRIPT:
            same = share_of(edges_of(cues_at(other.path)), edges_of(cues_at(first.path))) == 1
        if not same:
            raise ConflictError(
                f"{first.path}: it was corrected, and {other.path} too, in another way; make them"
                " say the same, or delete the one that is wrong"
            )
    return first


def _check_placed(changed: Correction) -> None:
    if not _is_placed(changed):
        raise ConflictError(
            f"{changed.path}: it was corrected, and the older egv that made the video did not write"
            " down its cuts; give your file another name, run again, and put your text in the"
            " new file; or add --overwrite for a new text, and yours is kept beside it"
        )


def _is_placed(changed: Correction) -> bool:
    return changed.clock is not None or changed.path.suffix == SCRIPT


def _check_only_text(changed: Correction, others: Sequence[Path]) -> None:
    if others:
        raise ConflictError(
            f"{changed.path}: it was corrected, and {_from_here(others[0])} is another text; delete"
            " the one that is not meant, or add --overwrite to take the second and keep the first"
            " under another name"
        )


def _others(given: Iterable[Path], changed: Path) -> list[Path]:
    """Find the given text files whose words differ from those in `changed`."""
    return [path for path in given if _words(path) != _words(changed)]


def _from_here(path: Path) -> str:
    here = Path.cwd()
    return shown(path.relative_to(here) if path.is_relative_to(here) else path)


def _words(path: Path) -> list[str]:
    """Read the words of a text file of any kind. Raises UsageError if it has none."""
    try:
        if path.suffix.lower() != SCRIPT:
            return list(chain.from_iterable(cue.text.split() for cue in cues_at(path)))
        if words := text_at(path).split():
            return words
        raise UsageError(f"{path}: no text is in it; write what is said")
    except UsageError as error:
        raise UsageError(str(error), hint=f"mend {shown(path)}, or delete it") from None


def _taken(found: Correction, job: Job, plan: Plan) -> tuple[Job, Plan]:
    spoken = [*job.clips, *(path for step in plan.steps for path in step.files())]
    if not found.is_of({cache.content_of(path) for path in spoken}):
        other = "was corrected for a video of another clip, or of one that changed since"
        return with_notes(job, f"subtitle: {shown(found.path)} {other}; it is not used"), plan
    _words(found.path)
    return job, replace(plan, text=found.text)


def _left(path: Path, how: str) -> str:
    return f"subtitle: {shown(path)} was corrected; it stays, but no subtitles are {how}"
