"""Recipes that ship and recipes of one's own: found, listed, begun, saved and run as a line."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pydantic import BaseModel

from egv.app.plan.order import NamedStep, Order, RunOptions
from egv.app.plan.plan import Plan, plan_run, write_recipe
from egv.app.plan.recipes import (
    build_recipe_schema,
    collect_recipe_listing,
    create_recipe,
    format_recipe_script,
    load_recipe,
    load_recipe_file,
    load_recipe_with_defaults,
    summarise_recipes,
)
from egv.core.errors import ConflictError, RecipeError, UsageError
from egv.core.project.recipe import RecipeFile
from egv.core.project.recipe_parts import (
    Expectations,
    OutputFile,
    PackageContents,
    Post,
    ScriptBeat,
)
from egv.core.text.placeholders import SAID
from egv.core.text.variables import TextVariable
from egv.steps.brand import Brand
from egv.steps.lower_third import LowerThirdStep
from egv.steps.normalise import Normalise
from egv.tools.library.recipes import BLANKS, BUILT_IN, RecipeSource, list_recipes
from tests.places import ROOT

SHIPPED = sorted(path.stem for path in BUILT_IN.glob("[!_]*.yaml"))
JOBS = sorted({*SHIPPED} - {"standard"})
# Ideal and longest length, s, as the people who roll this out ask for (capabilities, M5).
WINDOWS = {
    "welcome": (30, 60),
    "social": (30, 60),
    "weekly-update": (60, 90),
    "quick-tip": (30, 60),
    "announcement": (60, 120),
    "leader-message": (60, 120),
    "success-story": (60, 120),
    "behind-the-scenes": (60, 120),
    "first-week": (60, 120),
    "interview-duo": (60, 120),
    "how-to": (60, 120),
    "screencast": (60, 120),
    "knowledge-transfer": (180, 300),
    "training": (180, 600),
}
REVIEWED = ("announcement", "leader-message", "social", "training")
LONG = ("knowledge-transfer", "training")
LEAST = "schema: egv/recipe@1\nname: {name}\nsteps: [trim]\n"


@pytest.fixture(autouse=True)
def workplace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder to stand in, and a home without recipes."""
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_fourteen_recipes_named_after_jobs_ship() -> None:
    assert set(JOBS) == set(WINDOWS)
    assert len(JOBS) == 14


@pytest.mark.parametrize("name", JOBS)
def test_a_shipped_recipe_says_what_is_expected_and_asks_little(name: str) -> None:
    says = load_recipe(name).spec
    length, spoken = says.expect.duration, sum(beat.seconds for beat in says.script)

    assert says.name == name
    assert all((says.title, says.description, says.goal, says.script, says.package))
    assert length.ideal == WINDOWS[name]
    assert length.max <= 600
    assert name in LONG or length.warn[1] <= 120  # attention drops after two minutes
    assert (says.expect.resolution.min, says.expect.resolution.ideal) == (720, 1080)
    assert length.ideal[0] <= spoken <= length.ideal[1]
    assert 1 <= sum(var.required for var in says.vars.values()) <= 3
    assert all(var.prompt for var in says.vars.values() if var.default is None)
    assert (says.approval == "review") == (name in REVIEWED)
    shapes = [output.format for output in says.outputs if output.format != "source"]
    assert shapes == (["portrait", "square"] if name == "social" else [])


@pytest.mark.parametrize("name", SHIPPED)
def test_a_recipe_and_the_line_that_says_the_same_are_one_plan(name: str, tmp_path: Path) -> None:
    recipe = load_recipe(name)
    said = {"host": "Jan {host}", "host_role": "", "title": "Our week", "name": "Maria"}
    texts = tuple((name, text) for name, text in said.items() if name in recipe.spec.vars)
    # A line that names the step `subtitle` requires subtitles.
    asked = RunOptions(kit="acme", variables=texts, require_subtitles=True)
    plan = plan_run(Order((), recipe=name, options=asked))
    write_recipe(plan, tmp_path / "saved.yaml")
    again = plan_run(Order((), recipe=str(tmp_path / "saved.yaml")))
    line = tuple(
        NamedStep(type(step), {key: getattr(step, key) for key in asked.model_fields_set})
        for step, asked in zip(plan.steps, recipe.steps, strict=True)
    )
    formats = tuple(plan.files_by_format)
    said_too = _said(plan)
    joins = recipe.spec.join or None
    options = RunOptions(kit="acme", variables=said_too, formats=formats, join=joins)
    spelt = plan_run(Order((), line, options=options))

    assert plan.plan_hash == again.plan_hash
    assert plan.unmarked_plan.plan_hash == spelt.plan_hash  # a line cannot ask for a review
    assert plan.steps == again.steps == spelt.steps
    assert plan.files_by_format == again.files_by_format


