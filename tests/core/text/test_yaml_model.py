"""Models of YAML files: the valid part is kept, every fault is found, other schemas are told."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import Field

from egv.core.text.faults import Fault, format_key_path
from egv.core.text.yaml_model import (
    YamlModel,
    drop_free_keys,
    explain_wrong_slug,
    find_schema_faults,
    validate_model,
)


class Part(YamlModel):
    """A part of a file."""

    size: int = Field(default=1, ge=0)
    tags: tuple[int, ...] = ()


class Whole(YamlModel):
    """A file."""

    name: str
    part: Part = Part()
    parts: tuple[Part, ...] = ()


leaves = st.none() | st.integers(-3, 3) | st.text("ab", max_size=2)
values = st.recursive(
    leaves,
    lambda below: (
        st.lists(below, max_size=3)
        | st.dictionaries(
            st.sampled_from(["size", "tags", "name", "x-a", "odd"]), below, max_size=3
        )
    ),
    max_leaves=6,
)


def test_what_is_right_is_kept_without_what_is_wrong() -> None:
    data: dict[str, Any] = {"name": "a", "part": {"size": -1, "tags": [1, "x", 2, "y"]}, "odd": 1}
    whole, faults = validate_model(Whole, data, {})

    assert whole == Whole(name="a", part=Part(tags=(1, 2)))
    assert {fault.path for fault in faults} == {
        ("part", "size"), ("part", "tags", 1), ("part", "tags", 3), ("odd",),
    }  # fmt: skip


def test_a_field_that_is_needed_and_wrong_is_replaced_and_told() -> None:
    whole, faults = validate_model(Whole, {"name": 7}, {"name": "unnamed"})

    assert whole == Whole(name="unnamed")
    assert [fault.path for fault in faults] == [("name",)]


@given(st.dictionaries(st.sampled_from(["name", "part", "parts", "odd"]), values))
def test_whatever_is_written_is_a_model_with_its_faults_told(data: dict[str, Any]) -> None:
    whole, faults = validate_model(Whole, data, {"name": "unnamed"})

    assert whole is not None or faults
    assert len({fault.path for fault in faults}) == len(faults)


@pytest.mark.parametrize("slug", ["a", "weekly-update", "3d", "x" * 60])
def test_a_name_of_small_letters_digits_and_dashes_is_right(slug: str) -> None:
    assert explain_wrong_slug(slug) == ""


@pytest.mark.parametrize("slug", ["", "-a", "A", "a b", "é", "a_b", "x" * 61, "../a"])
def test_another_name_is_refused_with_an_example(slug: str) -> None:
    assert "such as weekly-update" in explain_wrong_slug(slug)


@pytest.mark.parametrize(
    ("data", "says"),
    [
        ({"schema": "egv/kit@2"}, "not 'egv/kit@2'; update egv to use this file"),
        ({"schema": "egv/kit@0"}, "not 'egv/kit@0'; write 'schema: egv/kit@1'"),
        ({"schema": "egv/recipe@2"}, "write 'schema: egv/kit@1'"),
        ({"schema": "egv/kit@x"}, "write 'schema: egv/kit@1'"),
        ({"schema": 1}, "not 1; write"),
        ({}, "not None; write"),
    ],
)
def test_another_schema_is_told_and_a_newer_one_asks_for_a_newer_egv(
    data: dict[str, Any], says: str
) -> None:
    [fault] = find_schema_faults(data, "egv/kit@1")

    assert says in fault.message
    assert fault.path == (("schema",) if data else ())


def test_its_own_schema_is_no_fault() -> None:
    assert list(find_schema_faults({"schema": "egv/kit@1"}, "egv/kit@1")) == list[Fault]()


@given(values)
def test_no_free_key_is_left_and_nothing_else_is_lost(data: Any) -> None:
    def keys(value: Any) -> list[str]:
        if isinstance(value, dict):
            return [*value, *(key for below in value.values() for key in keys(below))]
        return [key for below in value for key in keys(below)] if isinstance(value, list) else []

    left = drop_free_keys(data)

    assert "x-a" not in keys(left)
    assert "x-a" in keys(data) or left == data


def test_a_key_is_written_with_dots() -> None:
    assert format_key_path(("logo", "bug", 2, "height")) == "logo.bug.2.height"
