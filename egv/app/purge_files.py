"""Where everything is that was made of the clips of a purge, or says something of them."""

from __future__ import annotations

import contextlib
import html
import json
import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from egv.app.crash import crash_folder
from egv.app.inputs import MEDIA
from egv.app.ledger import STATE, Ledger
from egv.app.purge_rules import PurgeOrder
from egv.core.kit_parts import SidecarKind
from egv.core.purging import Due, FileKind, Listed, Purge, speaks_of
from egv.core.records import Known, Made
from egv.tools import cache
from egv.tools.clip_files import file_beside
from egv.tools.json_lines import line_text, whole_lines
from egv.tools.removal import Standing, files_below, size_of, standing, within
from egv.tools.text_files import text_beside

SHARE, PACK = "share", "pack.json"
ORDERS = "draft-*.json"  # in egv's own folder, with the lists: one for each draft that waits
LISTS = ("reviews.jsonl", "metrics.jsonl")
GENERATOR = 'name="generator" content="egv'  # of pages that egv wrote
LINKED = "it is reached by a link, which is not followed"
TEXTS = frozenset(f".{kind.value}" for kind in SidecarKind)


@dataclass(frozen=True, slots=True)
class FoundFile:
    """A file on the disk; with `stays` it is only told of.

    Of a list, only the lines go that speak of one of `words`.
    """

    path: Path
    kind: FileKind
    bytes: int
    stays: bool = False
    note: str = ""
    words: frozenset[str] = frozenset()


@dataclass(slots=True)
class FoundClip:
    """A clip, or several in one video, with why it is due, and the files found of it."""

    clip: str
    why: str
    files: list[FoundFile] = field(default_factory=list)


