"""Read YAML strictly, with the line and column of every key; write plain YAML."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import yaml

from egv.core.errors import RecipeError, UsageError, name_cause
from egv.core.text.faults import Fault, KeyPath, format_position
from egv.tools.machine.path_limit import explain_too_long
from egv.tools.store.atomic_files import write_aside

MAX_BYTES = 1 << 20


@dataclass(frozen=True, slots=True)
class YamlDocument:
    """The contents of a YAML file, and the position of each key."""

    name: str
    data: Any
    marks: Mapping[KeyPath, tuple[int, int]]

    def find_position(self, path: KeyPath) -> tuple[int, int]:
        """Find the line and column of `path`, or of the nearest key above it."""
        while path and path not in self.marks:
            path = path[:-1]
        return self.marks.get(path, (1, 1))

    def format_key_place(self, path: KeyPath) -> str:
        """Format `file:line:column` of `path`, or of the nearest key above it."""
        line, column = self.find_position(path)
        return format_position(self.name, line, column)

    def locate_fault(self, fault: Fault) -> Fault:
        """Return `fault` with its file, line and column, found by its key."""
        line, column = self.find_position(fault.path)
        return replace(fault, file=self.name, line=line, column=column)

    def format_faults(self, faults: Iterable[Fault]) -> str:
        """Format every fault on its own line, with its position, from top to bottom."""
        located = sorted(
            map(self.locate_fault, faults), key=lambda f: (f.line, f.column, f.message)
        )
        return "\n".join(map(str, located))


class _Loader(yaml.SafeLoader):
    """A YAML loader without surprises: 16:9, no, 012 and 2024-01-01 stay text.

    Aliases are refused: 300 bytes of them can stand for gigabytes.
    """

    def compose_node(self, parent: yaml.Node | None, index: Any) -> yaml.Node | None:
        if self.check_event(yaml.AliasEvent):
            mark = self.peek_event().start_mark  # type: ignore[no-untyped-call]
            raise yaml.MarkedYAMLError(problem="aliases (*name) are not allowed", problem_mark=mark)
        return super().compose_node(parent, index)


BREAKS = frozenset("\x85\u2028\u2029")
# An unquoted text that begins with a placeholder, or a hashtag, which begins a comment.
BARE = re.compile(r"""(?:[:\[,-]\s*\{\w+\}\s*[^\s,\]}#])|[\[,]\s*#""")
_KEPT = ("tag:yaml.org,2002:null", "tag:yaml.org,2002:merge")
_Loader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if tag in _KEPT]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}
for _tag, _pattern, _first in (
    ("bool", r"true|True|TRUE|false|False|FALSE", "tTfF"),
    ("int", r"[-+]?(?:0|[1-9][0-9]*)", "-+0123456789"),
    (
        "float",
        r"[-+]?(?:[0-9]*\.[0-9]+|[0-9]+\.|[0-9]+(?=[eE]))(?:[eE][-+]?[0-9]+)?",
        "-+.0123456789",
    ),
):
    _Loader.add_implicit_resolver(
        f"tag:yaml.org,2002:{_tag}", re.compile(rf"(?:{_pattern})\Z"), list(_first)
    )


class _Dumper(yaml.SafeDumper):
    """A YAML dumper that quotes text which YAML, or this loader, would read as another type."""


_Dumper.yaml_implicit_resolvers = {
    first: [
        *_Loader.yaml_implicit_resolvers.get(first, ()),
        *yaml.SafeDumper.yaml_implicit_resolvers.get(first, ()),
    ]
    for first in {*_Loader.yaml_implicit_resolvers, *yaml.SafeDumper.yaml_implicit_resolvers}
}


def _represent_text(dumper: _Dumper, text: str) -> yaml.Node:
    """Represent a text with escapes where it has line breaks that YAML would change."""
    style = '"' if BREAKS & set(text) else None
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style=style)


_Dumper.add_representer(str, _represent_text)


def read_yaml(path: Path, fault: type[UsageError] = RecipeError) -> YamlDocument:
    """Read the document at `path`. Raises `fault` with file, line and column."""
    try:
        return _read_document(path)
    except RecipeError as error:
        raise fault(str(error), details=error.details) from None


