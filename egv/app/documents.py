"""What egv prints as JSON: frozen values, and documents that say first what they are."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

SchemaName = Annotated[str, Field(alias="schema")]


class Value(BaseModel):
    """A part of a document, or all of one."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)

    def to_json(self) -> str:
        """It as one JSON document, indented, with its keys in a fixed order."""
        return self.model_dump_json(by_alias=True, indent=1)


class Document(Value):
    """A document that names its schema, such as `egv/result@1`; a kind of it says which."""

    schema_name: SchemaName
