"""The page on what egv does for a programme: every need once, with a line that egv understands."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.cli.test_try_lines import check_line
from tests.places import ROOT

PAGE = ROOT / "docs" / "mission.md"
NEEDS = {
    *(1, 2, 3, 4, 6, 7, 8, 9, 10, 13, 14, 15, 16, 17, 18, 19, 20, 22, 23, 24, 28, 29, 31, 33),
    *(34, 35, 36, 37, 38, 41, 45, 46, 47, 48, 49, 51, 52, 53, 54, 55, 56, 57, 58, 59, 60, 61),
    *(62, 63, 64, 65, 67, 68, 69, 70, 71, 72, 73, 74, 75, 76, 77, 78, 79, 81, 82, 83, 84, 85),
    *(86, 87, 88, 89, 90, 92, 93, 94, 95, 96, 97, 103, 107, 108, 109, 110, 117, 118, 119, 126),
    *(136, 137, 140, 143, 144, 145, 146, 147, 148, 149, 150, 151, 152, 154, 155, 156, 157, 158),
    160,
}
STATE = re.compile(r"works|partly: \w.{9,}|not for a command line")
LINKED_FROM = (ROOT / "README.md", ROOT / "docs" / "sharing.md")


def read_rows(text: str) -> list[list[str]]:
    """The cells of every row of the tables, without their heads."""
    rows = [line for line in text.splitlines() if line.startswith("| ")]
    cells = [[cell.strip() for cell in row.strip("|").split(" | ")] for row in rows]
    return [row for row in cells if row[0] != "#"]


ROWS = read_rows(PAGE.read_text(encoding="utf-8"))


def list_faults(rows: list[list[str]]) -> list[str]:
    """What is wrong with the shape of the rows: their numbers, cells and states."""
    numbers = [row[0] for row in rows]
    faults = [f"{number}: twice" for number in set(numbers) if numbers.count(number) > 1]
    faults += [f"{number}: not listed" for number in NEEDS if str(number) not in numbers]
    faults += [f"{number}: no need" for number in numbers if number not in map(str, NEEDS)]
    faults += [f"{row[0]}: {len(row)} cells" for row in rows if len(row) != 5 or not all(row)]
    return faults + [f"{row[0]}: {row[-1]}" for row in rows if not STATE.fullmatch(row[-1])]


def to_anchor(heading: str) -> str:
    """The anchor that GitHub gives a heading."""
    return re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-")


def list_broken_links(page: Path) -> list[str]:
    """Links of `page` to a file or a heading that is not there."""
    broken = []
    for link in re.findall(r"\]\(([^)]+)\)", page.read_text(encoding="utf-8")):
        name, _, anchor = link.partition("#")
        target = page.parent / name if name else page
        if not target.is_file():
            broken.append(link)
        elif anchor:
            headings = re.findall(r"^#+ (.+)$", target.read_text(encoding="utf-8"), re.MULTILINE)
            broken += [] if anchor in map(to_anchor, headings) else [link]
    return broken


def test_every_need_stands_in_the_tables_once_with_a_listed_state() -> None:
    assert len(NEEDS) == 107
    assert list_faults(ROWS) == []


def test_a_row_that_is_lost_doubled_empty_or_of_another_state_is_found() -> None:
    first, second, *rest = ROWS
    for wrong in (
        ROWS[1:],
        [first, *ROWS],
        [["5", *first[1:]], *ROWS],
        [[*first[:2], "", *first[3:]], second, *rest],
        [[*first[:4], "works mostly"], second, *rest],
        [[*first[:4], "partly"], second, *rest],
    ):
        assert len(list_faults(wrong)) == 1


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row[0])
def test_the_line_of_a_need_is_one_that_egv_understands(row: list[str]) -> None:
    [line] = re.findall(r"`([^`]+)`", row[3])
    check_line(line)


def test_every_link_leads_somewhere(tmp_path: Path) -> None:
    broken = tmp_path / "page.md"
    broken.write_text("# One\n[a](gone.md) [b](#one) [c](#two)\n")

    assert list_broken_links(PAGE) == []
    assert list_broken_links(broken) == ["gone.md", "#two"]


@pytest.mark.parametrize("page", LINKED_FROM, ids=lambda page: page.name)
def test_the_page_is_linked_where_the_others_are(page: Path) -> None:
    assert "mission.md)" in page.read_text(encoding="utf-8")
    assert list_broken_links(page) == []
