"""A manifest: a CSV file with a clip in each row, and a column for each text to say of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from egv.core.parts import FREE
from egv.core.vars import Said
from egv.tools.tables import rows_of

SUFFIX = ".csv"
FILE = "file"


@dataclass(frozen=True, slots=True)
class Row:
    """The name of a clip on a list, and what the list says of it."""

    clip: str
    said: tuple[Said, ...] = ()


def is_manifest(name: str) -> bool:
    """Whether `--files-from NAME` has columns, or one name on each line."""
    return name.lower().endswith(SUFFIX)


def read_manifest(path: Path) -> tuple[Row, ...]:
    """The rows of the manifest at `path`, whose names are read from its own folder.

    An empty cell says nothing, and a column whose name begins with x- is the writer's own.
    Raises UsageError where it cannot be read, names no clip or one twice.
    """
    return tuple(_rows(path))


def _rows(path: Path) -> Iterator[Row]:
    for line, row in rows_of(path, FILE, "clip"):
        source = f"{path}:{line}"
        others = ((name, text) for name, text in row.items() if name not in ("", FILE) and text)
        said = (Said(name, text, source) for name, text in others if not name.startswith(FREE))
        yield Row(str(path.parent / row[FILE]), tuple(said))
