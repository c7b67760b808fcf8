"""A manifest: a CSV file with a clip in each row, and a column for each text to say of it."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from egv.core.errors import UsageError
from egv.core.parts import FREE
from egv.core.vars import Said

SUFFIX = ".csv"
FILE = "file"
DELIMITERS = ",;\t"  # a spreadsheet writes the one of its country
MAX_BYTES = 16 << 20


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
    lines = _lines(path, _text(path))
    _, cells = next(lines, (1, []))
    head = [cell.strip().lower() for cell in cells]
    _check_head(path, head)
    return tuple(_rows(path, head, lines))


def _lines(path: Path, text: str) -> Iterator[tuple[int, list[str]]]:
    """The cells of each row, with the number of the line on which it begins."""
    delimiter = max(DELIMITERS, key=text.partition("\n")[0].count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    line = 1
    try:
        for cells in reader:
            yield line, cells
            line = reader.line_num + 1
    except csv.Error as error:
        fault = f"{path}:{reader.line_num}: {error}; save it again as CSV"
        raise UsageError(fault) from None


def _text(path: Path) -> str:
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise UsageError(f"--files-from {path}: cannot be read ({error.strerror})") from None
    if len(raw) > MAX_BYTES:
        raise UsageError(f"{path}: {len(raw)} bytes are over the limit of 16 MB; is it a manifest?")
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        fault = f"{path}:{line}: it is not UTF-8; save it as 'CSV UTF-8'"
        raise UsageError(fault) from None


def _check_head(path: Path, head: list[str]) -> None:
    if FILE not in head:
        columns = ", ".join(filter(None, head)) or "nothing"
        raise UsageError(
            f"{path}:1: no column is called 'file' (there is {columns}); name the columns on the"
            " first line, and the one with the clips 'file'"
        )
    twice = next((name for name in head if name and head.count(name) > 1), "")
    if twice:
        raise UsageError(f"{path}:1: two columns are called '{twice}'; rename one")


def _rows(path: Path, head: list[str], lines: Iterator[tuple[int, list[str]]]) -> Iterator[Row]:
    first: dict[str, int] = {}
    for line, cells in lines:
        values = [cell.strip() for cell in cells]
        if not any(values):
            continue
        if any(values[len(head) :]):
            fault = f"it has {len(values)} cells for {len(head)} columns; quote a text with commas"
            raise UsageError(f"{path}:{line}: {fault}")
        row = dict(zip(head, values, strict=False))
        name = row.pop(FILE, "")
        if not name:
            raise UsageError(f"{path}:{line}: the column 'file' is empty; name a clip")
        if name in first:
            fault = f"{name} is here twice (first on line {first[name]}); keep one"
            raise UsageError(f"{path}:{line}: {fault}")
        first[name] = line
        source = f"{path}:{line}"
        said = (Said(key, text, source) for key, text in row.items() if key and text)
        kept = tuple(each for each in said if not each.name.startswith(FREE))
        yield Row(str(path.parent / name), kept)
