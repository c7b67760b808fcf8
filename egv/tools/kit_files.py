"""Read a kit's file and the files it extends, strictly; locate every mistake in them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from egv.core.errors import KitError
from egv.core.kit import KIT_SCHEMA
from egv.core.kit_family import HIGHEST, located, locks_of, merged, told_lock, touched
from egv.core.kit_reading import wrong_locks
from egv.core.mistakes import Finding, KeyPath, Mistake, Severity
from egv.core.parts import of_another_schema, own
from egv.tools.yaml_files import Document, read_yaml


@dataclass(frozen=True, slots=True)
class Member:
    """One kit of a family: its file, and the relative folder from the first kit to this one."""

    document: Document
    way: Path

    @property
    def data(self) -> dict[str, Any]:
        """The file's contents without the free keys; empty where the file is no mapping."""
        data = own(self.document.data)
        return data if isinstance(data, dict) else {}


@dataclass(frozen=True, slots=True)
class Family:
    """A kit and its parents, the kit itself first, and the mistakes between them."""

    members: tuple[Member, ...]
    findings: tuple[Finding, ...]

    @property
    def data(self) -> Any:
        """The merged contents of all members."""
        first, *above = self.members
        if not isinstance(first.document.data, dict):
            return first.document.data
        together: dict[str, Any] = {}
        for member in reversed(above):
            together = merged(located(member.data, member.way), together)
        return merged({k: v for k, v in first.data.items() if k != "extends"}, together)

    @property
    def locked(self) -> tuple[str, ...]:
        """The fields that no kit extending this one may set."""
        return tuple(
            dict.fromkeys(lock for member in self.members for lock in locks_of(member.data))
        )

    def member(self, path: KeyPath) -> Member:
        """Find the member that sets `path`, or the nearest key above `path`."""
        return max(self.members, key=lambda member: _depth(member.document, path))

    def found(self, mistakes: Iterable[Mistake]) -> tuple[Finding, ...]:
        """List every finding, in the order of the files and their lines."""
        placed = (finding(self.member(mistake.path).document, mistake) for mistake in mistakes)
        order = [member.document.name for member in self.members]
        every = (*self.findings, *placed)
        return tuple(sorted(every, key=lambda f: (order.index(f.file), f.line, f.column, f.words)))


def family_at(path: Path) -> Family:
    """Load the kit whose file is at `path` and its parents.

    Raises KitError for a file that is no YAML or cannot be read.
    """
    root = path.absolute().parent.resolve().parent
    members = [Member(read_yaml(path, KitError), Path())]
    findings: list[Finding] = []
    read = [path.resolve()]
    while isinstance(word := members[-1].data.get("extends"), str):
        child = members[-1]
        above = path.parent / child.way / word
        fault = _not_a_parent(word, above, root, read)
        if fault:
            findings.append(finding(child.document, Mistake(("extends",), f"extends: {fault}")))
            break
        document = read_yaml(_as_seen(above), KitError)
        members.append(Member(document, child.way / Path(word).parent))
        read.append(above.resolve())
    findings += _between(members)
    return Family(tuple(members), tuple(findings))


def finding(document: Document, mistake: Mistake) -> Finding:
    """Locate `mistake` in `document`: file, line and column."""
    line, column = document.place(mistake.path)
    field = ".".join(map(str, mistake.path))
    severity = Severity.WARNING if mistake.advice else Severity.ERROR
    return Finding(document.name, line, column, field, mistake.words, severity)


def _not_a_parent(word: str, above: Path, root: Path, read: list[Path]) -> str:
    """Explain why the file `above` cannot be a kit's parent; "" where it can."""
    if Path(word).is_absolute() or ":" in word or not Path(word).name:
        return f"{word}: a path from this kit's folder is needed, such as ../acme/kit.yaml"
    try:
        place = above.resolve()
        if not place.is_relative_to(root):
            return f"{word}: it lies outside {root.name}/; keep kits that share side by side"
        if place in read:
            whom = "the kit itself" if place == read[-1] else "a circle of kits"
            return f"{word}: that is {whom}; name the kit above it, or leave extends out"
        if place.is_dir():
            return f"{word}: it is a folder; name the file in it, {word.rstrip('/')}/kit.yaml"
        if not place.is_file():
            return f"{word}: there is no such file; check the name"
    except (OSError, RuntimeError, ValueError):  # a circular link, or a name of 300 letters
        return f"{word}: there is no such file; check the name"
    if len(read) > HIGHEST:
        return f"{word}: more than {HIGHEST} kits above one another; merge two of them"
    return ""


def _as_seen(path: Path) -> Path:
    """Simplify `path`: resolved, and relative to the working folder if below it."""
    place, here = path.resolve(), Path.cwd().resolve()
    return place.relative_to(here) if place.is_relative_to(here) else place


def _between(members: list[Member]) -> Iterator[Finding]:
    """Find the mistakes of the parents, and those against the fields that parents lock."""
    for number, member in enumerate(members):
        if number and isinstance(member.document.data, dict):
            for mistake in (*of_another_schema(member.data, KIT_SCHEMA), *wrong_locks(member.data)):
                yield finding(member.document, mistake)
        elif number:
            words = f"a kit starts with 'schema: {KIT_SCHEMA}'"
            yield finding(member.document, Mistake((), words))
        if not isinstance(member.data.get("extends"), str | None):
            words = "extends: the path of one kit.yaml is needed, such as ../acme/kit.yaml"
            yield finding(member.document, Mistake(("extends",), words))
        for parent in members[number + 1 :]:
            for lock in locks_of(parent.data):
                if at := touched(member.data, lock):
                    words = told_lock(at, lock, parent.document.name)
                    yield finding(member.document, Mistake(at, words))


def _depth(document: Document, path: KeyPath) -> int:
    """Count how many leading keys of `path` the `document` contains."""
    return next(n for n in range(len(path), -1, -1) if not n or path[:n] in document.marks)
