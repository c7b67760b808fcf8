"""Names say what things do: verb phrases for functions, and one public class for a name."""

from __future__ import annotations

import ast
import re
from collections import Counter
from functools import cache

from tests.places import ROOT

Function = ast.FunctionDef | ast.AsyncFunctionDef
PREPOSITIONS = frozenset((
    "of", "at", "in", "on", "for", "by", "with", "to", "from", "under", "over", "into", "as",
    "after", "before", "between", "within", "beside", "below", "above", "against", "about",
    "without", "around", "along", "near", "since", "until", "upon",
))  # fmt: skip
ENDS_IN_ED = frozenset((
    "bed", "embed", "feed", "need", "seed", "shed", "speed",
))  # fmt: skip
IRREGULAR = frozenset((
    "begun", "bound", "broken", "built", "chosen", "done", "drawn", "found", "given", "gone",
    "grown", "heard", "held", "hidden", "kept", "known", "left", "lost", "made", "meant", "said",
    "seen", "sent", "shown", "spoken", "taken", "thought", "told", "worn", "written",
))  # fmt: skip
OPENINGS = frozenset(("It", "What", "Whether", "How", "That", "Those", "They", "Who", "Which"))
MOST_ONE_WORD = 0.25  # of all functions


@cache
def modules() -> tuple[tuple[str, tuple[ast.AST, ...]], ...]:
    """Every module with all of its nodes; read once, for that takes longer than all the rules."""
    found = tuple(
        (str(path.relative_to(ROOT)), tuple(ast.walk(ast.parse(path.read_bytes()))))
        for path in sorted((ROOT / "egv").rglob("*.py"))
    )
    assert found
    return found


def functions() -> list[tuple[str, Function]]:
    found = [
        (f"{path}:{node.lineno} {node.name}", node)
        for path, nodes in modules()
        for node in nodes
        if isinstance(node, Function) and not node.name.startswith("__")
    ]
    assert found
    return found


def words(name: str) -> list[str]:
    return name.strip("_").split("_")


def is_participle(word: str) -> bool:
    return word in IRREGULAR or (
        bool(re.fullmatch(r"[a-z]{2,}ed", word)) and word not in ENDS_IN_ED
    )


def test_no_function_is_called_by_a_bare_participle() -> None:
    wrong = [place for place, node in functions() if is_participle(node.name.strip("_"))]

    assert wrong == []


def test_no_function_ends_in_a_preposition() -> None:
    wrong = [
        place
        for place, node in functions()
        if len(words(node.name)) > 1 and words(node.name)[-1] in PREPOSITIONS
    ]

    assert wrong == []


def test_few_functions_are_one_word() -> None:
    names = [node.name for _, node in functions()]
    single = [name for name in names if len(words(name)) == 1]

    assert len(single) <= MOST_ONE_WORD * len(names)


def test_a_loop_variable_says_what_it_is() -> None:
    wrong = [
        f"{path}:{node.lineno}"
        for path, nodes in modules()
        for node in nodes
        if isinstance(node, ast.Name) and node.id == "each" and isinstance(node.ctx, ast.Store)
    ]

    assert wrong == []


def test_no_two_public_classes_have_one_name() -> None:
    names = Counter(
        node.name
        for _, nodes in modules()
        for node in nodes
        if isinstance(node, ast.ClassDef) and not node.name.startswith("_")
    )

    assert names
    assert [name for name, count in names.items() if count > 1] == []


def test_a_docstring_does_not_begin_with_a_pronoun_or_a_question() -> None:
    wrong = [
        f"{path}: {text.split(chr(10))[0]}"
        for path, nodes in modules()
        for node in nodes
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef)
        if (text := ast.get_docstring(node) or "").split(" ")[0] in OPENINGS
    ]

    assert wrong == []
