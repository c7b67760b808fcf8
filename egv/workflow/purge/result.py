"""The result of a purge, planned or done, for `--json` and for people."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from enum import StrEnum

from pydantic import Field

from egv import __version__
from egv.app.records.printable import PrintableDocument, PrintableValue, SchemaName, align_columns
from egv.core.text.byte_sizes import format_file_size
from egv.core.text.translation import Translated, UiLanguage
from egv.core.text.wording import format_count
from egv.workflow.purge.leftovers import count_leftovers
from egv.workflow.purge.rules import PurgedFileKind

PURGE_SCHEMA = "egv/purge@1"
KINDS: Mapping[PurgedFileKind, Translated] = {
    PurgedFileKind.VIDEO: Translated("video", "video"),
    PurgedFileKind.DRAFT: Translated("concept", "draft"),
    PurgedFileKind.SUBTITLES: Translated("ondertitels", "subtitles"),
    PurgedFileKind.SLIP: Translated("briefje", "return slip"),
    PurgedFileKind.PREVIEW: Translated("proefvideo", "preview"),
    PurgedFileKind.PACK: Translated("deelpakket", "share pack"),
    PurgedFileKind.PAGE: Translated("pagina", "page"),
    PurgedFileKind.REVIEW: Translated("beoordeling", "review"),
    PurgedFileKind.CACHE: Translated("cache", "cache"),
    PurgedFileKind.LOG: Translated("foutlogboek", "crash log"),
    PurgedFileKind.CLIP: Translated("clip", "clip"),
    PurgedFileKind.CLIP_FILE: Translated("bestand bij clip", "clip file"),
}


class PurgedFileState(StrEnum):
    """The state of a file in a purge."""

    DUE = "due"
    REMOVED = "removed"
    STAYS = "stays"
    FAILED = "failed"


class PurgedFile(PrintableValue):
    """A file, and its state."""

    path: str
    kind: PurgedFileKind
    bytes: int
    state: PurgedFileState
    note: str = ""


class PurgedClip(PrintableValue):
    """A clip, or several in one video: the reason why it is due, and all its files."""

    clip: str
    why: str
    files: tuple[PurgedFile, ...] = ()


class PurgeReport(PrintableDocument):
    """A purge: the output of `egv purge --json`."""

    schema_name: SchemaName = PURGE_SCHEMA
    egv: str = __version__
    ok: bool = True
    exit_code: int = 0
    done: bool = Field(description="Whether it was done, or only shown.")
    clips: tuple[PurgedClip, ...] = ()
    notes: tuple[str, ...] = ()
    unfinished: int = Field(default=0, description="What stopped runs left unfinished, removed too")

    @property
    def files(self) -> tuple[PurgedFile, ...]:
        """Every file of every clip."""
        return tuple(file for clip in self.clips for file in clip.files)

    @property
    def due_files(self) -> tuple[PurgedFile, ...]:
        """The files to delete, or deleted."""
        return tuple(
            file
            for file in self.files
            if file.state in (PurgedFileState.DUE, PurgedFileState.REMOVED)
        )

    def to_lines(self, tongue: UiLanguage, *, closing: bool = True) -> Iterator[str]:
        """Yield the report as lines for people; with `closing` also what comes next."""
        for clip in self.clips:
            yield f"{clip.clip}: {clip.why}"
            shown = [
                _format_row(file, tongue)
                for file in clip.files
                if file.kind is not PurgedFileKind.CACHE
            ]
            yield from (f"  {row}" for row in align_columns(shown)) if shown else ()
            kept = [file for file in clip.files if file.kind is PurgedFileKind.CACHE]
            if kept:
                size = format_file_size(sum(file.bytes for file in kept))
                yield (
                    f"  {format_count(len(kept), 'file')} in the cache, {size}: measurements and"
                    " recognised speech"
                )
        yield from self.notes
        if closing:
            yield self.format_closing_line(tongue)

    def format_closing_line(self, tongue: UiLanguage) -> str:
        """Format the report in one line."""
        parts = [count_leftovers(self.unfinished)] if self.unfinished else []
        if all(file.state is PurgedFileState.STAYS for file in self.files):
            if not parts:
                return "Nothing to remove."
            noted = ""
        else:
            parts.insert(0, self._count_due_files(tongue))
            noted = " It is noted in .egv/deletions.jsonl, without names."
        what = ", and ".join(parts)
        if not self.done:
            return f"{what} would be removed. Nothing is removed yet; add --yes to do it."
        left = sum(file.state is PurgedFileState.FAILED for file in self.files)
        more = f"; {format_count(left, 'file')} could not be removed" if left else ""
        return f"{what} removed{more}.{noted}"

    def _count_due_files(self, tongue: UiLanguage) -> str:
        size = format_file_size(sum(file.bytes for file in self.due_files))
        kinds = Counter(KINDS[file.kind].render(tongue) for file in self.due_files)
        of = ", ".join(f"{count} {kind}" for kind, count in kinds.items())
        return f"{format_count(len(self.due_files), 'file')}, {size}{f' ({of})' if of else ''}"


def _format_row(file: PurgedFile, tongue: UiLanguage) -> tuple[str, str, str, str]:
    words = {PurgedFileState.STAYS: "stays: ", PurgedFileState.FAILED: "not removed: "}.get(
        file.state, ""
    )
    kind = KINDS[file.kind].render(tongue)
    return file.path, kind, format_file_size(file.bytes), f"{words}{file.note}"
