"""From an order to a plan: recipe and line merged into resolved steps, with a hash."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Any

from egv.app.order import NamedStep, Order
from egv.core.encoding import Quality
from egv.core.errors import RecipeError, UsageError
from egv.core.kit import Kit
from egv.core.kit_parts import SidecarKind
from egv.core.mistakes import nearest
from egv.core.recipe import Recipe, recipe_data, recipe_of
from egv.core.step import Step
from egv.core.texts import SAID
from egv.steps import STEPS
from egv.steps.subtitle import Subtitle
from egv.tools.kits import NEUTRAL, kit_called
from egv.tools.yaml_files import read_yaml, write_yaml

STANDARD = "standard"
BUILT_IN = Path(__file__).parents[1] / "recipes"
RECIPE_SUFFIXES = (".yaml", ".yml")


@dataclass(frozen=True)
class Plan:
    """What will be done to every clip: steps as they were asked for, and with nothing left open.

    `kit`, which was called `kit_word`, gives it its looks; `texts` are what people said on the line
    to fill in, by name.
    """

    asked: tuple[Step, ...]
    quality: Quality
    kit: Kit
    texts: tuple[tuple[str, str], ...] = ()
    kit_word: str = ""

    @cached_property
    def steps(self) -> tuple[Step, ...]:
        """The steps with every option resolved, in the order they run."""
        return tuple(step.resolved(self.kit, dict(self.texts)) for step in self.asked)

    @property
    def files(self) -> tuple[Path, ...]:
        """The files that the steps read, and those of the kit."""
        return (*(path for step in self.steps for path in step.files()), *self.kit.files)

    @property
    def emits(self) -> tuple[SidecarKind, ...]:
        """The files that are all that is to be made; none when a video is."""
        steps = (step for step in self.steps if isinstance(step, Subtitle))
        return tuple(dict.fromkeys(kind for step in steps for kind in step.emit))

    @property
    def hash(self) -> str:
        """`sha256:` and the hash of the resolved words: equal words, equal hash, on any line."""
        words = {
            "steps": [[step.name, step.model_dump(mode="json")] for step in self.steps],
            "quality": self.quality,
            "kit": self.kit.says.model_dump(mode="json"),
            "texts": sorted(self.texts),
        }
        text = json.dumps(words, sort_keys=True, ensure_ascii=False)
        return "sha256:" + hashlib.sha256(text.encode("utf-8", "surrogateescape")).hexdigest()


def planned(order: Order) -> Plan:
    """The plan for `order`. Raises UsageError or RecipeError with everything that is wrong."""
    options = order.options
    for name, _ in options.variables:
        if name not in SAID:
            raise UsageError(f"--set {name}: nothing is called so{nearest(name, SAID)}")
    recipe = None if order.recipe is None else recipe_named(order.recipe)
    called = options.kit or (recipe.kit if recipe else "") or NEUTRAL
    texts = {**dict(recipe.texts if recipe else ()), **dict(options.variables)}
    steps = merged(recipe.steps if recipe else (), order.steps)
    skipped = {_step_named(word).name for word in options.skip}
    missing = skipped - {step.name for step in steps}
    if missing:
        raise UsageError(f"--skip {min(missing)}: the step is not in this run; leave --skip out")
    steps = tuple(step for step in steps if step.name not in skipped)
    if not steps:
        raise UsageError("no step is left to do; name one, such as: egv run clip.mov")
    plan = Plan(steps, options.quality, kit_called(called), tuple(texts.items()), called)
    for step in plan.steps:
        step.check_words()
    return plan


def merged(recipe: Iterable[Step], named: Iterable[NamedStep]) -> tuple[Step, ...]:
    """The recipe's steps, each overridden by the line's options, then the steps only the line has.

    A step that stands twice on the line of a chain is done twice, but a recipe's is overridden.
    """
    line = list(named)
    steps: list[Step] = []
    for step in recipe:
        over = [each for each in line if each.step is type(step)]
        line = [each for each in line if each.step is not type(step)]
        options = {name: getattr(step, name) for name in step.model_fields_set}
        for each in over:
            options |= each.options
        steps.append(type(step).of(_absolute(options)))
    return (*steps, *(each.step.of(_absolute(each.options)) for each in line))


def _absolute(options: Mapping[str, Any]) -> dict[str, Any]:
    """`options` with paths made absolute, so that a plan means the same from any folder."""
    return {k: v.absolute() if isinstance(v, Path) else v for k, v in options.items()}


def _step_named(word: str) -> type[Step]:
    for step in STEPS:
        if word in (step.name, *step.aliases):
            return step
    names = ", ".join(step.name for step in STEPS)
    raise UsageError(f"--skip {word}: no such step; choose from {names}")


def recipe_named(word: str) -> Recipe:
    """The recipe `word`: a path, a name in ./recipes, or a built-in one."""
    path = _recipe_path(word)
    document = read_yaml(path)
    recipe, mistakes = recipe_of(document.data, STEPS)
    if recipe is None:
        raise RecipeError("\n".join(f"{document.where(m.path)}: {m.words}" for m in mistakes))
    return replace(recipe, steps=tuple(_beside(step, path.parent) for step in recipe.steps))


def _recipe_path(word: str) -> Path:
    if word.endswith(RECIPE_SUFFIXES) or "/" in word:
        return Path(word)
    places = (Path("recipes"), BUILT_IN)
    for place in places:
        if (place / f"{word}.yaml").exists():
            return place / f"{word}.yaml"
    known = sorted({path.stem for place in places for path in place.glob("*.yaml")})
    raise RecipeError(f"--recipe {word}: there is no such recipe; choose from {', '.join(known)}")


def _beside(step: Step, folder: Path) -> Step:
    """`step` with relative paths read from the recipe's own folder."""
    paths = {
        name: (folder / value).absolute()
        for name in step.model_fields_set
        if isinstance(value := getattr(step, name), Path)
    }
    return step.model_copy(update=paths)


def save_recipe(plan: Plan, place: Path) -> None:
    """Write the plan as a recipe that `egv run -r` reads back to the same plan."""
    kit = "" if plan.kit_word == NEUTRAL else plan.kit_word
    saved = Recipe(place.stem, plan.asked, kit=kit, texts=plan.texts)
    write_yaml(place, recipe_data(saved))