def _said(plan: Plan) -> tuple[tuple[str, str], ...]:
    """The texts of a line without a recipe: those all videos have, with the recipe's defaults."""
    return tuple((name, text) for name, text in plan.texts if name in SAID)


def test_each_step_of_a_recipe_is_overridden_in_turn_and_only_its_own_texts_have_places(
    tmp_path: Path,
) -> None:
    (tmp_path / "r.yaml").write_text(
        "schema: egv/recipe@1\nname: r\nvars: {guest: {default: Jan}}\n"
        'steps: [{lower-third: {name: "{guest} {{guest}}"}}, {lower-third: {name: Piet}}]\n'
    )
    line = (
        NamedStep(LowerThirdStep, {"role": "{guest}"}),
        NamedStep(LowerThirdStep, {"start": 9.0}),
    )
    plan = plan_run(Order((), line, str(tmp_path / "r.yaml")))

    assert plan.steps == (
        LowerThirdStep(person="Jan {guest}", role="{guest}", start=1, duration=5),
        LowerThirdStep(person="Piet", start=9, duration=5),
    )


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.text(st.characters(codec="utf-8"), max_size=40), st.text("{}x \n", max_size=20))
def test_any_text_survives_being_saved(title: str, name: str) -> None:
    options = RunOptions(kit="acme", variables=(("title", title), ("name", name)))
    named = (NamedStep(Brand, {}), NamedStep(LowerThirdStep, {"role": name}))
    plan = plan_run(Order((), named, options=options))
    write_recipe(plan, Path("any.yaml"), overwrite=True)

    assert plan_run(Order((), recipe="any.yaml")).plan_hash == plan.plan_hash


def test_the_hash_is_of_the_words_that_are_shown(tmp_path: Path) -> None:
    def hashed(*texts: tuple[str, str]) -> str:
        options = RunOptions(kit="acme", variables=texts)
        return plan_run(Order((), (NamedStep(Brand, {}),), options=options)).plan_hash

    assert hashed(("department", "HR")) != hashed()
    assert hashed(("department", "HR")) != hashed(("department", "IT"))
    assert hashed(("cta", "")) != hashed()
    (tmp_path / "r.yaml").write_text(
        "schema: egv/recipe@1\nname: r\nkit: acme\nvars: {unused: {default: x}}\nsteps: [brand]\n"
    )
    assert plan_run(Order((), recipe="./r.yaml")).plan_hash == hashed()


def test_a_kit_may_have_texts_of_its_own(tmp_path: Path) -> None:
    (tmp_path / "kit.yaml").write_text(
        "schema: egv/kit@1\nname: k\nvars: {project: {choices: [North, South], default: North}}\n"
        'intro: {card: {lines: ["{project}"]}}\n'
    )

    def plan(**texts: str) -> str:
        options = RunOptions(kit="./kit.yaml", variables=tuple(texts.items()))
        return plan_run(Order((), (NamedStep(Brand, {}),), options=options)).plan_hash

    assert plan(project="South") != plan()
    assert plan(project="North") == plan()
    with pytest.raises(UsageError, match="did you mean 'project'"):
        plan(projct="South")


@pytest.mark.parametrize(
    ("name", "words"),
    [("projct", "did you mean"), ("role", "add the step 'lower-third'"), ("n", "choose from")],
)
def test_a_text_that_nothing_takes_is_refused(name: str, words: str, tmp_path: Path) -> None:
    (tmp_path / "r.yaml").write_text(LEAST.format(name="r") + "vars: {project: {}}\n")
    order = Order((), recipe="r.yaml", options=RunOptions(variables=((name, "x"),)))

    with pytest.raises(UsageError, match=words):
        plan_run(order)


