"""The base of all models of YAML files, and tolerant validation that keeps the valid fields."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Annotated, Any, TypeVar

from pydantic import AfterValidator, BaseModel, ConfigDict, ValidationError

from egv.core.text.faults import Fault, KeyPath, list_validation_faults
from egv.core.text.file_names import mark_device_name

FREE = "x-"  # keys with this prefix are the writer's own
ATTEMPTS = 4  # attempts to validate what is left without the faulty fields
LETTERS = frozenset("abcdefghijklmnopqrstuvwxyz0123456789-")


class YamlModel(BaseModel):
    """A frozen part of a file that accepts no unknown field."""

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)


P = TypeVar("P", bound=YamlModel)


def explain_wrong_slug(value: str) -> str:
    """Explain why `value` is not a valid name; "" when it is one."""
    if value != mark_device_name(value):
        return f"{value!r} is a device's name on Windows; choose another, such as {value}-video"
    if value and not set(value) - LETTERS and not value.startswith("-") and len(value) <= 60:
        return ""
    return (
        f"{value!r} is not a valid name; use small letters, digits and dashes, such as"
        " weekly-update"
    )


def _check_slug(value: str) -> str:
    if fault := explain_wrong_slug(value):
        raise ValueError(fault)
    return value


Slug = Annotated[str, AfterValidator(_check_slug)]


def validate_model(
    model: type[P], known: dict[str, Any], needed: Mapping[str, Any]
) -> tuple[P | None, list[Fault]]:
    """Validate `known` as `model` without its faulty fields, and list the faults.

    `needed` replaces fields that the model requires.
    """
    faults: list[Fault] = []
    for _ in range(ATTEMPTS):
        try:
            return model.model_validate(known), faults
        except ValidationError as error:
            found = list_validation_faults(model, error)
            places = {fault.path for fault in faults}
            faults += [fault for fault in found if fault.path not in places]
            for fault in reversed(found):  # so that no index in a list shifts before its turn
                _delete_key(known, fault.path)
            known = {**needed, **known}
    return None, faults


def find_schema_faults(data: Mapping[str, Any], schema: str) -> Iterator[Fault]:
    """Yield a fault if `data["schema"]` is not `schema` (such as `egv/kit@1`), with advice."""
    said = data.get("schema")
    if said == schema:
        return
    (kind, _, major), (own_kind, _, own_major) = str(said).rpartition("@"), schema.rpartition("@")
    newer = kind == own_kind and major.isdecimal() and int(major) > int(own_major)
    way_out = "update egv to use this file" if newer else f"write 'schema: {schema}'"
    at: KeyPath = ("schema",) if "schema" in data else ()
    yield Fault(at, f"schema: this egv reads {schema}, not {said!r}; {way_out}")


def drop_free_keys(data: Any) -> Any:
    """Return `data` without the free keys (`x-`)."""
    if isinstance(data, Mapping):
        return {k: drop_free_keys(v) for k, v in data.items() if not str(k).startswith(FREE)}
    return [drop_free_keys(entry) for entry in data] if isinstance(data, list) else data


def _delete_key(data: Any, path: KeyPath) -> None:
    """Delete the key at `path` from `data`; where it is missing, its nearest parent."""
    parents = [data]
    for part in path[:-1]:
        below = parents[-1]
        try:
            parents.append(below[part])
        except (KeyError, IndexError, TypeError):
            return _delete_key(data, path[: len(parents)])
    try:
        del parents[-1][path[-1]]
    except (KeyError, IndexError, TypeError):
        if len(path) > 1:
            _delete_key(data, path[:-1])
    return None
