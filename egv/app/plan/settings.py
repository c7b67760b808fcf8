"""The settings in force, and the origin of each: line, environment, project, user, built-in."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from pathlib import Path
from typing import Any

from egv.app.plan.order import RunOptions
from egv.core.errors import UsageError
from egv.core.project.project import ProjectFile, Space, list_leaves
from egv.core.text.faults import format_key_path, suggest_or_list
from egv.core.text.file_names import fold_name
from egv.core.text.yaml_model import validate_model
from egv.tools.library.projects import FoundProject, find_nearest_project, load_user_project

VARIABLES = {
    "EGV_KIT": "kit",
    "EGV_RECIPE": "recipe",
    "EGV_OUTPUT": "output",
    "EGV_LANGUAGE": "language",
    "EGV_JOBS": "jobs",
}
SPACE, SPACE_VARIABLE, SPACE_FOLDER = "space", "EGV_SPACE", "the folder"
OF_SPACES = {  # settings of a space, and the project settings they replace
    "kit": "kit",
    "output": "output",
    "recipe": "recipe",
    "language": "language",
    "retention_days": "privacy.retention_days",
}
BUILT_IN = {
    format_key_path(path): value
    for path, value in list_leaves(ProjectFile().model_dump(mode="json"))
}


class SettingOrigin(StrEnum):
    """The origin of a setting, the strongest first."""

    LINE = "line"
    ENVIRONMENT = "environment"
    PROJECT = "project"
    USER = "user"
    BUILT_IN = "built-in"


@dataclass(frozen=True, slots=True)
class Setting:
    """A value, its origin, and the exact place: an option, a variable, `egv.yaml:4`."""

    value: Any
    origin: SettingOrigin = SettingOrigin.BUILT_IN
    stated_place: str = ""


SettingsLayer = Mapping[str, Setting]


@dataclass(frozen=True)
class Settings:
    """The settings of the working folder: `values`, and the origin of each by its dotted name.

    The strongest origin that states a setting wins. `home` is the folder of the project; None
    outside any.
    """

    layers: tuple[SettingsLayer, ...] = ()
    home: Path | None = None

    @cached_property
    def values(self) -> ProjectFile:
        """The values in force, with paths as seen from the working folder."""
        stated: dict[str, Any] = {}
        for name in (name for name in BUILT_IN if any(name in layer for layer in self.layers)):
            *sections, key = name.split(".")
            section = stated
            for word in sections:
                section = section.setdefault(word, {})
            section[key] = self.find_setting(name).value
        return ProjectFile.model_validate(stated)

    def find_setting(self, name: str) -> Setting:
        """Find the setting `name` with its origin. Raises KeyError for an unknown name."""
        stated = next((layer[name] for layer in self.layers if name in layer), None)
        return stated or Setting(BUILT_IN[name])

    @property
    def names(self) -> tuple[str, ...]:
        """The names of all settings that have a value, egv's own first."""
        return tuple(dict.fromkeys((*BUILT_IN, *(n for layer in self.layers for n in layer))))

    @property
    def output(self) -> str:
        """The place of outputs: a folder, a file or a template."""
        return self.values.output

    def describe_origin(self, name: str) -> str:
        """Describe the origin of `name`, as a prefix of its value in a message."""
        place = self.find_setting(name).stated_place
        return "-o" if place == "--output" else place

    @property
    def space(self) -> str:
        """The department of the run; "" where none was named."""
        stated = (layer[SPACE] for layer in self.layers if SPACE in layer)
        return next((str(setting.value) for setting in stated), "")

    @property
    def folder_space(self) -> str:
        """The department, where only the folder of the clips says it; "" otherwise."""
        stated = next((layer[SPACE] for layer in self.layers if SPACE in layer), None)
        return str(stated.value) if stated and stated.stated_place == SPACE_FOLDER else ""

    def choose_kit(self, of_recipe: str = "") -> str:
        """Choose the brand kit; `of_recipe` is the one that the recipe names, if any.

        A recipe is chosen for one run, so its kit goes before that of a settings file.
        """
        kit = self.find_setting("kit")
        stronger = kit.origin in (SettingOrigin.LINE, SettingOrigin.ENVIRONMENT)
        return of_recipe if of_recipe and not stronger else str(kit.value)

    def choose_recipe(self, word: str | None) -> str | None:
        """Choose the recipe for `word`: "" gives the default one, None stays None."""
        return self.values.recipe if word == "" else word


