"""The JSON Schemas of the files that people write, and the line by which an editor finds them."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from egv.app.plan.recipes import build_recipe_schema
from egv.app.records.results import RunResult
from egv.core.kit.colours import KitSchemaGenerator
from egv.core.kit.kit import KIT_SCHEMA, KitFile
from egv.core.project.clip_notes import CLIP_SCHEMA, ClipNotes
from egv.core.project.project import PROJECT_SCHEMA, ProjectFile
from egv.core.text.json_schema import build_editor_schema
from egv.core.text.path_words import to_stored_name
from egv.tools.library.projects import find_nearest_project
from egv.tools.store.atomic_files import commit_text

EDITOR_LINE = "# yaml-language-server: $schema="
STATE = ".egv"


def build_kit_schema() -> dict[str, Any]:
    """Build the JSON Schema of a kit file, for editors."""
    schema = KitFile.model_json_schema(schema_generator=KitSchemaGenerator)
    return build_editor_schema(schema, KIT_SCHEMA, ("name",))


def build_project_schema() -> dict[str, Any]:
    """Build the JSON Schema of a project file, for editors."""
    return build_editor_schema(ProjectFile.model_json_schema(), PROJECT_SCHEMA, ())


def build_clip_schema() -> dict[str, Any]:
    """Build the JSON Schema of the notes beside a clip, for editors."""
    return build_editor_schema(ClipNotes.model_json_schema(), CLIP_SCHEMA, ())


def build_result_schema() -> dict[str, Any]:
    """Build the JSON Schema of what `--json` prints."""
    return RunResult.model_json_schema(by_alias=True)


SCHEMAS: Mapping[str, Callable[[], dict[str, Any]]] = {
    "kit": build_kit_schema,
    "recipe": build_recipe_schema,
    "project": build_project_schema,
    "clip": build_clip_schema,
    "result": build_result_schema,
}


def connect_editor(file: Path, kind: str, home: Path | None = None) -> None:
    """Put a line on top of `file` that names its schema, and lay that schema in `.egv/`.

    `kind` is one of `SCHEMAS`; `home` holds `.egv/`: without it the project of the working folder,
    else that folder. An earlier such line is replaced.
    """
    project = find_nearest_project()
    home = home or (project.home if project else Path())
    schema = home / STATE / f"{kind}.schema.json"
    commit_text(json.dumps(SCHEMAS[kind](), indent=1), schema)
    there = to_stored_name(schema.absolute(), file.absolute().parent)
    lines = file.read_text(encoding="utf-8-sig").splitlines(keepends=True)
    if lines and lines[0].startswith(EDITOR_LINE):
        del lines[0]
    commit_text("".join((f"{EDITOR_LINE}{there}\n", *lines)), file)
