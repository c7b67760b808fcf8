"""Tables that people keep: read as their spreadsheet wrote them, faults told with their line."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from egv.core.errors import UsageError
from egv.core.text.visible_text import is_visible
from egv.tools.store.csv_tables import read_table

cells = st.text(st.characters(codec="utf-8", exclude_characters="\0\r"), max_size=9).map(str.strip)
names = cells.filter(is_visible)


def read(path: Path, text: str | bytes) -> list[tuple[int, dict[str, str]]]:
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return [(line, dict(row)) for line, row in read_table(path, "clip", "clip")]


@pytest.fixture
def table(tmp_path: Path) -> Path:
    return tmp_path / "a.csv"


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_the_delimiter_is_that_of_the_country(table: Path, delimiter: str) -> None:
    text = "Clip, TITLE\na.mov,Hi\n".replace(",", delimiter)

    assert read(table, text) == [(2, {"clip": "a.mov", "title": "Hi"})]


def test_a_mark_at_the_start_and_rows_of_nothing_are_passed_over(table: Path) -> None:
    text = b"\xef\xbb\xbfclip,title\n,\n\na.mov\n"

    assert read(table, text) == [(4, {"clip": "a.mov"})]


@pytest.mark.parametrize(
    "text",
    [
        "sep=;\r\nclip;title\r\na.mov;Hi\r\n",
        "SEP=,\nclip,title\na.mov,Hi\n",
        "sep=\t\nclip\ttitle\na.mov\tHi\n",
        "sep=^\nclip^title\na.mov^Hi\n",
        "\r\n;;\r\nclip;title\r\na.mov;Hi\r\n",
        "clip;title;x-what, where, who, when, why\na.mov;Hi\n",
        "\u200bclip\u2060;title\na.mov;Hi\n",
        "clip\ttitle\r\na.mov\tHi\r\n".encode("utf-16"),
        "clip,title\na.mov,Hi\n".encode("utf-16-le"),
        "clip;title\ra.mov;Hi\r",
    ],
    ids=range(10),
)
def test_a_table_is_read_as_programs_of_any_country_write_it(
    table: Path, text: str | bytes
) -> None:
    [(_, row)] = read(table, text)

    assert (row["clip"], row["title"]) == ("a.mov", "Hi")


def test_a_row_is_told_by_the_line_on_which_it_begins(table: Path) -> None:
    text = 'clip,title\na.mov,"two\nlines"\nb.mov,one\n'

    assert [line for line, _ in read(table, text)] == [2, 4]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", ":1: no column is called 'clip' (found: nothing)"),
        ("name,title\na,b\n", ":1: no column is called 'clip' (found: name, title)"),
        ("clip,title,title\n", ":1: two columns are called 'title'; rename one"),
        ("clip,title\na.mov,b,c\n", ":2: 3 cells for 2 columns"),
        ("clip,title\n,b\n", ":2: the column 'clip' is empty; fill in a clip"),
        ("clip\na.mov\nb.mov\na.mov\n", ":4: a.mov is listed twice (first on line 2)"),
        ('clip\n"a.mov\n', "save it again as CSV"),
        (b"clip\na.mov\n\xff\n", ":3: this file is not UTF-8"),
        (b"x" * ((16 << 20) + 1), "are more than the limit of 16 MB"),
    ],
    ids=range(9),
)
def test_a_fault_is_told_with_its_line_and_the_way_out(
    table: Path, text: str | bytes, says: str
) -> None:
    with pytest.raises(UsageError) as refused:
        read(table, text)

    assert says in str(refused.value)
    assert str(refused.value).startswith(str(table))


def test_a_table_that_is_not_there_is_refused(table: Path) -> None:
    with pytest.raises(UsageError, match="cannot be read"):
        list(read_table(table, "clip", "clip"))


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=50)
@given(st.lists(st.tuples(names, cells), max_size=5, unique_by=lambda row: row[0]))
def test_what_a_spreadsheet_writes_is_read_as_it_was(
    table: Path, rows: list[tuple[str, str]]
) -> None:
    with table.open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows([("clip", "title"), *rows])

    found = [(row["clip"], row["title"]) for _, row in read_table(table, "clip", "clip")]
    assert found == rows
