"""Recipes on disk: found by name in three places; the nearest place wins."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

import platformdirs

from egv.core.errors import RecipeError
from egv.core.text.faults import suggest_or_list
from egv.core.text.path_words import is_path_word
from egv.core.text.translation import UiLanguage
from egv.core.text.wording import find_nearest_word
from egv.tools.store.shipped import find_shipped_folder

SUFFIXES = (".yaml", ".yml")
BUILT_IN = find_shipped_folder("recipes")
HERE = Path("recipes")  # below the working folder
# Templates of a new recipe, by the language of their words; not recipes to call by name.
BLANKS = {UiLanguage.EN: BUILT_IN / "_blank.yaml", UiLanguage.NL: BUILT_IN / "_blank.nl.yaml"}


class RecipeSource(StrEnum):
    """The place where a recipe was found."""

    HERE = "here"
    USER = "user"
    BUILT_IN = "built-in"


@dataclass(frozen=True, slots=True)
class FoundRecipe:
    """A recipe that can be given by name: its file and its source."""

    name: str
    path: Path
    source: RecipeSource


def find_user_recipe_folder() -> Path:
    """Return the folder of the user's own recipes, for all projects; it may not exist."""
    return platformdirs.user_config_path("egv", appauthor=False) / "recipes"


def list_recipes() -> tuple[FoundRecipe, ...]:
    """List the recipes that can be given by name, in alphabetical order."""
    places = (
        (BUILT_IN, RecipeSource.BUILT_IN),
        (find_user_recipe_folder(), RecipeSource.USER),
        (HERE, RecipeSource.HERE),
    )
    found = {
        path.stem: FoundRecipe(path.stem, path, source)
        for folder, source in places
        for suffix in reversed(SUFFIXES)
        for path in folder.glob(f"*{suffix}")
        if path not in BLANKS.values()
    }
    return tuple(found[name] for name in sorted(found))


def find_recipe_file(word: str) -> Path:
    """Find the file of the recipe `word`: a path (not checked), or a name.

    A name is looked for in ./recipes, then in the user's folder, then among the built-in ones.
    Raises RecipeError when no recipe has that name.
    """
    if is_path_word(word, SUFFIXES):
        return Path(word)
    found = {recipe.name: recipe.path for recipe in list_recipes()}
    if word not in found:
        said = f"{word}: there is no such recipe{suggest_or_list(word, found)}"
        near = find_nearest_word(word, found)
        raise RecipeError(said, hint="egv recipe list", token=word, did_you_mean=near)
    return found[word]
