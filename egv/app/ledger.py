"""What egv made, so that a rerun does only what is missing and no foreign file is ever replaced."""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from egv import __version__
from egv.app.outputs import Job
from egv.app.plan import Plan
from egv.app.results import OutputResult
from egv.core.errors import ConflictError
from egv.tools import cache, ffmpeg

STATE = ".egv"


@dataclass(frozen=True, slots=True)
class Entry:
    """One finished output: the key it answers to, what its bytes were, the result to show again."""

    output: str
    key: str
    size_bytes: int
    content: str
    result: Mapping[str, Any]


class Ledger:
    """The append-only list of finished outputs below one folder, one JSON line each."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._path = folder / STATE / "ledger.jsonl"
        self._entries: dict[str, Entry] = {}
        with contextlib.suppress(FileNotFoundError, NotADirectoryError):
            for line in self._path.read_text(encoding="utf-8", errors="replace").splitlines():
                with contextlib.suppress(ValueError, TypeError):  # a line cut off by a power loss
                    entry = Entry(**json.loads(line))
                    self._entries[entry.output] = entry

    def __contains__(self, path: object) -> bool:
        """Whether egv once wrote `path` here."""
        return isinstance(path, Path) and self._name(path) in self._entries

    def finished(self, output: Path, key: str) -> OutputResult | None:
        """The result of `output` if it was made for `key` and still holds the same bytes."""
        entry = self._entries.get(self._name(output))
        if entry is None or entry.key != key or not self._is_ours(output):
            return None
        return OutputResult.model_validate(entry.result)

    def check_free(self, output: Path, *, overwrite: bool) -> None:
        """Raise ConflictError if `output` exists and is not what egv wrote there."""
        if overwrite or not output.exists() or self._is_ours(output):
            return
        changed = self._name(output) in self._entries
        what = "it was changed after egv made it" if changed else "egv did not make it"
        raise ConflictError(
            f"{output}: the file exists and {what}; add --overwrite to replace it,"
            " or choose another -o"
        )

    def add(self, output: Path, key: str, result: OutputResult) -> None:
        """Remember that `output` was finished for `key`."""
        entry = Entry(
            output=self._name(output),
            key=key,
            size_bytes=output.stat().st_size,
            content=cache.content_of(output),
            result=result.model_dump(mode="json", exclude_defaults=True),
        )
        fields = {name: getattr(entry, name) for name in Entry.__slots__}
        self._path.parent.mkdir(parents=True, exist_ok=True)
        with self._path.open("a", encoding="utf-8") as lines:
            lines.write(json.dumps(fields, ensure_ascii=True) + "\n")
            lines.flush()
            os.fsync(lines.fileno())
        self._entries[entry.output] = entry

    def _is_ours(self, output: Path) -> bool:
        entry = self._entries.get(self._name(output))
        if entry is None or not output.is_file() or output.stat().st_size != entry.size_bytes:
            return False
        return cache.content_of(output) == entry.content

    def _name(self, output: Path) -> str:
        return os.path.relpath(output.resolve(), self._folder.resolve())


def key_of(job: Job, plan: Plan) -> str:
    """What an output depends on: the words, the clip's bytes, every file read, and the versions."""
    contents = [cache.content_of(path) for path in (job.clip, *plan.files)]
    parts = [plan.hash, *contents, __version__, ffmpeg.version()]
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()
