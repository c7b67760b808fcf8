"""The table of what a clip says of its picture: a row for each tag, and a test for each row."""

from __future__ import annotations

import re

import pytest

from tests.places import ROOT

PAGE = ROOT / "docs" / "input-tags.md"
TAGS = (
    "rotation", "mirroring", "odd angle", "sample aspect", "nearly square", "clap", "PixelCrop",
    "interlaced mark", "missing interlaced mark", "field order", "range", "matrix", "primaries",
    "transfer", "mastering display", "light level", "stereo 3D", "360°",
)  # fmt: skip


def read_rows() -> list[list[str]]:
    """The cells of each row of the table, without its head."""
    lines = [line for line in PAGE.read_text(encoding="utf-8").splitlines() if line[:1] == "|"]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines[2:]]


@pytest.mark.parametrize("tag", TAGS)
def test_each_tag_has_a_row(tag: str) -> None:
    assert [row for row in read_rows() if tag in row[0]]


def test_each_row_names_a_test_that_exists() -> None:
    named = [re.fullmatch(r"`(tests/[\w/]+\.py)::(test_\w+)`", row[-1]) for row in read_rows()]

    assert named
    assert all(named)
    for path, name in (match.groups() for match in named if match):
        assert f"\ndef {name}(" in (ROOT / path).read_text(encoding="utf-8"), (path, name)


def test_each_row_says_how_the_tag_is_read_and_treated() -> None:
    assert [row for row in read_rows() if len(row) != 4 or not all(row)] == []
