"""What is kept is written aside first: only files of work folders are written under their names."""

from __future__ import annotations

import ast

from tests.places import ROOT

WRITES = {"write_text", "write_bytes"}
# These write into a folder that is temporary as a whole; the last one, when all else has failed.
ELSEWHERE = {
    "egv/app/render/command.py",
    "egv/tools/ffmpeg/line_length.py",
    "egv/workflow/share/pack.py",
    "egv/tools/store/crash_log.py",
}


def list_direct_writes(source: str) -> list[int]:
    """The lines that write a file whose name is not `part`, that of one written aside."""
    return [
        node.lineno
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.Call)
        if isinstance(node.func, ast.Attribute)
        if node.func.attr in WRITES
        if not (isinstance(node.func.value, ast.Name) and node.func.value.id == "part")
    ]


def test_no_file_that_is_kept_can_be_left_half_written() -> None:
    found = {
        path.relative_to(ROOT).as_posix(): lines
        for path in sorted((ROOT / "egv").rglob("*.py"))
        if (lines := list_direct_writes(path.read_text("utf-8")))
    }

    assert found.keys() == ELSEWHERE, found


def test_a_direct_write_is_found() -> None:
    assert list_direct_writes("place.write_text('')\npart.write_bytes(b'')\n") == [1]
