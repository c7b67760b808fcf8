"""Colours in the models of a kit: text in YAML and JSON, a `Colour` in between."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import PlainSerializer, PlainValidator, WithJsonSchema
from pydantic.json_schema import GenerateJsonSchema
from pydantic_core import PydanticKnownError

from egv.core.picture.colour import HEX_PATTERN, Colour


def _parse_colour(value: Any) -> Colour:
    if isinstance(value, Colour):
        return value
    if not isinstance(value, str):
        raise PydanticKnownError("string_type")
    return Colour(value)


def _parse_palette_colour(value: Any) -> Colour:
    return _parse_colour(value).with_capitals()


def _parse_colour_or_role(value: Any) -> Colour | str:
    is_role = isinstance(value, str) and not value.startswith("#")
    return value if is_role else _parse_colour(value)


PaletteColour = Annotated[
    Colour,
    PlainValidator(_parse_palette_colour),
    PlainSerializer(str, return_type=str),
    WithJsonSchema({"type": "string", "pattern": HEX_PATTERN}),
]
ColourOrRole = Annotated[
    Colour | str,
    PlainValidator(_parse_colour_or_role),
    PlainSerializer(str, return_type=str),
    WithJsonSchema({"type": "string"}),
]


class KitSchemaGenerator(GenerateJsonSchema):
    """The maker of a kit's JSON Schema, in which the default of a colour is text too."""

    def encode_default(self, dft: Any) -> Any:
        """Return the default `dft` as JSON has it."""
        return dft.hex if isinstance(dft, Colour) else super().encode_default(dft)