class Search:
    """Everything on the disk of one purge; each file is found once, of one clip."""

    def __init__(
        self,
        ledger: Ledger,
        purge: Purge,
        due: Due,
        order: PurgeOrder,
        sources: Collection[str],
    ) -> None:
        self._ledger, self._purge, self._due, self._order = ledger, purge, due, order
        self._sources = sources
        self._clips: dict[str, FoundClip] = {}
        self._seen: set[Path] = set()
        self._named = {content: sorted(names) for content, names in purge.sources.items()}

    def found(self) -> tuple[FoundClip, ...]:
        """Every clip that is due, with its files, in the order of the ledger."""
        for line, why in self._purge.gone.values():
            self._clip(self._label(line), why)
        for listed in self._purge.files:
            self._take_listed(listed)
        self._take_copies()
        self._take_packs()
        self._take_pages()
        self._take_reviews()
        self._take_cache()
        self._take_logs()
        self._take_sources()
        return tuple(self._clips.values())

    def _clip(self, label: str, why: str = "") -> FoundClip:
        return self._clips.setdefault(label, FoundClip(label, why))

    def _label(self, line: Known) -> str:
        names = [self.shown(name) for name in line.about.sources]
        if names:
            return " + ".join(names)
        return self.shown(line.output) if isinstance(line, Made) else "a clip that failed"

    def _label_of(self, content: str) -> str:
        names = self._named.get(content, ())
        return ", ".join(map(self.shown, names)) or self._line_named(content)

    def _line_named(self, content: str) -> str:
        for path in self._order.clips:
            if path.is_file() and cache.digest_of(path) == content:
                return str(path)
        return "a clip that is gone"

    def shown(self, name: str) -> str:
        """What is called `name` in the ledger, as it is named from the working folder."""
        path, here = within(self._ledger.folder, name), Path.cwd().resolve()
        return str(path.relative_to(here) if path.is_relative_to(here) else path)

    def _take(
        self, label: str, path: Path, kind: FileKind, note: str = "", *, stays: bool = False
    ) -> None:
        """Count `path` in, where it is there and was not before."""
        if path in self._seen or (there := standing(path)) is Standing.GONE:
            return
        self._seen.add(path)
        if there is not Standing.FILE:
            stays, note = True, LINKED if there is Standing.LINK else "it is no file"
        found = FoundFile(path, kind, size_of(path), stays=stays, note=note)
        self._clip(label, self._why(label)).files.append(found)

    def _why(self, label: str) -> str:
        return next(
            (why for content, why in self._due.clips.items() if self._label_of(content) == label),
            "",
        )

    def _take_listed(self, listed: Listed) -> None:
        path, label = within(self._ledger.folder, listed.name), self._label(listed.line)
        there = standing(path)
        if there is not Standing.FILE or cache.content_of(path) in listed.contents:
            self._take(label, path, listed.kind)
        elif listed.kind is FileKind.SUBTITLES and _is_beside(listed):
            self._take(label, path, listed.kind, "corrected by hand since")
        elif listed.kind is FileKind.SUBTITLES:
            self._take(label, path, listed.kind, "it is no file of egv's now", stays=True)
        elif self._order.force:
            self._take(label, path, listed.kind, "changed since egv made it")
        else:
            note = "changed since egv made it; --force removes it too"
            self._take(label, path, listed.kind, note, stays=True)

    def _take_copies(self) -> None:
        """Files of other names that hold what egv wrote, where it wrote it."""
        wanted = self._outputs_by_content()
        sizes = {
            int(line.result.get("size_bytes") or 0)
            for line in self._purge.lines
            if isinstance(line, Made)
        }
        for path in _files_in(self._folders(self._purge.lines)):
            video = path.suffix.lower() in MEDIA and size_of(path) in sizes
            if path in self._seen or not (video or path.suffix.lower() in TEXTS):
                continue
            if listed := wanted.get(cache.content_of(path)):
                self._take(self._label(listed.line), path, listed.kind, "renamed, or copied")

    def _outputs_by_content(self) -> dict[str, Listed]:
        kept = self._purge.kept_contents
        return {
            content: listed
            for listed in self._purge.files
            for content in listed.contents
            if content not in kept
        }

    def _take_packs(self) -> None:
        """Share packs: whatever lies in a folder whose pack.json names a clip that is due."""
        for folder in self._folders(self._purge.lines):
            for pack in sorted(folder.glob(f"{SHARE}/*/{PACK}")):
                if label := self._label_of_pack(pack):
                    for path in files_below(pack.parent):
                        self._take(label, path, FileKind.PACK)

    def _label_of_pack(self, pack: Path) -> str:
        if standing(pack) is not Standing.FILE:
            return ""
        try:
            contents = set(json.loads(pack.read_text(encoding="utf-8"))["sources"].values())
        except (OSError, ValueError, KeyError, TypeError, AttributeError):
            return ""
        for line in self._purge.lines:
            if contents == set(line.about.sources.values()):
                return self._label(line)
        due = sorted(contents & self._contents())
        return self._label_of(due[0]) if due else ""

    def _take_pages(self) -> None:
        """Pages that show a video that goes, or name a clip that does."""
        names = {Path(listed.name).name: self._label(listed.line) for listed in self._purge.files}
        for content in self._contents():
            label = self._label_of(content)
            names |= {Path(name).name: label for name in self._named.get(content, ())}
        for folder in self._folders(self._purge.lines):
            for page in sorted((*folder.glob("*.html"), *folder.glob(f"{SHARE}/*.html"))):
                text = _text(page)
                if GENERATOR in text and (label := _who_is_in(html.unescape(text), names)):
                    self._take(label, page, FileKind.PAGE, "it shows other clips too: make it anew")

    def _take_reviews(self) -> None:
        """What was kept to finish a draft, and what was said and measured of videos."""
        state = self._ledger.folder.resolve() / STATE
        labels = self._labels_by_word()
        for path in sorted(state.glob(ORDERS)):
            with contextlib.suppress(ValueError):
                says = json.loads(_text(path))
                if label := _first(label for word, label in labels if speaks_of(says, {word})):
                    self._take(label, path, FileKind.REVIEW)
        for name in LISTS:
            self._take_lines(state / name, labels)

    def _take_lines(self, path: Path, labels: list[tuple[str, str]]) -> None:
        """Of the list at `path`, the lines that speak of what goes."""
        words = frozenset(word for word, _ in labels)
        lines = [each for each in whole_lines(path)[0] if speaks_of(each, words)]
        if lines and standing(path) is Standing.FILE:
            label = _first(each for word, each in labels if speaks_of(lines, {word}))
            size = sum(len(line_text(each)) for each in lines)
            note = f"{len(lines)} line{'s' if len(lines) > 1 else ''} of it"
            found = FoundFile(path, FileKind.REVIEW, size, note=note, words=words)
            self._clip(label).files.append(found)

    def _labels_by_word(self) -> list[tuple[str, str]]:
        """Every word that stands for something that goes in egv's own files, with whose it is."""
        names = [(listed.name, self._label(listed.line)) for listed in self._purge.files]
        for content in self._contents():
            label = self._label_of(content)
            names += [(content, label), *((each, label) for each in self._named.get(content, ()))]
        made = [(each, self._label(of.line)) for each, of in self._outputs_by_content().items()]
        paths = [(str(within(self._ledger.folder, name)), label) for name, label in names]
        return [*names, *made, *paths]

    def _take_cache(self) -> None:
        kept = self._purge.kept_contents
        outputs = {
            content: self._label(listed.line)
            for content, listed in self._outputs_by_content().items()
        }
        labels = outputs | {each: self._label_of(each) for each in self._contents()}
        base = cache.folder()
        found = cache.kept_of([content for content in labels if content not in kept])
        for content, places in found.items():
            for place in places:
                path = within(base, place.relative_to(base))
                self._take(labels[content], path, FileKind.CACHE)

    def _take_logs(self) -> None:
        names = {
            Path(name).name: self._label_of(content)
            for content in self._contents()
            for name in self._named.get(content, ())
        }
        if self._order.person and self._clips:
            names[self._order.person.strip()] = next(iter(self._clips))
        base = crash_folder()
        for log in sorted(base.glob("crash-*.log")) if base.is_dir() else ():
            if label := _who_is_in(_text(log), names):
                self._take(label, within(base, log.name), FileKind.LOG)

    def _take_sources(self) -> None:
        """The clips themselves, with the file beside each: they go only when that is asked for."""
        for content in self._due.clips:
            if content in self._purge.kept_contents:
                continue
            places = [within(self._ledger.folder, name) for name in self._named.get(content, ())]
            places += [path.resolve() for path in self._order.clips if path.is_file()]
            clips = [path for path in places if _holds(path, content)]
            if not clips:
                folders = {path.parent for path in places if path.parent.is_dir()}
                clips = [
                    path
                    for path in _files_in(folders)
                    if path.suffix.lower() in MEDIA and _holds(path, content)
                ]
            for clip in clips:
                self._take_source(content, clip, "" if clip in places else "renamed, or copied")

    def _take_source(self, content: str, clip: Path, note: str) -> None:
        label, wanted = self._label_of(content), content in self._sources
        asked = "the clip itself; --sources removes it too"
        self._take(label, clip, FileKind.CLIP, note if wanted else asked, stays=not wanted)
        if beside := file_beside(clip):
            others = [each for each in _files_in([clip.parent]) if _shares(each, clip)]
            if others:
                note = f"{others[0].name} uses it too"
            else:
                note = "" if wanted else "what is known of the clip; --sources removes it too"
            self._take(label, beside, FileKind.CLIP_FILE, note, stays=bool(note))
        if (text := text_beside(clip)) and text not in self._seen:
            note = "a text beside the clip, which egv did not write; remove it yourself"
            self._take(label, text, FileKind.CLIP_FILE, note, stays=True)

    def _contents(self) -> frozenset[str]:
        """The clips of which nothing is to be left, by content."""
        gone = {*self._due.clips, *self._purge.sources}
        return frozenset(gone - self._purge.kept_contents)

    def _folders(self, lines: Iterable[Known]) -> list[Path]:
        """The folders in which files of `lines` are, or were."""
        folders = {
            within(self._ledger.folder, name).parent for line in lines for name in line.files
        }
        return sorted(each for each in folders if each.is_dir())


