"""The contract every step file fulfils, and the ways to declare a step's options."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any, ClassVar, Self

from pydantic import BaseModel, ConfigDict, Field, ValidationError
from pydantic.fields import FieldInfo

from egv.core.ask import Ask
from egv.core.edit import Edit
from egv.core.errors import UsageError


def option(default: Any, *, help: str, **bounds: Any) -> Any:  # noqa: A002
    """A step field: a CLI option, a recipe key, a row of the README and of the JSON Schema."""
    return Field(default=default, description=help, **bounds)


def from_kit(path: str, builtin: Any, *, help: str, **bounds: Any) -> Any:  # noqa: A002
    """An option that a brand kit can set at `path`; None until the planner fills it in."""
    extra = {"kit": path, "builtin": builtin}
    return Field(default=None, description=help, json_schema_extra=extra, **bounds)


def builtin_of(field: FieldInfo) -> Any:
    """The value an option has when no line, recipe or kit says otherwise."""
    extra = field.json_schema_extra
    return extra["builtin"] if isinstance(extra, Mapping) and "builtin" in extra else field.default


class Step(BaseModel):
    """One edit, held as a frozen value. A subclass adds options and what it does to an Edit."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: ClassVar[str]
    aliases: ClassVar[tuple[str, ...]] = ()
    example: ClassVar[str]

    def apply(self, edit: Edit, ask: Ask) -> Edit:
        """The edit with this step done."""
        raise NotImplementedError

    def files(self) -> tuple[Path, ...]:
        """The files this step reads, so that a change in one of them makes the output anew."""
        return ()

    def resolved(self) -> Self:
        """This step with every option that is still open set to its built-in value."""
        fields = type(self).model_fields
        empty = {name for name in fields if getattr(self, name) is None}
        return self.model_copy(
            update={
                name: value for name in empty if (value := builtin_of(fields[name])) is not None
            }
        )

    @classmethod
    def of(cls, options: Mapping[str, Any]) -> Self:
        """The step with `options`, by field name. Raises UsageError with every fault in words."""
        try:
            return cls.model_validate(dict(options))
        except ValidationError as error:
            raise UsageError("; ".join(fault_texts(cls, error))) from None


def flag_of(field: str) -> str:
    """The command-line spelling of a field: `peak_dbtp` is `--peak-dbtp`."""
    return "--" + field.replace("_", "-")


def fault_texts(step: type[Step], error: ValidationError) -> list[str]:
    """Each fault pydantic found in the options: `normalise: --lufs 3 is above the limit -5`."""
    return [
        f"{step.name}: {flag_of(str(fault['loc'][0]))} {fault_text(dict(fault))}"
        if fault["loc"]
        else f"{step.name}: {fault_text(dict(fault))}"
        for fault in error.errors()
    ]


def fault_text(fault: Mapping[str, Any]) -> str:
    """One pydantic fault as the end of a sentence, with the value and what would be right."""
    value, limits = fault.get("input"), fault.get("ctx", {})
    match fault["type"]:
        case "greater_than_equal" | "greater_than" | "less_than_equal" | "less_than":
            sign, limit = next((k, v) for k, v in limits.items())
            return f"{value} is {'below' if sign in ('ge', 'gt') else 'above'} the limit {limit:g}"
        case "enum" | "literal_error":
            return f"{value} is not one of {limits['expected']}"
        case "value_error":
            return str(limits.get("error", fault["msg"]))
        case _:
            return f"{value!r}: {fault['msg'][0].lower()}{fault['msg'][1:]}"
