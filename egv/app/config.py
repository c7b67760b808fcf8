"""What people ask of settings: which holds here, who says so, and what a project file may say."""

from __future__ import annotations

import json
from typing import Any

from pydantic import Field

from egv.app.documents import Document, SchemaName, Value, columns
from egv.app.order import RunOptions
from egv.app.schemas import editor_schema
from egv.app.settings import Origin, settings_for
from egv.core.project import PROJECT_SCHEMA, ProjectFile

CONFIG_SCHEMA = "egv/config@1"


class Shown(Value):
    """One setting: its value, who says it, and where."""

    name: str
    value: Any
    origin: Origin
    where: str = ""


class Config(Document):
    """Every setting that holds in the working folder: what `config show --json` prints."""

    schema_name: SchemaName = CONFIG_SCHEMA
    project: str | None = Field(default=None, description="The folder of egv.yaml, if any.")
    settings: tuple[Shown, ...] = ()

    def lines(self, *, origin: bool) -> tuple[str, ...]:
        """The settings for people; with `origin` also who says each."""
        rows = [(each.name, json.dumps(each.value, ensure_ascii=False)) for each in self.settings]
        if not origin:
            return columns(rows)
        said = (each.where or each.origin for each in self.settings)
        return columns([(*row, who) for row, who in zip(rows, said, strict=True)])


def config_here(space: str | None = None) -> Config:
    """What holds in the working folder, for the department `space`.

    Raises ProjectError and UsageError as a run would.
    """
    settings = settings_for(RunOptions(space=space))
    shown = (
        Shown(name=name, value=each.value, origin=each.origin, where=each.where)
        for name in settings.names
        for each in (settings[name],)
    )
    return Config(project=str(settings.home) if settings.home else None, settings=tuple(shown))


def project_schema() -> dict[str, Any]:
    """The JSON Schema of a project file, for editors."""
    return editor_schema(ProjectFile.model_json_schema(), PROJECT_SCHEMA, ())
