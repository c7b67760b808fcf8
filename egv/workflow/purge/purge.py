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

from egv.app.plan.order import RunOptions
from egv.app.plan.outputs import open_ledger
from egv.app.plan.settings import load_settings
from egv.app.records.ledger import PRACTICE, Ledger
from egv.app.records.ledger_lines import OutputRecord
from egv.core.errors import ConflictError, EnvironmentFault, name_cause
from egv.tools.machine import shutdown
from egv.tools.machine.clock import utc_now
from egv.tools.store.atomic_files import commit_text
from egv.tools.store.json_lines import filter_lines
from egv.tools.store.pseudonyms import compute_pseudonym
from egv.tools.store.safe_delete import join_real_path, remove_empty_folders, remove_file
from egv.workflow.purge.known_files import add_output_files, add_source_files
from egv.workflow.purge.leftovers import (
    explain_left,
    find_leftovers,
    is_doubtful,
    list_unfinished_places,
    remove_leftovers,
)
from egv.workflow.purge.result import PurgedClip, PurgedFile, PurgedFileState, PurgeReport
from egv.workflow.purge.rules import (
    DueItems,
    PurgedFileKind,
    PurgeSelection,
    compute_line_id,
    count_purge,
    iter_texts,
    select_purge,
)
from egv.workflow.purge.search import FoundClip, FoundFile, PurgeFinds, format_working_path
from egv.workflow.purge.selection import PurgeOrder, find_due_items
from egv.workflow.purge.traces import LISTS, find_traces

UNFINISHED = "purge.json"  # the subject of a purge, from before its first file to its last line
STOPPED = "left by a purge that was stopped"
DELETION_SCHEMA = "egv/deletion@1"
SEAL = "seal"
OWN_FOLDERS = (
    PurgedFileKind.PACK,
    PurgedFileKind.PREVIEW,
)  # folders that are removed once they are empty
LAST = (
    PurgedFileKind.CLIP,
    PurgedFileKind.CLIP_FILE,
)  # removed last: the other files are found through them


@dataclass(frozen=True, slots=True)
class PurgePlan:
    """A planned purge: the items due, their ledger lines, and the files found on the disk.

    `rules` are the rules requested; `sources` are the clips to delete themselves, by the hash of
    their bytes. In `places` stopped runs may have left something unfinished.
    """

    ledger: Ledger
    practice_ledger: Ledger
    due: DueItems
    purge: PurgeSelection
    clips: tuple[FoundClip, ...]
    rules: tuple[str, ...]
    sources: frozenset[str]
    places: tuple[Path, ...]

    @property
    def expected_report(self) -> PurgeReport:
        """The report of what the purge would do."""
        report = _build_report(self.clips, {}, done=False)
        parts = find_leftovers(self.places)
        stays = tuple(explain_left(part) for part in parts if is_doubtful(part))
        return report.model_copy(update={"unfinished": len(parts) - len(stays), "notes": stays})

    @property
    def is_empty(self) -> bool:
        """True where no clip is due, whatever else is to be cleared up."""
        return not self.purge.gone and not any(
            not file.is_kept for clip in self.clips for file in clip.files
        )


def plan_purge(order: PurgeOrder, today: date | None = None) -> PurgePlan:
    """Plan the purge that `order` asks for, with whatever an earlier purge left undone.

    Nothing is deleted yet. Raises EgvError where the order is faulty.
    """
    settings = load_settings(RunOptions(output=order.output, space=order.space or None))
    ledger = open_ledger(settings)
    practice = ledger.open_sibling(PRACTICE)
    known = (*ledger.clip_records, *practice.clip_records)
    due = find_due_items(order, ledger, known, today or date.today())
    purge = select_purge(known, due, order.is_in_scope)
    rules, sources = order.rule_texts, frozenset(due.clips if order.sources else ())
    if left := _load_journal(ledger):
        ids = {named: why for named, (_, why) in purge.gone.items()}
        purge = select_purge(known, DueItems(lines={**left.due.lines, **ids}))
        rules, sources, due = (*rules, "unfinished"), sources | left.sources, due | left.due
    finds = PurgeFinds(ledger, purge, due, order, sources)
    add_output_files(finds)
    find_traces(finds)
    add_source_files(finds)
    outputs = (*(ledger.folder / name for line in known for name in line.files), *finds.folders)
    places = list_unfinished_places((ledger.folder / "any", *outputs))
    return PurgePlan(ledger, practice, due, purge, finds.clips, rules, sources, places)


