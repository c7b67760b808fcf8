"""Every dependency has an upper bound, and constraints.txt a version within its bounds."""

from __future__ import annotations

import tomllib

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

from tests.places import ROOT

PYTHONS = ("3.11", "3.12", "3.13")
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
ASKED = [
    Requirement(line)
    for group in (
        PROJECT["project"]["dependencies"],
        PROJECT["build-system"]["requires"],
        *PROJECT["project"]["optional-dependencies"].values(),
    )
    for line in group
]
PINS = [
    Requirement(line)
    for line in (ROOT / "constraints.txt").read_text("utf-8").splitlines()
    if not line.startswith("#")
]


def pinned(name: str, python: str) -> list[Version]:
    """The versions of `name` that are installed on `python` in a fresh clone."""
    return [
        Version(specifier.version)
        for pin in PINS
        if canonicalize_name(pin.name) == canonicalize_name(name)
        if not pin.marker or pin.marker.evaluate({"python_version": python})
        for specifier in pin.specifier
    ]


@pytest.mark.parametrize("asked", ASKED, ids=lambda asked: str(asked.name))
def test_the_next_version_that_may_break_is_not_taken(asked: Requirement) -> None:
    """The next major; of a 0.x the next minor, which may break as well."""
    [upper] = [Version(each.version) for each in asked.specifier if each.operator == "<"]
    [lower] = [Version(each.version) for each in asked.specifier if each.operator == ">="]
    latest = max((pin for each in PYTHONS for pin in pinned(asked.name, each)), default=lower)
    if asked.name != "setuptools":  # a new major every month, and it only builds
        following = (latest.major + 1, 0) if latest.major else (0, latest.minor + 1)
        assert upper <= Version(".".join(map(str, following)))
    assert lower <= latest < upper


@pytest.mark.parametrize("python", PYTHONS)
def test_constraints_hold_one_version_of_each_within_its_bounds(python: str) -> None:
    pinned_here = [asked for asked in ASKED if asked.name != "setuptools"]

    assert pinned_here
    for asked in pinned_here:
        [version] = pinned(asked.name, python)
        assert version in asked.specifier, asked


def test_nothing_asks_for_setuptools_at_run_time() -> None:
    assert "setuptools" not in {
        Requirement(each).name for each in PROJECT["project"]["dependencies"]
    }
