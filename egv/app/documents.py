"""What egv prints, as JSON and for people: values, documents with a schema, files filled in."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, field_validator

from egv.core.file_names import written_out
from egv.tools.yaml_files import yaml_text

SchemaName = Annotated[str, Field(alias="schema")]


class Value(BaseModel):
    """A part of a document, or all of one.

    Text is UTF-8 whatever it came from: bytes of a file name that are none are written out.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)

    @field_validator("*", mode="before")
    @classmethod
    def _written_out(cls, value: Any) -> Any:
        return _utf8(value)

    def to_json(self) -> str:
        """It as one JSON document, indented, with its keys in a fixed order."""
        return self.model_dump_json(by_alias=True, indent=1)


class Document(Value):
    """A document that names its schema, such as `egv/result@1`; a kind of it says which."""

    schema_name: SchemaName


def _utf8(value: Any) -> Any:
    match value:
        case Enum():
            return value
        case str():
            return written_out(value)
        case tuple() | list():
            return tuple(map(_utf8, value))
        case dict():
            return {_utf8(key): _utf8(each) for key, each in value.items()}
        case _:
            return value


@dataclass(frozen=True, slots=True)
class Filled:
    """What a file that people write says, with every default filled in."""

    data: Mapping[str, Any]

    def to_json(self) -> str:
        """It as one JSON document."""
        return json.dumps(self.data, indent=1, ensure_ascii=False)

    def to_yaml(self) -> str:
        """It as the text of a file."""
        return yaml_text(self.data)


def columns(rows: Sequence[Sequence[str]]) -> tuple[str, ...]:
    """`rows`, all of as many cells, each as a line in which equal cells stand below each other."""
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return tuple(
        "  ".join(f"{cell:<{width}}" for cell, width in zip(row, widths, strict=True)).rstrip()
        for row in rows
    )
