"""The torture matrix and its tests name each other: a test for every row, a row for every test."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

from tests.places import ROOT

TORTURE = ROOT / "tests" / "torture"
FILES = {  # the letters that stand for them in docs/torture.md and docs/torture-af.md
    "N": TORTURE / "test_names.py",
    "F": TORTURE / "test_faults.py",
    "S": TORTURE / "test_settings_attacks.py",
    "T": TORTURE / "test_texts.py",
    "G": TORTURE / "test_concurrency.py",
    "I": TORTURE / "test_inputs.py",
    "M": TORTURE / "test_media_attacks.py",
}
PAGES = [ROOT / "docs" / "torture.md", ROOT / "docs" / "torture-af.md"]


def list_marked_rows(path: Path) -> set[str]:
    """The rows in the `torture_case` markers of one file."""
    return {
        row.value
        for node in ast.walk(ast.parse(path.read_bytes()))
        if isinstance(node, ast.Call) and ast.unparse(node.func) == "pytest.mark.torture_case"
        for row in node.args
        if isinstance(row, ast.Constant)
    }


def list_case_rows(path: Path) -> set[str]:
    """The rows that the keys of the tables in one file begin with, such as `A4 zeros`."""
    return {
        key.value.split(" ")[0]
        for node in ast.walk(ast.parse(path.read_bytes()))
        if isinstance(node, ast.Dict)
        for key in node.keys
        if isinstance(key, ast.Constant) and isinstance(key.value, str)
    }


def list_table_rows(page: Path) -> list[list[str]]:
    """The cells of the tables of a page, without their heads."""
    lines = re.findall(r"^\| ([A-G]\d.*) \|$", page.read_text(encoding="utf-8"), re.MULTILINE)
    return [line.split(" | ") for line in lines]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_every_row_that_a_page_shows_by_a_letter_has_its_test(page: Path) -> None:
    shown = [
        re.fullmatch(r"([A-Z]) ([A-G]\d+)(?: \(.*\))?", part)
        for *_, by in list_table_rows(page)
        for part in re.split(r"[;,] ", by)
    ]
    named = [(match[1], match[2]) for match in shown if match]

    assert named
    assert [
        f"{letter} {row}"
        for letter, row in named
        if row not in list_marked_rows(FILES[letter]) | list_case_rows(FILES[letter])
    ] == []


def test_every_marked_test_is_a_row_of_a_page() -> None:
    rows = {
        row for page in PAGES for first, *_ in list_table_rows(page) for row in first.split(", ")
    }
    marked = {row for path in (ROOT / "tests").rglob("test_*.py") for row in list_marked_rows(path)}

    assert marked
    assert marked - rows == set()
