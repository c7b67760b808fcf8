"""The graph of each example recipe, pinned: `make golden` rewrites, and the diff is the effect."""

import os
from pathlib import Path

import pytest

from egv.app.plan.recipes import load_recipe
from egv.tools.library.recipes import BUILT_IN
from tests.conftest import delivered, graph_text, programme
from tests.places import ROOT
from tests.steps.test_every_step import ACME, WORLD

RECIPES = sorted([*BUILT_IN.glob("[!_]*.yaml"), *(ROOT / "examples").glob("*.yaml")])


@pytest.mark.parametrize("recipe", RECIPES, ids=lambda path: path.stem)
def test_a_recipe_compiles_to_its_pinned_graph(recipe: Path) -> None:
    edit, read = programme(), load_recipe(str(recipe))
    texts = {name: f"The {name}" for name in read.spec.vars}
    for step in read.steps:
        edit = step.resolve_options(ACME, texts).apply(edit, WORLD)
    text = graph_text(delivered(edit, ACME, WORLD)).replace(";", ";\n") + "\n"
    golden = ROOT / "tests" / "golden" / f"graph-{recipe.stem}.txt"
    if os.environ.get("EGV_GOLDEN"):
        golden.write_text(text, encoding="utf-8")

    assert text == golden.read_text(encoding="utf-8")
