"""Tests check something on every run, not only in a loop or a branch that may not be entered."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.places import ROOT

Function = ast.FunctionDef | ast.AsyncFunctionDef
Scope = dict[str, ast.expr]  # what a name was bound to
LOUD = {"raises", "warns", "fail"}  # of pytest: they fail by themselves


def list_tests() -> Iterator[tuple[Path, Function, Scope]]:
    for path in sorted((ROOT / "tests").rglob("test_*.py")):
        module = ast.parse(path.read_bytes())
        constants = read_bindings(module.body)
        for node in ast.walk(module):
            if isinstance(node, Function) and node.name.startswith("test_"):
                yield path, node, constants


def read_bindings(body: list[ast.stmt]) -> Scope:
    """The names that `body` itself binds once, and to what."""
    return {
        target.id: node.value
        for node in body
        if isinstance(node, ast.Assign)
        for target in node.targets
        if isinstance(target, ast.Name)
    }


def is_filled(items: ast.expr, scope: Scope) -> bool:
    """A literal collection that holds something, also by its name or through `enumerate`."""
    match items:
        case ast.List(elts=inside) | ast.Tuple(elts=inside) | ast.Set(elts=inside):
            return any(not isinstance(one, ast.Starred) for one in inside)
        case ast.Dict(keys=keys):
            return any(keys)
        case ast.Constant(value=str() | bytes() as text):
            return bool(text)
        case ast.Name(id=name):
            return name in scope and is_filled(scope[name], {})
        case ast.Call(func=ast.Attribute(value=inner, attr="items" | "keys" | "values")):
            return is_filled(inner, scope)
        case ast.Call(func=ast.Name(id="enumerate" | "sorted" | "reversed"), args=[inner, *_]):
            return is_filled(inner, scope)
        case ast.Call(func=ast.Name(id="range"), args=[ast.Constant(value=int(count))]):
            return count > 0
    return False


def is_check(node: ast.AST) -> bool:
    match node:
        case ast.Assert():
            return True
        case ast.Call(func=ast.Attribute(value=ast.Name(id="pytest"), attr=name)):
            return name in LOUD
        case ast.Call(func=ast.Name(id="assume")):
            return True  # Hypothesis fails a property whose examples are all thrown away
    return False


def may_be_vacuous(node: ast.AST, scope: Scope) -> bool:
    """An `assert all(…)` or `assert not any(…)` over what may be empty."""
    match node:
        case ast.Assert(test=ast.UnaryOp(op=ast.Not(), operand=ast.Call(ast.Name("any"), [inner]))):
            pass
        case ast.Assert(test=ast.Call(ast.Name("all"), [inner])):
            pass
        case _:
            return False
    if isinstance(inner, ast.GeneratorExp):
        return not is_filled(inner.generators[0].iter, scope)
    return not is_filled(inner, scope)


def has_check(nodes: list[ast.stmt]) -> bool:
    return any(is_check(inner) for node in nodes for inner in ast.walk(node))


def always_checks(body: list[ast.stmt], scope: Scope) -> bool:
    """Whether a check in `body` runs whatever the code under test returns."""
    scope = scope | read_bindings(body)
    for node in body:
        match node:
            case ast.For(iter=items, body=inside):
                found = is_filled(items, scope) and always_checks(inside, scope)
            case ast.If(body=yes, orelse=no):
                found = always_checks(yes, scope) and always_checks(no, scope)
            case ast.Match(cases=cases):
                found = all(always_checks(case.body, scope) for case in cases)
            case ast.With(items=contexts, body=inside):
                found = any(is_check(item.context_expr) for item in contexts)
                found = found or always_checks(inside, scope)
            case ast.Try(body=inside, finalbody=last):
                found = always_checks(inside, scope) or always_checks(last, scope)
            case ast.While() | ast.FunctionDef() | ast.AsyncFunctionDef() | ast.ClassDef():
                found = False
            case _:
                found = has_check([node]) and not may_be_vacuous(node, scope)
        if found:
            return True
    return False


def passes_unchecked(test: Function, scope: Scope) -> bool:
    """Has checks, of which not one is sure to run; a test that leaves them to a helper has none."""
    return has_check(test.body) and not always_checks(test.body, scope)


def read_test(text: str) -> tuple[Function, Scope]:
    module = ast.parse(text)
    [test] = [node for node in module.body if isinstance(node, Function)]
    return test, read_bindings(module.body)


def test_every_test_checks_something_on_every_run() -> None:
    tests = list(list_tests())

    assert tests
    assert [
        f"{path.relative_to(ROOT)}:{test.lineno} {test.name}"
        for path, test, scope in tests
        if passes_unchecked(test, scope)
    ] == []


@pytest.mark.parametrize(
    "body",
    [
        "for cue in cues():\n  assert cue",
        "if cue():\n  assert cue",
        "while cue():\n  assert cue",
        "if cue():\n  assert cue\nelse:\n  print()",
        "cues = []\nfor cue in cues:\n  assert cue",
        "for cue in cues():\n  with pytest.raises(ValueError):\n    cue()",
        "def check():\n  assert cue",
        "for style in STYLES:\n  for cue in style():\n    assert cue",
        "assert all(cue.text for cue in cues())",
        "assert not any(cue.text for cue in cues())",
    ],
)
def test_a_test_that_may_check_nothing_is_found(body: str) -> None:
    indented = body.replace("\n", "\n  ")

    assert passes_unchecked(*read_test(f"STYLES = ('bar', 'box')\ndef test_it():\n  {indented}"))


@pytest.mark.parametrize(
    "body",
    [
        "assert cues\nfor cue in cues:\n  assert cue",
        "for style in STYLES:\n  assert style",
        "for style in ('bar', 'box'):\n  assert style",
        "for number in range(3):\n  assert number",
        "styles = {'bar': 1}\nfor style, number in styles.items():\n  assert style",
        "if cue():\n  assert cue\nelse:\n  assert not cue",
        "with pytest.raises(ValueError):\n  cue()",
        "with folder():\n  assert cue",
        "check(cue)",
        "assume(cues)\nfor cue in cues:\n  assert cue",
        "assert all(style in text for style in STYLES)",
        "assert not all(cue.text for cue in cues())",
    ],
)
def test_a_test_that_always_checks_is_let_be(body: str) -> None:
    indented = body.replace("\n", "\n  ")

    assert not passes_unchecked(
        *read_test(f"STYLES = ('bar', 'box')\ndef test_it():\n  {indented}")
    )
