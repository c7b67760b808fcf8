"""Subtitles that somebody corrected in the file beside a video: found again by the ledger.

Such a file is the text of the next run, on the clock of the video that it lies beside. So is one
that is named on the line and was a file of a finished video, wherever it lies now.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import chain
from pathlib import Path

from egv.app.drafts import marked_path, path_of
from egv.app.finished_texts import (
    clock_of,
    hashes_of,
    known_edges,
    place_text,
    recognise_text,
    says_the_same,
    with_notes,
)
from egv.app.inputs import shown
from egv.app.keys import given_of, texts_given
from egv.app.ledger import Ledger
from egv.app.outputs import Job
from egv.app.plan import Plan
from egv.core.ask import Ask, CuesIn
from egv.core.edit import Edit
from egv.core.errors import ConflictError, UsageError
from egv.core.file_names import as_named
from egv.core.finished_clock import STILL, FinishedClock, FinishedText, edges_of, share_of
from egv.core.layers import Marking
from egv.core.records import Made
from egv.core.timing import clock_text
from egv.steps.subtitle import SCRIPT, Subtitle, language_in
from egv.tools import cache
from egv.tools.text_files import as_written, cues_at, text_at

YOURS = "subtitle: its text is yours, from {file}; delete that file to undo it"
MOST_TOLD, TOLD_CHARS = 5, 40  # of texts that are lost


@dataclass(frozen=True, slots=True)
class Correction:
    """A file that somebody wrote in, and the line of the ledger that its times come from.

    With `content` it says the same as when that was the hash of its text.
    """

    path: Path
    line: Made
    clock: FinishedClock | None
    content: str = ""

    @property
    def text(self) -> FinishedText:
        """It as the text of a run."""
        content = self.content or as_written(self.path)
        return FinishedText(self.path, content, self.clock, YOURS)

    def is_of(self, contents: Collection[str]) -> bool:
        """Whether it is of a video of a clip or a narration with one of these `contents`."""
        sources = self.clock.sources if self.clock else tuple(self.line.about.sources.values())
        return not sources or any(
            source.rstrip(STILL).partition("#")[0] in contents for source in sources
        )


def take_up_corrections(
    job: Job, plan: Plan, ledger: Ledger, *, overwrite: bool = False
) -> tuple[Job, Plan]:
    """`job` with notes on corrected files, and `plan` reading the one that is its text.

    Raises UsageError for a file that cannot be read, ConflictError where it is not clear which
    text is meant. With `overwrite` a file that the line names goes before one that was corrected.
    """
    step = next((each for each in plan.steps if isinstance(each, Subtitle)), None)
    found = _Found(job, ledger, step.language if step else None)
    if step is None:
        return with_notes(job, *map(_is_left, found.changed)), plan
    given = texts_given(job, plan)
    named = given[0] if len(given) == 1 and given[0].suffix.lower() != SCRIPT else None
    known = given_of(job, plan)
    if named and (own := found.own(named)):
        _words(named)
        return place_text(named, own.line, own.clock, job, plan)
    if found.changed:
        changed = _agreed(found.changed)
        said = changed.line.subtitles.given if changed.line.subtitles else known
        others = [each for each in given if known != said and _words(each) != _words(changed.path)]
        if not overwrite:
            _check_placed(changed)
            _check_only_text(changed, others)
            return _taken(changed, job, plan)
        if not others and _is_placed(changed):
            return _taken(changed, job, plan)
    elif (last := found.last) and (not given or last.line.subtitles.given == known):  # type: ignore[union-attr]
        return _taken(last, job, plan)
    elif gone := found.gone:
        job = with_notes(job, f"subtitle: {shown(gone)} is gone, and its text is made anew")
    return recognise_text(named, job, plan, ledger) if named else (job, plan)


def corrected_files(jobs: Iterable[Job], plan: Plan, ledger: Ledger) -> tuple[Path, ...]:
    """The files in which somebody wrote and of which `plan` makes videos of `jobs` again."""
    step = next((each for each in plan.steps if isinstance(each, Subtitle)), None)
    if step is None:
        return ()
    found = (each.path for job in jobs for each in _Found(job, ledger, step.language).changed)
    return tuple(dict.fromkeys(found))


def with_lost_texts_told(edit: Edit, text: FinishedText | None, ask: Ask) -> Edit:
    """`edit` with a note on what of `text` has no place in it: its moments were cut out since."""
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


class _Found:
    """The subtitle files of a job's videos and drafts, as the ledger knows them."""

    def __init__(self, job: Job, ledger: Ledger, languages: Sequence[str] | None) -> None:
        names = {
            ledger.name_of(path)
            for target in job.targets
            for path in (target.path, marked_path(target.path, Marking.DRAFT))
        }
        self._ledger = ledger
        self._lines = [line for line in tuple(ledger.made) if line.output in names]
        self._by_name: dict[str, list[Made]] = {}
        for line in self._lines:
            for name in hashes_of(line):
                self._by_name.setdefault(name, []).append(line)
        said = (line.subtitles for line in self._lines)
        self._taken_up = {each.text: each.content for each in said if each}  # the newest
        self._only = languages[0] if languages and len(languages) == 1 else ""
        self.changed = tuple(self._changed())

    @property
    def last(self) -> Correction | None:
        """The text of the newest of the videos, where somebody corrected it before."""
        seen: set[str] = set()
        for line in reversed(self._lines):
            said = None if line.output in seen else line.subtitles
            seen |= {line.output} if said else set()
            if said and said.text in self._by_name:
                path = self._place(said.text)
                if path.is_file() and not self._is_other(path):
                    return Correction(path, line, said.text_clock, said.content)
        return None

    @property
    def gone(self) -> Path | None:
        """The file that was the text of the newest video, and is not there any more."""
        said = next((line.subtitles for line in reversed(self._lines) if line.subtitles), None)
        if not said or said.text not in self._by_name or self._place(said.text).exists():
            return None
        return self._place(said.text)

    def own(self, named: Path) -> Correction | None:
        """The file that the line names, where it is one of these."""
        if (name := self._ledger.name_of(named)) not in self._by_name:
            return None
        correction = self._correction(named, name)
        return correction if correction.clock else None

    def _changed(self) -> Iterator[Correction]:
        for name, lines in self._by_name.items():
            path = self._place(name)
            if path.is_file() and not self._is_other(path) and self._is_changed(path, name, lines):
                yield self._correction(path, name)

    def _is_other(self, path: Path) -> bool:
        """Whether it is in a language that is not spoken."""
        return bool(self._only) and language_in(path) not in ("", self._only)

    def _is_changed(self, path: Path, name: str, lines: Sequence[Made]) -> bool:
        """Whether it says something else than when egv last wrote it or read it."""
        last, content = lines[-1], cache.content_of(path)
        if says_the_same(path, hashes_of(last)[name], last.subtitles):
            return False
        if says_the_same(path, self._taken_up.get(name, ""), None):
            return False
        before = any(hashes_of(line)[name] == content for line in lines[:-1])
        return not (before and self._was_cut_off(last))

    def _was_cut_off(self, line: Made) -> bool:
        """Whether the files that `line` tells of never got their names."""
        video = self._place(line.output)
        return bool(line.content) and not (
            video.is_file() and cache.content_of(video) == line.content
        )

    def _correction(self, path: Path, name: str) -> Correction:
        lines = [line for line in reversed(self._by_name[name]) if line.subtitles]
        if not lines or path.suffix == SCRIPT:  # which has no times
            return Correction(path, (*lines, self._by_name[name][-1])[0], None)
        line = _line_of(path, name, lines)
        return Correction(path, line, clock_of(line, name))

    def _place(self, name: str) -> Path:
        return path_of(self._ledger, as_named(name))


def _line_of(path: Path, name: str, lines: Sequence[Made]) -> Made:
    """Which of `lines`, newest first, the file was written by: by its bytes, else by its times."""
    content = cache.content_of(path)
    same = [line for line in lines if hashes_of(line).get(name) == content]
    if same:
        return same[0]
    edges = edges_of(cues_at(path)) if _is_readable(path) else ()
    return max(lines, key=lambda line: share_of(edges, known_edges(line)))


def _is_readable(path: Path) -> bool:
    try:
        return bool(cues_at(path))
    except UsageError:
        return False


def _agreed(changed: Sequence[Correction]) -> Correction:
    """The one text that all of these files say. Raises ConflictError where they do not."""
    first, *others = sorted(changed, key=lambda each: each.path.suffix == SCRIPT)
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


def _from_here(path: Path) -> str:
    here = Path.cwd()
    return shown(path.relative_to(here) if path.is_relative_to(here) else path)


def _words(path: Path) -> list[str]:
    """The words of a text, of whatever kind. Raises UsageError where there are none."""
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


def _is_left(changed: Correction) -> str:
    return f"subtitle: {shown(changed.path)} was corrected; it stays, but no subtitles are made"
