"""A parsed command line, not yet planned. `cli` builds it, `app` carries it out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, field_validator

from egv.core.media.encoding import EncodeQuality
from egv.core.programme.step import Step
from egv.core.sound.track_choice import MIX, SPEECH

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


def declare_run_option(
    default: Any,
    *,
    help: str,  # noqa: A002
    ge: int | None = None,
    le: int | None = None,
    **spelling: str,
) -> Any:
    """Declare an option of the line; `short` adds a letter, `flag` and `metavar` replace names."""
    return Field(default=default, description=help, ge=ge, le=le, json_schema_extra={**spelling})


class RunOptions(BaseModel):
    """The options of the whole run. None: not given on the line.

    The fields hold help, spelling, bounds and defaults: the grammar and the help pages read them.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)

    output: str | None = declare_run_option(
        None, short="-o", metavar="PATH", help="Folder (out/), file or template: out/{stem}.mp4."
    )
    recipe: str | None = declare_run_option(
        None, short="-r", metavar="RECIPE", help="Recipe: a name (egv recipe list) or a file."
    )
    kit: str | None = declare_run_option(
        None, short="-k", metavar="KIT", help="Brand kit: a name (egv kit list) or a kit.yaml."
    )
    space: str | None = declare_run_option(
        None, metavar="SPACE", help="Department of egv.yaml: its kit, recipe and output."
    )
    formats: tuple[str, ...] = declare_run_option(
        (),
        flag="--format",
        metavar="FORMAT",
        help="Other shapes, as reel (egv list formats).",
    )
    join: bool | None = declare_run_option(
        None, help="Make one video of all clips, in the order given."
    )
    practice: bool = declare_run_option(
        False, help="Quick and marked, to try out: it is remembered apart."
    )
    dry_run: bool = declare_run_option(False, short="-n", help="Show the plan and write nothing.")
    overwrite: bool = declare_run_option(
        False, help="Replace what egv did not make of the same clip."
    )
    quality: EncodeQuality = declare_run_option(EncodeQuality.GOOD, help="Speed or quality.")
    verify: VerifyMode = declare_run_option(VerifyMode.SAMPLED, help="How much to check.")
    allow_damaged: bool = declare_run_option(False, help="Use what can be read of a damaged clip.")
    track: str = declare_run_option(
        SPEECH,
        metavar="TRACK",
        help="Of several sound tracks: N, mix or speech.",
    )
    require_subtitles: bool = declare_run_option(
        False, help="Stop with exit code 5 for want of a speech model."
    )
    skip: tuple[str, ...] = declare_run_option(
        (), metavar="STEP", help="Leave a step of the recipe out."
    )
    variables: tuple[tuple[str, str], ...] = declare_run_option(
        (), flag="--set", metavar="NAME=VALUE", help="Say a text, such as title, name or role."
    )
    save_recipe: str | None = declare_run_option(
        None, metavar="FILE", help="Write this line as a recipe, for -r."
    )
    files_from: tuple[str, ...] = declare_run_option(
        (), metavar="FILE", help="Clips in a list, .csv with texts, or -."
    )
    recursive: bool = declare_run_option(False, help="Look for clips in subfolders too.")
    jobs: int | None = declare_run_option(
        None, short="-j", metavar="N", ge=1, le=64, help="Clips at once, else by cores and memory."
    )
    fail_fast: bool = declare_run_option(False, help="Stop at the first clip that fails.")
    report: str | None = declare_run_option(
        None, metavar="FILE", help="Also write the result, as JSON."
    )

    @field_validator("variables", mode="before")
    @classmethod
    def _split_pairs(cls, variables: tuple[str | tuple[str, str], ...]) -> list[tuple[str, str]]:
        """Split the texts that were written as NAME=VALUE."""
        return [
            _split_pair(variable) if isinstance(variable, str) else variable
            for variable in variables
        ]

    @field_validator("track")
    @classmethod
    def _check_track(cls, track: str) -> str:
        """Check that `track` is a number from 1 on, or one of the words."""
        if track in (SPEECH, MIX) or (track.isascii() and track.isdigit() and int(track)):
            return track
        raise ValueError(f"{track}: this is no sound track; give its number, {MIX} or {SPEECH}")

    @property
    def encode_quality(self) -> EncodeQuality:
        """The quality as given, else draft quality for practice."""
        is_given = "quality" in self.model_fields_set
        return EncodeQuality.DRAFT if self.practice and not is_given else self.quality


def _split_pair(variable: str) -> tuple[str, str]:
    name, equals, value = variable.partition("=")
    if not (name.replace("-", "_").isidentifier() and equals):
        raise ValueError(
            f"{variable} is not of the form NAME=VALUE; write it without spaces round '='"
        )
    return name, value


@dataclass(frozen=True, slots=True)
class TextAnswer:
    """An answer to the question for text `name` of a clip; `clip` is written as on the line."""

    clip: str
    name: str
    text: str


@dataclass(frozen=True, slots=True)
class Order:
    """A whole command line: the steps, the inputs and the options.

    `recipe` is a recipe's name or path, or `USUAL`; None for a chain that was spelled out. It holds
    whatever `options.recipe` says, which is only the word of the line.
    `answers` fill in texts that were given nowhere else. With `offers_model` a run that lacks a
    speech model stops before any work, so that a person can be asked to fetch one; with
    `asks_maker` so does one whose maker the project wants to know. `has_person` says that somebody
    sits at the terminal. Of a folder, `only` these clips are taken, by their absolute paths; None
    for all.
    """

    inputs: tuple[str, ...]
    steps: tuple[NamedStep, ...] = ()
    recipe: str | None = None
    options: RunOptions = field(default_factory=RunOptions)
    answers: tuple[TextAnswer, ...] = ()
    offers_model: bool = False
    asks_maker: bool = False
    has_person: bool = False
    only: frozenset[Path] | None = None
