"""The ledger of outputs: a rerun makes only what is missing, and foreign files stay untouched."""

from __future__ import annotations

import contextlib
import hashlib
import os
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from egv.app.records.ledger_lines import (
    NOBODY_KNOWS,
    ClipRecord,
    FailureRecord,
    LedgerLine,
    OutputRecord,
    PreviewRecord,
    Provenance,
    PurgeRecord,
    SubtitleRecord,
    parse_ledger_line,
)
from egv.app.records.results import OutputResult
from egv.core.errors import EnvironmentFault, UsageError, name_cause
from egv.core.project.project import PROJECT_FILE
from egv.core.text.file_names import escape_file_name, fold_name, unescape_file_name
from egv.core.text.path_words import find_way, to_stored_name
from egv.tools.machine import shutdown
from egv.tools.machine.path_limit import check_path_length
from egv.tools.machine.tasks import ENDED_BY_SIGNAL
from egv.tools.store import cache
from egv.tools.store.atomic_files import commit_text
from egv.tools.store.json_lines import (
    append_line,
    filter_lines,
    format_json_line,
    read_tail_bytes,
    read_whole_lines,
)
from egv.tools.store.locks import FileLocks
from egv.tools.store.private_folders import make_state_folder

STATE = ".egv"
OUTPUTS, PRACTICE = "ledger", "practice"  # shared outputs, and practice, which is never shared
CLAIMS, DELETIONS = "claims.jsonl", "deletions.jsonl"
ASKED_EVERY_S = 0.2  # interval between checks for another run's release of an output
WRITING_S = 0.02  # about the time that another run needs to write a line
WRITING = "\0ledger"  # a lock name that no output can have


@dataclass(frozen=True, slots=True)
class FinishedOutput:
    """An output to record: finished for `key` with `sidecars`, and still named `part`.

    Without a `part` there are only sidecars. `subtitles` records what is known of their text.
    """

    output: Path
    part: Path | None
    key: str
    result: OutputResult
    sidecars: Mapping[Path, str]
    about: Provenance = NOBODY_KNOWS
    subtitles: SubtitleRecord | None = None


