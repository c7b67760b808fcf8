"""The files that a purge found on the disk so far: each file once, under its clip."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from egv.app.records.ledger import Ledger
from egv.app.records.ledger_lines import ClipRecord, OutputRecord
from egv.core.text.file_names import fold_name
from egv.core.text.path_words import shorten_path
from egv.tools.store import cache
from egv.tools.store.safe_delete import PathState, classify_path, join_real_path, measure_size_bytes
from egv.workflow.purge.rules import DueItems, LedgerFile, PurgedFileKind, PurgeSelection
from egv.workflow.purge.selection import PurgeOrder

LINKED = "a link leads to it, and links are not followed"


@dataclass(frozen=True, slots=True)
class FoundFile:
    """A file on the disk; with `is_kept` it is only reported.

    Of a list file, only the lines that contain one of `words` are deleted.
    """

    path: Path
    kind: PurgedFileKind
    size_bytes: int
    is_kept: bool = False
    note: str = ""
    words: frozenset[str] = frozenset()


@dataclass(slots=True)
class FoundClip:
    """A clip, or several in one video: the reason why it is due, and its files."""

    clip: str
    why: str
    files: list[FoundFile] = field(default_factory=list)


class PurgeFinds:
    """The clips of `purge` and their files; the clips in `sources` (by content) are deleted too."""

    def __init__(
        self,
        ledger: Ledger,
        purge: PurgeSelection,
        due: DueItems,
        order: PurgeOrder,
        sources: frozenset[str],
    ) -> None:
        self.purge, self.due, self.order, self.sources = purge, due, order, sources
        self._ledger = ledger
        self._seen: set[Path] = set()
        self._clips: dict[str, FoundClip] = {}
        for line, why in purge.gone.values():
            self._clips.setdefault(self.format_label(line), FoundClip(self.format_label(line), why))

    @property
    def clips(self) -> tuple[FoundClip, ...]:
        """Every clip that is due, with its files, in the order of the ledger."""
        return tuple(self._clips.values())

    @cached_property
    def names(self) -> Mapping[str, tuple[str, ...]]:
        """The names of each clip in the ledger, by content."""
        return {content: tuple(sorted(names)) for content, names in self.purge.source_names.items()}

    @cached_property
    def gone_contents(self) -> frozenset[str]:
        """The clips to delete completely, by content."""
        return frozenset({*self.due.clips, *self.purge.source_names} - self.purge.kept_contents)

    @cached_property
    def gone_outputs(self) -> Mapping[str, LedgerFile]:
        """The files to delete, by their content; content that a kept file shares is left out."""
        kept = self.purge.kept_contents
        return {
            content: listed
            for listed in self.purge.files
            for content in listed.contents
            if content not in kept
        }

    @cached_property
    def folders(self) -> tuple[Path, ...]:
        """The existing folders of the files to delete."""
        return self._list_folders(self.purge.gone_lines)

    @cached_property
    def all_folders(self) -> tuple[Path, ...]:
        """The existing folders of every output that the ledger knows."""
        return self._list_folders((*self.purge.gone_lines, *self.purge.staying))

    def _list_folders(self, lines: Iterable[ClipRecord]) -> tuple[Path, ...]:
        found = {self.to_working_path(name).parent for line in lines for name in line.files}
        return tuple(sorted(folder for folder in found if folder.is_dir()))

    @cached_property
    def enclosing_folders(self) -> tuple[Path, ...]:
        """These folders and their parents, up to the ledger's folder."""
        top = self._ledger.folder.resolve()
        parents = (p for folder in self.folders for p in folder.parents if p.is_relative_to(top))
        return tuple(sorted({*self.folders, *parents}))

    @cached_property
    def state_folder(self) -> Path:
        """The ledger's own folder."""
        return self._ledger.state_folder.resolve()

    @cached_property
    def _kept_names(self) -> Mapping[str, tuple[str, ...]]:
        """The files of records that stay, by folded name as drives compare names."""
        names: dict[str, tuple[str, ...]] = {}
        for name in dict.fromkeys(name for line in self.purge.staying for name in line.files):
            names[fold_name(name)] = (*names.get(fold_name(name), ()), name)
        return names

    @cached_property
    def _named_clips(self) -> Mapping[str, str]:
        """The clips named on the line, by content."""
        return {
            cache.compute_digest(clip): str(clip) for clip in self.order.clips if clip.is_file()
        }

    def to_working_path(self, name: str) -> Path:
        """Return the path of the ledger's `name`."""
        return join_real_path(self._ledger.folder, name)

    def format_label(self, line: ClipRecord) -> str:
        """Format the clips of `line`, as paths from the working folder."""
        if names := [
            format_working_path(self.to_working_path(name)) for name in line.about.sources
        ]:
            return " + ".join(names)
        return (
            format_working_path(self.to_working_path(line.output))
            if isinstance(line, OutputRecord)
            else "a clip that failed"
        )

    def find_label(self, content: str) -> str:
        """Find the label of the clip with `content`: its paths from the working folder."""
        named = ", ".join(
            format_working_path(self.to_working_path(name)) for name in self.names.get(content, ())
        )
        return named or self._named_clips.get(content, "a clip that is gone")

    def iter_labels(self) -> Iterator[tuple[str, str]]:
        """Yield every word that identifies a deleted item, with the label of its clip."""
        for listed in self.purge.files:
            yield listed.name, self.format_label(listed.line)
        for content, listed in self.gone_outputs.items():
            yield content, self.format_label(listed.line)
        for content in self.gone_contents:
            for word in (content, *self.names.get(content, ())):
                yield word, self.find_label(content)

    def has_path(self, path: Path) -> bool:
        """True where `path` was found already."""
        return path in self._seen

    def is_kept_file(self, name: str) -> bool:
        """True if file `name` of the ledger is one that stays under other capitals."""
        path, others = self.to_working_path(name), self._kept_names.get(fold_name(name), ())
        places = [self.to_working_path(other) for other in others if other != name]
        return path.exists() and any(place.exists() and place.samefile(path) for place in places)

    def add_if_present(
        self, label: str, path: Path, kind: PurgedFileKind, note: str = "", *, stays: bool = False
    ) -> None:
        """Add `path`, if it exists and was not found before."""
        if path in self._seen or (there := classify_path(path)) is PathState.GONE:
            return
        if there is not PathState.FILE:
            stays, note = True, LINKED if there is PathState.LINK else "not a file"
        self.add_file(
            label, FoundFile(path, kind, measure_size_bytes(path), is_kept=stays, note=note)
        )

    def add_file(self, label: str, file: FoundFile) -> None:
        """Add `file` to its clip."""
        self._seen.add(file.path)
        if label not in self._clips:
            whys = (
                why for content, why in self.due.clips.items() if self.find_label(content) == label
            )
            self._clips[label] = FoundClip(label, next(whys, ""))
        self._clips[label].files.append(file)


def format_working_path(path: Path) -> str:
    """Format `path` as seen from the working folder."""
    return str(shorten_path(path, Path.cwd().resolve()))
