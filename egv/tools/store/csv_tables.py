"""A table that people keep in a CSV file: its rows by column, with their line numbers."""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from egv.core.errors import UsageError, name_cause
from egv.core.text.visible_text import drop_stray_marks, is_visible
from egv.core.text.wording import format_count
from egv.tools.machine.path_limit import check_path_length
from egv.tools.store.encodings import decode_text

DELIMITERS = ",;\t|"  # spreadsheets use the delimiter of their country
HINT = re.compile(r"sep=(.)[\t ;,]*\Z", re.IGNORECASE)  # Excel's own first line
MAX_BYTES = 16 << 20
MOST_EMPTY_LINES = 20  # above the names of the columns


def read_table(path: Path, key: str, what: str) -> Iterator[tuple[int, Mapping[str, str]]]:
    """Read each row of the table at `path` by its columns, with its line number.

    `key` is the column that names a `what`, once each. Raises UsageError where the file cannot be
    read, and where `key` is no column, an empty cell or repeated.
    """
    text = _read_text(path)
    lines = _iter_cells(path, text, _find_delimiter(text, key))
    head_line, cells = next(
        (
            (line, cells)
            for line, cells in lines
            if any(map(is_visible, cells)) and not _is_hint(cells)
        ),
        (1, []),
    )
    head = [drop_stray_marks(cell).strip().lower() for cell in cells]
    _check_head(f"{path}:{head_line}", head, key, what)
    yield from _iter_rows(path, head, lines, key, what)


def _is_hint(cells: list[str]) -> bool:
    """True for the cells of Excel's first line, `sep=;`, which is parted by its own delimiter."""
    first = cells[0].strip().lower()
    return (first == "sep=" or bool(HINT.match(first))) and not any(cells[1:])


def _find_delimiter(text: str, key: str) -> str:
    """Find the delimiter of a table: the one that its first line names, or that parts `key`."""
    lines = [line for line in text.splitlines()[:MOST_EMPTY_LINES] if line.strip(f"{DELIMITERS} ")]
    if not lines:
        return DELIMITERS[0]
    if hint := HINT.match(lines[0].strip()):
        return hint[1]
    usual = sorted(DELIMITERS, key=lines[0].count, reverse=True)
    heads = {
        delimiter: [
            drop_stray_marks(cell).strip().lower() for cell in _split_line(lines[0], delimiter)
        ]
        for delimiter in usual
    }
    return next((delimiter for delimiter in usual if key in heads[delimiter][:-1]), usual[0])


def _split_line(line: str, delimiter: str) -> list[str]:
    return next(csv.reader([line], delimiter=delimiter), [])


def _iter_cells(path: Path, text: str, delimiter: str) -> Iterator[tuple[int, list[str]]]:
    """Yield the cells of each row, with the number of the line on which the row begins."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    line = 1
    try:
        for cells in reader:
            yield line, cells
            line = reader.line_num + 1
    except csv.Error as error:
        fault = f"{path}:{reader.line_num}: the quotes here do not match; save it again as CSV"
        raise UsageError(fault, details=str(error)) from None


def _read_text(path: Path) -> str:
    check_path_length(path)
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise UsageError(f"{path}: cannot be read ({name_cause(error)})") from None
    if len(raw) > MAX_BYTES:
        raise UsageError(
            f"{path}: {len(raw)} bytes are more than the limit of 16 MB; give a smaller table"
        )
    if raw.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) or b"\0" in raw:
        decoded = decode_text(raw)  # Excel's "Unicode text"
        if decoded is None:
            raise UsageError(f"{path}: this is not a text file; save it as 'CSV UTF-8'")
        return decoded.text
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        fault = f"{path}:{line}: this file is not UTF-8; save it as 'CSV UTF-8'"
        raise UsageError(fault) from None


def _check_head(where: str, head: list[str], key: str, what: str) -> None:
    if key not in head:
        columns = ", ".join(filter(None, head)) or "nothing"
        raise UsageError(
            f"{where}: no column is called '{key}' (found: {columns}); put the column"
            f" names on the first line, and call the one with the {what}s '{key}'"
        )
    twice = next((name for name in head if name and head.count(name) > 1), "")
    if twice:
        raise UsageError(f"{where}: two columns are called '{twice}'; rename one")


def _iter_rows(
    path: Path, head: list[str], lines: Iterator[tuple[int, list[str]]], key: str, what: str
) -> Iterator[tuple[int, Mapping[str, str]]]:
    first: dict[str, int] = {}
    for line, cells in lines:
        values = [cell.strip() for cell in cells]
        if not any(map(is_visible, values)):
            continue
        if any(values[len(head) :]):
            fault = (
                f"{format_count(len(values), 'cell')} for {format_count(len(head), 'column')};"
                " put quotes around a text with commas"
            )
            raise UsageError(f"{path}:{line}: {fault}")
        row = dict(zip(head, values, strict=False))
        name = row[key]
        if not is_visible(name):
            raise UsageError(f"{path}:{line}: the column '{key}' is empty; fill in a {what}")
        if name in first:
            fault = f"{name} is listed twice (first on line {first[name]}); keep one"
            raise UsageError(f"{path}:{line}: {fault}")
        first[name] = line
        yield line, row
