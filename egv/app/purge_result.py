"""What a purge would do or did, as `--json` prints it and as people read it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from enum import StrEnum

from pydantic import Field

from egv import __version__
from egv.app.documents import Document, SchemaName, Value, columns
from egv.core.purging import FileKind
from egv.core.sizes import file_size_text

PURGE_SCHEMA = "egv/purge@1"


class State(StrEnum):
    """What becomes of a file."""

    DUE = "due"
    REMOVED = "removed"
    STAYS = "stays"
    FAILED = "failed"


class PurgedFile(Value):
    """A file, and what becomes of it."""

    path: str
    kind: FileKind
    bytes: int
    state: State
    note: str = ""


class PurgedClip(Value):
    """A clip, or several in one video, why it is due, and every file that is of it."""

    clip: str
    why: str
    files: tuple[PurgedFile, ...] = ()


class PurgeReport(Document):
    """A purge: what `egv purge --json` prints."""

    schema_name: SchemaName = PURGE_SCHEMA
    egv: str = __version__
    ok: bool = True
    exit_code: int = 0
    done: bool = Field(description="Whether it was done, or only shown.")
    clips: tuple[PurgedClip, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def files(self) -> tuple[PurgedFile, ...]:
        """Every file of every clip."""
        return tuple(file for clip in self.clips for file in clip.files)

    @property
    def due(self) -> tuple[PurgedFile, ...]:
        """What goes, or went."""
        return tuple(each for each in self.files if each.state in (State.DUE, State.REMOVED))

    def lines(self) -> Iterator[str]:
        """It for people."""
        for clip in self.clips:
            yield f"{clip.clip}: {clip.why}"
            shown = [_row(each) for each in clip.files if each.kind is not FileKind.CACHE]
            yield from (f"  {row}" for row in columns(shown)) if shown else ()
            kept = [each for each in clip.files if each.kind is FileKind.CACHE]
            if kept:
                size = file_size_text(sum(each.bytes for each in kept))
                yield f"  {len(kept)} files in the cache, {size}: what egv measured and heard"
        yield from self.notes
        yield self.closing

    @property
    def closing(self) -> str:
        """It in one line."""
        if not any(each.state is not State.STAYS for each in self.files):
            return "Nothing is due."
        size = file_size_text(sum(each.bytes for each in self.due))
        kinds = Counter(each.kind.value for each in self.due)
        of = ", ".join(f"{count} {kind}" for kind, count in kinds.items())
        what = f"{_counted(len(self.due), 'file')}, {size}{f' ({of})' if of else ''}"
        if not self.done:
            return f"{what} would be removed. Nothing is removed yet; add --yes to do it."
        left = sum(each.state is State.FAILED for each in self.files)
        more = f"; {_counted(left, 'file')} could not be removed" if left else ""
        return f"{what} removed{more}. It is noted in .egv/deletions.jsonl, without names."


def _row(file: PurgedFile) -> tuple[str, str, str, str]:
    words = {State.STAYS: "stays: ", State.FAILED: "not removed: "}.get(file.state, "")
    return file.path, file.kind.value, file_size_text(file.bytes), f"{words}{file.note}"


def _counted(count: int, noun: str) -> str:
    return f"{count} {noun}{'' if count == 1 else 's'}"
