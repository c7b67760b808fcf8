"""A new project: egv.yaml and a brand kit in a folder, and nothing written over."""

from __future__ import annotations

import os
import shlex
import shutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from pathlib import Path

from egv.app.new_files import write_new
from egv.app.new_kit import USUAL_COLOUR, Beginning, colour_of, new_kit, slug_of
from egv.app.recipes import recipe_named
from egv.core.errors import ConflictError, UsageError
from egv.core.languages import language_code
from egv.core.project import PROJECT_FILE, PROJECT_SCHEMA
from egv.core.sizes import size_text
from egv.core.speech_models import ADVISED, KNOWN
from egv.core.tongue import Both, Tongue
from egv.tools import ending
from egv.tools.images import image_at
from egv.tools.models import default_model
from egv.tools.recipes import SUFFIXES
from egv.tools.yaml_files import yaml_text

HEAD = """\
# Who uses which: egv reads the nearest egv.yaml. All settings: egv config show --origin
# A department is a space, with its own output, and a kit of its own if it has one: --space NAME
"""


NAME = Both("Mijn organisatie", "My organisation")
FETCH = Both(
    "egv model fetch {model}    # één keer, voor ondertitels ({size})",
    "egv model fetch {model}    # once, for subtitles ({size})",
)


@dataclass(frozen=True, slots=True)
class NewProject:
    """What a project begins with, as people say it."""

    name: str
    language: str
    logo: str = ""
    colour: str = USUAL_COLOUR
    departments: str = ""
    recipe: str = "standard"


def usual_project(tongue: Tongue) -> NewProject:
    """What egv proposes to whoever speaks `tongue`: it works as it is."""
    return NewProject(NAME.within(tongue), language=tongue)


def logo_of(text: str) -> Path | None:
    """The image that `text` names; a file dropped on a terminal comes with quotes and escapes."""
    if not text:
        return None
    path = Path(text).expanduser()
    if not path.exists():
        try:
            words = shlex.split(text)
        except ValueError:
            words = []
        path = Path(words[0]) if len(words) == 1 else path
    image_at(path)
    return path


def language_of(text: str) -> str:
    """The language `text`, ISO 639-1. Raises UsageError when it is none that egv knows."""
    try:
        return language_code(text)
    except ValueError as error:
        raise UsageError(f"--language {error}") from None


def departments_of(text: str) -> tuple[str, ...]:
    """The departments that `text` names, with commas between, as `--space` knows them."""
    names = (slug_of(each) for each in text.split(",") if each.strip())
    return tuple(dict.fromkeys(names))


CHECKS: Mapping[str, Callable[[str], object]] = {
    "name": slug_of,
    "logo": logo_of,
    "colour": colour_of,
    "language": language_of,
    "departments": departments_of,
    "recipe": recipe_named,
}


def check_free(folder: Path) -> None:
    """Raise ConflictError where a project is already."""
    place = folder / PROJECT_FILE
    if os.path.lexists(place):
        raise ConflictError(
            f"{place}: it is there already and is left as it is;"
            " change it, or choose another folder"
        )


def begun(project: NewProject, folder: Path) -> tuple[Path, ...]:
    """The files that `project` wrote in `folder`: egv.yaml, kit.yaml and what goes with it.

    Raises UsageError for an answer that is wrong, before anything is written, and ConflictError
    where a project or kit is already.
    """
    check_free(folder)
    for each in fields(project):
        CHECKS[each.name](getattr(project, each.name))
    language = language_of(project.language)
    says = {
        "schema": PROJECT_SCHEMA,
        "kit": slug_of(project.name),
        "recipe": _recipe_from(project.recipe, folder),
        "output": "out/",
        "language": language,
        "spaces": {
            each: {"output": f"out/{each}/"} for each in departments_of(project.departments)
        },
    }
    text = HEAD + yaml_text({key: value for key, value in says.items() if value})
    kit = Beginning(
        slug_of(project.name), project.name, project.colour, logo_of(project.logo), language
    )
    with ending.held():  # both, or neither
        made, place = new_kit(kit, folder), folder / PROJECT_FILE
        try:
            with ending.put_away(lambda: shutil.rmtree(made[0].parent)):
                write_new(place, text)
        except BaseException:
            shutil.rmtree(made[0].parent)  # a kit of a project that there is not
            raise
    return (place, *made)


def model_to_fetch(tongue: Tongue) -> str:
    """What to type, once, so that speech can be recognised; nothing where it can be."""
    if default_model()[0] is not None:
        return ""
    size = size_text(KNOWN[ADVISED].download_bytes)
    return FETCH.within(tongue, model=ADVISED, size=size)


def _recipe_from(word: str, folder: Path) -> str:
    """The recipe `word` as a file in `folder` names it."""
    is_path = "/" in word or word.endswith(SUFFIXES)
    return os.path.relpath(word, folder) if is_path else word
