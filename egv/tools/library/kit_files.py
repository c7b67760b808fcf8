"""Read a kit's file and the files it extends, strictly; locate every fault in them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from egv.core.errors import KitError
from egv.core.kit.inheritance import (
    HIGHEST,
    describe_lock,
    find_locked_key,
    list_effective_locks,
    merge_kits,
    relocate_files,
)
from egv.core.kit.kit import KIT_SCHEMA
from egv.core.kit.parse import find_lock_faults
from egv.core.text.faults import Fault, KeyPath
from egv.core.text.path_words import add_separator, shorten_path
from egv.core.text.yaml_model import drop_free_keys, find_schema_faults
from egv.tools.store.yaml_source import YamlDocument, read_yaml


@dataclass(frozen=True, slots=True)
class FamilyMember:
    """One kit of a family: its file, and the relative folder from the first kit to this one."""

    document: YamlDocument
    relative_folder: Path

    @property
    def data(self) -> dict[str, Any]:
        """The file's contents without the free keys; empty where the file is no mapping."""
        data = drop_free_keys(self.document.data)
        return data if isinstance(data, dict) else {}


@dataclass(frozen=True, slots=True)
class KitFamily:
    """A kit and its parents, the kit itself first, and the faults between them."""

    members: tuple[FamilyMember, ...]
    faults: tuple[Fault, ...]

    @property
    def data(self) -> Any:
        """The merged contents of all members."""
        first, *above = self.members
        if not isinstance(first.document.data, dict):
            return first.document.data
        together: dict[str, Any] = {}
        for member in reversed(above):
            together = merge_kits(relocate_files(member.data, member.relative_folder), together)
        return merge_kits({k: v for k, v in first.data.items() if k != "extends"}, together)

    @property
    def locked_fields(self) -> tuple[str, ...]:
        """The fields that no kit extending this one may set."""
        return tuple(
            dict.fromkeys(
                lock for member in self.members for lock in list_effective_locks(member.data)
            )
        )

    def find_member(self, path: KeyPath) -> FamilyMember:
        """Find the member that sets `path`, or the nearest key above `path`."""
        return max(self.members, key=lambda member: _count_known_keys(member.document, path))

    def locate_faults(self, faults: Iterable[Fault]) -> tuple[Fault, ...]:
        """Locate `faults`; list them with the family's own, in order of the files and lines."""
        located = (self.find_member(fault.path).document.locate_fault(fault) for fault in faults)
        order = [member.document.name for member in self.members]
        every = (*self.faults, *located)
        return tuple(
            sorted(every, key=lambda f: (order.index(f.file), f.line, f.column, f.message))
        )


def load_kit_family(path: Path) -> KitFamily:
    """Load the kit whose file is at `path` and its parents.

    Raises KitError for a file that is no YAML or cannot be read.
    """
    root = path.absolute().parent.resolve().parent
    members = [FamilyMember(read_yaml(path, KitError), Path())]
    faults: list[Fault] = []
    read = [path.resolve()]
    while isinstance(word := members[-1].data.get("extends"), str):
        child = members[-1]
        above = path.parent / child.relative_folder / word
        if words := _explain_wrong_parent(word, above, root, read):
            fault = Fault(("extends",), f"extends: {words}")
            faults.append(child.document.locate_fault(fault))
            break
        document = read_yaml(_simplify_path(above), KitError)
        members.append(FamilyMember(document, child.relative_folder / Path(word).parent))
        read.append(above.resolve())
    faults += _find_family_faults(members)
    return KitFamily(tuple(members), tuple(faults))


def _explain_wrong_parent(word: str, above: Path, root: Path, read: list[Path]) -> str:
    """Explain why the file `above` cannot be a kit's parent; "" where it can."""
    if Path(word).anchor or ":" in word or not Path(word).name:
        return f"{word}: give a path relative to this kit's folder, such as ../acme/kit.yaml"
    try:
        place = above.resolve()
        if not place.is_relative_to(root):
            return (
                f"{word}: this is outside {root.name}/; keep kits that extend one another"
                " in one folder"
            )
        if place in read:
            whom = "the kit itself" if place == read[-1] else "a circle of kits"
            return f"{word}: that is {whom}; name another kit, or remove extends"
        if place.is_dir():
            return f"{word}: this is a folder; name the file in it, {add_separator(word)}kit.yaml"
        if not place.is_file():
            return f"{word}: there is no such file; check the name"
    except (OSError, RuntimeError, ValueError):  # a circular link, or a name of 300 letters
        return f"{word}: there is no such file; check the name"
    if len(read) > HIGHEST:
        return f"{word}: more than {HIGHEST} kits extend one another; merge two of them"
    return ""


def _simplify_path(path: Path) -> Path:
    """Simplify `path`: resolved, and relative to the working folder if below it."""
    return shorten_path(path.resolve(), Path.cwd().resolve())


def _find_family_faults(members: list[FamilyMember]) -> Iterator[Fault]:
    """Find the faults of the parents, and those against the fields that parents lock."""
    for number, member in enumerate(members):
        locate = member.document.locate_fault
        if number and isinstance(member.document.data, dict):
            yield from map(locate, find_schema_faults(member.data, KIT_SCHEMA))
            yield from map(locate, find_lock_faults(member.data))
        elif number:
            words = f"a kit must start with 'schema: {KIT_SCHEMA}'"
            yield locate(Fault((), words))
        if not isinstance(member.data.get("extends"), str | None):
            words = "extends: give the path of one kit.yaml, such as ../acme/kit.yaml"
            yield locate(Fault(("extends",), words))
        for parent in members[number + 1 :]:
            for lock in list_effective_locks(parent.data):
                if at := find_locked_key(member.data, lock):
                    words = describe_lock(at, lock, parent.document.name)
                    yield locate(Fault(at, words))


def _count_known_keys(document: YamlDocument, path: KeyPath) -> int:
    """Count how many leading keys of `path` the `document` contains."""
    return next(n for n in range(len(path), -1, -1) if not n or path[:n] in document.marks)
