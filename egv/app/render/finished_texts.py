"""Texts that belong to a finished video, recognised by their bytes, their names or their times."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path

from egv.app.plan.outputs import Job
from egv.app.plan.plan import Plan
from egv.app.records.ledger import OUTPUTS, STATE, Ledger
from egv.app.records.ledger_lines import OutputRecord, Provenance, SubtitleRecord
from egv.core.cues.script_text import SCRIPT_SUFFIX
from egv.core.cues.words_file import rewrite_words_json
from egv.core.errors import UsageError
from egv.core.programme.finished_clock import (
    FinishedClock,
    FinishedText,
    find_moved_share,
    list_cue_edges,
    map_edges_to_sources,
    measure_matching_share,
)
from egv.tools.library.subtitle_files import hash_cues, hash_text, load_cues, read_text_file
from egv.tools.store import cache

CLOCKS = "finished"  # the cache subject of video clocks
SURE_SHARE = 0.5  # share of times in a file that identifies its video
DOUBTFUL_SHARE = 0.2  # share of times that is unlikely by chance


@dataclass(frozen=True, slots=True)
class _SubtitledVideo:
    """A video with subtitles, and the name that the file in question would have in its ledger."""

    line: OutputRecord
    subtitles: SubtitleRecord
    file_name: str = ""


def is_same_text(path: Path, content: str, record: SubtitleRecord | None) -> bool:
    """True if the file at `path` has the hash `content`, or the words and times of `record`."""
    if cache.hash_content(path) == content:
        return True
    try:
        if hash_text(path) == content:
            return True
        return bool(
            record and path.suffix != SCRIPT_SUFFIX and hash_cues(load_cues(path)) == record.says
        )
    except UsageError:  # the fault is reported when the file is read
        return False


def has_other_words(path: Path, content: str, record: SubtitleRecord | None) -> bool:
    """True if in a file of words, once written with the hash `content`, only the words differ.

    The texts are then those of `record`, and these are what a video shows.
    """
    if path.suffix != ".json" or cache.hash_content(path) == content:
        return False
    if not is_same_text(path, content, record):
        return False
    own = rewrite_words_json(read_text_file(path), str(path))
    return hashlib.sha256(own.encode()).hexdigest() != content


def list_subtitle_hashes(line: OutputRecord) -> dict[str, str]:
    """List the subtitle files of `line` with their hashes, including the backups."""
    return {**line.all_sidecars, **(line.subtitles.kept if line.subtitles else {})}


def find_file_clock(line: OutputRecord, name: str) -> FinishedClock | None:
    """Find the clock that the times of file `name` of `line` are on, if it is known."""
    record = line.subtitles
    if record is None:
        return None
    return record.text_clock if record.text == name and record.text_clock else record.clock


def get_cue_edges(line: OutputRecord) -> tuple[int, ...]:
    """Return the start and end times of the subtitles of `line`, ms."""
    return line.subtitles.edges if line.subtitles else ()


def add_job_notes(job: Job, *notes: str) -> Job:
    """Return `job` with more notes, without repeats."""
    return replace(job, notes=tuple(dict.fromkeys((*job.notes, *notes))))


def recognise_text(named: Path, job: Job, plan: Plan, ledger: Ledger) -> tuple[Job, Plan]:
    """Plan the file named on the command line on the clock of the finished video it came with.

    The file may be a copy with changed words: its times still identify the video.
    """
    contents = {cache.hash_content(clip) for clip in job.clips}
    videos = _list_subtitled_videos(named, contents, ledger)
    of_clip = [video for video in videos if contents & {*video.line.about.sources.values()}]
    if same := _find_same_text(named, of_clip):
        return _place_on_clock(named, *same, job, plan)
    if placed := _place_by_times(named, of_clip, job, plan):
        return placed
    if any(video.file_name in list_subtitle_hashes(video.line) for video in videos):
        other = (
            f"subtitle: {named.name} belongs to a video of another clip; its times are read as"
            " times of this clip"
        )
        return add_job_notes(job, other), plan
    return job, plan


def _list_subtitled_videos(
    named: Path, contents: Iterable[str], ledger: Ledger
) -> list[_SubtitledVideo]:
    """List the known videos with subtitles: those in a ledger first, the latest at the front."""
    lines = [
        (known_ledger.to_name(named), line)
        for known_ledger in (ledger, *_iter_other_ledgers(named, ledger))
        for line in reversed(known_ledger.made)
    ]
    lines += [("", line) for content in sorted(contents) for line in _iter_stored_clocks(content)]
    return [_SubtitledVideo(line, line.subtitles, name) for name, line in lines if line.subtitles]


def _find_same_text(
    named: Path, videos: Iterable[_SubtitledVideo]
) -> tuple[OutputRecord, FinishedClock | None] | None:
    """Find the video with the text of `named`, or with a file of its name, and the text's clock."""
    content, written = cache.hash_content(named), hash_text(named)
    for video in videos:
        record, hashes = video.subtitles, list_subtitle_hashes(video.line)
        if {content, written} & {*hashes.values(), record.content} or video.file_name in hashes:
            of_text = record.text_clock if written == record.content else None
            return video.line, of_text or find_file_clock(video.line, video.file_name)
    return None


