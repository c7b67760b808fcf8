"""The graph of each example recipe, pinned: `make golden` rewrites, and the diff is the effect."""

import os
from pathlib import Path

import pytest

from egv.app.plan import BUILT_IN, recipe_named
from tests.conftest import delivered, graph_text, programme
from tests.steps.test_every_step import ACME, WORLD

ROOT = Path(__file__).parents[1]
RECIPES = sorted([*BUILT_IN.glob("*.yaml"), *(ROOT / "examples").glob("*.yaml")])


@pytest.mark.parametrize("recipe", RECIPES, ids=lambda path: path.stem)
def test_a_recipe_compiles_to_its_pinned_graph(recipe: Path) -> None:
    edit = programme()
    for step in recipe_named(str(recipe)).steps:
        edit = step.resolved(ACME).apply(edit, WORLD)
    text = graph_text(delivered(edit, ACME, WORLD)).replace(";", ";\n") + "\n"
    golden = ROOT / "tests" / "golden" / f"graph-{recipe.stem}.txt"
    if os.environ.get("EGV_GOLDEN"):
        golden.write_text(text, encoding="utf-8")

    assert text == golden.read_text(encoding="utf-8")