def _is_beside(listed: Listed) -> bool:
    """Whether it is named as egv names a file beside a video: what else was changed is not ours."""
    line, path = listed.line, Path(listed.name)
    return (
        isinstance(line, Made)
        and path.parent == Path(line.output).parent
        and path.name.startswith(f"{Path(line.output).stem}.")
        and path.suffix in TEXTS
    )


def _files_in(folders: Iterable[Path]) -> Iterator[Path]:
    for folder in folders:
        for path in sorted(folder.iterdir()):
            if standing(path) is Standing.FILE:
                yield path


def _holds(path: Path, content: str) -> bool:
    return standing(path) is Standing.FILE and cache.digest_of(path) == content


def _shares(other: Path, clip: Path) -> bool:
    return other != clip and other.stem == clip.stem and other.suffix.lower() in MEDIA


def _first(labels: Iterable[str]) -> str:
    return next(iter(labels), "")


def _text(path: Path) -> str:
    with contextlib.suppress(OSError):
        return path.read_text(encoding="utf-8", errors="replace")
    return ""


def _who_is_in(text: str, names: dict[str, str]) -> str:
    """What the first of `names` stands for that is in `text` as a word of its own."""
    for name, label in names.items():
        if name and re.search(rf"(?<![\w.-]){re.escape(name)}(?!\w)", text, re.IGNORECASE):
            return label
    return ""
