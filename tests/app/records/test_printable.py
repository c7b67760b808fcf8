"""Printable results: valid UTF-8 whatever a file is called, and columns that line up."""

from __future__ import annotations

import json
from enum import StrEnum
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from egv.app.records.printable import (
    FileWithDefaults,
    PrintableDocument,
    PrintableValue,
    SchemaName,
    align_columns,
)

odd = st.text(st.characters(codec=None), max_size=8)
values = st.recursive(
    st.none() | st.booleans() | st.integers() | odd,
    lambda below: st.lists(below, max_size=3) | st.dictionaries(odd, below, max_size=3),
    max_leaves=6,
)


class Kind(StrEnum):
    """A closed set."""

    ONE = "one"


class Part(PrintableValue):
    """A part of a document."""

    kind: Kind
    name: str
    more: Any = None


class Document(PrintableDocument):
    """A document."""

    schema_name: SchemaName = "egv/test@1"
    part: Part


@given(odd, values)
def test_whatever_a_file_is_called_its_result_is_valid_text(name: str, more: Any) -> None:
    text = Document(part=Part(kind=Kind.ONE, name=name, more=more)).to_json()

    assert text.encode("utf-8")
    assert json.loads(text)["schema"] == "egv/test@1"
    assert json.loads(text)["part"]["kind"] == "one"


def test_bytes_of_a_name_that_are_no_text_are_shown_as_escapes() -> None:
    assert Part(kind=Kind.ONE, name="\udcff.mp4").name == r"\udcff.mp4"
    assert Part(kind=Kind.ONE, name="één 🎬.mp4").name == "één 🎬.mp4"


@given(st.lists(st.lists(st.text("abc", max_size=9), min_size=2, max_size=2), min_size=1))
def test_columns_line_up_and_lines_end_with_their_text(rows: list[list[str]]) -> None:
    lines = align_columns(rows)
    first = max(len(row[0]) for row in rows)

    assert len(lines) == len(rows)
    for line, (left, right) in zip(lines, rows, strict=True):
        assert line == line.rstrip()
        assert line[:first].rstrip() == left
        assert line[first + 2 :] == right


def test_a_file_with_its_defaults_is_printed_as_it_is_written() -> None:
    file = FileWithDefaults({"schema": "egv/project@1", "kit": "één"})

    assert json.loads(file.to_json()) == file.data
    assert "één" in file.to_json()
    assert file.to_yaml().splitlines() == ["schema: egv/project@1", "kit: één"]
