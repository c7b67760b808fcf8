"""A project: the kit, recipe and output of a folder, as people write it (`egv/project@1`)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from enum import StrEnum
from typing import Annotated, Any

from pydantic import AfterValidator, BeforeValidator, Field

from egv.core.kit.field_types import to_list
from egv.core.project.recipe_parts import Cadence
from egv.core.text.faults import Fault, KeyPath, suggest_or_list
from egv.core.text.languages import parse_language_code
from egv.core.text.yaml_model import Slug, YamlModel, drop_free_keys, validate_model

PROJECT_SCHEMA = "egv/project@1"
PROJECT_FILE = "egv.yaml"


class ConsentPolicy(StrEnum):
    """The policy for clips of people whose consent is missing."""

    OFF = "off"
    WARN = "warn"
    REQUIRE = "require"


class SlipSetting(StrEnum):
    """The return slip beside a video: none, a slip, or one that also compares with one's own."""

    OFF = "off"
    ON = "on"
    PROGRESS = "progress"


def _check_always(value: bool) -> bool:
    if not value:
        raise ValueError("egv always removes the clip's metadata; remove this setting")
    return value


def _check_language(value: str) -> str:
    return parse_language_code(value) if value else value


Days = Annotated[int, Field(ge=1, le=36500)]
Language = Annotated[str, AfterValidator(_check_language)]


class Space(YamlModel):
    """A department: its kit, recipe and output, what it agreed to make, and facts for reports."""

    kit: str = Field(default="", description="Brand kit: a name, or a path from this file.")
    output: str = Field(default="", description="Folder or template, from this file.")
    recipe: str = Field(
        default="", description="What 'egv run' does here: a name, or a path from this file."
    )
    retention_days: Days | None = Field(
        default=None,
        description="Days that what is about clips is kept here, 1 to 36500; left out: as in"
        " privacy.",
    )
    language: Language = Field(
        default="", description="What is spoken here, ISO 639-1; else as in the project."
    )
    agreed: dict[Slug, Cadence] = Field(
        default_factory=dict,
        description="Regular videos: recipe and weekly, monthly or none, for egv report due.",
    )
    since: date | None = Field(default=None, description="The day from which the agreement holds.")
    headcount: int | None = Field(
        default=None, ge=1, description="How many people work here, for reports."
    )
    trained_on: date | None = Field(
        default=None,
        description="The day on which people here learnt to use egv, such as 2026-03-01.",
    )


# `hr:` alone declares a department without settings.
SpaceOrNothing = Annotated[Space, BeforeValidator(lambda value: {} if value is None else value)]


class PrivacySettings(YamlModel):
    """Personal data that is kept, and for how long."""

    strip_metadata: Annotated[bool, AfterValidator(_check_always)] = Field(
        default=True,
        description="Always true: egv removes place, device and owner that a clip's file names.",
    )
    consent: ConsentPolicy = Field(
        default=ConsentPolicy.OFF,
        description="Clips of people whose consent is missing: off (not looked at), warn, or"
        " require (refuse).",
    )
    retention_days: Days | None = Field(
        default=None,
        description="Days that what is about clips is kept, 1 to 36500, for egv purge --expired;"
        " left out: until you remove it.",
    )
    report_people: bool = Field(
        default=False,
        description="Whether figures may name the makers that report: people lists; else they"
        " only count.",
    )


class ReportSettings(YamlModel):
    """Assumptions used in reports."""

    minutes_by_hand: float | None = Field(
        default=None,
        ge=0,
        le=6000,
        description="Minutes that editing a video by hand took you, as you measured; time saved is"
        " reported only where this is filled in.",
    )
    ask_maker: bool = Field(
        default=False,
        description="Whether egv asks who made a clip where nobody says it, once a run, at a"
        " terminal; makers are counted, and an answer may be left out.",
    )
    people: tuple[str, ...] = Field(
        default=(), description="Makers who said that figures may name them."
    )


class RunLimits(YamlModel):
    """Resource limits of a run."""

    min_free_gb: float = Field(
        default=5.0, ge=0, description="Free disk space below which egv says so, GB."
    )
    max_memory_gb: float = Field(
        default=8.0, ge=0, description="Memory one ffmpeg may take, GB (Linux); 0: any."
    )
    max_times_length: float = Field(
        default=240.0,
        ge=0,
        description="Time a clip may take, by its length or that of its videos; 0: any.",
    )


class ProjectFile(YamlModel):
    """The contents of an `egv.yaml`; the defaults are those of egv itself."""

    kit: str = Field(default="neutral", description="Brand kit: a name, or a path from this file.")
    recipe: str = Field(default="standard", description="What `egv run` does without -r.")
    output: str = Field(default="out/", description="Folder or template, from this file.")
    language: Language = Field(
        default="", description="What is spoken, ISO 639-1; else the kit says it."
    )
    jobs: int | None = Field(
        default=None, ge=1, le=64, description="Clips at once; by cores and memory when not said."
    )
    formats: Annotated[
        tuple[str, ...], BeforeValidator(to_list, json_schema_input_type=list[str] | str)
    ] = Field(
        default=(),
        description="Formats that `egv run` makes where line and recipe name none: landscape,"
        " portrait, square, feed, or a word for one, such as reel.",
    )
    slip: SlipSetting = Field(
        default=SlipSetting.ON,
        description="The return slip that `egv run` lays beside a video, for its maker: off, on, or"
        " progress (also compares with the maker's own last video, if the maker says yes).",
    )
    spaces: dict[Slug, SpaceOrNothing] = Field(
        default_factory=dict, description="Departments, by name, each with what differs there."
    )
    privacy: PrivacySettings = Field(
        default=PrivacySettings(), description="Personal data: what is kept, and for how long."
    )
    report: ReportSettings = Field(default=ReportSettings(), description="What reports may assume.")
    limits: RunLimits = Field(
        default=RunLimits(), description="How much of the machine a run may use."
    )


FIELDS = ("schema", *ProjectFile.model_fields)


def parse_project(data: Any) -> tuple[ProjectFile | None, tuple[Fault, ...]]:
    """Parse `data` (parsed YAML) into a project, or collect every fault in it."""
    if not isinstance(data, Mapping):
        return None, (Fault((), f"a project must start with 'schema: {PROJECT_SCHEMA}'"),)
    written = drop_free_keys(data)
    faults = list(_find_top_faults(written))
    known = {key: value for key, value in written.items() if key in ProjectFile.model_fields}
    project, wrong = validate_model(ProjectFile, known, {})
    faults += wrong
    return (None, tuple(faults)) if faults else (project, ())


def _find_top_faults(data: Mapping[str, Any]) -> Iterator[Fault]:
    for key in data:
        if key not in FIELDS:
            yield Fault((key,), f"{key}: unknown field{suggest_or_list(str(key), FIELDS)}")
    if data.get("schema") != PROJECT_SCHEMA:
        at: KeyPath = ("schema",) if "schema" in data else ()
        yield Fault(at, f"schema: this egv reads {PROJECT_SCHEMA}, not {data.get('schema')!r}")


def list_leaves(data: Mapping[str, Any], under: KeyPath = ()) -> Iterator[tuple[KeyPath, Any]]:
    """Yield every value in `data` that is not a map, with its key path."""
    for key, value in data.items():
        if isinstance(value, Mapping):
            yield from list_leaves(value, (*under, key))
        else:
            yield (*under, key), value
