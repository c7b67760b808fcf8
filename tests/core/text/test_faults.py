"""A fault: one value, from the key at which a parser finds it to the line that is shown."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from egv.app.records.results import FaultResult
from egv.core.text.faults import (
    Fault,
    FaultSeverity,
    describe_validation_error,
    format_key_path,
    format_position,
    has_field,
    list_validation_faults,
    suggest_name,
    suggest_or_list,
)
from egv.core.text.yaml_model import YamlModel
from egv.tools.store.yaml_source import parse_yaml

YAML = "logo:\n  height: 3\nname: Ours\n"
HEIGHT = Fault(("logo", "height"), "logo.height: 3 is above the limit 1")


def test_a_fault_of_data_is_an_error_without_a_place() -> None:
    fault = Fault((), "a kit must start with 'schema: egv/kit@1'")

    assert (fault.severity, fault.file) == (FaultSeverity.ERROR, "")
    assert str(fault) == "a kit must start with 'schema: egv/kit@1'"


def test_a_fault_with_a_place_begins_with_it() -> None:
    fault = replace(HEIGHT, file="ours/kit.yaml", line=2, column=3)

    assert str(fault) == "ours/kit.yaml:2:3: logo.height: 3 is above the limit 1"
    assert format_position("ours/kit.yaml", 2, 3) == "ours/kit.yaml:2:3"


def test_a_document_knows_where_a_key_is_and_changes_nothing_else() -> None:
    document = parse_yaml(YAML, "kit.yaml")
    advice = replace(HEIGHT, severity=FaultSeverity.WARNING)

    assert document.locate_fault(advice) == replace(advice, file="kit.yaml", line=2, column=3)
    assert document.locate_fault(document.locate_fault(advice)) == document.locate_fault(advice)
    assert document.locate_fault(Fault(("logo", "width"), "")).line == 1  # its nearest key


def test_faults_are_told_from_top_to_bottom() -> None:
    name = Fault(("name",), "name: too short")

    assert parse_yaml(YAML, "kit.yaml").format_faults([name, HEIGHT]).splitlines() == [
        "kit.yaml:2:3: logo.height: 3 is above the limit 1",
        "kit.yaml:3:1: name: too short",
    ]


def test_json_has_the_keys_that_scripts_read() -> None:
    fault = replace(HEIGHT, file="kit.yaml", line=2, column=3, severity=FaultSeverity.WARNING)
    result = FaultResult.from_fault(fault)

    assert result.model_dump(mode="json") == {
        "file": "kit.yaml", "line": 2, "column": 3, "field": "logo.height",
        "severity": "warning", "message": "logo.height: 3 is above the limit 1",
    }  # fmt: skip
    assert result.text == str(fault)


class Bug(BaseModel):
    model_config = ConfigDict(extra="forbid")
    height: float


class Logo(BaseModel):
    bug: Bug


@pytest.mark.parametrize(
    ("bug", "path", "message"),
    [
        ({}, ("logo", "bug", "height"), "bug.height: this field is required; add it"),
        (
            {"height": 1, "hight": 1},
            ("logo", "bug", "hight"),
            "bug.hight: unknown field; did you mean 'height'?",
        ),
        (
            {"height": "tall"},
            ("logo", "bug", "height"),
            "bug.height: 'tall' should be a number",
        ),
    ],
)
def test_what_a_model_refuses_is_a_fault_at_its_key(
    bug: dict[str, object], path: tuple[str, ...], message: str
) -> None:
    with pytest.raises(ValidationError) as refused:
        Logo.model_validate({"bug": bug})

    assert list_validation_faults(Logo, refused.value, ("logo",)) == (Fault(path, message),)
    assert format_key_path(path) == ".".join(path)


class Leaf(YamlModel):
    """A part of a file."""

    height: float = Field(default=0.1, gt=0, le=0.5)
    lines: tuple[str, ...] = ()


class Tree(YamlModel):
    """A file."""

    name: str
    leaf: Leaf = Leaf()
    leaves: dict[str, Leaf] = Field(default_factory=dict)


def faults_in(data: Mapping[str, Any]) -> dict[tuple[str | int, ...], str]:
    """What is wrong with `data`, by its place."""
    with pytest.raises(ValidationError) as refused:
        Tree.model_validate(data)
    return {each.path: each.message for each in list_validation_faults(Tree, refused.value)}


@pytest.mark.parametrize(
    ("data", "path", "says"),
    [
        ({"name": "a", "leaf": {"hieght": 1}}, ("leaf", "hieght"),
         "leaf.hieght: unknown field; did you mean 'height'?"),
        ({"name": "a", "leaves": {"b": {"zz": 1}}}, ("leaves", "b", "zz"),
         "leaves.b.zz: unknown field; choose from height, lines"),
        ({}, ("name",), "name: this field is required; add it"),
        ({"name": "a", "leaf": {"height": 3}}, ("leaf", "height"),
         "leaf.height: 3 is above the limit 0.5"),
        ({"name": "a", "leaf": {"height": 0}}, ("leaf", "height"),
         "leaf.height: 0 is below the limit 0"),
        ({"name": "a", "leaf": {"height": "x"}}, ("leaf", "height"),
         "leaf.height: 'x' should be a number"),
        ({"name": "a", "leaf": {"lines": "x"}}, ("leaf", "lines"),
         "leaf.lines: 'x' should be a list, such as [one, two]"),
        ({"name": "a", "leaf": 7}, ("leaf",),
         "leaf: 7 should be a map, such as {name: value}"),
        ({"name": 7}, ("name",), "name: 7 should be a text, in quotes"),
        ({"name": {"title": None}}, ("name",),
         "name: YAML reads {…} as a map here; put quotes around a text that starts with a brace"),
    ],
)  # fmt: skip
def test_a_fault_is_told_at_its_key_with_the_way_out(
    data: dict[str, Any], path: tuple[str, ...], says: str
) -> None:
    assert faults_in(data) == {path: says}


def test_all_faults_are_told_at_once_under_the_key_of_their_part() -> None:
    with pytest.raises(ValidationError) as refused:
        Tree.model_validate({"leaf": {"height": 3}, "nmae": "a"})
    found = list_validation_faults(Tree, refused.value, ("spaces", 1))

    assert {each.path for each in found} == {
        ("spaces", 1, "name"), ("spaces", 1, "leaf", "height"), ("spaces", 1, "nmae"),
    }  # fmt: skip


@pytest.mark.parametrize(
    ("fault", "says"),
    [
        ({"type": "enum", "input": "x", "ctx": {"expected": "'a' or 'b'"}, "msg": ""},
         "x is not one of 'a' or 'b'"),
        ({"type": "value_error", "ctx": {"error": ValueError("no")}, "msg": "x"}, "no"),
        ({"type": "value_error", "input": "x", "msg": "Value error, no"}, "Value error, no"),
        ({"type": "other", "input": "x", "msg": "Should be y"}, "'x' cannot be used here"),
    ],
)  # fmt: skip
def test_any_fault_is_the_end_of_a_sentence(fault: dict[str, Any], says: str) -> None:
    assert describe_validation_error(fault) == says


@pytest.mark.parametrize(
    ("path", "there"),
    [
        ((), True), (("leaf",), True), (("leaf", "height"), True), (("leaf", "x"), False),
        (("leaves", "any", "height"), True), (("leaves", "any", "x"), False),
        (("name", "x"), False),
    ],
)  # fmt: skip
def test_a_file_may_have_the_fields_of_its_models_and_any_key_in_a_map(
    path: tuple[str, ...], there: bool
) -> None:
    assert has_field(Tree, path) == there


def test_without_a_near_name_all_are_listed_once() -> None:
    assert suggest_or_list("zz", ["trim", "music", "trim"]) == "; choose from trim, music"
    assert suggest_or_list("tirm", ["trim", "music"]) == "; did you mean 'trim'?"
    assert suggest_name("zz", ["trim"]) == ""


@given(st.lists(st.text("abcdef", min_size=1), min_size=1), st.text("abcdef", max_size=8))
def test_only_a_name_of_the_list_is_suggested(names: list[str], word: str) -> None:
    said = suggest_name(word, names)

    assert said == "" or said in {f"; did you mean '{name}'?" for name in names}
    assert suggest_name(names[0], names)
