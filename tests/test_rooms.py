"""The house: no room is crowded, every room is shipped, and the tests mirror it."""

from __future__ import annotations

import ast
import tomllib
from pathlib import Path

import pytest

from tests.places import ROOT

MOST_MODULES = 16
PACKAGE = ROOT / "egv"
MIRRORED = ("core", "tools", "app", "workflow")


def rooms() -> list[Path]:
    return sorted(path.parent for path in PACKAGE.rglob("__init__.py"))


def modules(room: Path) -> list[Path]:
    return [path for path in room.glob("*.py") if path.name != "__init__.py"]


@pytest.mark.parametrize("room", rooms(), ids=lambda room: str(room.relative_to(ROOT)))
def test_a_room_holds_few_enough_modules_to_be_read_at_a_glance(room: Path) -> None:
    assert len(modules(room)) <= MOST_MODULES


def test_every_room_is_in_the_wheel() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    shipped = set(project["tool"]["setuptools"]["packages"])
    names = {".".join(room.relative_to(ROOT).parts) for room in rooms()}

    assert names <= shipped


def test_every_folder_with_modules_is_a_room() -> None:
    folders = {path.parent for path in PACKAGE.rglob("*.py")}

    assert folders == set(rooms())


@pytest.mark.parametrize("storey", MIRRORED)
def test_tests_stand_in_the_room_of_what_they_test(storey: str) -> None:
    tests = [path.parent for path in (ROOT / "tests" / storey).rglob("test_*.py")]
    mirrored = [PACKAGE / folder.relative_to(ROOT / "tests") for folder in tests]

    assert tests
    assert [folder for folder in mirrored if not (folder / "__init__.py").is_file()] == []


def list_imports(path: Path) -> set[str]:
    """The modules that one file imports, and whatever it takes from them."""
    names = set()
    for node in ast.walk(ast.parse(path.read_bytes())):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names |= {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
    return names


@pytest.mark.parametrize(
    "room",
    [room for room in rooms() if room.is_relative_to(PACKAGE / "core") and modules(room)],
    ids=lambda room: str(room.relative_to(ROOT)),
)
def test_every_module_of_core_is_tested_directly_in_its_room(room: Path) -> None:
    mirror = ROOT / "tests" / room.relative_to(PACKAGE)
    tested = {name for path in mirror.glob("test_*.py") for name in list_imports(path)}
    names = {".".join(path.relative_to(ROOT).with_suffix("").parts) for path in modules(room)}

    assert names
    assert names - tested == set()
