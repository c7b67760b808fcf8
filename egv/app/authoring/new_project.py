"""A new project: egv.yaml and a brand kit in a folder; no file is overwritten."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from pathlib import Path

from egv.app.authoring.new_kit import USUAL_COLOUR, NewKit, create_kit, to_slug
from egv.app.plan.recipes import load_recipe
from egv.core.cues.speech_models import ADVISED, KNOWN
from egv.core.errors import ConflictError, UsageError
from egv.core.picture.colour import Colour
from egv.core.picture.colour_words import parse_colour
from egv.core.project.project import PROJECT_FILE, PROJECT_SCHEMA, ConsentPolicy
from egv.core.text.byte_sizes import format_size
from egv.core.text.languages import parse_language_code
from egv.core.text.path_words import is_path_word, read_dropped_path, to_stored_name
from egv.core.text.translation import Translated, UiLanguage, detect_ui_language
from egv.tools.draw.logos import find_house_colours, prepare_logo
from egv.tools.library.recipes import SUFFIXES
from egv.tools.machine import shutdown
from egv.tools.models.installed import choose_default_model
from egv.tools.store.atomic_files import write_new_file
from egv.tools.store.unfinished import open_work_folder
from egv.tools.store.yaml_source import format_yaml

HEAD = Translated(
    """# egv leest de dichtstbijzijnde egv.yaml. Alle instellingen: egv config show --origin
# Een afdeling is een 'space', met een eigen map en als die er is een eigen huisstijl: --space NAAM
# Naast elke video ligt een briefje voor de maker: wat goed ging, één tip, wie helpt; slip: off
# Privacy: egv noemt wie nog geen toestemming gaf; egv privacy due zegt wat binnenkort afloopt.""",
    """# egv reads the nearest egv.yaml. All settings: egv config show --origin
# A department is a space, with its own output, and a kit of its own if it has one: --space NAME
# A slip for the maker lies beside each video: what went well, one tip, whom to ask; slip: off
# Privacy: a run names people without consent, and egv privacy due says what is about to end.""",
)

RETENTION_DAYS = 730  # two years: a start that egv purge --expired can go by

NAME = Translated("Mijn organisatie", "My organisation")
FETCH = Translated(
    "egv model fetch {model}    # één keer, voor ondertitels ({size})",
    "egv model fetch {model}    # once, for subtitles ({size})",
)


@dataclass(frozen=True, slots=True)
class NewProject:
    """The answers that a project starts from, as the user types them."""

    name: str
    language: str
    logo: str = ""
    colour: str = USUAL_COLOUR.hex
    departments: str = ""
    recipe: str = "standard"


def propose_project(tongue: UiLanguage) -> NewProject:
    """Propose a project for speakers of `tongue`; it works without changes."""
    return NewProject(NAME.render(tongue), language=tongue)


def parse_logo(text: str) -> Path | None:
    """Parse the path of a logo; a file dropped on a terminal comes with quotes and escapes.

    Raises UsageError for a logo that cannot be used.
    """
    if not text:
        return None
    path = _expand_home(text)
    path = path if path.exists() else _expand_home(read_dropped_path(text))
    with open_work_folder() as work:
        prepare_logo(path, work)
    return path


def _expand_home(text: str) -> Path:
    """Return `text` as a path, with the home folder for `~`; as it is where there is none."""
    try:
        return Path(text).expanduser()
    except RuntimeError:
        return Path(text)


def find_logo_colours(text: str) -> tuple[Colour, ...]:
    """Find the house colours in the logo whose path is `text`; none without a logo."""
    path = parse_logo(text)
    if path is None:
        return ()
    with open_work_folder() as work:
        return find_house_colours(prepare_logo(path, work))


def parse_language(text: str) -> str:
    """Parse a language into ISO 639-1. Raises UsageError for one that egv does not know."""
    try:
        return parse_language_code(text)
    except ValueError as error:
        raise UsageError(f"--language {error}") from None


def parse_departments(text: str) -> tuple[str, ...]:
    """Parse department names, separated by commas, into the form that `--space` accepts."""
    names = (to_slug(name) for name in text.split(",") if name.strip())
    return tuple(dict.fromkeys(names))


CHECKS: Mapping[str, Callable[[str], object]] = {
    "name": to_slug,
    "logo": parse_logo,
    "colour": parse_colour,
    "language": parse_language,
    "departments": parse_departments,
    "recipe": load_recipe,
}


def check_no_project(folder: Path) -> None:
    """Raise ConflictError where `folder` already has a project."""
    place = folder / PROJECT_FILE
    if os.path.lexists(place):
        raise ConflictError(
            f"{place}: this already exists and is left as it is; edit it, or choose another folder"
        )


def create_project(project: NewProject, folder: Path) -> tuple[Path, ...]:
    """Create `project` in `folder`; return the files: egv.yaml, kit.yaml and what belongs to it.

    Raises UsageError for a wrong answer, before anything is written, and ConflictError where a
    project or kit exists.
    """
    check_no_project(folder)
    for field in fields(project):
        CHECKS[field.name](getattr(project, field.name))
    language, tongue = parse_language(project.language), detect_ui_language(os.environ)
    text = _format_settings(project, language, folder, tongue)
    kit = NewKit(
        to_slug(project.name),
        project.name,
        parse_colour(project.colour),
        parse_logo(project.logo),
        language,
        tongue,
    )
    with shutdown.hold_interruptions():  # write both files, or neither
        made, place = create_kit(kit, folder), folder / PROJECT_FILE
        try:
            with shutdown.clean_up_on_exit(lambda: shutil.rmtree(made[0].parent)):
                write_new_file(place, text)
        except BaseException:
            shutil.rmtree(made[0].parent)  # the kit of a project that was not created
            raise
    return (place, *made)


def _format_settings(project: NewProject, language: str, folder: Path, tongue: UiLanguage) -> str:
    """Format the egv.yaml of `project`, with remarks for speakers of `tongue`."""
    says = {
        "schema": PROJECT_SCHEMA,
        "kit": to_slug(project.name),
        "recipe": _to_recipe_word(project.recipe, folder),
        "output": "out/",
        "language": language,
        "privacy": {"consent": ConsentPolicy.WARN.value, "retention_days": RETENTION_DAYS},
        "spaces": {
            department: {"output": f"out/{department}/"}
            for department in parse_departments(project.departments)
        },
    }
    settings = format_yaml({key: value for key, value in says.items() if value})
    return f"{HEAD.render(tongue)}\n{settings}"


def suggest_model_fetch(tongue: UiLanguage) -> str:
    """Suggest the command, needed once, that enables speech recognition; "" if it is enabled."""
    if choose_default_model()[0] is not None:
        return ""
    size = format_size(KNOWN[ADVISED].download_bytes)
    return FETCH.render(tongue, model=ADVISED, size=size)


def _to_recipe_word(word: str, folder: Path) -> str:
    """Return the recipe `word` as a file in `folder` names it."""
    if not is_path_word(word, SUFFIXES):
        return word
    return to_stored_name(Path(word).absolute(), folder.absolute())
