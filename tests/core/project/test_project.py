"""Projects as people write them: defaults, departments, and every mistake at its key."""

from __future__ import annotations

from typing import Any

import pytest

from egv.core.project.project import (
    PROJECT_SCHEMA,
    ConsentPolicy,
    ProjectFile,
    Space,
    list_leaves,
    parse_project,
)


def parse(**says: Any) -> tuple[ProjectFile | None, dict[tuple[str | int, ...], str]]:
    project, mistakes = parse_project({"schema": PROJECT_SCHEMA, **says})
    return project, {mistake.path: mistake.message for mistake in mistakes}


def test_a_project_that_says_nothing_has_the_values_of_egv() -> None:
    assert parse() == (ProjectFile(), {})


def test_a_department_may_be_named_without_settings() -> None:
    project, _ = parse(spaces={"hr": None, "it": {"kit": "acme"}})

    assert project
    assert project.spaces == {"hr": Space(), "it": Space(kit="acme")}


def test_keys_of_ones_own_are_free() -> None:
    assert parse(**{"x-note": 1, "privacy": {"x-why": "law"}}) == (ProjectFile(), {})


def test_a_language_may_be_written_by_its_name() -> None:
    project, _ = parse(language="Nederlands", privacy={"consent": "require"})

    assert project
    assert (project.language, project.privacy.consent) == ("nl", ConsentPolicy.REQUIRE)


@pytest.mark.parametrize(
    ("says", "path", "message"),
    [
        ({"outptu": "a"}, ("outptu",), "outptu: unknown field; did you mean 'output'?"),
        ({"jobs": 65}, ("jobs",), "jobs: 65 is above the limit 64"),
        ({"jobs": 0}, ("jobs",), "jobs: 0 is below the limit 1"),
        ({"spaces": {"HR": None}}, ("spaces", "HR", "[key]"), "is no name; use small letters"),
        ({"spaces": {"hr": {"headcount": 0}}}, ("spaces", "hr", "headcount"), "below the limit 1"),
        ({"privacy": {"strip_metadata": False}}, ("privacy", "strip_metadata"),
         "egv always drops the clip's metadata; leave it out"),
        ({"privacy": {"retention_days": 0}}, ("privacy", "retention_days"), "below the limit 1"),
        ({"language": "klingon"}, ("language",), "klingon is no language egv knows"),
        ({"schema": "egv/project@2"}, ("schema",), "this egv reads egv/project@1"),
    ],
)  # fmt: skip
def test_a_mistake_is_told_at_its_key(
    says: dict[str, Any], path: tuple[str, ...], message: str
) -> None:
    project, mistakes = parse(**says)

    assert project is None
    assert list(mistakes) == [path]
    assert message in mistakes[path]


@pytest.mark.parametrize("data", [None, [], "egv", 7])
def test_what_is_no_map_is_no_project(data: Any) -> None:
    project, [mistake] = parse_project(data)

    assert project is None
    assert mistake.message == f"a project starts with 'schema: {PROJECT_SCHEMA}'"


def test_every_value_is_listed_with_its_key() -> None:
    assert list(list_leaves({"a": 1, "b": {"c": [2], "d": {}}, "e": None})) == [
        (("a",), 1), (("b", "c"), [2]), (("e",), None),
    ]  # fmt: skip
