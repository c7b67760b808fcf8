"""The ledger of outputs: a rerun makes only what is missing, and foreign files stay untouched."""

from __future__ import annotations

import contextlib
import hashlib
import os
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from egv.app.commit import commit_text
from egv.app.results import OutputResult
from egv.core.errors import EnvironmentFault, UsageError
from egv.core.file_names import as_named, fold_name, written_out
from egv.core.project import PROJECT_FILE
from egv.core.records import (
    NOBODY_KNOWS,
    About,
    Failed,
    Known,
    Line,
    Made,
    Previewed,
    Purged,
    Subtitled,
    line_of,
)
from egv.tools import cache, ending
from egv.tools.json_lines import add_line, bytes_before, kept_lines, line_text, whole_lines
from egv.tools.locks import Locks
from egv.tools.processes import check_wanted

STATE = ".egv"
OUTPUTS, PRACTICE = "ledger", "practice"  # shared outputs, and practice, which is never shared
CLAIMS, DELETIONS = "claims.jsonl", "deletions.jsonl"
ASKED_EVERY_S = 0.2  # interval between checks for another run's release of an output
WRITING_S = 0.02  # about the time that another run needs to write a line
WRITING = "\0ledger"  # a lock name that no output can have


class Ledger:
    """The append-only list of everything made, or failed, below one folder, one JSON line each.

    A line is written before the files get their final names: a run killed between the two leaves
    only files that the next run knows as made by egv.
    """

    def __init__(self, folder: Path, name: str = OUTPUTS) -> None:
        self.folder = folder.absolute()
        self._real_folder = os.path.realpath(folder)
        self._path = folder / STATE / f"{name}.jsonl"
        self.made: list[Made] = []
        self.failed: list[Failed] = []
        self.previewed: list[Previewed] = []
        self.purged: list[Purged] = []
        self._latest: dict[str, Made] = {}
        self._beside: dict[str, dict[str, None]] = {}  # the files beside each output
        self._spellings: dict[str, str] = {}  # the latest spelling of each folded name
        self._writers: dict[str, list[tuple[str, Known]]] = {}  # hashes and records, by folded name
        self._read_bytes = 0
        self._file: tuple[int, int] | None = None  # device and inode of the file that was read
        self._tail = b""  # the last bytes that were read
        self._own = threading.RLock()  # between the threads of this run
        self._locks: Locks | None = None  # between runs
        self._main: Ledger | None = None  # the ledger whose locks this one uses
        self.refresh()

    def refresh(self) -> None:
        """Read the lines that other runs have added since the last reading."""
        with self._own:
            self._begin_anew_if_rewritten()
            lines, self._read_bytes = whole_lines(self._path, self._read_bytes)
            self._tail = bytes_before(self._path, self._read_bytes)
            for line in lines:
                with contextlib.suppress(ValueError):  # an unknown kind of line
                    self._remember(line_of(line))

    @property
    def state(self) -> Path:
        """The folder of the ledger and of egv's other state."""
        return self._path.parent

    def beside(self, name: str) -> Ledger:
        """Open another list in the same folder, under the locks of this one."""
        other = Ledger(self.folder, name)
        other._main = self
        return other

    @property
    def known(self) -> tuple[Known, ...]:
        """All records about a clip."""
        return (*self.made, *self.failed, *self.previewed)

    @contextmanager
    def claimed(self, outputs: Iterable[Path], waiting: Callable[[], None]) -> Iterator[None]:
        """Hold `outputs` within the block, so that no other run makes any of them.

        While another run holds one, `waiting` is called again and again; the outputs of that run
        are known afterwards.
        """
        locks, taken = self._opened_locks(), list[str]()
        try:
            for name in sorted({fold_name(self.name_of(output)) for output in outputs}):
                while not locks.take(name):
                    waiting()
                    check_wanted()
                    time.sleep(ASKED_EVERY_S)
                taken.append(name)
            self.refresh()
            yield
        finally:
            for name in taken:
                locks.leave(name)

    def close(self) -> None:
        """Release every output, and remove the folder if nothing was finished in it."""
        ending.forget(self.close)
        if self._locks:
            self._locks.close()
            self._locks = None
            with contextlib.suppress(OSError):  # not empty: finished outputs have lines in it
                self._path.parent.rmdir()

    def _opened_locks(self) -> Locks:
        if self._main:
            return self._main._opened_locks()
        with self._own:
            if self._locks is None:
                try:
                    ending.remember(self.close)
                    self._locks = Locks(self._path.with_name(CLAIMS))
                except OSError as error:
                    raise EnvironmentFault(
                        f"{self._path.parent}: cannot be written ({error.strerror});"
                        " choose another folder with -o"
                    ) from None
            return self._locks

    def __contains__(self, path: object) -> bool:
        """True where egv once wrote `path` here.

        A file whose name differs only in capitals may be a clip, so its bytes are compared.
        """
        if not isinstance(path, Path):
            return False
        name = self.name_of(path)
        writers = self._writers.get(fold_name(name), [])
        return any(name in line.files for _, line in writers) or bool(self._lines_of(path))

    def lines_of(self, path: Path) -> tuple[Known, ...]:
        """Find the records, in order, about the bytes that are at `path` now."""
        found = self._lines_of(path)
        if not found:
            self.refresh()  # another run may have finished the file just now
            found = self._lines_of(path)
        return found

    def _lines_of(self, path: Path) -> tuple[Known, ...]:
        writers = self._writers.get(fold_name(self.name_of(path)), [])
        if not writers or not path.is_file():
            return ()
        content = cache.content_of(path)
        return tuple(line for written, line in writers if written == content)

    def sidecars_of(self, output: Path) -> tuple[tuple[Path, Made], ...]:
        """Find the files that egv ever wrote beside `output`, and for no other output since.

        Each comes with its record: of the video, or of a run that wrote only sidecars.
        """
        name, found = fold_name(self.name_of(output)), []
        with self._own:  # the ledger is read again meanwhile
            for file in self._beside.get(name, ()):
                _, line = self._writers[fold_name(file)][-1]
                if isinstance(line, Made) and fold_name(line.output) == name:
                    found.append((self.folder / as_named(file), line))
        return tuple(found)

    def finished(self, output: Path, key: str) -> OutputResult | None:
        """Find the result of `output` if it was made for `key` and still holds the same bytes.

        The files beside it need only exist: a corrected file is part of the fingerprint.
        """
        entry = self.latest_of(output)
        if entry is None or entry.key != key or not output.is_file():
            return None
        if cache.content_of(output) != entry.content:
            return None
        if not all((self.folder / as_named(name)).is_file() for name in entry.beside):
            return None
        try:
            return OutputResult.model_validate(entry.result)
        except ValueError:  # written by another version of egv
            return None

    @property
    def latest(self) -> Mapping[str, Made]:
        """The latest record of every video, by name."""
        return dict(self._latest)

    def latest_of(self, output: Path) -> Made | None:
        """Find the latest record of this output; its name may differ in capitals."""
        name = self.name_of(output)
        made = self._latest.get(name)
        return made or self._latest.get(self._spellings.get(fold_name(name), name))

    def add(
        self,
        output: Path,
        part: Path | None,
        key: str,
        result: OutputResult,
        sidecars: Mapping[Path, str],
        about: About = NOBODY_KNOWS,
        subtitles: Subtitled | None = None,
    ) -> Made:
        """Record that `output`, still named `part`, was finished for `key`, with `sidecars`.

        Without a `part` there are only sidecars. `subtitles` records what is known of their text.
        """
        entry = Made(
            output=self.name_of(output),
            key=key,
            content=cache.content_of(part) if part else "",
            result=result.nameless.model_dump(mode="json", exclude_defaults=True),
            sidecars={
                self.name_of(path): hashlib.sha256(text.encode()).hexdigest()
                for path, text in sidecars.items()
            },
            subtitles=subtitles,
            about=about,
        )
        self._add(entry)
        return entry

    def tell(self, output: Path, says: Mapping[str, Any]) -> None:
        """Record new provenance fields `says` for the kept `output`."""
        known = self.latest_of(output)
        assert known
        about = known.about.model_copy(update=says)
        if about != known.about:
            self._add(known.model_copy(update={"about": about}))

    def add_failures(self, failures: Iterable[Failed]) -> None:
        """Record `failures`, if there is a ledger or a project whose figures they belong to.

        Figures must not stop a run: where they cannot be written, they are lost.
        """
        if not (self._path.exists() or (self.folder / PROJECT_FILE).exists()):
            return
        with contextlib.suppress(OSError, EnvironmentFault, UsageError):
            for failure in failures:
                self._add(failure)

    def add_preview(self, clip: Path, parts: Mapping[Path, Path], about: About) -> None:
        """Record the preview of `clip`: its files, each still named as in `parts`."""
        files = {self.name_of(path): cache.content_of(part) for path, part in parts.items()}
        self._add(Previewed(previewed=self.name_of(clip), files=files, about=about))

    def forget(self, gone: Iterable[Known], instead: Iterable[Purged]) -> None:
        """Remove the records `gone` and lines cut off by a power loss; add `instead`.

        At any moment the file is either the old or the new one.
        """
        going = {line_text(_written(record)) for record in gone}

        def left_of(line: Mapping[str, Any]) -> Mapping[str, Any] | None:
            try:
                return None if line_text(_written(line_of(line))) in going else line
            except ValueError:  # written by another version of egv
                return line

        added = "".join(line_text(_written(record)) for record in instead)
        with self.alone():
            commit_text(kept_lines(self._path, left_of) + added, self._path)
            self.refresh()

    def add_deletion(self, record: Mapping[str, Any]) -> None:
        """Add `record`, which names nobody, to the list of deletions."""
        with self.alone():
            add_line(self._path.with_name(DELETIONS), record)

    def name_of(self, path: Path) -> str:
        """Return the name of `path` in the ledger: its path from the ledger's folder."""
        # Path.resolve raises where a link leads to itself.
        way = os.path.relpath(os.path.realpath(path), self._real_folder)
        return written_out(way)

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Hold the write lock: no other run writes to the ledger or to the files kept beside it."""
        with self._own:
            locks = self._opened_locks()
            while not locks.take(WRITING):
                check_wanted()
                time.sleep(WRITING_S)
            try:
                yield
            finally:
                locks.leave(WRITING)

    def _add(self, record: Known) -> None:
        with self.alone():
            add_line(self._path, _written(record))
            self.refresh()

    def _begin_anew_if_rewritten(self) -> None:
        """Reload from the start if the file was replaced.

        Inode numbers can be reused, so the bytes already read are compared too.
        """
        try:
            status = self._path.stat()
        except OSError:
            return
        now = (status.st_dev, status.st_ino)
        if self._file != now or bytes_before(self._path, self._read_bytes) != self._tail:
            self._file, self._read_bytes = now, 0
            for kept in (self.made, self.failed, self.previewed, self.purged):
                kept.clear()
            for index in (self._latest, self._beside, self._spellings, self._writers):
                index.clear()

    def _remember(self, record: Line) -> None:
        match record:
            case Purged():
                self.purged.append(record)
                return
            case Failed():
                self.failed.append(record)
            case Previewed():
                self.previewed.append(record)
            case Made():
                self.made.append(record)
                if record.content:
                    self._latest[record.output] = record
                    self._spellings[fold_name(record.output)] = record.output
                beside = self._beside.setdefault(fold_name(record.output), {})
                beside.update(dict.fromkeys(record.sidecars))
        for name, content in record.files.items():
            self._writers.setdefault(fold_name(name), []).append((content, record))


def _written(record: Line) -> Mapping[str, Any]:
    return record.model_dump(mode="json", exclude_defaults=True)


def path_of(ledger: Ledger, name: str) -> Path:
    """Where `name` of the ledger is, from the working folder."""
    return Path(os.path.relpath(ledger.folder / name))
