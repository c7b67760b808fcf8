"""What a purge takes: which lines of the ledger are due, which files they stand for, what stays."""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from egv.core.figures import video_made, videos_of
from egv.core.records import Failed, Known, Made, Previewed, Purged


class FileKind(StrEnum):
    """What a file is that was made of a clip, or that says something of it."""

    VIDEO = "video"
    DRAFT = "draft"
    SUBTITLES = "subtitles"
    PREVIEW = "preview"
    PACK = "share pack"
    PAGE = "page"
    REVIEW = "review"  # or what else is kept of a video in egv's own folder
    CACHE = "cache"
    LOG = "crash log"
    CLIP = "clip"
    CLIP_FILE = "clip file"


@dataclass(frozen=True, slots=True)
class Due:
    """What is to be forgotten, each with why: clips by the hash of their bytes, lines by `line_id`.

    A line is due by itself where it is of several clips, and not all of them are due.
    """

    clips: Mapping[str, str] = field(default_factory=dict)
    lines: Mapping[str, str] = field(default_factory=dict)

    def __or__(self, other: Due) -> Due:
        """All that is due by either."""
        return Due(_both(self.clips, other.clips), _both(self.lines, other.lines))


@dataclass(frozen=True, slots=True)
class Listed:
    """A file that the ledger knows: its name there, what egv wrote, and the line that did it."""

    name: str
    kind: FileKind
    contents: frozenset[str]
    line: Known


@dataclass(frozen=True, slots=True)
class Purge:
    """The lines that go, each with why, those that stay, and the files of those that go."""

    gone: Mapping[str, tuple[Known, str]]
    staying: tuple[Known, ...]
    files: tuple[Listed, ...]

    @property
    def lines(self) -> tuple[Known, ...]:
        """The lines that go."""
        return tuple(line for line, _ in self.gone.values())

    @property
    def sources(self) -> Mapping[str, frozenset[str]]:
        """The clips of lines that go, by the hash of their bytes, with every name they had."""
        names: dict[str, set[str]] = defaultdict(set)
        for line in self.lines:
            for name, content in line.about.sources.items():
                names[content].add(name)
        return {content: frozenset(each) for content, each in names.items()}

    @property
    def kept_contents(self) -> frozenset[str]:
        """What bytes the lines that stay speak of, of clips and of what was made of them."""
        return frozenset(
            content
            for line in self.staying
            for content in (*line.files.values(), *line.about.sources.values())
        )


def words_in(document: object) -> Iterator[str]:
    """Every text in `document` (parsed JSON), keys too, however deep."""
    match document:
        case str():
            yield document
        case Mapping():
            for each in (*document.keys(), *document.values()):
                yield from words_in(each)
        case list():
            for each in document:
                yield from words_in(each)


def line_id(line: Known) -> str:
    """What tells a line from all others."""
    return hashlib.sha256(line.model_dump_json().encode()).hexdigest()


def aged(lines: Iterable[Known], why: Callable[[Known], str]) -> Due:
    """The clips of which every line is old; `why` says so of a line, or nothing."""
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
    """What has the person in it whom `pseudonym` stands for.

    Of a video of several clips nothing says in which the person is, so only the video is due.
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
    """What of `lines`, in their order, goes when what is `due` is forgotten `within` a part."""
    gone: dict[str, tuple[Known, str]] = {}
    staying = []
    for line in lines:
        named = line_id(line)
        why = due.lines.get(named) or next(
            (due.clips[each] for each in line.about.sources.values() if each in due.clips), ""
        )
        if why and within(line):
            gone[named] = line, why
        else:
            staying.append(line)
    return Purge(gone, tuple(staying), tuple(_files(lines, gone)))


def counts_of(purge: Purge) -> tuple[Purged, ...]:
    """What stays of the lines that go, so that figures do: numbers by month, of nobody."""
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
    """The files of lines that go, each once, but for those that a line that stays wrote last."""
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
    """Every key of both, with the reasons of both."""
    return {
        key: "; ".join(dict.fromkeys(why for why in (one.get(key), other.get(key)) if why))
        for key in dict.fromkeys((*one, *other))
    }
