"""Rules of a purge: the ledger lines that are due, their files, and the figures that stay."""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from egv.app.records.ledger_lines import (
    ClipRecord,
    FailureRecord,
    OutputRecord,
    PreviewRecord,
    PurgeRecord,
)
from egv.workflow.report.figures import group_videos, identify_video


class PurgedFileKind(StrEnum):
    """The kind of a file that was made from a clip, or that holds facts about one."""

    VIDEO = "video"
    DRAFT = "draft"
    SUBTITLES = "subtitles"
    SLIP = "slip"
    PREVIEW = "preview"
    PACK = "share pack"
    PAGE = "page"
    REVIEW = "review"  # or other data about a video in egv's own folder
    CACHE = "cache"
    LOG = "crash log"
    CLIP = "clip"
    CLIP_FILE = "clip file"


@dataclass(frozen=True, slots=True)
class DueItems:
    """Items to purge, each with a reason.

    `clips` are by the hash of their bytes, `lines` by `compute_line_id`. A line is due on its own
    where it is about several clips, and not all of them are due.
    """

    clips: Mapping[str, str] = field(default_factory=dict)
    lines: Mapping[str, str] = field(default_factory=dict)

    def __or__(self, other: DueItems) -> DueItems:
        """Return the union of both."""
        return DueItems(
            _merge_reasons(self.clips, other.clips), _merge_reasons(self.lines, other.lines)
        )


@dataclass(frozen=True, slots=True)
class LedgerFile:
    """A file known to the ledger: its name there, its hashes, and the last line that wrote it."""

    name: str
    kind: PurgedFileKind
    contents: frozenset[str]
    line: ClipRecord


@dataclass(frozen=True, slots=True)
class PurgeSelection:
    """The ledger lines to delete, each with a reason, those that stay, and the files to delete."""

    gone: Mapping[str, tuple[ClipRecord, str]]
    staying: tuple[ClipRecord, ...]
    files: tuple[LedgerFile, ...]

    @property
    def gone_lines(self) -> tuple[ClipRecord, ...]:
        """The lines to delete."""
        return tuple(line for line, _ in self.gone.values())

    @property
    def source_names(self) -> Mapping[str, frozenset[str]]:
        """The clips of deleted lines, by the hash of their bytes, with every name they had."""
        names: dict[str, set[str]] = defaultdict(set)
        for line in self.gone_lines:
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


def iter_texts(document: object) -> Iterator[str]:
    """Yield every text in `document` (parsed JSON), keys too, at any depth."""
    match document:
        case str():
            yield document
        case Mapping():
            for entry in (*document.keys(), *document.values()):
                yield from iter_texts(entry)
        case list():
            for entry in document:
                yield from iter_texts(entry)


def compute_line_id(line: ClipRecord) -> str:
    """Compute the unique id of a ledger line."""
    return hashlib.sha256(line.model_dump_json().encode()).hexdigest()


def select_old_clips(lines: Iterable[ClipRecord], why: Callable[[ClipRecord], str]) -> DueItems:
    """Select the clips of which every line is old; `why` gives the reason for a line, or ""."""
    of_clip: dict[str, list[str]] = defaultdict(list)
    alone: dict[str, str] = {}
    for line in lines:
        old = why(line)
        for content in line.about.sources.values():
            of_clip[content].append(old)
        if old and not line.about.sources:
            alone[compute_line_id(line)] = old
    return DueItems({clip: olds[-1] for clip, olds in of_clip.items() if all(olds)}, alone)


def select_person_clips(lines: Iterable[ClipRecord], pseudonym: str, why: str) -> DueItems:
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
                alone[compute_line_id(line)] = why
    return DueItems(clips, alone)


def select_purge(
    lines: Sequence[ClipRecord],
    due: DueItems,
    within: Callable[[ClipRecord], bool] = lambda _: True,
) -> PurgeSelection:
    """Select what to purge from `lines`, in their order: what is `due` and passes `within`."""
    gone: dict[str, tuple[ClipRecord, str]] = {}
    staying = []
    for line in lines:
        named = compute_line_id(line)
        why = due.lines.get(named) or next(
            (due.clips[content] for content in line.about.sources.values() if content in due.clips),
            "",
        )
        if why and within(line):
            gone[named] = line, why
        else:
            staying.append(line)
    return PurgeSelection(gone, tuple(staying), tuple(_list_files(lines, gone)))


def count_purge(purge: PurgeSelection) -> tuple[PurgeRecord, ...]:
    """Reduce deleted lines to monthly numbers without people, so that the figures stay correct."""
    staying = {identify_video(line) for line in purge.staying if isinstance(line, OutputRecord)}
    made = [
        line
        for line in purge.gone_lines
        if isinstance(line, OutputRecord) and identify_video(line) not in staying
    ]
    totals: dict[tuple[str, str, str, bool], list[float]] = defaultdict(lambda: [0.0, 0.0, 0.0])
    for video in group_videos(made):
        month = f"{video.made_on:%Y-%m}" if video.made_on else ""
        total = totals[month, video.space, video.recipe, video.draft]
        for at, more in enumerate((1, video.seconds, video.processing_s)):
            total[at] += more
    failures: dict[tuple[str, str, str, bool], Counter[str]] = defaultdict(Counter)
    for line in purge.gone_lines:
        if isinstance(line, FailureRecord):
            about = line.about
            month = f"{about.at:%Y-%m}" if about.at else ""
            failures[month, about.space, about.recipe, False][line.kind] += 1
    return tuple(
        PurgeRecord(
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


def _list_files(
    lines: Sequence[ClipRecord], gone: Mapping[str, tuple[ClipRecord, str]]
) -> Iterator[LedgerFile]:
    """Yield the files of deleted lines, each once, unless a line that stays wrote them last."""
    last: dict[str, ClipRecord] = {}
    contents: dict[str, set[str]] = defaultdict(set)
    for line in lines:
        for name, content in line.files.items():
            last[name] = line
            if compute_line_id(line) in gone:
                contents[name].add(content)
    for name, line in last.items():
        if compute_line_id(line) in gone:
            yield LedgerFile(name, _classify_file(line, name), frozenset(contents[name]), line)


def _classify_file(line: ClipRecord, name: str) -> PurgedFileKind:
    if isinstance(line, PreviewRecord):
        return PurgedFileKind.PREVIEW
    if isinstance(line, OutputRecord) and name == line.output:
        return PurgedFileKind.DRAFT if line.about.draft else PurgedFileKind.VIDEO
    return PurgedFileKind.SUBTITLES


def _merge_reasons(one: Mapping[str, str], other: Mapping[str, str]) -> Mapping[str, str]:
    """Merge the keys of both, with the reasons of both."""
    return {
        key: "; ".join(dict.fromkeys(why for why in (one.get(key), other.get(key)) if why))
        for key in dict.fromkeys((*one, *other))
    }
