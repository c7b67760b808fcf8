"""JSON Schemas for editors: the schema's name is needed, `x-` keys may be anything."""

from __future__ import annotations

from pydantic import Field

from egv.core.text.json_schema import FREE_KEYS, build_editor_schema
from egv.core.text.yaml_model import YamlModel


class Inner(YamlModel):
    """A part that accepts no unknown field."""

    size: int = 1


class Outer(YamlModel):
    """A file."""

    name: str
    inner: Inner = Field(default=Inner())


SCHEMA = build_editor_schema(Outer.model_json_schema(), "egv/outer@1", ["name"])


def test_the_name_of_the_schema_is_fixed_and_needed() -> None:
    assert SCHEMA["properties"]["schema"]["const"] == "egv/outer@1"
    assert SCHEMA["required"] == ["schema", "name"]
    assert SCHEMA["title"] == "egv/outer@1"


def test_free_keys_are_allowed_wherever_unknown_ones_are_not() -> None:
    assert SCHEMA["patternProperties"] == FREE_KEYS
    assert SCHEMA["additionalProperties"] is False
    assert SCHEMA["$defs"]["Inner"]["patternProperties"] == FREE_KEYS


def test_the_fields_of_the_model_stay_as_they_are() -> None:
    assert SCHEMA["properties"]["name"] == Outer.model_json_schema()["properties"]["name"]
