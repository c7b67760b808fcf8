"""A recipe: a saved chain and settings around it, as people write it (`egv/recipe@1`)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from pydantic import Field

from egv.core.programme.step import Step
from egv.core.project.recipe_parts import (
    Approval,
    Audience,
    Cadence,
    Expectations,
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

    name: Slug
    language: Language = Field(default="", description="Of its texts, ISO 639-1; else any.")
    title: TranslatedText = ""
    description: TranslatedText = ""
    goal: TranslatedText = ""
    level: MakerLevel = MakerLevel.STARTER
    cadence: Cadence = Cadence.NONE
    audience: Audience = Audience.TEAM
    approval: Approval = Approval.DIRECT
    kit: str = ""
    vars: dict[str, VarOrNothing] = Field(default_factory=dict)
    file_names: str = ""
    join: bool = Field(default=False, description="Make one video of all clips.")
    require: RequiredOutputs = Field(default=(), description="Without these no video is made.")
    script: tuple[ScriptBeat, ...] = ()
    expect: Expectations = Expectations()
    outputs: tuple[OutputFile, ...] = ()
    package: PackageOrNothing = Field(
        default=None, description="What goes with the video; true: the usual, in the run itself."
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

    Texts in the options of its steps have places to fill in.
    """

    spec: RecipeFile
    steps: tuple[Step, ...]


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
