"""A parsed command line, not yet planned. `cli` builds it, `app` carries it out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from egv.core.media.encoding import EncodeQuality
from egv.core.programme.step import Step

USUAL = ""  # the default recipe of the project, or of egv


class VerifyMode(StrEnum):
    """The amount of an output's picture that is decoded to verify it, before it gets its name."""

    SAMPLED = "sampled"
    FULL = "full"


@dataclass(frozen=True, slots=True)
class NamedStep:
    """A step on the line with the options written there (field name to parsed value)."""

    step: type[Step]
    options: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class RunOptions:
    """The options of the whole run. None: not given on the line."""

    output: str | None = None
    kit: str | None = None
    space: str | None = None
    dry_run: bool = False
    overwrite: bool = False
    quality: EncodeQuality = EncodeQuality.GOOD
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
class TextAnswer:
    """An answer to the question for text `name` of a clip; `clip` is written as on the line."""

    clip: str
    name: str
    text: str


@dataclass(frozen=True, slots=True)
class Order:
    """A whole command line: the steps, the inputs and the options.

    `recipe` is a recipe's name or path, or `USUAL`; None for a chain that was spelled out.
    `answers` fill in texts that were given nowhere else.
    """

    inputs: tuple[str, ...]
    steps: tuple[NamedStep, ...] = ()
    recipe: str | None = None
    options: RunOptions = field(default_factory=RunOptions)
    answers: tuple[TextAnswer, ...] = ()
