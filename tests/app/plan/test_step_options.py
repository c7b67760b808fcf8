"""The value of an option that a kit can set: from the line, else the recipe, the kit, built in."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from egv.app.plan.order import NamedStep
from egv.app.plan.recipes import build_recipe_schema
from egv.app.plan.steps import merge_steps
from egv.core.kit.kit import Kit
from egv.core.programme.step import Step, find_kit_path
from egv.core.project.parse_recipe import parse_recipe
from egv.core.project.recipe import Recipe, RecipeFile, to_recipe_data
from egv.steps import STEPS
from egv.steps.colour_correct import ColourCorrect
from egv.steps.lower_third import LowerThirdStep
from egv.steps.music import Music
from egv.steps.normalise import Normalise
from egv.steps.subtitle import Subtitle
from tests.conftest import a_kit

KIT = a_kit(
    audio={"lufs": -18, "peak_dbtp": -2},
    subtitles={"burn": True, "soft": True},
    lower_third={"start": 3},
    music={"bed": "a.wav", "licence": "CC BY", "fade_in": 4, "duck_db": 6},
    colour={"mode": "auto", "lut": "warm.cube"},
    languages=["de", "fr"],
    glossary={"Aanpak": []},
)


def recipe_steps(*entries: Any) -> tuple[Step, ...]:
    """The steps of a recipe with these entries."""
    recipe, mistakes = parse_recipe(
        {"schema": "egv/recipe@1", "name": "r", "steps": list(entries)}, STEPS
    )

    assert not mistakes
    assert recipe is not None
    return recipe.steps


def options_of_recipe(step: Step) -> Any:
    """The entry of `step` in a saved recipe."""
    [entry] = to_recipe_data(Recipe(RecipeFile(name="r"), (step,)))["steps"]
    return entry


@pytest.mark.parametrize(
    ("recipe", "line", "kit", "lufs"),
    [
        ("normalise", {}, None, -16),
        ("normalise", {}, KIT, -18),
        ({"normalise": {"lufs": -20}}, {}, KIT, -20),
        ({"normalise": {"lufs": -20}}, {"lufs": -23.0}, KIT, -23),
        ({"normalise": {"lufs": -20}}, {"peak_dbtp": -3.0}, KIT, -20),
        ({"normalise": {"peak_dbtp": -3}}, {"denoise": "light"}, KIT, -18),
    ],
)
def test_the_nearest_that_gives_an_option_says_its_value(
    recipe: Any, line: dict[str, Any], kit: Kit | None, lufs: float
) -> None:
    [step] = merge_steps(recipe_steps(recipe), [NamedStep(Normalise, line)])
    done = step.resolve_options(kit)

    assert isinstance(done, Normalise)
    assert done.lufs == lufs


@pytest.mark.parametrize(
    ("step", "given"),
    [
        (Normalise, {"lufs": -16.0}),  # the built-in value, given
        (Normalise, {"peak_dbtp": 0.0}),
        (LowerThirdStep, {"start": 0.0}),
        (Music, {"fade_in": 0.0, "duck_db": 0.0, "gain_db": 0.0}),
        (Subtitle, {"burn": False, "soft": False}),
        (Subtitle, {"burn": True}),
        (Subtitle, {"term": (), "language": ("nl", "en")}),
        (ColourCorrect, {"mode": "gentle", "lut": Path("/looks/cold.cube")}),
    ],
)
def test_a_given_value_is_kept_even_if_it_is_zero_empty_or_usual(
    step: type[Step], given: dict[str, Any]
) -> None:
    resolved = step.from_options(given).resolve_options(KIT)

    assert {name: getattr(resolved, name) for name in given} == given


@pytest.mark.parametrize(
    ("step", "given"),
    [
        (Normalise, {}),
        (Normalise, {"lufs": -16.0}),
        (Music, {"fade_in": 0.0}),
        (Subtitle, {"soft": False}),
        (Subtitle, {"language": ("nl", "en")}),
        (LowerThirdStep, {"role": ""}),
    ],
)
def test_a_saved_recipe_holds_only_what_was_given(step: type[Step], given: dict[str, Any]) -> None:
    built = step.from_options(given)
    entry = options_of_recipe(built)
    [again] = recipe_steps(entry)

    assert set(entry[step.name] if given else ()) == set(given)
    assert again.model_fields_set == set(given)
    assert again.resolve_options(KIT) == built.resolve_options(KIT)


def test_null_in_a_recipe_leaves_an_option_to_the_kit() -> None:
    [step] = recipe_steps({"music": {"bed": None, "licence": None, "fade_in": None, "duck_db": 0}})
    [merged] = merge_steps((step,), [])
    done = merged.resolve_options(KIT)

    assert options_of_recipe(step) == {"music": {"duck_db": 0}}
    assert isinstance(done, Music)
    assert (done.bed, done.fade_in, done.duck_db) == (Path("/kits/test/a.wav"), 4, 0)


def test_null_for_an_option_that_no_kit_sets_is_refused() -> None:
    data = {
        "schema": "egv/recipe@1",
        "name": "r",
        "steps": [{"colour-correct": {"exposure": None}}],
    }
    recipe, mistakes = parse_recipe(data, STEPS)

    assert recipe is None
    assert len(mistakes) == 1


def test_the_schema_allows_null_just_where_a_kit_decides() -> None:
    definitions = build_recipe_schema()["$defs"]
    for step in STEPS:
        options = definitions[step.__name__]["properties"]
        for name, field in step.model_fields.items():
            option = options[field.alias or name]
            if find_kit_path(field):
                assert {"type": "null"} in option["anyOf"], f"{step.name}.{name}"
                assert "kit" in option
    assert definitions["Normalise"]["properties"]["lufs"]["default"] == -16
    assert {"type": "null"} not in definitions["ColourCorrect"]["properties"]["exposure"].get(
        "anyOf", []
    )
