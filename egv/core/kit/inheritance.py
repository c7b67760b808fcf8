"""Inheritance between kits: the values that come from a parent, and the fields it locks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from egv.core.text.faults import KeyPath, format_key_path
from egv.core.text.languages import LANGUAGES, parse_main_language
from egv.core.text.translations import tag_own_language

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
class InheritedPath:
    """A file that a parent names, as a path from the folder of the child kit."""

    path: Path


def merge_kits(child: Mapping[str, Any], parent: Mapping[str, Any]) -> dict[str, Any]:
    """Merge `child` over `parent`: maps at every depth, all other values are replaced.

    A child with a music bed of its own does not inherit the licence of another bed. A text of the
    parent stays in the parent's language.
    """
    above = {key: value for key, value in parent.items() if key not in OWN}
    if has_key(child, (LANGUAGE,)) and child[LANGUAGE] != parent.get(LANGUAGE):
        above = _tag_text_languages(above, parent.get(LANGUAGE))
    if has_key(child, BED) and not has_key(child, LICENCE):
        above["music"] = {k: v for k, v in _to_map(above.get("music")).items() if k != LICENCE[-1]}
    return _merge_maps(child, above)


def relocate_files(data: Any, way: Path) -> Any:
    """Rewrite file paths in a parent's `data`, whose folder is reached by `way`.

    A path that no kit may name stays unchanged, to be refused where it is written.
    """
    for pattern in FILES:
        data = _relocate_pattern(data, pattern, way)
    return data


def list_effective_locks(data: Any) -> tuple[str, ...]:
    """List the fields that `data` locks for the kits that extend it."""
    return tuple(lock for lock in list_written_locks(data) if lock.partition(".")[0] not in OWN)


def list_written_locks(data: Any) -> tuple[str, ...]:
    """List the locks as written in `data`, as far as they are strings."""
    listed = data.get("locked") if isinstance(data, Mapping) else None
    words = listed if isinstance(listed, list | tuple) else ()
    return tuple(word for word in words if isinstance(word, str))


def find_locked_key(data: Any, lock: str) -> KeyPath | None:
    """Find the key at which `data` sets the field `lock`, or replaces a section that holds it."""
    path = tuple(lock.split("."))
    for depth, key in enumerate(path):
        if not isinstance(data, Mapping):
            return path[:depth] if depth else None
        if key not in data:
            return None
        data = data[key]
    return path


def describe_lock(at: KeyPath, lock: str, parent: str) -> str:
    """Describe the fault at `at` of setting a field that `parent` has locked."""
    inside = f" (its '{lock}')" if format_key_path(at) != lock else ""
    return (
        f"{format_key_path(at)}: {parent} has locked this field{inside}; remove it, or ask the"
        " owner of that kit"
    )


def has_key(data: Any, path: KeyPath) -> bool:
    """True where `data` has a value at `path`."""
    for key in path:
        if not isinstance(data, Mapping) or key not in data:
            return False
        data = data[key]
    return True


def is_inside_folder(path: Path) -> bool:
    """True where `path` is relative and stays in its folder; no URL and no drive."""
    return bool(path.name) and not (path.anchor or ".." in path.parts or ":" in str(path))


def _merge_maps(child: Mapping[str, Any], parent: Mapping[str, Any]) -> dict[str, Any]:
    both = dict(parent)
    for key, value in child.items():
        below = both.get(key)
        if isinstance(value, Mapping) and isinstance(below, Mapping):
            both[key] = _merge_maps(value, below)
        else:
            both[key] = value
    return both


def _tag_text_languages(data: dict[str, Any], language: Any) -> dict[str, Any]:
    """Tag the plain texts in `data` with their `language`, if its code is known."""
    code = parse_main_language(language) if isinstance(language, str) else ""
    for pattern in TEXTS if code in LANGUAGES else ():
        data = _tag_text_language(data, pattern, code)
    return data


def _tag_text_language(data: Any, pattern: tuple[str, ...], code: str) -> Any:
    if not pattern:
        return tag_own_language(data, code) if isinstance(data, str) else data
    if not isinstance(data, Mapping):
        return data
    first, rest = pattern[0], pattern[1:]
    return {
        key: _tag_text_language(value, rest, code) if first in (ANY, key) else value
        for key, value in data.items()
    }


def _relocate_pattern(data: Any, pattern: tuple[str, ...], way: Path) -> Any:
    if not pattern:
        return InheritedPath(way / data) if _is_inside_text(data) else data
    if not isinstance(data, Mapping):
        return data
    first, rest = pattern[0], pattern[1:]
    return {
        key: _relocate_pattern(value, rest, way) if first in (ANY, key) else value
        for key, value in data.items()
    }


def _is_inside_text(value: Any) -> bool:
    return isinstance(value, str) and is_inside_folder(Path(value))


def _to_map(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}
