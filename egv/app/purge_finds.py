"""The files that a purge found on the disk so far: each file once, under its clip."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from egv.app.ledger import Ledger
from egv.app.purge_rules import PurgeOrder
from egv.core.file_names import fold_name
from egv.core.purging import Due, FileKind, Listed, Purge
from egv.core.records import Known, Made
from egv.tools import cache
from egv.tools.removal import Standing, size_of, standing, within

LINKED = "it is reached by a link, which is not followed"


@dataclass(frozen=True, slots=True)
class FoundFile:
    """A file on the disk; with `is_kept` it is only reported.

    Of a list file, only the lines that contain one of `words` are deleted.
    """

    path: Path
    kind: FileKind
    bytes: int
    stays: bool = False
    note: str = ""
    words: frozenset[str] = frozenset()


@dataclass(slots=True)
class FoundClip:
    """A clip, or several in one video: the reason why it is due, and its files."""

    clip: str
    why: str
    files: list[FoundFile] = field(default_factory=list)


class Finds:
    """The clips of `purge` and their files; the clips in `sources` (by content) are deleted too."""

    def __init__(
        self,
        ledger: Ledger,
        purge: Purge,
        due: Due,
        order: PurgeOrder,
        sources: frozenset[str],
    ) -> None:
        self.purge, self.due, self.order, self.sources = purge, due, order, sources
        self._ledger = ledger
        self._seen: set[Path] = set()
        self._clips: dict[str, FoundClip] = {}
        for line, why in purge.gone.values():
            self._clips.setdefault(self.label(line), FoundClip(self.label(line), why))

    @property
    def clips(self) -> tuple[FoundClip, ...]:
        """Every clip that is due, with its files, in the order of the ledger."""
        return tuple(self._clips.values())

    @cached_property
    def names(self) -> Mapping[str, tuple[str, ...]]:
        """The names of each clip in the ledger, by content."""
        return {content: tuple(sorted(names)) for content, names in self.purge.sources.items()}

    @cached_property
    def contents(self) -> frozenset[str]:
        """The clips to delete completely, by content."""
        return frozenset({*self.due.clips, *self.purge.sources} - self.purge.kept_contents)

    @cached_property
    def outputs(self) -> Mapping[str, Listed]:
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
        found = {self.place(name).parent for line in self.purge.lines for name in line.files}
        return tuple(sorted(folder for folder in found if folder.is_dir()))

    @cached_property
    def above(self) -> tuple[Path, ...]:
        """These folders and their parents, up to the ledger's folder."""
        top = self._ledger.folder.resolve()
        parents = (p for folder in self.folders for p in folder.parents if p.is_relative_to(top))
        return tuple(sorted({*self.folders, *parents}))

    @cached_property
    def state(self) -> Path:
        """The ledger's own folder."""
        return self._ledger.state.resolve()

    @cached_property
    def _kept_names(self) -> Mapping[str, tuple[str, ...]]:
        """The files of records that stay, by folded name as drives compare names."""
        names: dict[str, tuple[str, ...]] = {}
        for name in dict.fromkeys(name for line in self.purge.staying for name in line.files):
            names[fold_name(name)] = (*names.get(fold_name(name), ()), name)
        return names

    @cached_property
    def _on_the_line(self) -> Mapping[str, str]:
        """The clips named on the line, by content."""
        return {cache.digest_of(clip): str(clip) for clip in self.order.clips if clip.is_file()}

    def place(self, name: str) -> Path:
        """Return the path of the ledger's `name`."""
        return within(self._ledger.folder, name)

    def label(self, line: Known) -> str:
        """Format the clips of `line`, as paths from the working folder."""
        if names := [shown(self.place(name)) for name in line.about.sources]:
            return " + ".join(names)
        return shown(self.place(line.output)) if isinstance(line, Made) else "a clip that failed"

    def label_of(self, content: str) -> str:
        """Find the label of the clip with `content`: its paths from the working folder."""
        named = ", ".join(shown(self.place(name)) for name in self.names.get(content, ()))
        return named or self._on_the_line.get(content, "a clip that is gone")

    def labels(self) -> Iterator[tuple[str, str]]:
        """Yield every word that identifies a deleted item, with the label of its clip."""
        for listed in self.purge.files:
            yield listed.name, self.label(listed.line)
        for content, listed in self.outputs.items():
            yield content, self.label(listed.line)
        for content in self.contents:
            for word in (content, *self.names.get(content, ())):
                yield word, self.label_of(content)

    def has(self, path: Path) -> bool:
        """True where `path` was found already."""
        return path in self._seen

    def is_of_another(self, name: str) -> bool:
        """True if file `name` of the ledger is one that stays under other capitals."""
        path, others = self.place(name), self._kept_names.get(fold_name(name), ())
        places = [self.place(other) for other in others if other != name]
        return path.exists() and any(place.exists() and place.samefile(path) for place in places)

    def take(
        self, label: str, path: Path, kind: FileKind, note: str = "", *, stays: bool = False
    ) -> None:
        """Add `path`, if it exists and was not found before."""
        if path in self._seen or (there := standing(path)) is Standing.GONE:
            return
        if there is not Standing.FILE:
            stays, note = True, LINKED if there is Standing.LINK else "it is no file"
        self.add(label, FoundFile(path, kind, size_of(path), stays=stays, note=note))

    def add(self, label: str, file: FoundFile) -> None:
        """Add `file` to its clip."""
        self._seen.add(file.path)
        if label not in self._clips:
            whys = (
                why for content, why in self.due.clips.items() if self.label_of(content) == label
            )
            self._clips[label] = FoundClip(label, next(whys, ""))
        self._clips[label].files.append(file)


def shown(path: Path) -> str:
    """Format `path` as seen from the working folder."""
    here = Path.cwd().resolve()
    return str(path.relative_to(here) if path.is_relative_to(here) else path)
