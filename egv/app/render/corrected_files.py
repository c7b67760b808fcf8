"""The subtitle files of a job's videos in the ledger, and those that people edited."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from egv.app.plan.inputs import format_clip_path
from egv.app.plan.outputs import Job, add_mark_suffix
from egv.app.records.ledger import Ledger, locate_output
from egv.app.records.ledger_lines import OutputRecord
from egv.app.render.finished_texts import (
    find_file_clock,
    get_cue_edges,
    has_other_words,
    is_same_text,
    list_subtitle_hashes,
)
from egv.core.cues.edited_transcript import PlacedCue, place_transcript
from egv.core.cues.script_text import SCRIPT_SUFFIX
from egv.core.errors import UsageError
from egv.core.kit.formats import to_format_file_word
from egv.core.programme.finished_clock import (
    STILL_MARK,
    FinishedClock,
    FinishedText,
    list_cue_edges,
    measure_matching_share,
)
from egv.core.programme.layers import Marking
from egv.core.text.file_names import unescape_file_name
from egv.core.text.languages import parse_name_language
from egv.tools.library.subtitle_files import hash_text, load_cues, read_text_file
from egv.tools.store import cache

CORRECTED_NOTE = (
    "subtitle: the text is your own, from {file}; delete that file to go back to egv's text"
)

UNPLACED_NOTE = (
    "; it has no times and differs much from what was shown, so its sentences are placed anew"
)
TIMED = (".srt", ".vtt", ".json")


@dataclass(frozen=True, slots=True)
class SubtitleCorrection:
    """An edited subtitle file, its record in the ledger (`line`), and the clock of its times.

    `clock` is None where the file has no times, or their clock is unknown. `content` is the hash of
    the text as it was last read; empty: hash the file as it is now. `placed` are the cues of a
    transcript on `clock`.
    """

    path: Path
    line: OutputRecord
    clock: FinishedClock | None
    content: str = ""
    placed: tuple[PlacedCue, ...] = ()

    @property
    def finished_text(self) -> FinishedText:
        """The file as the subtitle text of a run."""
        content = self.content or hash_text(self.path)
        is_lost = self.path.suffix == SCRIPT_SUFFIX and self.clock is None
        note = CORRECTED_NOTE + (UNPLACED_NOTE if is_lost else "")
        return FinishedText(self.path, content, self.clock, note, self.placed)

    @property
    def given_fingerprint(self) -> str:
        """The fingerprint of the texts given for the video, by name or beside the clip."""
        return self.line.subtitles.given if self.line.subtitles else ""

    def has_source(self, contents: Collection[str]) -> bool:
        """True if the video was made of a clip or narration with one of the hashes `contents`.

        True too where the sources of the video are not known.
        """
        sources = self.clock.sources if self.clock else tuple(self.line.about.sources.values())
        return not sources or any(
            source.rstrip(STILL_MARK).partition("#")[0] in contents for source in sources
        )


class CorrectedFiles:
    """The subtitle files of a job's videos and drafts, in every format, as the ledger has them.

    `changed` are those that somebody edited since, in a spoken language; `of_other_languages` are
    edited files in others; `paths_changed` are the paths of both.
    """

    def __init__(self, job: Job, ledger: Ledger, languages: Sequence[str]) -> None:
        names = {
            ledger.to_name(path)
            for target in job.targets
            for path in (target.path, add_mark_suffix(target.path, Marking.DRAFT))
        }
        siblings = {
            ledger.to_name(_drop_format(target.path, target.format)) for target in job.targets
        }
        self._ledger = ledger
        self._lines = [
            line
            for line in tuple(ledger.made)
            if line.output in names or _name_without_format(line) in siblings
        ]
        self._by_name: dict[str, list[OutputRecord]] = {}
        for line in self._lines:
            for name in list_subtitle_hashes(line):
                self._by_name.setdefault(name, []).append(line)
        records = (line.subtitles for line in self._lines)
        self._taken_up = {
            record.text: record.content for record in records if record
        }  # the newest wins
        self._only = languages[0] if len(languages) == 1 else ""
        changed = tuple(self._iter_changed_files())
        self.paths_changed = tuple(path for _, path in changed)
        self.of_other_languages = tuple(filter(self._is_other_language, self.paths_changed))
        self.changed = tuple(
            self._build_correction(path, name)
            for name, path in changed
            if not self._is_other_language(path)
        )

    @property
    def reused_correction(self) -> SubtitleCorrection | None:
        """The correction that the newest video was made with, if its file is still there."""
        seen: set[str] = set()
        for line in reversed(self._lines):
            record = None if line.output in seen else line.subtitles
            seen |= {line.output} if record else set()
            if record and record.text in self._by_name:
                path = self._locate_file(record.text)
                if path.is_file() and not self._is_other_language(path):
                    return SubtitleCorrection(
                        path, line, record.text_clock, record.content, record.placed
                    )
        return None

    @property
    def missing_file(self) -> Path | None:
        """The text file of the newest video, if it was deleted since."""
        record = next((line.subtitles for line in reversed(self._lines) if line.subtitles), None)
        if (
            not record
            or record.text not in self._by_name
            or self._locate_file(record.text).exists()
        ):
            return None
        return self._locate_file(record.text)

    def find_correction(self, named: Path) -> SubtitleCorrection | None:
        """Find the correction in a file named on the command line, if it is one of these.

        None too where the clock of its times is not known.
        """
        if (name := self._ledger.to_name(named)) not in self._by_name:
            return None
        correction = self._build_correction(named, name)
        return correction if correction.clock else None

    @property
    def unread_file_notes(self) -> Iterator[str]:
        """A note on each file that was corrected in a way, or under a name, that is not read."""
        for name, lines in self._by_name.items():
            path, last = self._locate_file(name), lines[-1]
            content = list_subtitle_hashes(last)[name]
            if path.is_file() and has_other_words(path, content, last.subtitles):
                yield (
                    f"subtitle: in {format_clip_path(path)} words were changed, and the texts above"
                    " them were not; the video shows the texts, so change those"
                )
            longer = path.with_name(f"{path.name}{SCRIPT_SUFFIX}")
            if longer.is_file():
                yield (
                    f"subtitle: {format_clip_path(longer)} is not used; if you corrected it,"
                    f" rename it to {path.name}"
                )

    def _iter_changed_files(self) -> Iterator[tuple[str, Path]]:
        for name, lines in self._by_name.items():
            path = self._locate_file(name)
            if path.is_file() and self._is_changed(path, name, lines):
                yield name, path

    def _is_other_language(self, path: Path) -> bool:
        """True where the file is in a language other than the spoken one."""
        return bool(self._only) and parse_name_language(path) not in ("", self._only)

    def _is_changed(self, path: Path, name: str, lines: Sequence[OutputRecord]) -> bool:
        """True where the text differs from what egv last wrote or read."""
        last, content = lines[-1], cache.hash_content(path)
        if is_same_text(path, list_subtitle_hashes(last)[name], last.subtitles):
            return False
        if is_same_text(path, self._taken_up.get(name, ""), None):
            return False
        before = any(list_subtitle_hashes(line)[name] == content for line in lines[:-1])
        return not (before and self._was_interrupted(last))

    def _was_interrupted(self, line: OutputRecord) -> bool:
        """True where the files recorded in `line` never got their final names."""
        video = self._locate_file(line.output)
        return not (line.content and video.is_file() and cache.hash_content(video) == line.content)

    def _build_correction(self, path: Path, name: str) -> SubtitleCorrection:
        lines = [line for line in reversed(self._by_name[name]) if line.subtitles]
        if not lines:
            return SubtitleCorrection(path, self._by_name[name][-1], None)
        if path.suffix == SCRIPT_SUFFIX:
            return self._place_transcript(path, lines[0])
        line = _find_source_record(path, name, lines)
        return SubtitleCorrection(path, line, find_file_clock(line, name))

    def _place_transcript(self, path: Path, line: OutputRecord) -> SubtitleCorrection:
        """Give the words of a transcript, which has no times, those of the subtitles beside it."""
        for name in line.all_sidecars:
            shown = self._locate_file(name)
            if shown.suffix in TIMED and shown.is_file() and _is_readable(shown):
                placed = place_transcript(read_text_file(path), load_cues(shown))
                clock = find_file_clock(line, name) if placed else None
                return SubtitleCorrection(path, line, clock, placed=placed)
        return SubtitleCorrection(path, line, None)

    def _locate_file(self, name: str) -> Path:
        return locate_output(self._ledger, unescape_file_name(name))


def _drop_format(path: Path, format_name: str) -> Path:
    """The path of a video as it would be if its format were not in its name."""
    suffix = f".{to_format_file_word(format_name)}"
    return path.with_name(f"{path.stem.removesuffix(suffix)}{path.suffix}")


def _name_without_format(line: OutputRecord) -> str:
    """The name of an output that it would share with the same video in every other format."""
    return _drop_format(Path(line.output), str(line.result.get("format", ""))).as_posix()


def _find_source_record(path: Path, name: str, lines: Sequence[OutputRecord]) -> OutputRecord:
    """Find the record of `lines`, newest first, of the file: by its bytes, else by its times."""
    content = cache.hash_content(path)
    same = [line for line in lines if list_subtitle_hashes(line).get(name) == content]
    if same:
        return same[0]
    edges = list_cue_edges(load_cues(path)) if _is_readable(path) else ()
    return max(lines, key=lambda line: measure_matching_share(edges, get_cue_edges(line)))


def _is_readable(path: Path) -> bool:
    try:
        return bool(load_cues(path))
    except UsageError:
        return False
