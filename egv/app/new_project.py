"""A new project: egv.yaml and a brand kit in a folder; no file is overwritten."""

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
    """The answers that a project starts from, as the user types them."""

    name: str
    language: str
    logo: str = ""
    colour: str = USUAL_COLOUR
    departments: str = ""
    recipe: str = "standard"


def usual_project(tongue: Tongue) -> NewProject:
    """Propose a project for speakers of `tongue`; it works without changes."""
    return NewProject(NAME.within(tongue), language=tongue)


def logo_of(text: str) -> Path | None:
    """Parse the path of a logo; a file dropped on a terminal comes with quotes and escapes."""
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
    """Parse a language into ISO 639-1. Raises UsageError for one that egv does not know."""
    try:
        return language_code(text)
    except ValueError as error:
        raise UsageError(f"--language {error}") from None


def departments_of(text: str) -> tuple[str, ...]:
    """Parse department names, separated by commas, into the form that `--space` accepts."""
    names = (slug_of(name) for name in text.split(",") if name.strip())
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
    """Raise ConflictError where `folder` already has a project."""
    place = folder / PROJECT_FILE
    if os.path.lexists(place):
        raise ConflictError(
            f"{place}: it is there already and is left as it is;"
            " change it, or choose another folder"
        )


def begun(project: NewProject, folder: Path) -> tuple[Path, ...]:
    """Create `project` in `folder`; return the files: egv.yaml, kit.yaml and what belongs to it.

    Raises UsageError for a wrong answer, before anything is written, and ConflictError where a
    project or kit exists.
    """
    check_free(folder)
    for field in fields(project):
        CHECKS[field.name](getattr(project, field.name))
    language = language_of(project.language)
    says = {
        "schema": PROJECT_SCHEMA,
        "kit": slug_of(project.name),
        "recipe": _recipe_from(project.recipe, folder),
        "output": "out/",
        "language": language,
        "spaces": {
            department: {"output": f"out/{department}/"}
            for department in departments_of(project.departments)
        },
    }
    text = HEAD + yaml_text({key: value for key, value in says.items() if value})
    kit = Beginning(
        slug_of(project.name), project.name, project.colour, logo_of(project.logo), language
    )
    with ending.held():  # write both files, or neither
        made, place = new_kit(kit, folder), folder / PROJECT_FILE
        try:
            with ending.put_away(lambda: shutil.rmtree(made[0].parent)):
                write_new(place, text)
        except BaseException:
            shutil.rmtree(made[0].parent)  # the kit of a project that was not created
            raise
    return (place, *made)


def model_to_fetch(tongue: Tongue) -> str:
    """Suggest the command, needed once, that enables speech recognition; "" if it is enabled."""
    if default_model()[0] is not None:
        return ""
    size = size_text(KNOWN[ADVISED].download_bytes)
    return FETCH.within(tongue, model=ADVISED, size=size)


def _recipe_from(word: str, folder: Path) -> str:
    """Return the recipe `word` as a file in `folder` names it."""
    is_path = "/" in word or word.endswith(SUFFIXES)
    return os.path.relpath(word, folder) if is_path else word