def test_a_text_said_twice_on_the_line_is_refused() -> None:
    texts = (("title", "a"), ("title", "b"))
    with pytest.raises(UsageError, match="given twice"):
        plan_run(Order((), recipe="welcome", options=RunOptions(variables=texts)))


def test_the_nearest_recipe_of_a_name_is_taken(tmp_path: Path) -> None:
    folders = {
        RecipeSource.USER: tmp_path / "config/egv/recipes",
        RecipeSource.HERE: tmp_path / "recipes",
    }
    seen = [next(each for each in list_recipes() if each.name == "welcome").source]
    for source, folder in folders.items():
        folder.mkdir(parents=True)
        (folder / "welcome.yaml").write_text(LEAST.format(name=f"from-{source}"))
        seen.append(next(each for each in list_recipes() if each.name == "welcome").source)

    assert seen == [RecipeSource.BUILT_IN, RecipeSource.USER, RecipeSource.HERE]
    assert load_recipe("welcome").spec.name == "from-here"
    assert load_recipe(str(BUILT_IN / "welcome.yaml")).spec.name == "welcome"
    assert sorted(each.name for each in collect_recipe_listing("en").recipes) == SHIPPED


def test_recipes_for_starters_are_listed_first_in_the_language_of_the_reader(
    tmp_path: Path,
) -> None:
    (tmp_path / "recipes").mkdir()
    (tmp_path / "recipes/a-wrong-one.yaml").write_text("name: a-wrong-one\n")
    rows = collect_recipe_listing("nl").recipes
    by_name = {row.name: row for row in rows}

    levels = [row.level for row in rows]
    assert levels == sorted(levels, key=["starter", "advanced", ""].index)
    assert rows[-1].name == "a-wrong-one"
    assert by_name["weekly-update"].title == "Weekupdate van het team"
    assert "starter" in by_name["weekly-update"].columns


@pytest.mark.parametrize(
    ("tongue", "title", "beat", "question"),
    [
        ("nl", "Weekupdate van het team", "BOODSCHAP", "Wat is er deze week veranderd?"),
        ("en", "Weekly team update", "MESSAGE", "What has changed this week?"),
    ],
)
def test_a_script_sheet_is_in_the_language_of_the_reader(
    tongue: str, title: str, beat: str, question: str
) -> None:
    lines = format_recipe_script("weekly-update", tongue).splitlines()

    assert lines[:2] == [title, "=" * len(title)]
    assert any(f"  {beat}  " in line for line in lines)
    assert question in lines


def test_a_shown_recipe_speaks_one_language_to_its_maker_and_keeps_all_for_the_video() -> None:
    data = load_recipe_with_defaults("weekly-update", "nl").data

    assert data["title"] == "Weekupdate van het team"
    assert data["script"][0]["beat"] == "opening"
    assert data["vars"]["name"]["prompt"] == "Wie praat er?"
    assert set(data["package"]["post"]["text"]) == {"nl", "en"}


def test_every_wrong_recipe_of_several_is_told(tmp_path: Path) -> None:
    for name in ("one", "two"):
        (tmp_path / f"{name}.yaml").write_text(LEAST.format(name=name).replace("trim", "trm"))
    with pytest.raises(RecipeError) as error:
        summarise_recipes(["one.yaml", "social", "two.yaml", "three"])

    assert [line.partition(":")[0] for line in str(error.value).splitlines()] == [
        "one.yaml",
        "two.yaml",
        "three",
    ]


def test_a_name_that_is_almost_one_is_answered_with_it() -> None:
    with pytest.raises(RecipeError, match="did you mean 'weekly-update'"):
        load_recipe("weekly-updat")


def test_the_list_tells_a_wrong_recipe_and_where(tmp_path: Path) -> None:
    (tmp_path / "recipes").mkdir()
    (tmp_path / "recipes/mine.yaml").write_text("schema: egv/recipe@1\nname: mine\nstpes: []\n")
    [mine] = [each for each in collect_recipe_listing("en").recipes if each.name == "mine"]

    assert mine.fault.startswith("recipes/mine.yaml:1:1: steps: a recipe needs")


