"""The documents for people who join name files, rooms, functions and words that exist."""

from __future__ import annotations

import re
import tomllib
from itertools import pairwise
from pathlib import Path

import pytest

from tests.places import ROOT

DOCS = ROOT / "docs"
PACKAGE = ROOT / "egv"
ARCHITECTURE = DOCS / "architecture.md"
DECISIONS = DOCS / "decisions"
RECORDS = sorted(DECISIONS.glob("[0-9]*.md"))
PAGES = [ARCHITECTURE, DOCS / "glossary.md", DECISIONS / "README.md", *RECORDS]
FOLDERS = ("bench", "brand_kits", "docs", "egv", "examples", "tests")
FEWEST_WORDS, MOST_WORDS = 50, 80


def read(page: Path) -> str:
    return page.read_text(encoding="utf-8")


def quoted_words(page: Path) -> list[str]:
    """Everything in backticks on one line."""
    return re.findall(r"`([^`\n]+)`", read(page))


def named_paths(page: Path) -> list[str]:
    """The files and folders of the repository in backticks."""
    plain = [word for word in quoted_words(page) if re.fullmatch(r"[\w./-]+", word)]
    return [word for word in plain if word.endswith(".py") or word.split("/")[0] in FOLDERS]


def defined_names() -> set[str]:
    """The names of all functions, methods and classes of egv."""
    code = "\n".join(map(read, PACKAGE.rglob("*.py")))
    return set(re.findall(r"^ *(?:def|class) (\w+)", code, re.MULTILINE))


def drawn_storeys(page: Path) -> dict[str, str]:
    """The storeys in the drawing of a page, from the top, each with the order of its rooms."""
    drawing = re.search(r"```text\n(egv/cli.*?)```", read(page), re.DOTALL)
    assert drawing is not None
    return dict(re.findall(r"egv/(\w+)(?: +([a-z][a-z |>]+)$)?", drawing[1], re.MULTILINE))


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_every_path_in_a_document_exists(page: Path) -> None:
    if page.name != "README.md":
        assert named_paths(page)
    assert [path for path in named_paths(page) if not (ROOT / path).exists()] == []


@pytest.mark.parametrize("page", [ROOT / "README.md", *DOCS.rglob("*.md")], ids=lambda p: p.stem)
def test_every_link_in_a_document_leads_somewhere(page: Path) -> None:
    links = re.findall(r"\]\(([^)#:]+)\)", read(page))

    assert [link for link in links if not (page.parent / link).exists()] == []


def test_every_function_and_class_in_the_documents_is_in_the_code() -> None:
    words = {word for page in PAGES for word in quoted_words(page)}
    functions = {word.removesuffix("()") for word in words if re.fullmatch(r"[a-z_]\w*\(\)", word)}
    classes = {word for word in words if re.fullmatch(r"[A-Z]\w*[a-z][A-Z]?\w*", word)}

    assert len(functions) > 30
    assert len(classes) > 5
    assert (functions | classes) - defined_names() == set()


def test_every_room_has_one_paragraph_with_what_it_knows_and_must_not_know() -> None:
    rooms = sorted(
        path.parent.relative_to(ROOT).as_posix() for path in PACKAGE.rglob("__init__.py")
    )
    paragraphs = re.findall(
        r"^\*\*`(egv[\w/]*)`\*\* (.+?)\n\n", read(ARCHITECTURE), re.DOTALL | re.MULTILINE
    )

    assert sorted(room for room, _ in paragraphs) == rooms
    assert [
        room for room, says in paragraphs if not re.search(r"\bmust\s+(not|never)\b", says)
    ] == []


def test_the_drawing_of_the_rooms_is_the_order_that_is_held() -> None:
    settings = tomllib.loads(read(ROOT / "pyproject.toml"))
    contracts = settings["tool"]["importlinter"]["contracts"]
    layered = [contract for contract in contracts if contract["type"] == "layers"]
    storeys = re.findall(r"egv\.(\w+)", " ".join(layered[0]["layers"]))
    held = {
        contract["containers"][0].removeprefix("egv."): " > ".join(contract["layers"])
        for contract in layered[1:]
    }

    assert list(drawn_storeys(ARCHITECTURE)) == storeys
    assert {name: order for name, order in drawn_storeys(ARCHITECTURE).items() if order} == held


def test_the_glossary_is_alphabetical_and_each_word_is_used_where_it_lives() -> None:
    rows = re.findall(r"^\| ([^|`]+) \| [^|]+ \| `([^`]+)` \|$", read(DOCS / "glossary.md"), re.M)
    words = [word.casefold() for word, _ in rows]
    plain = {path: re.sub(r"[\s_-]", "", read(ROOT / path)).casefold() for _, path in rows}
    unused = [word for word, path in rows if word.replace(" ", "").casefold() not in plain[path]]

    assert FEWEST_WORDS <= len(words) <= MOST_WORDS
    assert len(words) == len(re.findall(r"^\| ", read(DOCS / "glossary.md"), re.M)) - 1
    assert [after for before, after in pairwise(words) if before >= after] == []
    assert unused == []


def test_the_decisions_are_numbered_listed_and_complete() -> None:
    listed = re.findall(r"^\| \[(\d{4})\]\(([\w-]+\.md)\)", read(DECISIONS / "README.md"), re.M)
    headings = [re.findall(r"^#+ (.+)$", read(record), re.MULTILINE) for record in RECORDS]
    numbers = [title.partition(". ")[0] for title, *_ in headings]
    parts = {tuple(parts) for _, *parts in headings}

    assert len(RECORDS) >= 10
    assert listed == [(f"{n:04}", path.name) for n, path in enumerate(RECORDS, start=1)]
    assert numbers == [str(n) for n, _ in enumerate(RECORDS, start=1)]
    assert parts == {("Context", "Decision", "Consequences")}
