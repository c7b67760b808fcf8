"""Every row of the torture matrix stands in the documents, with tests that are there."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

from tests.places import ROOT

TABLES = sorted((ROOT / "docs").glob("torture*.md"))
FILES = {
    "N": "test_names.py",
    "F": "test_faults.py",
    "S": "test_settings_attacks.py",
    "T": "test_texts.py",
    "G": "test_concurrency.py",
    "I": "test_inputs.py",
    "M": "test_media_attacks.py",
}
ROWS = {
    "A": "1 2 4 5 7 8 10 11 13 14 16 17 19 20 22 23 25 26 28 29 31 32 34 35 37 38 40 41 43"
    " 44 46 47 49",
    "B": "1 3 4 6 7 9 10 12 13 15 16 18 19",
    "C": "1 2 3 5 6 8 9 11 12 14 15 17 18",
    "D": "1 2 4 5 7 8 10 11 13 14 16 17 19 20 22 23 25 26",
    "E": "2 3 5 6 8 9 11 12 14 15",
    "F": "1 2 4 5 7 8 10 11 13 14 16 17 19 20",
    "G": "2 3 5 6 8 9 11 12 14 15 17 18 20 21",
}
WANTED = [f"{section}{number}" for section, numbers in ROWS.items() for number in numbers.split()]
TEXT = "\n".join(path.read_text(encoding="utf-8") for path in TABLES)
SHOWN = sorted(set(re.findall(r"\b([NFSTGIM]) ([A-G]\d+)\b", TEXT)))
WHOLE = sorted(set(re.findall(r"`(tests/[\w/]*test_\w+\.py)`(?: (test_\w+))?", TEXT)))


@pytest.mark.parametrize("row", WANTED)
def test_every_row_is_spoken_of(row: str) -> None:
    assert re.search(rf"^(\||- \*\*).*\b{row}\b", TEXT, re.MULTILINE)


def list_marked_rows(path: Path) -> set[str]:
    """The rows in the `torture_case` markers of one file."""
    if b"torture_case" not in path.read_bytes():  # most files, which are quickly passed over
        return set()
    return {
        row.value
        for node in ast.walk(ast.parse(path.read_bytes()))
        if isinstance(node, ast.Call) and ast.unparse(node.func) == "pytest.mark.torture_case"
        for row in node.args
        if isinstance(row, ast.Constant) and isinstance(row.value, str)
    }


def list_tried_rows(path: Path) -> set[str]:
    """The rows in the markers of one file, and those that name a case in a table, as `A4 zeros`."""
    cases = re.findall(r'"([A-G]\d+) ', path.read_text(encoding="utf-8"))
    return list_marked_rows(path) | set(cases)


@pytest.mark.parametrize(("letter", "row"), SHOWN)
def test_every_row_that_a_table_points_to_is_tried(letter: str, row: str) -> None:
    assert row in list_tried_rows(ROOT / "tests" / "torture" / FILES[letter])


def test_every_test_that_is_marked_shows_a_row() -> None:
    marked = {row for path in (ROOT / "tests").rglob("test_*.py") for row in list_marked_rows(path)}

    assert marked
    assert marked - set(WANTED) == set()


@pytest.mark.parametrize(("file", "name"), WHOLE)
def test_every_file_and_test_that_a_table_names_is_there(file: str, name: str) -> None:
    text = (ROOT / file).read_text(encoding="utf-8")

    assert f"def {name}(" in text if name else "def test_" in text
