"""A fault: one value, from the key at which a parser finds it to the line that is shown."""

from dataclasses import replace

import pytest
from pydantic import BaseModel, ConfigDict, ValidationError

from egv.app.records.results import FaultResult
from egv.core.text.faults import (
    Fault,
    FaultSeverity,
    format_key_path,
    format_position,
    list_validation_faults,
)
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
