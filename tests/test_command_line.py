"""Each of the twenty requirements of the command line names a test that exists."""

from __future__ import annotations

import ast
import re

from tests.places import ROOT

ROW = re.compile(r"^\| U(\d+) \| .+ \| `(tests/[\w/]+\.py)::(\w+)` \|$", re.MULTILINE)


def test_every_requirement_of_the_command_line_has_its_test() -> None:
    page = (ROOT / "docs" / "command-line.md").read_text(encoding="utf-8")
    rows = ROW.findall(page)

    assert [int(number) for number, _, _ in rows] == list(range(1, 21))
    for _, path, name in rows:
        body = ast.parse((ROOT / path).read_text(encoding="utf-8")).body
        assert name in {node.name for node in body if isinstance(node, ast.FunctionDef)}
