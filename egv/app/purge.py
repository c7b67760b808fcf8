"""Purge clips: delete the files made of them, every trace of them, and their ledger lines."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Iterable, Mapping
from contextlib import closing
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from egv.app.commit import commit_text
from egv.app.ledger import PRACTICE, Ledger
from egv.app.order import RunOptions
from egv.app.outputs import open_ledger
from egv.app.purge_files import find_outputs, find_sources
from egv.app.purge_finds import Finds, FoundClip, FoundFile, shown
from egv.app.purge_result import PurgedClip, PurgedFile, PurgeReport, State
from egv.app.purge_rules import PurgeOrder, due_by
from egv.app.purge_traces import LISTS, find_traces
from egv.app.settings import settings_for
from egv.core.errors import ConflictError, EnvironmentFault
from egv.core.purging import Due, FileKind, Purge, counts_of, line_id, purge_of, words_in
from egv.core.records import Made
from egv.tools import ending
from egv.tools.clock import now
from egv.tools.json_lines import kept_lines
from egv.tools.pseudonyms import pseudonym_of
from egv.tools.removal import remove, remove_if_empty, within

UNFINISHED = "purge.json"  # the subject of a purge, from before its first file to its last line
STOPPED = "left by a purge that was stopped"
DELETION_SCHEMA = "egv/deletion@1"
SEAL = "seal"
OWN_FOLDERS = (FileKind.PACK, FileKind.PREVIEW)  # folders that are removed once they are empty
LAST = (FileKind.CLIP, FileKind.CLIP_FILE)  # removed last: the other files are found through them


@dataclass(frozen=True, slots=True)
class Planned:
    """A planned purge: the items due, their ledger lines, and the files found on the disk.

    `rules` are the rules requested; `sources` are the clips to delete themselves, by the hash of
    their bytes.
    """

    ledger: Ledger
    practice: Ledger
    due: Due
    purge: Purge
    clips: tuple[FoundClip, ...]
    rules: tuple[str, ...]
    sources: frozenset[str]

    @property
    def report(self) -> PurgeReport:
        """The report of what the purge would do."""
        return _report(self.clips, {}, done=False)

    @property
    def is_empty(self) -> bool:
        """True where there is nothing to do."""
        return not self.purge.gone and not any(
            not file.stays for clip in self.clips for file in clip.files
        )


def planned_purge(order: PurgeOrder, today: date | None = None) -> Planned:
    """Plan the purge that `order` asks for, with whatever an earlier purge left undone.

    Nothing is deleted yet. Raises EgvError where the order is faulty.
    """
    settings = settings_for(RunOptions(output=order.output, space=order.space or None))
    ledger = open_ledger(settings)
    practice = ledger.beside(PRACTICE)
    known = (*ledger.known, *practice.known)
    due = due_by(order, ledger, known, today or date.today())
    purge = purge_of(known, due, order.holds)
    rules, sources = order.rules, frozenset(due.clips if order.sources else ())
    if left := _unfinished(ledger):
        ids = {named: why for named, (_, why) in purge.gone.items()}
        purge = purge_of(known, Due(lines={**left.due.lines, **ids}))
        rules, sources, due = (*rules, "unfinished"), sources | left.sources, due | left.due
    finds = Finds(ledger, purge, due, order, sources)
    find_outputs(finds)
    find_traces(finds)
    find_sources(finds)
    return Planned(ledger, practice, due, purge, finds.clips, rules, sources)


def carried_out(planned: Planned) -> PurgeReport:
    """Execute `planned`: files first, then their lines, so that a second try can finish the work.

    Raises ConflictError, before any file is deleted, while another run makes one of the files.
    """
    ledger, purge = planned.ledger, planned.purge
    if planned.is_empty:
        return _report(planned.clips, {}, done=True)
    outputs = [within(ledger.folder, line.output) for line in purge.lines if isinstance(line, Made)]
    lists = [ledger.state / name for name in LISTS]
    with closing(ledger), ledger.claimed({*outputs, *lists}, _is_busy):
        journal = ledger.state / UNFINISHED
        commit_text(_journal(planned), journal)
        with ending.held():  # deletion and record must agree
            with ledger.alone():
                failed = _remove_all(planned.clips)
            report = _report(planned.clips, failed, done=True)
            left = _lines_left(planned, failed)
            gone = {named: "gone" for named in purge.gone if named not in left}
            ended = purge_of(ledger.known, Due(lines=gone))
            practised = purge_of(planned.practice.known, Due(lines=gone)).lines
            ledger.add_deletion(_record(planned, report, len(ended.lines) + len(practised)))
            if practised:
                planned.practice.forget(practised, ())
            if ended.lines:
                ledger.forget(ended.lines, counts_of(ended))
            if not failed:
                journal.unlink()
    if failed:
        return report.model_copy(update={"ok": False, "exit_code": EnvironmentFault.exit_code})
    return report


def _is_busy() -> None:
    raise ConflictError("purge: another egv makes one of these videos now; wait until it is done")


@dataclass(frozen=True, slots=True)
class _Left:
    """The subject of a purge that was interrupted."""

    due: Due
    sources: frozenset[str]


def _unfinished(ledger: Ledger) -> _Left | None:
    path = ledger.state / UNFINISHED
    with contextlib.suppress(OSError, ValueError, KeyError, TypeError):
        says = json.loads(path.read_text(encoding="utf-8"))
        clips, lines = (dict.fromkeys(map(str, says[key]), STOPPED) for key in ("clips", "lines"))
        return _Left(Due(clips, lines), frozenset(map(str, says["sources"])))
    return None


def _journal(planned: Planned) -> str:
    """Format the subject of a purge, without names: enough for the next purge to finish it."""
    says = {
        "clips": sorted(planned.due.clips),
        "lines": sorted(planned.purge.gone),
        "sources": sorted(planned.sources),
    }
    return json.dumps(says)


def _remove_all(clips: Iterable[FoundClip]) -> Mapping[Path, str]:
    """Remove the files, the clips themselves last; return a reason for each failure."""
    failed: dict[Path, str] = {}
    due = [file for clip in clips for file in clip.files if not file.stays]
    for file in sorted(due, key=lambda found_file: found_file.kind in LAST):
        try:
            _remove(file)
        except OSError as error:
            failed[file.path] = error.strerror or type(error).__name__
    for folder in dict.fromkeys(file.path.parent for file in due if file.kind in OWN_FOLDERS):
        remove_if_empty(folder)
    return failed


def _remove(file: FoundFile) -> None:
    if not file.words:
        remove(file.path)
    elif left := kept_lines(file.path, lambda line: _left_of(line, file.words)):
        commit_text(left, file.path)
    else:
        remove(file.path)


def _left_of(line: Mapping[str, Any], words: frozenset[str]) -> Mapping[str, Any] | None:
    """Return what stays of `line`: its seal, which proves that the lines after it are intact."""
    if words.isdisjoint(words_in(line)):
        return line
    return {SEAL: line[SEAL]} if SEAL in line else None


def _lines_left(planned: Planned, failed: Mapping[Path, str]) -> frozenset[str]:
    """Find the lines with a file that still exists: without them it could not be found again."""
    folder = planned.ledger.folder
    stays = {
        file.path
        for clip in planned.clips
        for file in clip.files
        if file.path in failed or (file.stays and file.kind not in LAST)
    }
    return frozenset(
        line_id(line)
        for line in planned.purge.lines
        if stays & {within(folder, name) for name in (*line.files, *line.about.sources)}
    )


def _report(clips: Iterable[FoundClip], failed: Mapping[Path, str], *, done: bool) -> PurgeReport:
    return PurgeReport(
        done=done,
        clips=tuple(
            PurgedClip(
                clip=clip.clip,
                why=clip.why,
                files=tuple(_shown(file, failed, done=done) for file in clip.files),
            )
            for clip in clips
        ),
    )


def _shown(file: FoundFile, failed: Mapping[Path, str], *, done: bool) -> PurgedFile:
    if file.stays:
        state = State.STAYS
    elif file.path in failed:
        state = State.FAILED
    else:
        state = State.REMOVED if done else State.DUE
    return PurgedFile(
        path=shown(file.path),
        kind=file.kind,
        bytes=file.bytes,
        state=state,
        note=failed.get(file.path, file.note),
    )


def _record(planned: Planned, report: PurgeReport, lines: int) -> Mapping[str, Any]:
    """Build the proof of a deletion: counts, and ids that name nobody."""
    gone = [file for file in report.files if file.state is State.REMOVED]
    kinds = sorted({file.kind for file in gone})
    return {
        "schema": DELETION_SCHEMA,
        "at": f"{now():%Y-%m-%dT%H:%M:%SZ}",
        "rules": list(planned.rules),
        "clips": list(_ids({*planned.due.clips, *planned.purge.sources})),
        "files": {kind: sum(file.kind is kind for file in gone) for kind in kinds},
        "bytes": {kind: sum(f.bytes for f in gone if f.kind is kind) for kind in kinds},
        "lines": lines,
        "left": sum(file.state is State.FAILED for file in report.files),
    }


def _ids(contents: Iterable[str]) -> Iterable[str]:
    """Compute ids of clips, keyed like people's pseudonyms; none without a usable secret."""
    try:
        return sorted(map(pseudonym_of, contents))
    except EnvironmentFault:
        return ()
