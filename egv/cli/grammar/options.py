"""Command-line options for parsing, help and completion, derived from the fields of a model."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from fractions import Fraction
from functools import cache
from pathlib import Path
from types import UnionType
from typing import Any, Union, get_args, get_origin

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from egv.core.media.timing import Span
from egv.core.programme.step import find_kit_path, format_flag

METAVARS: Mapping[type, str] = {
    Span: "FROM-TO",
    Fraction: "TIME",
    Path: "FILE",
    float: "NUMBER",
    int: "NUMBER",
}


@dataclass(frozen=True, slots=True)
class Option:
    """One option: its spellings, its value, and the field that it sets."""

    field: str
    flags: tuple[str, ...]
    help: str
    metavar: str = ""
    off_spelling: str = ""
    choices: tuple[str, ...] = ()
    bounds: str = ""
    repeatable: bool = False
    default: str = ""

    @property
    def is_switch(self) -> bool:
        """True where the option takes no value."""
        return not self.metavar

    @property
    def name(self) -> str:
        """The long spelling."""
        return self.flags[-1]

    @property
    def spellings(self) -> tuple[str, ...]:
        """Every spelling, including the one that switches the option off."""
        return (*self.flags, self.off_spelling) if self.off_spelling else self.flags


@cache
def list_options(model: type[BaseModel]) -> tuple[Option, ...]:
    """List the options of `model`, in the order of its fields; one without help is no option."""
    return tuple(
        _build_option(name, field)
        for name, field in model.model_fields.items()
        if field.description
    )


def index_by_spelling(options: tuple[Option, ...]) -> dict[str, Option]:
    """Index `options` by each of their spellings."""
    return {spelling: option for option in options for spelling in option.spellings}


def _build_option(name: str, field: FieldInfo) -> Option:
    extra = field.json_schema_extra if isinstance(field.json_schema_extra, Mapping) else {}
    kind, repeatable = parse_annotation(field.annotation)
    flag = str(extra.get("flag", format_flag(field.alias or name)))
    short = extra.get("short")
    choices = tuple(str(member.value) for member in kind) if issubclass(kind, Enum) else ()
    is_switch = kind is bool
    can_be_on = field.default is not False or bool(find_kit_path(field))
    metavar = str(extra.get("metavar") or "|".join(choices) or METAVARS.get(kind, "TEXT"))
    return Option(
        field=name,
        flags=(str(short), flag) if short else (flag,),
        help=field.description or "",
        metavar="" if is_switch else metavar,
        off_spelling=f"--no-{flag[2:]}" if is_switch and can_be_on else "",
        choices=choices,
        bounds=_format_bounds(field),
        repeatable=repeatable,
        default="" if is_switch else format_default(field.default),
    )


def _format_bounds(field: FieldInfo) -> str:
    """Format the bounds of a number: `-70 to -5`; "" where there are none."""
    least, most = (
        next((f"{getattr(bound, key):g}" for bound in field.metadata if hasattr(bound, key)), "")
        for key in ("ge", "le")
    )
    return f"{least} to {most}" if least and most else ""


def parse_annotation(annotation: Any) -> tuple[type, bool]:
    """Return the type of one value of a field, and whether the field takes several values."""
    origin, args = get_origin(annotation), get_args(annotation)
    if origin in (Union, UnionType):
        return parse_annotation(next(argument for argument in args if argument is not type(None)))
    if origin in (tuple, list):
        return parse_annotation(args[0])[0], True
    if hasattr(annotation, "__metadata__"):
        return parse_annotation(annotation.__origin__)
    return (annotation if isinstance(annotation, type) else str), False


def format_default(value: Any) -> str:
    """Format the value of an option for people; "" for a value that says nothing."""
    match value:
        case None | () | "":
            return ""
        case Enum():
            return str(value.value)
        case tuple():
            return ", ".join(map(str, value))
        case float() | Fraction():
            return f"{float(value):g}"
        case _:
            return str(value)