def _read_document(path: Path) -> YamlDocument:
    if fault := explain_too_long(path):
        raise RecipeError(fault)
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise RecipeError(f"{path}: cannot be read ({name_cause(error)}); check the name") from None
    if len(raw) > MAX_BYTES:
        raise RecipeError(
            f"{path}: {len(raw)} bytes are more than the limit of 1 MB; check that this"
            " is the right file"
        )
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise RecipeError(f"{path}: byte {error.start} is not UTF-8; save it as UTF-8") from None
    return parse_yaml(text, str(path))


def parse_yaml(text: str, name: str) -> YamlDocument:
    """Parse the document in `text`; `name` stands for the file in errors."""
    try:
        loader = _Loader(text)
        node = loader.get_single_node()
        marks: dict[KeyPath, tuple[int, int]] = {}
        if node is not None:
            _note_keys(node, (), marks, name)
        data = loader.construct_document(node) if node is not None else None
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark
        at = format_position(name, mark.line + 1, mark.column + 1) if mark else name
        raise RecipeError(f"{at}: {error.problem}; {_suggest_fix(text, error)}") from None
    except (RecursionError, ValueError, KeyError, AttributeError):
        raise RecipeError(
            f"{name}: this YAML is nested too deeply, or has a tag (!!…); write it more simply"
        ) from None
    except yaml.YAMLError as error:
        raise RecipeError(
            f"{name}: cannot be read as YAML; save it as plain text (UTF-8), or write it again",
            details=str(error),
        ) from None
    return YamlDocument(name, data, marks)


def _suggest_fix(text: str, error: yaml.MarkedYAMLError) -> str:
    """Suggest a fix for a fault; most often a text lacks its quotes."""
    lines = text.splitlines() or [""]
    marks = [mark for mark in (error.problem_mark, error.context_mark) if mark]
    for mark in marks:
        if BARE.search(lines[min(mark.line, len(lines) - 1)]):
            return 'put quotes around a text with {, }, # or [ in it, as in "{date}_{title}"'
    return "correct the YAML here"


def _note_keys(
    node: yaml.Node, path: KeyPath, marks: dict[KeyPath, tuple[int, int]], name: str
) -> None:
    """Note in `marks` the position of each key below `node`; refuse duplicate or non-text keys."""
    marks.setdefault(path, _find_node_position(node))
    if isinstance(node, yaml.ScalarNode):
        _join_halves(node, name)
    if isinstance(node, yaml.SequenceNode):
        for number, item in enumerate(node.value):
            _note_keys(item, (*path, number), marks, name)
    elif isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            line, column = _find_node_position(key)
            if not isinstance(key, yaml.ScalarNode):
                raise RecipeError(
                    f"{name}:{line}:{column}: YAML reads {{…}} as a map here; put quotes around it"
                )
            _join_halves(key, name)
            below = (*path, str(key.value))
            if below in marks:
                raise RecipeError(
                    f"{name}:{line}:{column}: '{key.value}' is given twice (first on line"
                    f" {marks[below][0]}); keep one"
                )
            marks[below] = (line, column)
            _note_keys(value, below, marks, name)


def _join_halves(node: yaml.ScalarNode, name: str) -> None:
    """Join the halves in which JSON escapes a character such as an emoji; refuse one alone."""
    if not any("\ud800" <= mark <= "\udfff" for mark in node.value):
        return
    try:
        node.value = node.value.encode("utf-16", "surrogatepass").decode("utf-16")
    except UnicodeDecodeError:
        line, column = _find_node_position(node)
        raise RecipeError(
            f"{name}:{line}:{column}: it holds half a character (\\ud800 to \\udfff); write the"
            " character itself"
        ) from None


def _find_node_position(node: yaml.Node) -> tuple[int, int]:
    return node.start_mark.line + 1, node.start_mark.column + 1


def write_yaml(path: Path, data: Mapping[str, Any]) -> None:
    """Write `data` to `path` as YAML, keys in their order: completely, or not at all."""
    with write_aside(path) as part:
        part.write_text(format_yaml(data), encoding="utf-8")


def format_yaml(data: Mapping[str, Any]) -> str:
    """Format `data` as YAML, keys in their order."""
    return yaml.dump(
        dict(data), Dumper=_Dumper, sort_keys=False, allow_unicode=True, default_flow_style=False
    )