def test_a_new_recipe_is_right_and_is_never_written_over() -> None:
    blank, copy = create_recipe("ours", None), create_recipe("our-update", "weekly-update")
    (recipe, copied), whole = (
        (load_recipe_file(blank), load_recipe_file(copy)),
        load_recipe("weekly-update"),
    )

    assert recipe.spec.name == "ours"
    assert copied.spec.model_copy(update={"name": "weekly-update"}) == whole.spec
    assert copied.steps == whole.steps
    assert "# natural pauses stay" in copy.read_text()
    blank.write_text("mine")
    with pytest.raises(ConflictError, match="left as it is"):
        create_recipe("ours", None)
    assert blank.read_text() == "mine"


@pytest.mark.parametrize("name", ["../ours", "Ours", "", "a b", "/tmp/ours"])
def test_a_new_recipe_has_a_plain_name(name: str, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="is not a valid name"):
        create_recipe(name, None)
    assert not list(tmp_path.rglob("*.yaml"))


def test_a_copy_keeps_the_files_that_its_recipe_names(tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "elsewhere/r.yaml").write_text(
        LEAST.format(name="r").replace("trim", "colour-correct: {lut: look.cube}")
    )
    copy = load_recipe_file(create_recipe("ours", "elsewhere/r.yaml"))

    assert copy.spec.name == "ours"
    assert copy.steps == load_recipe_file(tmp_path / "elsewhere/r.yaml").steps


def test_a_kit_in_a_recipe_is_read_from_its_folder(tmp_path: Path) -> None:
    (tmp_path / "elsewhere/kits").mkdir(parents=True)
    (tmp_path / "elsewhere/kits/kit.yaml").write_text("schema: egv/kit@1\nname: near\n")
    (tmp_path / "elsewhere/r.yaml").write_text(LEAST.format(name="r") + "kit: kits/kit.yaml\n")
    plan = plan_run(Order((), recipe="elsewhere/r.yaml"))
    write_recipe(plan, tmp_path / "saved/Ours (2).yaml")
    again = plan_run(Order((), recipe="saved/Ours (2).yaml"))

    assert plan.kit.spec.name == "near"
    assert again.plan_hash == plan.plan_hash


def test_what_a_recipe_says_can_be_shown_and_read_back(tmp_path: Path) -> None:
    (tmp_path / "shown.yaml").write_text(
        load_recipe_with_defaults("social").to_yaml(), encoding="utf-8"
    )

    assert load_recipe_file(tmp_path / "shown.yaml") == load_recipe("social")
    assert "asks for title" in summarise_recipes(["social"])[0]


def test_the_schema_knows_every_field_and_every_step() -> None:
    schema = build_recipe_schema()
    words, *entries = schema["properties"]["steps"]["items"]["anyOf"]
    normalise = schema["$defs"]["Normalise"]["properties"]

    json.dumps(schema)
    assert {"schema", "name", "steps", "vars", "outputs"} <= set(schema["properties"])
    assert {"trim", "colour-correct", "color"} <= set(words["enum"])
    assert len(entries) == len(words["enum"])
    assert set(normalise) == set(Normalise.model_fields)
    assert schema["properties"]["schema"]["const"] == "egv/recipe@1"


def test_a_blank_recipe_is_no_recipe_to_call_and_begins_one_in_either_language() -> None:
    assert not [each.name for each in list_recipes() if each.name.startswith("_")]
    for tongue, path in BLANKS.items():
        begun = load_recipe_file(create_recipe(f"mine-{tongue}", None, tongue))

        assert begun.steps == load_recipe_file(path).steps
        assert begun.spec.title == load_recipe_file(path).spec.title


@pytest.mark.parametrize(
    "part", [RecipeFile, TextVariable, ScriptBeat, Expectations, PackageContents, Post, OutputFile]
)
def test_every_field_of_a_recipe_is_explained(part: type[BaseModel]) -> None:
    page = (ROOT / "docs/recipes.md").read_text(encoding="utf-8")
    unnamed = [name for name in part.model_fields if not re.search(rf"\b{name}\b", page)]

    assert not unnamed
