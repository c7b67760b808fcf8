"""Faults in files that people write: the place, the message, and the way out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any, get_args, get_origin

from egv.core.text.wording import find_nearest_word

if TYPE_CHECKING:
    from pydantic import BaseModel, ValidationError

KeyPath = tuple[str | int, ...]
# Plain names for the shapes that pydantic names by its classes.
SHAPES = {
    "model_type": "a map, such as {name: value}",
    "dict_type": "a map, such as {name: value}",
    "tuple_type": "a list, such as [one, two]",
    "list_type": "a list, such as [one, two]",
    "int_parsing": "a whole number",
    "int_type": "a whole number",
    "int_from_float": "a whole number",
    "float_parsing": "a number",
    "float_type": "a number",
    "bool_type": "true or false",
    "bool_parsing": "true or false",
    "string_type": "a text, in quotes",
}

READ_AS_MAP = "YAML reads {…} as a map here; put quotes around a text that starts with a brace"


class FaultSeverity(StrEnum):
    """The severity of a fault: an error makes the file unusable, a warning does not."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True)
class Fault:
    """A fault in a file: its key, and a message that ends in the way out.

    `line` and `column` count from 1. The parsers of data leave `file`, `line` and `column` out.
    """

    path: KeyPath
    message: str
    severity: FaultSeverity = FaultSeverity.ERROR
    file: str = ""
    line: int = 0
    column: int = 0

    def __str__(self) -> str:
        place = f"{format_position(self.file, self.line, self.column)}: " if self.file else ""
        return f"{place}{self.message}"


def format_position(file: str, line: int, column: int) -> str:
    """Format a position in a file, as editors read it."""
    return f"{file}:{line}:{column}"


def format_key_path(path: KeyPath) -> str:
    """Format a key path as people write it: `logo.bug.height`."""
    return ".".join(str(part) for part in path)


def suggest_or_list(word: str, words: Iterable[str]) -> str:
    """Suggest the nearest name as a question, or list all names as the end of a sentence."""
    choices = list(dict.fromkeys(words))
    return suggest_name(word, choices) or f"; choose from {', '.join(choices)}"


def suggest_name(word: str, words: Iterable[str]) -> str:
    """Suggest the nearest name as a question; "" when none is similar."""
    near = find_nearest_word(word, words)
    return f"; did you mean '{near}'?" if near else ""


def describe_validation_error(error: Mapping[str, Any]) -> str:
    """Describe one error of pydantic as the end of a sentence, with the value and the limit."""
    value, limits = error.get("input"), error.get("ctx", {})
    match error["type"]:
        case "greater_than_equal" | "greater_than" | "less_than_equal" | "less_than":
            sign, limit = next((k, v) for k, v in limits.items())
            return f"{value} is {'below' if sign in ('ge', 'gt') else 'above'} the limit {limit:g}"
        case "enum" | "literal_error":
            return f"{value} is not one of {limits['expected']}"
        case "value_error":
            return str(limits.get("error", error["msg"]))
        case "missing":
            return "is missing"
        case "string_too_long" | "too_long":
            return f"{value!r} is longer than {limits['max_length']}"
        case "string_too_short" | "too_short":
            return f"{value!r} is shorter than {limits['min_length']}"
        case "string_pattern_mismatch":
            return f"{value!r} does not fit the pattern {limits['pattern']}"
        case "finite_number":
            return f"{value} is not a finite number"
        case kind if kind in SHAPES:
            return f"{value!r} should be {SHAPES[kind]}"
        case _:
            return f"{value!r} cannot be used here"


def describe_yaml_error(error: Mapping[str, Any]) -> str:
    """Describe one error of pydantic in a file as the end of a sentence, in terms of YAML."""
    if isinstance(error["input"], Mapping) and error["type"].endswith(("_type", "_parsing")):
        return READ_AS_MAP
    shape = SHAPES.get(error["type"])
    return f"{error['input']!r} should be {shape}" if shape else describe_validation_error(error)


def list_validation_faults(
    model: type[BaseModel], error: ValidationError, under: KeyPath = ()
) -> tuple[Fault, ...]:
    """List every fault that pydantic found in data for `model` at `under` in its file."""
    return tuple(_build_fault(model, dict(detail), under) for detail in error.errors())


def has_field(model: type[BaseModel], path: KeyPath) -> bool:
    """True where data for `model` may have the key at `path`; a map accepts any key."""
    annotation: Any = model
    for part in path:
        if get_origin(annotation) in (dict, Mapping):
            annotation = get_args(annotation)[1]
            continue
        below = _find_annotated_model(annotation)
        if below is None or part not in below.model_fields:
            return False
        annotation = below.model_fields[str(part)].annotation
    return True


def _build_fault(model: type[BaseModel], error: Mapping[str, Any], under: KeyPath) -> Fault:
    place = tuple(error["loc"])
    dotted = format_key_path(place)
    if error["type"] == "extra_forbidden":
        around = _find_model(model, place[:-1])
        known = list(around.model_fields) if around else []
        return Fault(
            (*under, *place), f"{dotted}: unknown field{suggest_or_list(str(place[-1]), known)}"
        )
    if error["type"] == "missing":
        return Fault((*under, *place), f"{dotted}: this field is required; add it")
    return Fault((*under, *place), f"{dotted}: {describe_yaml_error(error)}")


def _find_model(model: type[BaseModel], place: KeyPath) -> type[BaseModel] | None:
    """Find the model of the map at `place` in data for `model`."""
    found: type[BaseModel] | None = model
    for part in place:
        if found is None:
            return None
        if str(part) in found.model_fields:
            found = _find_annotated_model(found.model_fields[str(part)].annotation) or found
    return found


def _find_annotated_model(annotation: Any) -> type[BaseModel] | None:
    """Find the first model in a field's type."""
    from pydantic import BaseModel  # slow to load: a plain message needs none of it

    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    parts = getattr(annotation, "__args__", ())
    return next((found for part in parts if (found := _find_annotated_model(part))), None)
