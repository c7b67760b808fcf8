"""JSON Schemas of the files that people write, so that an editor can complete and check them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

FREE_KEYS: dict[str, Any] = {"^x-": {}}


def build_editor_schema(schema: dict[str, Any], name: str, needed: Iterable[str]) -> dict[str, Any]:
    """Adapt pydantic's `schema` to files with `schema: name`, and allow `x-` keys."""
    for definition in schema.get("$defs", {}).values():
        if definition.get("additionalProperties") is False:
            definition["patternProperties"] = FREE_KEYS
    named = {"const": name, "description": "The kind of file, and the version of its format."}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        **schema,
        "title": name,
        "properties": {
            "schema": named,
            **schema["properties"],
        },
        "patternProperties": FREE_KEYS,
        "required": ["schema", *needed],
    }
