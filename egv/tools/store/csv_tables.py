"""A table that people keep in a CSV file: its rows by column, with their line numbers."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping
from pathlib import Path

from egv.core.errors import UsageError

DELIMITERS = ",;\t"  # spreadsheets use the delimiter of their country
MAX_BYTES = 16 << 20


def read_table(path: Path, key: str, what: str) -> Iterator[tuple[int, Mapping[str, str]]]:
    """Read each row of the table at `path` by its columns, with its line number.

    `key` is the column that names a `what`, once each. Raises UsageError where the file cannot be
    read, and where `key` is no column, an empty cell or repeated.
    """
    lines = _iter_cells(path, _read_text(path))
    _, cells = next(lines, (1, []))
    head = [cell.strip().lower() for cell in cells]
    _check_head(path, head, key, what)
    yield from _iter_rows(path, head, lines, key, what)


def _iter_cells(path: Path, text: str) -> Iterator[tuple[int, list[str]]]:
    """Yield the cells of each row, with the number of the line on which the row begins."""
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


def _read_text(path: Path) -> str:
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise UsageError(f"{path}: cannot be read ({error.strerror})") from None
    if len(raw) > MAX_BYTES:
        raise UsageError(
            f"{path}: {len(raw)} bytes are more than the limit of 16 MB; give a smaller table"
        )
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        fault = f"{path}:{line}: this file is not UTF-8; save it as 'CSV UTF-8'"
        raise UsageError(fault) from None


def _check_head(path: Path, head: list[str], key: str, what: str) -> None:
    if key not in head:
        columns = ", ".join(filter(None, head)) or "nothing"
        raise UsageError(
            f"{path}:1: no column is called '{key}' (found: {columns}); put the column"
            f" names on the first line, and call the one with the {what}s '{key}'"
        )
    twice = next((name for name in head if name and head.count(name) > 1), "")
    if twice:
        raise UsageError(f"{path}:1: two columns are called '{twice}'; rename one")


def _iter_rows(
    path: Path, head: list[str], lines: Iterator[tuple[int, list[str]]], key: str, what: str
) -> Iterator[tuple[int, Mapping[str, str]]]:
    first: dict[str, int] = {}
    for line, cells in lines:
        values = [cell.strip() for cell in cells]
        if not any(values):
            continue
        if any(values[len(head) :]):
            fault = (
                f"{len(values)} cells for {len(head)} columns; put quotes around a text with commas"
            )
            raise UsageError(f"{path}:{line}: {fault}")
        row = dict(zip(head, values, strict=False))
        name = row[key]
        if not name:
            raise UsageError(f"{path}:{line}: the column '{key}' is empty; fill in a {what}")
        if name in first:
            fault = f"{name} is listed twice (first on line {first[name]}); keep one"
            raise UsageError(f"{path}:{line}: {fault}")
        first[name] = line
        yield line, row
