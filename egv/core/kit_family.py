"""Inheritance between kits: the values that come from a parent, and the fields it locks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from egv.core.languages import LANGUAGES, main_language
from egv.core.mistakes import KeyPath
from egv.core.parts import dotted
from egv.core.translations import in_own

HIGHEST = 3  # kits above a kit: department, division, organisation and group
OWN = frozenset(("schema", "name", "title", "extends", "locked"))  # stated by each kit for itself
ANY = "*"
FILES = (
    ("fonts", ANY, "file"),
    ("logo", "variants", ANY, "file"),
    ("intro", "clips", ANY),
    ("outro", "clips", ANY),
    ("music", "bed"),
    ("colour", "lut"),
)
LANGUAGE = "language"
TEXTS = (("outro", "cta", "text"), ("vars", ANY, "default"))
BED, LICENCE = ("music", "bed"), ("music", "licence")


@dataclass(frozen=True, slots=True)
class Inherited:
    """A file that a parent names, as a path from the folder of the child kit."""

    path: Path


def merged(child: Mapping[str, Any], parent: Mapping[str, Any]) -> dict[str, Any]:
    """Merge `child` over `parent`: maps at every depth, all other values are replaced.

    A child with a music bed of its own does not inherit the licence of another bed. A text of the
    parent stays in the parent's language.
    """
    above = {key: value for key, value in parent.items() if key not in OWN}
    if found(child, (LANGUAGE,)) and child[LANGUAGE] != parent.get(LANGUAGE):
        above = _texts_named(above, parent.get(LANGUAGE))
    if found(child, BED) and not found(child, LICENCE):
        above["music"] = {k: v for k, v in _map(above.get("music")).items() if k != LICENCE[-1]}
    return _over(child, above)


def located(data: Any, way: Path) -> Any:
    """Rewrite file paths in a parent's `data`, whose folder is reached by `way`.

    A path that no kit may name stays unchanged, to be refused where it is written.
    """
    for pattern in FILES:
        data = _located(data, pattern, way)
    return data


def locks_of(data: Any) -> tuple[str, ...]:
    """List the fields that `data` locks for the kits that extend it."""
    return tuple(lock for lock in lock_words(data) if lock.partition(".")[0] not in OWN)


def lock_words(data: Any) -> tuple[str, ...]:
    """List the locks as written in `data`, as far as they are strings."""
    listed = data.get("locked") if isinstance(data, Mapping) else None
    words = listed if isinstance(listed, list | tuple) else ()
    return tuple(word for word in words if isinstance(word, str))


def touched(data: Any, lock: str) -> KeyPath | None:
    """Find the key at which `data` sets the field `lock`, or replaces a section that holds it."""
    path = tuple(lock.split("."))
    for depth, key in enumerate(path):
        if not isinstance(data, Mapping):
            return path[:depth] if depth else None
        if key not in data:
            return None
        data = data[key]
    return path


def told_lock(at: KeyPath, lock: str, parent: str) -> str:
    """Describe the fault at `at` of setting a field that `parent` has locked."""
    inside = f" (its '{lock}')" if dotted(at) != lock else ""
    return f"{dotted(at)}: {parent} has locked it{inside}; leave it out, or ask who owns that kit"


def found(data: Any, path: KeyPath) -> bool:
    """True where `data` has a value at `path`."""
    for key in path:
        if not isinstance(data, Mapping) or key not in data:
            return False
        data = data[key]
    return True


def inside(path: Path) -> bool:
    """True where `path` is relative and stays in its folder; no URL and no drive."""
    return bool(path.name) and not (path.is_absolute() or ".." in path.parts or ":" in str(path))


def _over(child: Mapping[str, Any], parent: Mapping[str, Any]) -> dict[str, Any]:
    both = dict(parent)
    for key, value in child.items():
        below = both.get(key)
        if isinstance(value, Mapping) and isinstance(below, Mapping):
            both[key] = _over(value, below)
        else:
            both[key] = value
    return both


def _texts_named(data: dict[str, Any], language: Any) -> dict[str, Any]:
    """Tag the plain texts in `data` with their `language`, if its code is known."""
    code = main_language(language) if isinstance(language, str) else ""
    for pattern in TEXTS if code in LANGUAGES else ():
        data = _text_named(data, pattern, code)
    return data


def _text_named(data: Any, pattern: tuple[str, ...], code: str) -> Any:
    if not pattern:
        return in_own(data, code) if isinstance(data, str) else data
    if not isinstance(data, Mapping):
        return data
    first, rest = pattern[0], pattern[1:]
    return {
        key: _text_named(value, rest, code) if first in (ANY, key) else value
        for key, value in data.items()
    }


def _located(data: Any, pattern: tuple[str, ...], way: Path) -> Any:
    if not pattern:
        return Inherited(way / data) if _is_inside(data) else data
    if not isinstance(data, Mapping):
        return data
    first, rest = pattern[0], pattern[1:]
    return {
        key: _located(value, rest, way) if first in (ANY, key) else value
        for key, value in data.items()
    }


def _is_inside(value: Any) -> bool:
    return isinstance(value, str) and inside(Path(value))


def _map(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}