def execute_purge(planned: PurgePlan) -> PurgeReport:
    """Execute `planned`, and remove what stopped runs left unfinished, whoever it shows.

    Raises ConflictError, before any file is deleted, while another run makes one of the files.
    """
    report = _purge_clips(planned)
    before = len(find_leftovers(planned.places))
    left = remove_leftovers(planned.places)
    stuck = [part for part in left if not is_doubtful(part)]
    told = {"unfinished": before - len(left), "notes": tuple(map(explain_left, left))}
    if stuck:
        told |= {"ok": False, "exit_code": EnvironmentFault.exit_code}
    return report.model_copy(update=told)


def _purge_clips(planned: PurgePlan) -> PurgeReport:
    """Purge the clips: files first, then their lines, so that a second try can finish the work."""
    ledger, purge = planned.ledger, planned.purge
    if planned.is_empty:
        return _build_report(planned.clips, {}, done=True)
    outputs = [
        join_real_path(ledger.folder, line.output)
        for line in purge.gone_lines
        if isinstance(line, OutputRecord)
    ]
    lists = [ledger.state_folder / name for name in LISTS]
    with closing(ledger), ledger.claim_outputs({*outputs, *lists}, _raise_busy):
        journal = ledger.state_folder / UNFINISHED
        commit_text(_format_journal(planned), journal)
        with shutdown.hold_interruptions():  # deletion and record must agree
            with ledger.lock_writing():
                failed = _remove_files(planned.clips)
            report = _build_report(planned.clips, failed, done=True)
            left = _find_needed_lines(planned, failed)
            gone = {named: "gone" for named in purge.gone if named not in left}
            ended = select_purge(ledger.clip_records, DueItems(lines=gone))
            practised = select_purge(
                planned.practice_ledger.clip_records, DueItems(lines=gone)
            ).gone_lines
            ledger.add_deletion(
                _build_deletion_record(planned, report, len(ended.gone_lines) + len(practised))
            )
            if practised:
                planned.practice_ledger.replace_records(practised, ())
            if ended.gone_lines:
                ledger.replace_records(ended.gone_lines, count_purge(ended))
            if not failed:
                journal.unlink()
    if failed:
        return report.model_copy(update={"ok": False, "exit_code": EnvironmentFault.exit_code})
    return report


def _raise_busy() -> None:
    raise ConflictError("purge: another egv is making one of these videos; wait until it is done")


@dataclass(frozen=True, slots=True)
class _UnfinishedPurge:
    """The subject of a purge that was interrupted."""

    due: DueItems
    sources: frozenset[str]


def _load_journal(ledger: Ledger) -> _UnfinishedPurge | None:
    path = ledger.state_folder / UNFINISHED
    with contextlib.suppress(OSError, ValueError, KeyError, TypeError):
        says = json.loads(path.read_text(encoding="utf-8"))
        clips, lines = (dict.fromkeys(map(str, says[key]), STOPPED) for key in ("clips", "lines"))
        return _UnfinishedPurge(DueItems(clips, lines), frozenset(map(str, says["sources"])))
    return None


def _format_journal(planned: PurgePlan) -> str:
    """Format the subject of a purge, without names: enough for the next purge to finish it."""
    says = {
        "clips": sorted(planned.due.clips),
        "lines": sorted(planned.purge.gone),
        "sources": sorted(planned.sources),
    }
    return json.dumps(says)