def _place_by_times(
    named: Path, videos: Sequence[_SubtitledVideo], job: Job, plan: Plan
) -> tuple[Job, Plan] | None:
    """Plan `named` on the clock of the video whose subtitles share most of its times, if any."""
    edges = list_cue_edges(load_cues(named))
    shares = [
        (measure_matching_share(edges, video.subtitles.edges), -n) for n, video in enumerate(videos)
    ]
    best, at = max(shares, default=(0.0, 0))
    if best <= DOUBTFUL_SHARE:
        return _place_moved(named, edges, videos, job, plan)
    line, record = videos[-at].line, videos[-at].subtitles
    on_clip = measure_matching_share(edges, map_edges_to_sources(record.edges, record.clock))
    if best <= on_clip:
        return None
    if best >= SURE_SHARE:
        return _place_on_clock(named, line, record.clock, job, plan)
    doubt = (
        f"subtitle: {named.name} has some of the times of {line.output}, but not enough;"
        " all its times are read as times of this clip"
    )
    return add_job_notes(job, doubt), plan


def _place_moved(
    named: Path, edges: Sequence[int], videos: Sequence[_SubtitledVideo], job: Job, plan: Plan
) -> tuple[Job, Plan] | None:
    """Plan a file of which all times were moved alike on the clock of the video it came with."""
    for video in videos:
        record = video.subtitles
        on_clip = map_edges_to_sources(record.edges, record.clock)
        if measure_matching_share(edges, on_clip) > DOUBTFUL_SHARE:
            return None
        share, by_ms = find_moved_share(edges, record.edges)
        if share < SURE_SHARE or record.clock.is_source_clock:
            continue
        moved = (
            f"subtitle: the times in {named.name} are those of {Path(video.line.output).name},"
            f" moved by {by_ms / 1000:+.1f} s, and are read as times of that finished video"
        )
        return _place_on_clock(named, video.line, record.clock, add_job_notes(job, moved), plan)
    return None


def _place_on_clock(
    named: Path, line: OutputRecord, clock: FinishedClock | None, job: Job, plan: Plan
) -> tuple[Job, Plan]:
    if clock is None or clock.is_source_clock:  # its times are read as those of any file
        return job, plan
    return plan_finished_text(named, line, clock, job, plan)


def plan_finished_text(
    named: Path, line: OutputRecord, clock: FinishedClock | None, job: Job, plan: Plan
) -> tuple[Job, Plan]:
    """Return a plan that reads `named`, a file of the video of `line`, on that video's `clock`."""
    note = f"subtitle: the times in {{file}} are those of the finished {Path(line.output).name}"
    return job, replace(plan, corrected_text=FinishedText(named, hash_text(named), clock, note))


def store_clock(line: OutputRecord) -> None:
    """Store the subtitle clock of `line` in the cache, to recognise a copied file later."""
    if line.subtitles is None:
        return
    about = Provenance(sources=line.about.sources)
    kept = line.model_copy(update={"about": about, "result": {}, "key": "", "content": ""})
    text = kept.model_dump_json(exclude_defaults=True)
    cache.store_text(CLOCKS, text, text, line.about.sources.values())


def _iter_stored_clocks(content: str) -> Iterator[OutputRecord]:
    """Iterate over the records of videos that this machine made of the clip, the newest first."""
    for text in reversed([*cache.iter_stored_texts(CLOCKS, content)]):
        with suppress(ValueError):  # another version of egv wrote it
            yield OutputRecord.model_validate_json(text)


def _iter_other_ledgers(named: Path, ledger: Ledger) -> Iterator[Ledger]:
    """Yield the ledger of the folder that the file lies in, unless it is `ledger`."""
    for folder in named.absolute().parents:
        if (folder / STATE / f"{OUTPUTS}.jsonl").is_file():
            if folder != ledger.folder:
                yield Ledger(folder)
            return
