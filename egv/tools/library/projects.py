"""Project files on disk, read strictly: the nearest one upward, and the user's own."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

import platformdirs

from egv.core.errors import ProjectError
from egv.core.project.project import PROJECT_FILE, ProjectFile, parse_project
from egv.core.text.faults import KeyPath
from egv.core.text.path_words import (
    add_separator,
    is_folder_word,
    is_path_word,
    mark_as_path,
    shorten_path,
)
from egv.tools.library.kit_places import KIT_FILE, OWN
from egv.tools.library.recipes import HERE, SUFFIXES
from egv.tools.store.yaml_source import YamlDocument, read_yaml


@dataclass(frozen=True, slots=True)
class FoundProject:
    """A project file: its contents, its path, and the position of each key."""

    spec: ProjectFile
    path: Path
    document: YamlDocument

    @property
    def home(self) -> Path:
        """The folder that the file's paths are relative to."""
        return self.path.parent

    @property
    def display_name(self) -> str:
        """The name of the file in errors."""
        return self.document.name

    def format_key_place(self, path: KeyPath) -> str:
        """Format the place of a key in the file, such as `egv.yaml:4`."""
        return f"{self.display_name}:{self.document.find_position(path)[0]}"

    def locate_output(self, written: str) -> str:
        """Convert the output `written` in the file to a path from the working folder."""
        place = self._to_working_path(written)
        return add_separator(place) if is_folder_word(written) else place

    def locate_kit(self, written: str) -> str:
        """Resolve the kit `written` in the file, by name or path: the project's own or another."""
        its_own = self.home / OWN / written / KIT_FILE
        if is_path_word(written, SUFFIXES):
            return mark_as_path(self._to_working_path(written))
        return mark_as_path(self._to_working_path(its_own)) if its_own.is_file() else written

    def locate_recipe(self, written: str) -> str:
        """Resolve the recipe `written` in the file, by name or path: the project's or another."""
        if is_path_word(written, SUFFIXES):
            return mark_as_path(self._to_working_path(written))
        files = (self.home / HERE / f"{written}{suffix}" for suffix in SUFFIXES)
        its_own = next((file for file in files if file.is_file()), None)
        return mark_as_path(self._to_working_path(its_own)) if its_own else written

    def _to_working_path(self, written: str | Path) -> str:
        return str(shorten_path(self.home / written, Path.cwd()))


def find_nearest_project() -> FoundProject | None:
    """Find the project of the working folder, if any. Raises ProjectError for an invalid file."""
    here = Path.cwd()
    for folder in (here, *here.parents):
        if os.path.lexists(folder / PROJECT_FILE):  # a broken link is an error too
            return load_project(folder / PROJECT_FILE)
    return None


def load_user_project() -> FoundProject | None:
    """Load the user's own project file; None where there is none."""
    path = platformdirs.user_config_path("egv", appauthor=False) / PROJECT_FILE
    return load_project(path) if os.path.lexists(path) else None


def load_project(path: Path) -> FoundProject:
    """Load the project file at `path`. Raises ProjectError with everything that is wrong in it."""
    shown = shorten_path(path, Path.cwd())
    if path.is_dir():
        raise ProjectError(
            f"{shown}: this is a folder, but a project file must have this name; rename the folder"
        )
    document = read_yaml(shown, ProjectError)
    says, faults = parse_project(document.data)
    if says is None:
        raise ProjectError(document.format_faults(faults))
    return FoundProject(says, path, document)