def _remove_files(clips: Iterable[FoundClip]) -> Mapping[Path, str]:
    """Remove the files, the clips themselves last; return a reason for each failure."""
    failed: dict[Path, str] = {}
    due = [file for clip in clips for file in clip.files if not file.is_kept]
    for file in sorted(due, key=lambda found_file: found_file.kind in LAST):
        try:
            _remove_found_file(file)
        except OSError as error:
            failed[file.path] = name_cause(error)
    for folder in dict.fromkeys(file.path.parent for file in due if file.kind in OWN_FOLDERS):
        remove_empty_folders(folder)
    return failed


def _remove_found_file(file: FoundFile) -> None:
    if not file.words:
        remove_file(file.path)
    elif left := filter_lines(file.path, lambda line: _redact_line(line, file.words)):
        commit_text(left, file.path)
    else:
        remove_file(file.path)


def _redact_line(line: Mapping[str, Any], words: frozenset[str]) -> Mapping[str, Any] | None:
    """Return what stays of `line`: its seal, which proves that the lines after it are intact."""
    if words.isdisjoint(iter_texts(line)):
        return line
    return {SEAL: line[SEAL]} if SEAL in line else None


def _find_needed_lines(planned: PurgePlan, failed: Mapping[Path, str]) -> frozenset[str]:
    """Find the lines with a file that still exists: without them it could not be found again."""
    folder = planned.ledger.folder
    stays = {
        file.path
        for clip in planned.clips
        for file in clip.files
        if file.path in failed or (file.is_kept and file.kind not in LAST)
    }
    return frozenset(
        compute_line_id(line)
        for line in planned.purge.gone_lines
        if stays & {join_real_path(folder, name) for name in (*line.files, *line.about.sources)}
    )


def _build_report(
    clips: Iterable[FoundClip], failed: Mapping[Path, str], *, done: bool
) -> PurgeReport:
    return PurgeReport(
        done=done,
        clips=tuple(
            PurgedClip(
                clip=clip.clip,
                why=clip.why,
                files=tuple(_to_purged_file(file, failed, done=done) for file in clip.files),
            )
            for clip in clips
        ),
    )


def _to_purged_file(file: FoundFile, failed: Mapping[Path, str], *, done: bool) -> PurgedFile:
    if file.is_kept:
        state = PurgedFileState.STAYS
    elif file.path in failed:
        state = PurgedFileState.FAILED
    else:
        state = PurgedFileState.REMOVED if done else PurgedFileState.DUE
    return PurgedFile(
        path=format_working_path(file.path),
        kind=file.kind,
        bytes=file.size_bytes,
        state=state,
        note=failed.get(file.path, file.note),
    )


def _build_deletion_record(
    planned: PurgePlan, report: PurgeReport, lines: int
) -> Mapping[str, Any]:
    """Build the proof of a deletion: counts, and ids that name nobody."""
    gone = [file for file in report.files if file.state is PurgedFileState.REMOVED]
    kinds = sorted({file.kind for file in gone})
    return {
        "schema": DELETION_SCHEMA,
        "at": f"{utc_now():%Y-%m-%dT%H:%M:%SZ}",
        "rules": list(planned.rules),
        "clips": list(_compute_clip_ids({*planned.due.clips, *planned.purge.source_names})),
        "files": {kind: sum(file.kind is kind for file in gone) for kind in kinds},
        "bytes": {kind: sum(f.bytes for f in gone if f.kind is kind) for kind in kinds},
        "lines": lines,
        "left": sum(file.state is PurgedFileState.FAILED for file in report.files),
    }


def _compute_clip_ids(contents: Iterable[str]) -> Iterable[str]:
    """Compute ids of clips, keyed like people's pseudonyms; none without a usable secret."""
    try:
        return sorted(map(compute_pseudonym, contents))
    except EnvironmentFault:
        return ()
