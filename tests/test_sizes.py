"""Sizes: a file, a function and a list of parameters are short enough to be read in one go."""

from __future__ import annotations

import ast
from functools import cache
from pathlib import Path

from tests.places import ROOT

MOST_FILE_LINES, MOST_FUNCTION_LINES, MOST_PARAMETERS = 400, 40, 5
PACKAGE = ROOT / "egv"
Function = ast.FunctionDef | ast.AsyncFunctionDef


def files() -> list[Path]:
    found = sorted(PACKAGE.rglob("*.py"))
    assert found
    return found


@cache
def functions() -> tuple[tuple[Path, Function], ...]:
    """Every function with its file; read once."""
    return tuple(
        (path, node)
        for path in files()
        for node in ast.walk(ast.parse(path.read_bytes()))
        if isinstance(node, Function)
    )


def count_lines(node: Function) -> int:
    """The lines of a function with its signature."""
    assert node.end_lineno
    return node.end_lineno - node.lineno + 1


def count_parameters(node: Function) -> int:
    listed = node.args
    named = [word.arg for word in (*listed.posonlyargs, *listed.args, *listed.kwonlyargs)]
    return len([name for name in named if name not in ("self", "cls")])


def place(path: Path, node: Function, count: int) -> str:
    return f"{path.relative_to(ROOT)}:{node.lineno} {node.name}: {count}"


def test_no_file_is_too_long() -> None:
    lengths = {
        str(path.relative_to(ROOT)): len(path.read_text(encoding="utf-8").splitlines())
        for path in files()
    }

    assert [f"{path}: {n}" for path, n in lengths.items() if n > MOST_FILE_LINES] == []


def test_no_function_is_too_long() -> None:
    lengths = [(path, node, count_lines(node)) for path, node in functions()]

    assert lengths
    assert [place(*found) for found in lengths if found[2] > MOST_FUNCTION_LINES] == []


def test_no_function_has_too_many_parameters() -> None:
    counts = [(path, node, count_parameters(node)) for path, node in functions()]

    assert counts
    assert [place(*found) for found in counts if found[2] > MOST_PARAMETERS] == []