class Ledger:
    """The append-only list of everything made, or failed, below one folder, one JSON line each.

    A line is written before the files get their final names: a run killed between the two leaves
    only files that the next run knows as made by egv. Raises UsageError for a folder whose path is
    too long.
    """

    def __init__(self, folder: Path, name: str = OUTPUTS) -> None:
        check_path_length(folder)
        self.folder = folder.absolute()
        self._real_folder = Path(os.path.realpath(folder))
        self._path = folder / STATE / f"{name}.jsonl"
        self.made: list[OutputRecord] = []
        self.failed: list[FailureRecord] = []
        self.previewed: list[PreviewRecord] = []
        self.purged: list[PurgeRecord] = []
        self._latest: dict[str, OutputRecord] = {}
        self._beside: dict[str, dict[str, None]] = {}  # the files beside each output
        self._spellings: dict[str, str] = {}  # the latest spelling of each folded name
        self._writers: dict[
            str, list[tuple[str, ClipRecord]]
        ] = {}  # hashes and records, by folded name
        self._read_bytes = 0
        self._file: tuple[int, int] | None = None  # device and inode of the file that was read
        self._tail = b""  # the last bytes that were read
        self._own = threading.RLock()  # between the threads of this run
        self._locks: FileLocks | None = None  # between runs
        self._main: Ledger | None = None  # the ledger whose locks this one uses
        self.refresh()

    def refresh(self) -> None:
        """Read the lines that other runs have added since the last reading."""
        with self._own:
            self._reload_after_rewrite()
            lines, self._read_bytes = read_whole_lines(self._path, self._read_bytes)
            self._tail = read_tail_bytes(self._path, self._read_bytes)
            for line in lines:
                with contextlib.suppress(ValueError):  # an unknown kind of line
                    self._remember_record(parse_ledger_line(line))

    @property
    def state_folder(self) -> Path:
        """The folder of the ledger and of egv's other state."""
        return self._path.parent

    def open_sibling(self, name: str) -> Ledger:
        """Open another list in the same folder, under the locks of this one."""
        other = Ledger(self.folder, name)
        other._main = self
        return other

    @property
    def clip_records(self) -> tuple[ClipRecord, ...]:
        """All records about a clip."""
        return (*self.made, *self.failed, *self.previewed)

    @contextmanager
    def claim_outputs(self, outputs: Iterable[Path], waiting: Callable[[], None]) -> Iterator[None]:
        """Hold `outputs` within the block, so that no other run makes any of them.

        While another run holds one, `waiting` is called again and again, and may raise; the outputs
        of that run are known afterwards.
        """
        locks, taken = self._open_locks(), list[str]()
        try:
            for name in sorted({fold_name(self.to_name(output)) for output in outputs}):
                while not locks.try_lock(name):
                    waiting()
                    time.sleep(ASKED_EVERY_S)
                taken.append(name)
            self.refresh()
            yield
        finally:
            for name in taken:
                locks.release(name)

    def close(self) -> None:
        """Release every output, and remove the folder if nothing was finished in it."""
        shutdown.remove_cleanup(self.close)
        if self._locks:
            self._locks.release_all()
            self._locks = None
            with contextlib.suppress(OSError):  # not empty: finished outputs have lines in it
                self._path.parent.rmdir()

    def _open_locks(self) -> FileLocks:
        if self._main:
            return self._main._open_locks()
        with self._own:
            if self._locks is None:
                try:
                    shutdown.add_cleanup(self.close)
                    make_state_folder(self.state_folder)
                    self._locks = FileLocks(self._path.with_name(CLAIMS))
                except OSError as error:
                    raise EnvironmentFault(
                        f"{self._path.parent}: cannot be written ({name_cause(error)});"
                        " choose another folder with -o"
                    ) from None
            return self._locks

    def __contains__(self, path: object) -> bool:
        """True where egv once wrote `path` here.

        A file whose name differs only in capitals may be a clip, so its bytes are compared.
        """
        if not isinstance(path, Path):
            return False
        name = self.to_name(path)
        writers = self._writers.get(fold_name(name), [])
        return any(name in line.files for _, line in writers) or bool(
            self._find_known_records(path)
        )

    def find_records(self, path: Path) -> tuple[ClipRecord, ...]:
        """Find the records, in order, about the bytes that are at `path` now."""
        found = self._find_known_records(path)
        if not found:
            self.refresh()  # another run may have finished the file just now
            found = self._find_known_records(path)
        return found

    def _find_known_records(self, path: Path) -> tuple[ClipRecord, ...]:
        writers = self._writers.get(fold_name(self.to_name(path)), [])
        if not writers or not path.is_file():
            return ()
        try:
            content = cache.hash_content(path)
        except OSError:  # its fault is reported where it is read
            return ()
        return tuple(line for written, line in writers if written == content)

    def find_sidecars(self, output: Path) -> tuple[tuple[Path, OutputRecord], ...]:
        """Find the files that egv ever wrote beside `output`, and for no other output since.

        Each comes with its record: of the video, or of a run that wrote only sidecars.
        """
        name, found = fold_name(self.to_name(output)), []
        with self._own:  # the ledger is read again meanwhile
            for file in self._beside.get(name, ()):
                _, line = self._writers[fold_name(file)][-1]
                if isinstance(line, OutputRecord) and fold_name(line.output) == name:
                    found.append((self.locate_file(file), line))
        return tuple(found)

    def find_finished_result(self, output: Path, key: str) -> OutputResult | None:
        """Find the result of `output` if it was made for `key` and still holds the same bytes.

        The files beside it need only exist: a corrected file is part of the fingerprint.
        """
        entry = self.find_latest_record(output)
        if entry is None or entry.key != key or not output.is_file():
            return None
        if cache.hash_content(output) != entry.content:
            return None
        if not all(self.locate_file(name).is_file() for name in entry.all_sidecars):
            return None
        try:
            result = OutputResult.model_validate(entry.result)
        except ValueError:  # written by another version of egv
            return None
        made_at = entry.about.at.isoformat(timespec="seconds") if entry.about.at else ""
        return result.model_copy(update={"made_at": made_at})

    @property
    def latest_outputs(self) -> Mapping[str, OutputRecord]:
        """The latest record of every video, by name."""
        return dict(self._latest)

    def find_latest_record(self, output: Path) -> OutputRecord | None:
        """Find the latest record of this output; its name may differ in capitals."""
        name = self.to_name(output)
        made = self._latest.get(name)
        return made or self._latest.get(self._spellings.get(fold_name(name), name))

    def add_output(self, finished: FinishedOutput) -> OutputRecord:
        """Record that an output was finished."""
        entry = OutputRecord(
            output=self.to_name(finished.output),
            key=finished.key,
            content=cache.hash_content(finished.part) if finished.part else "",
            result=finished.result.without_names.model_dump(mode="json", exclude_defaults=True),
            sidecars={
                self.to_name(path): hashlib.sha256(text.encode()).hexdigest()
                for path, text in finished.sidecars.items()
            },
            subtitles=finished.subtitles,
            about=finished.about,
        )
        self._append_record(entry)
        return entry

    def restore_record(self, record: OutputRecord, written: OutputRecord, *paths: Path) -> None:
        """Record that `record` holds again instead of `written`, of which only `paths` exist."""
        names = [self.to_name(path) for path in paths]
        made = {name: written.sidecars[name] for name in names if name in written.sidecars}
        sidecars = {**record.sidecars, **made}
        self._append_record(record.model_copy(update={"sidecars": sidecars}))

    def add_update(self, output: Path, fields: Mapping[str, object]) -> None:
        """Record the provenance `fields` of the kept `output`, unless it was just purged."""
        known = self.find_latest_record(output)
        if known is None:
            return
        about = known.about.model_copy(update=fields)
        if about != known.about:
            self._append_record(known.model_copy(update={"about": about}))

    def add_failures(self, failures: Iterable[FailureRecord]) -> None:
        """Record `failures`, if there is a ledger or a project whose figures they belong to.

        Figures must not stop a run: where they cannot be written, they are lost.
        """
        if not (self._path.exists() or (self.folder / PROJECT_FILE).exists()):
            return
        with contextlib.suppress(OSError, EnvironmentFault, UsageError):
            for failure in failures:
                self._append_record(failure)

    def add_preview(self, clip: Path, parts: Mapping[Path, Path], about: Provenance) -> None:
        """Record the preview of `clip`: its files, each still named as in `parts`."""
        files = {self.to_name(path): cache.hash_content(part) for path, part in parts.items()}
        self._append_record(PreviewRecord(previewed=self.to_name(clip), files=files, about=about))

    def replace_records(self, gone: Iterable[ClipRecord], instead: Iterable[PurgeRecord]) -> None:
        """Remove the records `gone` and lines cut off by a power loss; add `instead`.

        At any moment the file is either the old or the new one.
        """
        going = {format_json_line(_to_line_data(record)) for record in gone}

        def drop_gone_records(line: Mapping[str, Any]) -> Mapping[str, Any] | None:
            try:
                return (
                    None
                    if format_json_line(_to_line_data(parse_ledger_line(line))) in going
                    else line
                )
            except ValueError:  # written by another version of egv
                return line

        added = "".join(format_json_line(_to_line_data(record)) for record in instead)
        with self.lock_writing():
            commit_text(filter_lines(self._path, drop_gone_records) + added, self._path)
            self.refresh()

    def add_deletion(self, record: Mapping[str, Any]) -> None:
        """Add `record`, which names nobody, to the list of deletions."""
        with self.lock_writing():
            append_line(self._path.with_name(DELETIONS), record)

    def to_name(self, path: Path) -> str:
        """Return the name of `path` in the ledger: its path from the ledger's folder."""
        # Path.resolve raises where a link leads to itself.
        place = Path(os.path.realpath(path))
        return escape_file_name(to_stored_name(place, self._real_folder))

    def locate_file(self, name: str) -> Path:
        """Return the absolute path of the file called `name` in the ledger."""
        return self.folder / unescape_file_name(name)

    @contextmanager
    def lock_writing(self) -> Iterator[None]:
        """Hold the write lock: no other run writes to the ledger or to the files kept beside it."""
        with self._own:
            locks = self._open_locks()
            while not locks.try_lock(WRITING):
                ENDED_BY_SIGNAL.check_cancellation()
                time.sleep(WRITING_S)
            try:
                yield
            finally:
                locks.release(WRITING)

    def _append_record(self, record: ClipRecord) -> None:
        with self.lock_writing():
            append_line(self._path, _to_line_data(record))
            self.refresh()

    def _reload_after_rewrite(self) -> None:
        """Reload from the start if the file was replaced.

        Inode numbers can be reused, so the bytes already read are compared too.
        """
        try:
            status = self._path.stat()
        except OSError:
            return
        now = (status.st_dev, status.st_ino)
        if self._file != now or read_tail_bytes(self._path, self._read_bytes) != self._tail:
            self._file, self._read_bytes = now, 0
            for kept in (self.made, self.failed, self.previewed, self.purged):
                kept.clear()
            for index in (self._latest, self._beside, self._spellings, self._writers):
                index.clear()

    def _remember_record(self, record: LedgerLine) -> None:
        match record:
            case PurgeRecord():
                self.purged.append(record)
                return
            case FailureRecord():
                self.failed.append(record)
            case PreviewRecord():
                self.previewed.append(record)
            case OutputRecord():
                self.made.append(record)
                if record.content:
                    self._latest[record.output] = record
                    self._spellings[fold_name(record.output)] = record.output
                beside = self._beside.setdefault(fold_name(record.output), {})
                beside.update(dict.fromkeys(record.sidecars))
        for name, content in record.files.items():
            self._writers.setdefault(fold_name(name), []).append((content, record))


def _to_line_data(record: LedgerLine) -> Mapping[str, Any]:
    return record.model_dump(mode="json", exclude_defaults=True)


def locate_output(ledger: Ledger, name: str) -> Path:
    """Where `name` of the ledger is, from the working folder."""
    return find_way(ledger.folder / name, Path.cwd())
