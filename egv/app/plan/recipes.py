"""Recipes for the user: load one, list them, create one, print its script sheet."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from egv.app.records.printable import (
    FileWithDefaults,
    PrintableDocument,
    PrintableValue,
    SchemaName,
    align_columns,
)
from egv.core.errors import RecipeError, UsageError
from egv.core.programme.step import Step
from egv.core.project.parse_recipe import parse_recipe
from egv.core.project.recipe import RECIPE_SCHEMA, Recipe, RecipeFile, to_recipe_data
from egv.core.project.script_sheet import build_script_sheet
from egv.core.text.json_schema import build_editor_schema
from egv.core.text.path_words import is_path_word
from egv.core.text.translation import UiLanguage
from egv.core.text.translations import choose_translation
from egv.core.text.yaml_model import explain_wrong_slug
from egv.steps import STEPS
from egv.tools.library.recipes import (
    BLANKS,
    HERE,
    SUFFIXES,
    RecipeSource,
    find_recipe_file,
    list_recipes,
)
from egv.tools.store.atomic_files import write_new_file
from egv.tools.store.yaml_source import format_yaml, read_yaml

LISTING_SCHEMA = "egv/recipe-list@1"
NAME_LINE = re.compile(r"^name:.*$", re.MULTILINE)


class ListedRecipe(PrintableValue):
    """One recipe that can be called by name; `fault` is the first fault in its file, or ""."""

    name: str
    source: RecipeSource
    path: str
    title: str = ""
    level: str = ""
    audience: str = ""
    fault: str = ""

    @property
    def summary(self) -> str:
        """The title, or the fault."""
        return f"wrong: {self.fault}" if self.fault else self.title

    @property
    def columns(self) -> tuple[str, ...]:
        """The cells of its row in a list."""
        return (self.name, self.level, self.source, self.summary)


class RecipeListing(PrintableDocument):
    """Every recipe that can be called by name: the output of `recipe list --json`."""

    schema_name: SchemaName = LISTING_SCHEMA
    recipes: tuple[ListedRecipe, ...] = ()

    def to_lines(self) -> tuple[str, ...]:
        """Format the list for people."""
        return align_columns([recipe.columns for recipe in self.recipes])


def load_recipe(word: str) -> Recipe:
    """Load the recipe `word`: a path, a name in ./recipes, one of the user's, or a built-in one.

    Raises RecipeError with every fault in it.
    """
    return load_recipe_file(find_recipe_file(word))


def load_recipe_file(path: Path) -> Recipe:
    """Load the recipe in the file at `path`; paths in it are relative to its own folder."""
    document = read_yaml(path)
    recipe, faults = parse_recipe(document.data, STEPS)
    if recipe is None:
        raise RecipeError(document.format_faults(faults))
    kit = recipe.spec.kit
    if is_path_word(kit, SUFFIXES):
        kit = str((path.parent / kit).absolute())
    spec = recipe.spec.model_copy(update={"kit": kit})
    steps = tuple(_resolve_step_paths(step, path.parent) for step in recipe.steps)
    return Recipe(spec, steps, path)


def _resolve_step_paths(step: Step, folder: Path) -> Step:
    """Return `step` with paths made absolute from the recipe's own folder."""
    paths = {
        name: (folder / value).absolute()
        for name in step.model_fields_set
        if isinstance(value := getattr(step, name), Path)
    }
    return step.model_copy(update=paths)


def collect_recipe_listing(language: str) -> RecipeListing:
    """Collect every recipe that can be called by name: those for starters first.

    Titles are in `language` (ISO 639-1), where a recipe has them so. A faulty recipe is listed
    last, with its fault.
    """
    order = ("starter", "advanced", "")
    every = sorted(_iter_listed_recipes(language), key=lambda recipe: order.index(recipe.level))
    return RecipeListing(recipes=tuple(every))


def _iter_listed_recipes(language: str) -> Iterator[ListedRecipe]:
    for recipe in list_recipes():
        row = ListedRecipe(name=recipe.name, source=recipe.source, path=str(recipe.path))
        try:
            spec = load_recipe_file(recipe.path).spec
        except RecipeError as error:
            yield row.model_copy(update={"fault": str(error).splitlines()[0]})
        else:
            facts = {
                "title": choose_translation(spec.title, language),
                "level": str(spec.level),
                "audience": str(spec.audience),
            }
            yield row.model_copy(update=facts)


def load_recipe_with_defaults(word: str, language: str = "") -> FileWithDefaults:
    """Load a recipe with its defaults; with `language`, what it tells its maker is in that only.

    Raises RecipeError where it is faulty.
    """
    recipe = load_recipe(word)
    spec = recipe.spec.localise_wording(language) if language else recipe.spec
    return FileWithDefaults(to_recipe_data(replace(recipe, spec=spec), whole=True))


