"""What the files that people write are made of, and how one is read as far as it is right."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Annotated, Any, TypeVar

from pydantic import AfterValidator, BaseModel, ConfigDict, ValidationError

from egv.core.mistakes import KeyPath, Mistake, mistakes_of

FREE = "x-"  # keys that begin so are the writer's own
ATTEMPTS = 4  # at reading what is left without the fields that are wrong
LETTERS = frozenset("abcdefghijklmnopqrstuvwxyz0123456789-")


class Part(BaseModel):
    """A frozen part of a file, without any field but its own."""

    model_config = ConfigDict(frozen=True, extra="forbid")


P = TypeVar("P", bound=Part)


def slug_fault(value: str) -> str:
    """Why `value` is no name; nothing when it is one."""
    if value and not set(value) - LETTERS and not value.startswith("-") and len(value) <= 60:
        return ""
    return f"{value!r} is no name; use small letters, digits and dashes, such as weekly-update"


def _slug(value: str) -> str:
    if fault := slug_fault(value):
        raise ValueError(fault)
    return value


Slug = Annotated[str, AfterValidator(_slug)]


def validated(
    model: type[P], known: dict[str, Any], needed: Mapping[str, Any]
) -> tuple[P | None, list[Mistake]]:
    """The `model` without the fields that are wrong in `known`, and what is wrong with them.

    `needed` takes the place of fields that a model cannot be without.
    """
    mistakes: list[Mistake] = []
    for _ in range(ATTEMPTS):
        try:
            return model.model_validate(known), mistakes
        except ValidationError as error:
            found = mistakes_of(model, error)
            places = {each.path for each in mistakes}
            mistakes += [each for each in found if each.path not in places]
            for each in reversed(found):  # so that no place in a list moves before its turn
                _leave_out(known, each.path)
            known = {**needed, **known}
    return None, mistakes


def of_another_schema(data: Mapping[str, Any], schema: str) -> Iterator[Mistake]:
    """That `data` is not of `schema`, such as `egv/kit@1`, and what to do about it."""
    said = data.get("schema")
    if said == schema:
        return
    (kind, _, major), (own_kind, _, own_major) = str(said).rpartition("@"), schema.rpartition("@")
    newer = kind == own_kind and major.isdecimal() and int(major) > int(own_major)
    way_out = "update egv to use this file" if newer else f"write 'schema: {schema}'"
    at: KeyPath = ("schema",) if "schema" in data else ()
    yield Mistake(at, f"schema: this egv reads {schema}, not {said!r}; {way_out}")


def own(data: Any) -> Any:
    """`data` without the keys that are free."""
    if isinstance(data, Mapping):
        return {k: own(v) for k, v in data.items() if not str(k).startswith(FREE)}
    return [own(each) for each in data] if isinstance(data, list) else data


def dotted(path: KeyPath) -> str:
    """A key path as people write it: `logo.bug.height`."""
    return ".".join(str(part) for part in path)


def _leave_out(data: Any, path: KeyPath) -> None:
    """Take the key at `path` out of `data`; where it is missing, its nearest parent."""
    parents = [data]
    for part in path[:-1]:
        below = parents[-1]
        try:
            parents.append(below[part])
        except (KeyError, IndexError, TypeError):
            return _leave_out(data, path[: len(parents)])
    try:
        del parents[-1][path[-1]]
    except (KeyError, IndexError, TypeError):
        if len(path) > 1:
            _leave_out(data, path[:-1])
    return None
