"""Every row of the torture matrix stands in the documents, with tests that are there."""

from __future__ import annotations

import re

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
INPUTS = sorted(set(re.findall(r"\bI ([AB]\d+)\b", TEXT)))
SHORT = sorted(set(re.findall(r"\b([NFSTGIM]) ([a-g]\d+)\b", TEXT)))
WHOLE = sorted(set(re.findall(r"`(tests/[\w/]*test_\w+\.py)`(?: (test_\w+))?", TEXT)))


@pytest.mark.parametrize("row", WANTED)
def test_every_row_is_spoken_of(row: str) -> None:
    assert re.search(rf"^(\||- \*\*).*\b{row}\b", TEXT, re.MULTILINE)


@pytest.mark.parametrize(("letter", "row"), SHORT)
def test_every_row_that_a_table_points_to_has_tests(letter: str, row: str) -> None:
    text = (ROOT / "tests" / "torture" / FILES[letter]).read_text(encoding="utf-8")

    assert f"def test_{row}_" in text


@pytest.mark.parametrize("row", INPUTS)
def test_every_input_that_a_table_points_to_is_tried(row: str) -> None:
    assert f'"{row} ' in (ROOT / "tests" / "torture" / "test_inputs.py").read_text(encoding="utf-8")


@pytest.mark.parametrize(("file", "name"), WHOLE)
def test_every_file_and_test_that_a_table_names_is_there(file: str, name: str) -> None:
    text = (ROOT / file).read_text(encoding="utf-8")

    assert f"def {name}(" in text if name else "def test_" in text
