"""A manifest: a CSV file with a clip in each row, and a column for each text about the clip."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from egv.core.text.variables import TextValue
from egv.core.text.yaml_model import FREE
from egv.tools.library.written_names import find_written_path
from egv.tools.store.csv_tables import read_table

SUFFIX = ".csv"
FILE = "file"


@dataclass(frozen=True, slots=True)
class ManifestRow:
    """The name of a clip in a manifest, and the texts given for it."""

    clip: str
    given_texts: tuple[TextValue, ...] = ()


def is_manifest(name: str) -> bool:
    """True where `--files-from NAME` is a table; False where it has one name on each line."""
    return name.lower().endswith(SUFFIX)


def read_manifest(path: Path) -> tuple[ManifestRow, ...]:
    """Read the rows of the manifest at `path`; clip names are relative to its folder.

    A name means the file that it fits but for quotes, case and accents. Empty cells and columns
    whose name begins with x- are ignored. Raises UsageError where the file cannot be read, a row
    names no clip, or a clip appears twice.
    """
    return tuple(_iter_rows(path))


def _iter_rows(path: Path) -> Iterator[ManifestRow]:
    for line, row in read_table(path, FILE, "clip"):
        source = f"{path}:{line}"
        others = ((name, text) for name, text in row.items() if name not in ("", FILE) and text)
        said = (TextValue(name, text, source) for name, text in others if not name.startswith(FREE))
        yield ManifestRow(find_written_path(row[FILE], path.parent), tuple(said))
