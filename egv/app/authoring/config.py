"""The settings in force, where each comes from, and the schema of a project file."""

from __future__ import annotations

import json
from typing import Any

from pydantic import Field

from egv.app.plan.order import RunOptions
from egv.app.plan.settings import SettingOrigin, load_settings
from egv.app.records.printable import PrintableDocument, PrintableValue, SchemaName, align_columns

CONFIG_SCHEMA = "egv/config@1"


class SettingRow(PrintableValue):
    """One setting: its value, its origin, and the place that sets it."""

    name: str
    value: Any
    origin: SettingOrigin
    where: str = ""


class ConfigListing(PrintableDocument):
    """Every setting in force in the working folder: the output of `config show --json`."""

    schema_name: SchemaName = CONFIG_SCHEMA
    project: str | None = Field(default=None, description="The folder of egv.yaml, if any.")
    settings: tuple[SettingRow, ...] = ()

    def to_lines(self, *, origin: bool) -> tuple[str, ...]:
        """Format the settings for people; with `origin` also the origin of each."""
        rows = [
            (setting.name, json.dumps(setting.value, ensure_ascii=False))
            for setting in self.settings
        ]
        if not origin:
            return align_columns(rows)
        said = (setting.where or setting.origin for setting in self.settings)
        return align_columns([(*row, who) for row, who in zip(rows, said, strict=True)])


def load_config(space: str | None = None) -> ConfigListing:
    """Load the settings in force in the working folder, for the department `space`.

    Raises ProjectError and UsageError as a run does.
    """
    settings = load_settings(RunOptions(space=space))
    shown = (
        SettingRow(
            name=name, value=setting.value, origin=setting.origin, where=setting.stated_place
        )
        for name in settings.names
        for setting in (settings.find_setting(name),)
    )
    return ConfigListing(
        project=str(settings.home) if settings.home else None, settings=tuple(shown)
    )
