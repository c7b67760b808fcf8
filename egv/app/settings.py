"""The settings in force, and the origin of each: line, environment, project, user, built-in."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

from egv.app.order import RunOptions
from egv.core.errors import UsageError
from egv.core.mistakes import nearest
from egv.core.parts import dotted, validated
from egv.core.project import ProjectFile, Space, leaves
from egv.tools.projects import FoundProject, nearest_project, user_project

VARIABLES = {
    "EGV_KIT": "kit",
    "EGV_RECIPE": "recipe",
    "EGV_OUTPUT": "output",
    "EGV_LANGUAGE": "language",
    "EGV_JOBS": "jobs",
}
SPACE, SPACE_VARIABLE = "space", "EGV_SPACE"
OF_SPACES = {  # settings of a space, and the project settings they replace
    "kit": "kit",
    "output": "output",
    "retention_days": "privacy.retention_days",
}
BUILT_IN = {dotted(path): value for path, value in leaves(ProjectFile().model_dump(mode="json"))}


class Origin(StrEnum):
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
    origin: Origin = Origin.BUILT_IN
    where: str = ""


Layer = Mapping[str, Setting]


@dataclass(frozen=True, slots=True)
class Settings:
    """Every setting by its dotted name; the strongest origin that states it wins.

    `home` is the folder of the project; None outside any.
    """

    layers: tuple[Layer, ...] = ()
    home: Path | None = None

    def __getitem__(self, name: str) -> Setting:
        """Return the setting `name`. Raises KeyError for an unknown name."""
        stated = next((layer[name] for layer in self.layers if name in layer), None)
        return stated or Setting(BUILT_IN[name])

    @property
    def names(self) -> tuple[str, ...]:
        """The names of all settings that have a value, egv's own first."""
        return tuple(dict.fromkeys((*BUILT_IN, *(n for layer in self.layers for n in layer))))

    @property
    def output(self) -> str:
        """The place of outputs: a folder, a file or a template."""
        return str(self["output"].value)

    def said(self, name: str) -> str:
        """Describe the origin of `name`, as a prefix of its value in a message."""
        setting = self[name]
        return "-o" if setting.origin is Origin.LINE and name == "output" else setting.where

    @property
    def space(self) -> str:
        """The department of the run; "" where none was named."""
        return str(self[SPACE].value) if any(SPACE in layer for layer in self.layers) else ""

    def kit(self, of_recipe: str = "") -> str:
        """Choose the brand kit; `of_recipe` is the one that the recipe names, if any.

        A recipe is chosen for one run, so its kit goes before that of a settings file.
        """
        kit = self["kit"]
        stronger = kit.origin in (Origin.LINE, Origin.ENVIRONMENT)
        return of_recipe if of_recipe and not stronger else str(kit.value)

    def recipe(self, word: str | None) -> str | None:
        """Choose the recipe for `word`: "" gives the default one, None stays None."""
        return str(self["recipe"].value) if word == "" else word


def settings_for(options: RunOptions) -> Settings:
    """Load the settings for a run with `options` in the working folder.

    Raises ProjectError for a faulty project file, and UsageError for a faulty variable or an
    unknown space.
    """
    project, user = nearest_project(), user_project()
    files = tuple(
        (found, origin)
        for found, origin in ((project, Origin.PROJECT), (user, Origin.USER))
        if found
    )
    below = tuple(_of_file(found, origin) for found, origin in files)
    layers = [_of_line(options)]
    if options.space:
        layers.append(_of_space(options.space, "--space", Origin.LINE, files))
    layers.append(_of_environment(os.environ))
    if not options.space and (name := os.environ.get(SPACE_VARIABLE)):
        layers.append(_of_space(name, SPACE_VARIABLE, Origin.ENVIRONMENT, files))
    return Settings((*layers, *below), project.home if project else None)


def settings_of(options: RunOptions) -> Settings:
    """Build the settings from the line alone."""
    return Settings((_of_line(options),))


def spaces() -> tuple[str, ...]:
    """List the departments that can be named here."""
    return tuple(spaces_here())


def spaces_here() -> Mapping[str, Space]:
    """Load the settings of each department that can be named here."""
    found = [project for project in (user_project(), nearest_project()) if project]
    return {name: space for project in found for name, space in project.says.spaces.items()}


def _of_line(options: RunOptions) -> Layer:
    said = {"kit": options.kit, "output": options.output, "jobs": options.jobs}
    return {
        name: Setting(value, Origin.LINE, f"--{name}")
        for name, value in said.items()
        if value is not None
    }


def _of_environment(environment: Mapping[str, str]) -> Layer:
    """Read the layer of `EGV_*` variables; an empty variable states nothing."""
    stated = {VARIABLES[word]: text for word in VARIABLES if (text := environment.get(word))}
    says, wrong = validated(ProjectFile, dict(stated), {})
    names = {field: word for word, field in VARIABLES.items()}
    if wrong or says is None:
        raise UsageError(
            "; ".join(f"{names[str(mistake.path[0])]}: {mistake.words}" for mistake in wrong)
        )
    return {
        field: Setting(getattr(says, field), Origin.ENVIRONMENT, names[field]) for field in stated
    }


def _of_file(found: FoundProject, origin: Origin) -> Layer:
    """Read the layer of a project file, with its paths as seen from the working folder."""
    stated = found.says.model_dump(mode="json", exclude_unset=True)
    return {
        dotted(path): Setting(_from_here(found, str(path[-1]), value), origin, found.where(path))
        for path, value in leaves(stated)
    }


def _from_here(found: FoundProject, key: str, value: Any) -> Any:
    match key:
        case "kit" | "recipe" | "output" if value:
            return getattr(found, key)(value)
        case _:
            return value


def _of_space(
    name: str, said: str, origin: Origin, files: tuple[tuple[FoundProject, Origin], ...]
) -> Layer:
    """Read the layer of the space `name`, which `said` (an option or a variable) named."""
    for found, _ in files:
        if name in found.says.spaces:
            space = found.says.spaces[name]
            return {SPACE: Setting(name, origin, said), **_stated(found, name, space, origin, said)}
    if not files:
        raise UsageError(
            f"{said} {name}: there is no egv.yaml here or above that names spaces; write one",
            hint="egv init",
        )
    known = [known_space for found, _ in files for known_space in found.says.spaces]
    way = nearest(name, known) if known else "; it names none, so leave the space out"
    raise UsageError(f"{said} {name}: {files[0][0].shown} has no such space{way}")


def _stated(found: FoundProject, name: str, space: Space, origin: Origin, said: str) -> Layer:
    return {
        setting: Setting(
            _from_here(found, field, getattr(space, field)),
            origin,
            f"{said} {name}, {found.where(('spaces', name, field))}",
        )
        for field, setting in OF_SPACES.items()
        if getattr(space, field)
    }
