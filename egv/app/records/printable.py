"""Printable results: values, documents with a schema, and files with their defaults."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, field_validator

from egv.core.text.file_names import escape_file_name
from egv.tools.store.yaml_source import format_yaml

SchemaName = Annotated[
    str, Field(alias="schema", description="The format of this document, with its version.")
]


class PrintableValue(BaseModel):
    """A printable document, or a part of one.

    Text is always valid UTF-8: bytes of a file name that are not are escaped.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True, defer_build=True)

    @field_validator("*", mode="before")
    @classmethod
    def _escape_texts(cls, value: Any) -> Any:
        return _escape_value(value)

    def to_json(self) -> str:
        """Serialise as indented JSON with stable key order."""
        return self.model_dump_json(by_alias=True, indent=1)


class PrintableDocument(PrintableValue):
    """A document that names its schema, such as `egv/result@1`; each subclass sets the name."""

    schema_name: SchemaName


def _escape_value(value: Any) -> Any:
    match value:
        case Enum():
            return value
        case str():
            return escape_file_name(value)
        case tuple() | list():
            return tuple(map(_escape_value, value))
        case dict():
            return {_escape_value(key): _escape_value(item) for key, item in value.items()}
        case _:
            return value


@dataclass(frozen=True, slots=True)
class FileWithDefaults:
    """The contents of a file written by people, with every default filled in."""

    data: Mapping[str, Any]

    def to_json(self) -> str:
        """Serialise as indented JSON."""
        return json.dumps(self.data, indent=1, ensure_ascii=False)

    def to_yaml(self) -> str:
        """Serialise as YAML text."""
        return format_yaml(self.data)


def align_columns(rows: Sequence[Sequence[str]]) -> tuple[str, ...]:
    """Format `rows`, of equal length, as lines with aligned columns."""
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return tuple(
        "  ".join(f"{cell:<{width}}" for cell, width in zip(row, widths, strict=True)).rstrip()
        for row in rows
    )
