"""Recipes: read, refused with every fault, written and read back."""

from typing import Any

import pytest

from egv.core.project.parse_recipe import parse_recipe
from egv.core.project.recipe import RECIPE_SCHEMA, Recipe, RecipeFile, to_recipe_data
from egv.steps import STEPS
from egv.steps.normalise import Normalise


def recipe(**fields: Any) -> dict[str, Any]:
    return {"schema": RECIPE_SCHEMA, "name": "r", "steps": ["trim"], **fields}


def test_a_step_is_a_word_or_a_word_with_options() -> None:
    read, faults = parse_recipe(recipe(steps=["trim", {"normalise": {"lufs": -14}}]), STEPS)

    assert not faults
    assert read is not None
    assert [step.name for step in read.steps] == ["trim", "normalise"]
    assert read.steps[1] == Normalise(lufs=-14)


def test_us_spelling_is_an_alias() -> None:
    read, _ = parse_recipe(recipe(steps=["normalize", "color-correct"]), STEPS)

    assert read is not None
    assert [step.name for step in read.steps] == ["normalise", "colour-correct"]


@pytest.mark.parametrize(
    ("fields", "path", "words"),
    [
        ({"stpes": []}, ("stpes",), "did you mean 'steps'?"),
        ({"schema": "egv/recipe@2"}, ("schema",), "egv/recipe@1"),
        ({"name": ""}, ("name",), "is not a valid name"),
        ({"steps": []}, ("steps",), "list of steps"),
        ({"steps": ["nomalise"]}, ("steps", 0), "did you mean 'normalise'?"),
        ({"steps": [{"trim": {"silense": "all"}}]}, ("steps", 0, "trim", "silense"), "'silence'"),
        (
            {"steps": [{"normalise": {"lufs": 3}}]},
            ("steps", 0, "normalise", "lufs"),
            "above the limit -5",
        ),
        ({"steps": [{"trim": 3}]}, ("steps", 0, "trim"), "options of a step are a map"),
        ({"steps": [["trim"]]}, ("steps", 0), "a step is a name"),
    ],
)
def test_a_mistake_names_its_place_and_the_way_out(
    fields: dict[str, Any], path: tuple[str | int, ...], words: str
) -> None:
    read, [fault] = parse_recipe(recipe(**fields), STEPS)

    assert read is None
    assert fault.path == path
    assert words in fault.message


def test_all_mistakes_come_at_once() -> None:
    _, faults = parse_recipe(
        recipe(stpes=1, steps=["nomalise", {"normalise": {"lufs": 3, "x": 1}}]), STEPS
    )

    assert len(faults) == 4


def test_fields_with_x_are_free() -> None:
    read, _ = parse_recipe(recipe(**{"x-note": "ours"}), STEPS)

    assert read is not None


def test_a_written_recipe_reads_back() -> None:
    made = Recipe(RecipeFile(name="mine", title="Ons"), (Normalise(lufs=-14), Normalise()))
    read, _ = parse_recipe(to_recipe_data(made), STEPS)

    assert read == made
    assert to_recipe_data(made)["steps"] == [{"normalise": {"lufs": -14.0}}, "normalise"]
