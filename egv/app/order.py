"""What a line of words asks for, read but not yet planned. `cli` makes it, `app` carries it out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from egv.core.encoding import Quality
from egv.core.step import Step

USUAL = ""  # the recipe that a project or egv itself uses when none is named


class VerifyMode(StrEnum):
    """How much of an output's picture is decoded before it gets its name."""

    SAMPLED = "sampled"
    FULL = "full"


@dataclass(frozen=True, slots=True)
class NamedStep:
    """A step on the line with the options that were written there (field name to parsed value)."""

    step: type[Step]
    options: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class RunOptions:
    """The options of the run as a whole. None: the line does not say it."""

    output: str | None = None
    kit: str | None = None
    space: str | None = None
    dry_run: bool = False
    overwrite: bool = False
    quality: Quality = Quality.GOOD
    verify: VerifyMode = VerifyMode.SAMPLED
    allow_damaged: bool = False
    recursive: bool = False
    fail_fast: bool = False
    jobs: int | None = None
    files_from: tuple[str, ...] = ()
    skip: tuple[str, ...] = ()
    variables: tuple[tuple[str, str], ...] = ()
    formats: tuple[str, ...] = ()
    join: bool | None = None
    practice: bool = False
    require_subtitles: bool = False
    save_recipe: str | None = None
    report: str | None = None
    min_free_gb: float = 0.0
    max_memory_gb: float = 0.0
    max_times_length: float = 0.0


@dataclass(frozen=True, slots=True)
class Answer:
    """What somebody said when asked for the text `name` of a clip, as it is named on the line."""

    clip: str
    name: str
    text: str


@dataclass(frozen=True, slots=True)
class Order:
    """A whole line: what to do, to which inputs, how.

    `recipe` is a recipe's name or path, or `USUAL`; None for a chain that was spelled out.
    `answers` fill in what was said nowhere else.
    """

    inputs: tuple[str, ...]
    steps: tuple[NamedStep, ...] = ()
    recipe: str | None = None
    options: RunOptions = field(default_factory=RunOptions)
    answers: tuple[Answer, ...] = ()
