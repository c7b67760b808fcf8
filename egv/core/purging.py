"""Rules of a purge: the ledger lines that are due, their files, and the figures that stay."""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from egv.core.figures import video_made, videos_of
from egv.core.records import Failed, Known, Made, Previewed, Purged


class FileKind(StrEnum):
    """The kind of a file that was made from a clip, or that holds facts about one."""

    VIDEO = "video"
    DRAFT = "draft"
    SUBTITLES = "subtitles"
    PREVIEW = "preview"
    PACK = "share pack"
    PAGE = "page"
    REVIEW = "review"  # or other data about a video in egv's own folder
    CACHE = "cache"
    LOG = "crash log"
    CLIP = "clip"
    CLIP_FILE = "clip file"


@dataclass(frozen=True, slots=True)
class Due:
    """Items to purge, each with a reason.

    `clips` are by the hash of their bytes, `lines` by `compute_line_id`. A line is due on its own
    where it is about several clips, and not all of them are due.
    """

    clips: Mapping[str, str] = field(default_factory=dict)
    lines: Mapping[str, str] = field(default_factory=dict)

    def __or__(self, other: Due) -> Due:
        """Return the union of both."""
        return Due(_both(self.clips, other.clips), _both(self.lines, other.lines))


@dataclass(frozen=True, slots=True)
class Listed:
    """A file known to the ledger: its name there, its hashes, and the last line that wrote it."""

    name: str
    kind: FileKind
    contents: frozenset[str]
    line: Known


@dataclass(frozen=True, slots=True)
class Purge:
    """The ledger lines to delete, each with a reason, those that stay, and the files to delete."""

    gone: Mapping[str, tuple[Known, str]]
    staying: tuple[Known, ...]
    files: tuple[Listed, ...]

    @property
    def lines(self) -> tuple[Known, ...]:
        """The lines to delete."""
        return tuple(line for line, _ in self.gone.values())

    @property
    def sources(self) -> Mapping[str, frozenset[str]]:
        """The clips of deleted lines, by the hash of their bytes, with every name they had."""
        names: dict[str, set[str]] = defaultdict(set)
        for line in self.lines:
            for name, content in line.about.sources.items():
                names[content].add(name)
        return {content: frozenset(known_names) for content, known_names in names.items()}

    @property
    def kept_contents(self) -> frozenset[str]:
        """The hashes in the lines that stay, of clips and of files made from them."""
        return frozenset(
            content
            for line in self.staying
            for content in (*line.files.values(), *line.about.sources.values())
        )


def words_in(document: object) -> Iterator[str]:
    """Yield every text in `document` (parsed JSON), keys too, at any depth."""
    match document:
        case str():
            yield document
        case Mapping():
            for entry in (*document.keys(), *document.values()):
                yield from words_in(entry)
        case list():
            for entry in document:
                yield from words_in(entry)


def line_id(line: Known) -> str:
    """Compute the unique id of a ledger line."""
    return hashlib.sha256(line.model_dump_json().encode()).hexdigest()


def aged(lines: Iterable[Known], why: Callable[[Known], str]) -> Due:
    """Select the clips of which every line is old; `why` gives the reason for a line, or ""."""
    of_clip: dict[str, list[str]] = defaultdict(list)
    alone: dict[str, str] = {}
    for line in lines:
        old = why(line)
        for content in line.about.sources.values():
            of_clip[content].append(old)
        if old and not line.about.sources:
            alone[line_id(line)] = old
    return Due({clip: olds[-1] for clip, olds in of_clip.items() if all(olds)}, alone)


def featuring(lines: Iterable[Known], pseudonym: str, why: str) -> Due:
    """Select what shows or was made by the person behind `pseudonym`.

    Nothing tells in which clip of a video of several clips the person is, so only the video is due.
    """
    clips, alone = {}, {}
    for line in lines:
        if pseudonym in (*line.about.makers, *line.about.people):
            contents = set(line.about.sources.values())
            if len(contents) == 1:
                clips[contents.pop()] = why
            else:
                alone[line_id(line)] = why
    return Due(clips, alone)


def purge_of(
    lines: Sequence[Known], due: Due, within: Callable[[Known], bool] = lambda _: True
) -> Purge:
    """Select what to purge from `lines`, in their order: what is `due` and passes `within`."""
    gone: dict[str, tuple[Known, str]] = {}
    staying = []
    for line in lines:
        named = line_id(line)
        why = due.lines.get(named) or next(
            (due.clips[content] for content in line.about.sources.values() if content in due.clips),
            "",
        )
        if why and within(line):
            gone[named] = line, why
        else:
            staying.append(line)
    return Purge(gone, tuple(staying), tuple(_files(lines, gone)))


def counts_of(purge: Purge) -> tuple[Purged, ...]:
    """Reduce deleted lines to monthly numbers without people, so that the figures stay correct."""
    staying = {video_made(line) for line in purge.staying if isinstance(line, Made)}
    made = [
        line for line in purge.lines if isinstance(line, Made) and video_made(line) not in staying
    ]
    totals: dict[tuple[str, str, str, bool], list[float]] = defaultdict(lambda: [0.0, 0.0, 0.0])
    for video in videos_of(made):
        month = f"{video.made_on:%Y-%m}" if video.made_on else ""
        total = totals[month, video.space, video.recipe, video.draft]
        for at, more in enumerate((1, video.seconds, video.processing_s)):
            total[at] += more
    failures: dict[tuple[str, str, str, bool], Counter[str]] = defaultdict(Counter)
    for line in purge.lines:
        if isinstance(line, Failed):
            about = line.about
            month = f"{about.at:%Y-%m}" if about.at else ""
            failures[month, about.space, about.recipe, False][line.kind] += 1
    return tuple(
        Purged(
            purged=int(totals[key][0]),
            month=key[0],
            space=key[1],
            recipe=key[2],
            draft=key[3],
            seconds=round(totals[key][1], 1),
            processing_s=round(totals[key][2], 1),
            failures=dict(failures[key]),
        )
        for key in sorted({*totals, *failures})
    )


def _files(lines: Sequence[Known], gone: Mapping[str, tuple[Known, str]]) -> Iterator[Listed]:
    """Yield the files of deleted lines, each once, unless a line that stays wrote them last."""
    last: dict[str, Known] = {}
    contents: dict[str, set[str]] = defaultdict(set)
    for line in lines:
        for name, content in line.files.items():
            last[name] = line
            if line_id(line) in gone:
                contents[name].add(content)
    for name, line in last.items():
        if line_id(line) in gone:
            yield Listed(name, _kind(line, name), frozenset(contents[name]), line)


def _kind(line: Known, name: str) -> FileKind:
    if isinstance(line, Previewed):
        return FileKind.PREVIEW
    if isinstance(line, Made) and name == line.output:
        return FileKind.DRAFT if line.about.draft else FileKind.VIDEO
    return FileKind.SUBTITLES


def _both(one: Mapping[str, str], other: Mapping[str, str]) -> Mapping[str, str]:
    """Merge the keys of both, with the reasons of both."""
    return {
        key: "; ".join(dict.fromkeys(why for why in (one.get(key), other.get(key)) if why))
        for key in dict.fromkeys((*one, *other))
    }