def summarise_recipes(words: Iterable[str]) -> tuple[str, ...]:
    """Summarise recipes that are all correct, a line each.

    Raises RecipeError with every fault in any of them.
    """
    summaries, wrong = [], []
    for word in words:
        try:
            summaries.append(_summarise_recipe(word))
        except RecipeError as error:
            wrong.append(str(error))
    if wrong:
        raise RecipeError("\n".join(wrong))
    return tuple(summaries)


def _summarise_recipe(word: str) -> str:
    recipe = load_recipe(word)
    spec = recipe.spec
    required = [name for name, var in spec.vars.items() if var.required]
    parts = (
        " + ".join(step.name for step in recipe.steps),
        f"asks for {', '.join(required)}" if required else "asks for nothing",
        f"for {spec.audience}",
    )
    return f"{find_recipe_file(word)}: correct; {spec.name}: {'; '.join(parts)}"


def format_recipe_script(word: str, language: str) -> str:
    """Format a sheet on which a speaker prepares what to say, as plain text.

    The recipe's own texts are in `language` (ISO 639-1), where it has them so.
    """
    return build_script_sheet(load_script_recipe(word), language)


def load_script_recipe(word: str) -> RecipeFile:
    """Load the recipe `word`, which has beats. Raises RecipeError where it has none."""
    spec = load_recipe(word).spec
    if not spec.script:
        raise RecipeError(
            f"{spec.name}: this recipe has no script; add beats to it, such as '- {{beat:"
            " message, seconds: 40, prompt: What is new?}'"
        )
    return spec


def create_recipe(name: str, source: str | None, tongue: UiLanguage = UiLanguage.EN) -> Path:
    """Create recipes/NAME.yaml as a copy of the recipe `source`, or as a blank one in `tongue`.

    Raises ConflictError where the file exists.
    """
    if fault := explain_wrong_slug(name):
        raise UsageError(f"recipe new {fault}")
    path = HERE / f"{name}.yaml"
    begin = find_recipe_file(source) if source else BLANKS[tongue]
    write_new_file(path, _copy_recipe_text(begin, name))
    return path


def _copy_recipe_text(source: Path, name: str) -> str:
    """Copy the text of the recipe at `source` under a new name; regenerated if it has paths."""
    recipe = load_recipe_file(source)
    paths = [getattr(step, field) for step in recipe.steps for field in step.model_fields_set]
    text, found = NAME_LINE.subn(f"name: {name}", source.read_text(encoding="utf-8-sig"), count=1)
    if (
        found
        and not is_path_word(recipe.spec.kit)
        and not any(isinstance(path, Path) for path in paths)
    ):
        return text
    spec = recipe.spec.model_copy(update={"name": name})
    return format_yaml(to_recipe_data(replace(recipe, spec=spec)))


def build_recipe_schema() -> dict[str, Any]:
    """Build the JSON Schema of a recipe file, for editors."""
    schema = RecipeFile.model_json_schema()
    definitions: dict[str, Any] = schema.setdefault("$defs", {})
    entries = []
    for step in STEPS:
        options = step.model_json_schema(by_alias=True, ref_template="#/$defs/{model}")
        definitions |= options.pop("$defs", {})
        options["properties"] = {
            name: _allow_null(option) for name, option in options["properties"].items()
        }
        definitions[step.__name__] = options
        entries += [
            _build_step_entry(word, step.__name__, options["description"])
            for word in (step.name, *step.aliases)
        ]
    words = [word for step in STEPS for word in (step.name, *step.aliases)]
    schema["properties"]["steps"] = {
        "type": "array",
        "minItems": 1,
        "description": "The steps in order: a name, or a name with options.",
        "items": {"anyOf": [{"enum": words}, *entries]},
    }
    return build_editor_schema(schema, RECIPE_SCHEMA, ("name", "steps"))


def _allow_null(option: dict[str, Any]) -> dict[str, Any]:
    """Allow null in the schema of an option that a kit can set: null leaves it to the kit."""
    if "kit" not in option or "anyOf" in option:
        return option
    notes = ("title", "description", "default", "kit")
    about = {key: part for key, part in option.items() if key in notes}
    value = {key: part for key, part in option.items() if key not in notes}
    return {"anyOf": [value, {"type": "null"}], **about}


def _build_step_entry(word: str, options: str, purpose: str) -> dict[str, Any]:
    return {
        "type": "object",
        "properties": {word: {"$ref": f"#/$defs/{options}", "description": purpose}},
        "required": [word],
        "additionalProperties": False,
    }