def load_settings(options: RunOptions, inputs: Sequence[str] = ()) -> Settings:
    """Load the settings for a run with `options` in the working folder.

    Where no option names a department, `inputs` that all lie in a folder called after one do.
    Raises ProjectError for a faulty project file, and UsageError for a faulty variable or an
    unknown space.
    """
    project, user = find_nearest_project(), load_user_project()
    files = tuple(
        (found, origin)
        for found, origin in ((project, SettingOrigin.PROJECT), (user, SettingOrigin.USER))
        if found
    )
    below = tuple(_read_file_layer(found, origin) for found, origin in files)
    layers = [_read_line_layer(options)]
    if options.space:
        layers.append(_read_space_layer(options.space, "--space", SettingOrigin.LINE, files))
    elif project and (own := _find_folder_space(inputs, project)):
        layers.append(_read_space_layer(own, SPACE_FOLDER, SettingOrigin.LINE, files))
    is_named = any(SPACE in layer for layer in layers)
    layers.append(_read_environment_layer(os.environ))
    if not is_named and (name := os.environ.get(SPACE_VARIABLE)):
        layers.append(_read_space_layer(name, SPACE_VARIABLE, SettingOrigin.ENVIRONMENT, files))
    return Settings((*layers, *below), project.home if project else None)


def _find_folder_space(inputs: Sequence[str], project: FoundProject) -> str:
    """Find the department whose folder, anywhere in the project, holds all `inputs`; "" for none.

    The folder nearest to the clips counts.
    """
    names = {fold_name(name): name for name in project.spec.spaces}
    found = {_find_nearest_space(Path(word), project.home, names) for word in inputs}
    return found.pop() if len(found) == 1 else ""


def _find_nearest_space(path: Path, home: Path, names: Mapping[str, str]) -> str:
    place = Path(os.path.normpath(path.absolute()))
    if not place.is_relative_to(home.absolute()):
        return ""
    folders = place.relative_to(home.absolute()).parts[: None if place.is_dir() else -1]
    return next((names[name] for one in reversed(folders) if (name := fold_name(one)) in names), "")


def build_line_settings(options: RunOptions) -> Settings:
    """Build the settings from the command line, else the built-in ones: no file is read."""
    return Settings((_read_line_layer(options),))


def list_spaces() -> tuple[str, ...]:
    """List the departments that can be named here."""
    return tuple(load_spaces())


def load_spaces() -> Mapping[str, Space]:
    """Load the settings of each department that can be named here."""
    found = [project for project in (load_user_project(), find_nearest_project()) if project]
    return {name: space for project in found for name, space in project.spec.spaces.items()}


def _read_line_layer(options: RunOptions) -> SettingsLayer:
    given = {"kit": options.kit, "output": options.output, "jobs": options.jobs}
    return {
        name: Setting(value, SettingOrigin.LINE, f"--{name}")
        for name, value in given.items()
        if value is not None
    }


def _read_environment_layer(environment: Mapping[str, str]) -> SettingsLayer:
    """Read the layer of `EGV_*` variables; an empty variable states nothing."""
    stated = {VARIABLES[word]: text for word in VARIABLES if (text := environment.get(word))}
    values, wrong = validate_model(ProjectFile, dict(stated), {})
    names = {field: word for word, field in VARIABLES.items()}
    if wrong or values is None:
        raise UsageError(
            "; ".join(f"{names[str(fault.path[0])]}: {fault.message}" for fault in wrong)
        )
    return {
        field: Setting(getattr(values, field), SettingOrigin.ENVIRONMENT, names[field])
        for field in stated
    }


def _read_file_layer(found: FoundProject, origin: SettingOrigin) -> SettingsLayer:
    """Read the layer of a project file, with its paths as seen from the working folder."""
    stated = found.spec.model_dump(mode="json", exclude_unset=True)
    return {
        format_key_path(path): Setting(
            _to_working_value(found, str(path[-1]), value), origin, found.format_key_place(path)
        )
        for path, value in list_leaves(stated)
    }


def _to_working_value(found: FoundProject, key: str, value: Any) -> Any:
    match key:
        case "kit" | "recipe" | "output" if value:
            locate = {
                "kit": found.locate_kit,
                "recipe": found.locate_recipe,
                "output": found.locate_output,
            }
            return locate[key](value)
        case _:
            return value


def _read_space_layer(
    name: str,
    stated_place: str,
    origin: SettingOrigin,
    files: tuple[tuple[FoundProject, SettingOrigin], ...],
) -> SettingsLayer:
    """Read the layer of the space `name`, which `stated_place` (an option or a variable) named."""
    for found, _ in files:
        if name in found.spec.spaces:
            space = found.spec.spaces[name]
            return {
                SPACE: Setting(name, origin, stated_place),
                **_read_stated_settings(found, name, space, origin, stated_place),
            }
    if not files:
        raise UsageError(
            f"{stated_place} {name}: no egv.yaml here or in a folder above names departments"
            " ('spaces'); write one",
            hint="egv init",
        )
    known = [known_space for found, _ in files for known_space in found.spec.spaces]
    way = suggest_or_list(name, known) if known else "; it has no departments, so remove this"
    raise UsageError(
        f"{stated_place} {name}: {files[0][0].display_name} has no department of this name{way}"
    )


def _read_stated_settings(
    found: FoundProject, name: str, space: Space, origin: SettingOrigin, stated_place: str
) -> SettingsLayer:
    return {
        setting: Setting(
            _to_working_value(found, field, getattr(space, field)),
            origin,
            f"{stated_place} {name}, {found.format_key_place(('spaces', name, field))}",
        )
        for field, setting in OF_SPACES.items()
        if getattr(space, field)
    }
