"""`.ci/run` finds every Python that it can use, wherever it lies, and no other."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from tests.places import ROOT

RUN = ROOT / ".ci" / "run"
FIND = 'source <(sed -n "/^find_pythons/,/^}/p" "$1"); set -euo pipefail; find_pythons'
TOOLS = ("bash", "sed", "tr", "ls", "sort")


def put_python(place: Path, body: str) -> None:
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_text(f"#!/bin/sh\n{body}\n")
    place.chmod(0o755)


@pytest.mark.posix("links", "shell scripts")
def test_a_python_counts_that_starts_and_is_new_enough(tmp_path: Path) -> None:
    programs, versions = tmp_path / "bin", tmp_path / "pyenv" / "versions"
    put_python(programs / "python3", "echo 3 12")
    put_python(programs / "python3.10", "echo 3 10")
    put_python(programs / "python3.13", "echo 'pyenv: not chosen' >&2; exit 127")
    put_python(programs / "python3.15", "echo 'No module named ensurepip' >&2; exit 1")
    put_python(programs / "python3.12-config", "echo 3 99")
    put_python(versions / "3.14.1" / "bin" / "python3.14", "echo 3 14")
    put_python(versions / "3.11.7" / "bin" / "python3.11", "echo 3 11")
    for name in TOOLS:
        (programs / name).symlink_to(shutil.which(name) or pytest.fail(f"no {name} is here"))
    found = subprocess.run(
        ["bash", "-c", FIND, "bash", RUN], check=True, capture_output=True, text=True,
        env={"PATH": str(programs), "PYENV_ROOT": str(tmp_path / "pyenv")},
    )  # fmt: skip

    lines = [line for line in found.stdout.splitlines() if str(tmp_path) in line]
    assert lines == [
        f"11 {versions}/3.11.7/bin/python3.11",
        f"12 {programs}/python3",
        f"14 {versions}/3.14.1/bin/python3.14",
    ]
