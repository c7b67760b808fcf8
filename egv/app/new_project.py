"""A new project: egv.yaml, a brand kit and a recipe in a folder, and nothing written over."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from egv.app.new_kit import new_kit, slug_of
from egv.app.recipes import recipe_named
from egv.core.errors import ConflictError, EnvironmentFault, UsageError
from egv.core.languages import language_code
from egv.core.project import PROJECT_FILE, PROJECT_SCHEMA
from egv.tools.recipes import SUFFIXES
from egv.tools.yaml_files import yaml_text

HEAD = "# Who uses which: egv reads the nearest egv.yaml. All settings: egv config show --origin\n"


@dataclass(frozen=True, slots=True)
class NewProject:
    """What a project begins with. The defaults make one that works."""

    name: str = "My organisation"
    logo: Path | None = None
    colour: str = "#1F3A5F"
    language: str = "nl"
    recipe: str = "standard"


def begun(project: NewProject, folder: Path) -> tuple[Path, ...]:
    """The files that `project` wrote in `folder`.

    Raises UsageError for an answer that is wrong, before anything is written, and ConflictError
    where a project or kit is already.
    """
    place = folder / PROJECT_FILE
    if os.path.lexists(place):
        raise ConflictError(
            f"{place}: it is there already and is left as it is;"
            " change it, or choose another folder"
        )
    try:
        language = language_code(project.language)
    except ValueError as error:
        raise UsageError(f"--language {error}") from None
    recipe_named(project.recipe)
    made = new_kit(project.name, project.colour, project.logo, language, folder)
    says = {
        "schema": PROJECT_SCHEMA,
        "kit": slug_of(project.name),
        "recipe": _recipe_from(project.recipe, folder),
        "output": "out/",
        "language": language,
    }
    try:
        with place.open("x", encoding="utf-8") as file:
            file.write(HEAD + yaml_text(says))
    except OSError as error:
        raise EnvironmentFault(f"{place}: cannot be written ({error.strerror})") from None
    return (place, *made)


def _recipe_from(word: str, folder: Path) -> str:
    """The recipe `word` as a file in `folder` names it."""
    is_path = "/" in word or word.endswith(SUFFIXES)
    return os.path.relpath(word, folder) if is_path else word
