"""The subtitle files of a job's videos in the ledger, and those that people edited."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from egv.app.finished_texts import clock_of, hashes_of, known_edges, says_the_same
from egv.app.inputs import shown
from egv.app.ledger import Ledger, path_of
from egv.app.outputs import Job, marked_path
from egv.core.errors import UsageError
from egv.core.file_names import as_named
from egv.core.finished_clock import STILL, FinishedClock, FinishedText, edges_of, share_of
from egv.core.layers import Marking
from egv.core.records import Made
from egv.steps.subtitle import SCRIPT, language_in
from egv.tools import cache
from egv.tools.text_files import as_written, cues_at

YOURS = "subtitle: its text is yours, from {file}; delete that file to undo it"


@dataclass(frozen=True, slots=True)
class Correction:
    """An edited subtitle file, and the ledger record whose clock its times are on.

    `content` is the hash of the text as it was last read; empty: hash the file as it is now.
    """

    path: Path
    line: Made
    clock: FinishedClock | None
    content: str = ""

    @property
    def text(self) -> FinishedText:
        """The file as the subtitle text of a run."""
        content = self.content or as_written(self.path)
        return FinishedText(self.path, content, self.clock, YOURS)

    @property
    def given(self) -> str:
        """The fingerprint of the text files that were present when the video was made."""
        return self.line.subtitles.given if self.line.subtitles else ""

    def is_of(self, contents: Collection[str]) -> bool:
        """True if the video was made of a clip or narration with one of the hashes `contents`."""
        sources = self.clock.sources if self.clock else tuple(self.line.about.sources.values())
        return not sources or any(
            source.rstrip(STILL).partition("#")[0] in contents for source in sources
        )


class CorrectedFiles:
    """The subtitle files of a job's videos and drafts, as recorded in the ledger."""

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
        self._taken_up = {
            record.text: record.content for record in said if record
        }  # the newest wins
        self._only = languages[0] if languages and len(languages) == 1 else ""
        changed = tuple(self._changed())
        self.paths_changed = tuple(path for _, path in changed)
        self.of_other_languages = tuple(filter(self._is_other, self.paths_changed))
        self.changed = tuple(
            self._correction(path, name) for name, path in changed if not self._is_other(path)
        )

    @property
    def last(self) -> Correction | None:
        """The corrected text that the newest video was made with, if its file is still there."""
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
        """The text file of the newest video, if it was deleted since."""
        said = next((line.subtitles for line in reversed(self._lines) if line.subtitles), None)
        if not said or said.text not in self._by_name or self._place(said.text).exists():
            return None
        return self._place(said.text)

    def own(self, named: Path) -> Correction | None:
        """Find the correction in a file named on the command line, if it is one of these."""
        if (name := self._ledger.name_of(named)) not in self._by_name:
            return None
        correction = self._correction(named, name)
        return correction if correction.clock else None

    @property
    def unread(self) -> Iterator[str]:
        """A note on each file that a text editor saved with `.txt` added to its name."""
        for path in map(self._place, self._by_name):
            longer = path.with_name(f"{path.name}{SCRIPT}")
            if longer.is_file():
                yield f"subtitle: {shown(longer)} is not read; if it is yours, call it {path.name}"

    def _changed(self) -> Iterator[tuple[str, Path]]:
        for name, lines in self._by_name.items():
            path = self._place(name)
            if path.is_file() and self._is_changed(path, name, lines):
                yield name, path

    def _is_other(self, path: Path) -> bool:
        """True where the file is in a language other than the spoken one."""
        return bool(self._only) and language_in(path) not in ("", self._only)

    def _is_changed(self, path: Path, name: str, lines: Sequence[Made]) -> bool:
        """True where the text differs from what egv last wrote or read."""
        last, content = lines[-1], cache.content_of(path)
        if says_the_same(path, hashes_of(last)[name], last.subtitles):
            return False
        if says_the_same(path, self._taken_up.get(name, ""), None):
            return False
        before = any(hashes_of(line)[name] == content for line in lines[:-1])
        return not (before and self._was_cut_off(last))

    def _was_cut_off(self, line: Made) -> bool:
        """True where the files recorded in `line` never got their final names."""
        video = self._place(line.output)
        return not (line.content and video.is_file() and cache.content_of(video) == line.content)

    def _correction(self, path: Path, name: str) -> Correction:
        lines = [line for line in reversed(self._by_name[name]) if line.subtitles]
        if not lines or path.suffix == SCRIPT:  # a script has no times
            return Correction(path, (*lines, self._by_name[name][-1])[0], None)
        line = _line_of(path, name, lines)
        return Correction(path, line, clock_of(line, name))

    def _place(self, name: str) -> Path:
        return path_of(self._ledger, as_named(name))


def _line_of(path: Path, name: str, lines: Sequence[Made]) -> Made:
    """Find the record of `lines`, newest first, of the file: by its bytes, else by its times."""
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
