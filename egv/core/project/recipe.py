"""A recipe: a saved chain and settings around it, as people write it (`egv/recipe@1`)."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pydantic import Field

from egv.core.programme.step import Step
from egv.core.project.recipe_parts import (
    Approval,
    Audience,
    Cadence,
    Expectations,
    JoinOrder,
    MakerLevel,
    OutputFile,
    PackageOrNothing,
    RequiredOutputs,
    ScriptBeat,
)
from egv.core.text.translations import Language, TranslatedText, choose_translation
from egv.core.text.variables import VarOrNothing
from egv.core.text.yaml_model import Slug, YamlModel

RECIPE_SCHEMA = "egv/recipe@1"
WORDING = ("title", "description", "goal")  # fields for the maker, besides prompts and the script


class RecipeFile(YamlModel):
    """The contents of a recipe besides its steps."""

    name: Slug = Field(description="The name to write after -r: small letters, digits and dashes.")
    language: Language = Field(default="", description="Of its texts, ISO 639-1; else any.")
    title: TranslatedText = Field(default="", description="The name of the recipe for people.")
    description: TranslatedText = Field(
        default="", description="What the recipe makes, for people."
    )
    goal: TranslatedText = Field(default="", description="What the video is for, in one sentence.")
    level: MakerLevel = Field(
        default=MakerLevel.STARTER, description="Who can make it: starter or advanced."
    )
    cadence: Cadence = Field(
        default=Cadence.NONE, description="How often a new video is due: none, weekly or monthly."
    )
    audience: Audience = Field(
        default=Audience.TEAM, description="Who it is for: private, team, organisation or external."
    )
    approval: Approval = Field(
        default=Approval.DIRECT,
        description="Whether somebody else reviews the video before it is shared: direct (nobody)"
        " or review.",
    )
    kit: str = Field(
        default="",
        description="The brand kit: a name, or a path from the recipe's folder; empty: as in the"
        " project.",
    )
    vars: dict[str, VarOrNothing] = Field(
        default_factory=dict,
        description="The texts of a video, by name, for places such as {title}.",
    )
    file_names: str = Field(
        default="",
        description='How clips are named, such as "{date}_{name}_{title}": these texts are read'
        " from their names; empty: none are.",
    )
    join: bool = Field(default=False, description="Make one video of all clips.")
    join_order: JoinOrder = Field(
        default=JoinOrder.NAME,
        description="The order of the clips of a folder or a pattern in one video: by name, or"
        " recorded (when each was).",
    )
    require: RequiredOutputs = Field(default=(), description="Without these no video is made.")
    script: tuple[ScriptBeat, ...] = Field(
        default=(), description="What the speaker says, part by part."
    )
    expect: Expectations = Field(
        default=Expectations(),
        description="What a good clip is like; a clip that differs gets advice.",
    )
    outputs: tuple[OutputFile, ...] = Field(
        default=(), description="The videos to make, each with its format and its name."
    )
    package: PackageOrNothing = Field(
        default=None,
        description="What goes with the video when it is shared; true: the usual, made in the run"
        " itself; null: nothing.",
    )

    def localise_wording(self, language: str) -> RecipeFile:
        """Return the recipe with what it says to its maker in `language`, else in its first one.

        Texts of the video, its defaults and its post, stay in every language.
        """
        texts = {key: choose_translation(getattr(self, key), language) for key in WORDING}
        variables = {
            name: var.model_copy(update={"prompt": choose_translation(var.prompt, language)})
            for name, var in self.vars.items()
        }
        script = tuple(beat.localise_wording(language) for beat in self.script)
        return self.model_copy(update={**texts, "vars": variables, "script": script})


@dataclass(frozen=True, slots=True)
class Recipe:
    """A recipe ready for use. Each step holds only the options that the recipe states.

    Texts in the options of its steps have places to fill in. `path` is the file that it was read
    from, if any.
    """

    spec: RecipeFile
    steps: tuple[Step, ...]
    path: Path | None = field(default=None, compare=False)


def to_recipe_data(recipe: Recipe, *, whole: bool = False) -> dict[str, Any]:
    """Convert `recipe` to plain data for YAML; reading the data back gives an equal recipe.

    With `whole`, default values are written out too.
    """
    fields = recipe.spec.model_dump(mode="json", exclude_defaults=not whole, exclude_none=True)
    steps = [_to_step_entry(step) for step in recipe.steps]
    last = ("outputs", "package")
    before = {key: value for key, value in fields.items() if key not in last}
    after = {key: value for key, value in fields.items() if key in last}
    return {"schema": RECIPE_SCHEMA, **before, "steps": steps, **after}


def _to_step_entry(step: Step) -> str | dict[str, dict[str, object]]:
    options = step.model_dump(mode="json", exclude_unset=True, by_alias=True)
    return {step.name: options} if options else step.name
