"""The public workflows: they can be read, and run on every system what is here."""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from packaging.requirements import Requirement

from tests.places import ROOT
from windows.wine import ADVICE

WORKFLOWS = sorted((ROOT / ".github" / "workflows").glob("*.yml"))
MAKEFILE = (ROOT / "Makefile").read_text(encoding="utf-8")
TARGETS = set(re.findall(r"^([a-z-]+):", MAKEFILE, re.MULTILINE))


def load(name: str) -> dict[str, Any]:
    path = ROOT / ".github" / "workflows" / name
    text = path.read_text(encoding="utf-8").replace("\non:\n", '\n"on":\n')  # YAML 1.1: true
    document: dict[str, Any] = yaml.safe_load(text)
    return document


def commands(path: Path) -> Iterator[str]:
    for job in load(path.name)["jobs"].values():
        for step in job["steps"]:
            yield from step.get("run", "").splitlines()


def test_the_tests_run_on_every_system_with_the_lowest_and_the_newest_python() -> None:
    matrix = load("tests.yml")["jobs"]["check"]["strategy"]["matrix"]
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    lowest = project["requires-python"].removeprefix(">=")

    assert matrix == {
        "os": ["ubuntu-latest", "windows-latest", "macos-latest"],
        "python": [lowest, "3.x"],
    }


def test_once_a_week_the_bounds_of_every_dependency_are_tested() -> None:
    weekly = load("weekly.yml")

    assert weekly["on"]["schedule"]
    assert weekly["jobs"]["bounds"]["strategy"]["matrix"] == {"versions": ["lowest", "newest"]}


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.name)
def test_every_command_of_a_workflow_is_here(path: Path) -> None:
    wanted = [line.split() for line in commands(path)]
    made = {words[1] for words in wanted if words[0] == "make"}
    programs = {ROOT / words[1] for words in wanted if words[0] == "python"}

    assert made
    assert made <= TARGETS
    assert all(program.is_file() for program in programs)


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.name)
def test_a_workflow_may_read_and_not_write_and_has_an_end(path: Path) -> None:
    workflow = load(path.name)

    assert workflow["permissions"] == {"contents": "read"}
    assert all(0 < job["timeout-minutes"] <= 90 for job in workflow["jobs"].values())


def test_the_windows_rig_runs_where_it_was_measured() -> None:
    rig = load("tests.yml")["jobs"]["windows-under-wine"]
    page = (ROOT / "docs" / "windows.md").read_text(encoding="utf-8")

    assert rig["container"] == "debian:12"
    assert re.search(r"Wine [0-9.]+ on Debian 12,", page)
    assert all(program in rig["steps"][1]["run"] for program in ADVICE.split()[3:])


def test_windows_gets_the_same_bytes_as_other_systems() -> None:
    """Without it git there makes CRLF of the ends of lines, by which files are read and hashed."""
    assert "* -text\n" in (ROOT / ".gitattributes").read_text(encoding="utf-8")


def test_the_lowest_versions_are_those_that_egv_allows() -> None:
    words = [sys.executable, str(ROOT / ".ci" / "lowest.py")]
    said = subprocess.run(words, check=True, capture_output=True, text=True).stdout
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    allowed = {need.name: need for need in map(Requirement, project["dependencies"])}
    lowest = [Requirement(line) for line in said.splitlines()]

    assert [pin.name for pin in lowest] == list(allowed)
    for pin in lowest:
        [only] = pin.specifier
        assert only.operator == "=="
        assert only.version.endswith(".*")
        assert f">={only.version[:-2]}" in str(allowed[pin.name].specifier).split(",")
        assert pin.marker == allowed[pin.name].marker
