"""The steps of a run: those of its recipe, with the options on the line, and those on the line."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

from egv.app.plan.order import NamedStep, Order
from egv.core.errors import UsageError
from egv.core.programme.step import Step, list_text_fields
from egv.core.text.placeholders import escape_braces
from egv.steps import STEPS


def select_steps(recipe: Iterable[Step], order: Order) -> tuple[Step, ...]:
    """Select the steps of the recipe and the line, without the skipped ones."""
    steps = merge_steps(recipe, order.steps)
    skipped = {_find_step(word).name for word in order.options.skip}
    missing = skipped - {step.name for step in steps}
    if missing:
        raise UsageError(
            f"--skip {min(missing)}: this run does not have that step; remove this option"
        )
    steps = tuple(step for step in steps if step.name not in skipped)
    if not steps:
        raise UsageError("no steps are left; add one, such as: egv trim clip.mov")
    return steps


def merge_steps(recipe: Iterable[Step], named: Iterable[NamedStep]) -> tuple[Step, ...]:
    """Merge steps: the recipe's, overridden by the line's options, then the steps only on the line.

    Of the latter, a narration goes before the recipe's steps that use speech. In a chain without a
    recipe, a step written twice runs twice. A step in the recipe is overridden; where the recipe
    has it more than once, or where it is repeatable, the first takes the options of the line's
    first, and so on.
    """
    line = list(named)
    steps: list[Step] = []
    recipe_steps = list(recipe)
    for at, step in enumerate(recipe_steps):
        overrides = [named_step for named_step in line if named_step.step is type(step)]
        again = any(type(later) is type(step) for later in recipe_steps[at + 1 :])
        overrides = overrides[:1] if again or step.is_repeatable else overrides
        line = [
            named_step
            for named_step in line
            if all(named_step is not override for override in overrides)
        ]
        options = {name: getattr(step, name) for name in step.model_fields_set}
        for named_step in overrides:
            options |= _escape_step_texts(named_step)
        steps.append(type(step).from_options(resolve_paths(options)))
    added = [
        named_step.step.from_options(resolve_paths(_escape_step_texts(named_step)))
        for named_step in line
    ]
    if not recipe_steps:
        return tuple(added)
    hearing = next((at for at, step in enumerate(steps) if step.hears_voice), len(steps))
    steps[hearing:hearing] = [step for step in added if step.gives_voice]
    return (*steps, *(step for step in added if not step.gives_voice))


def _escape_step_texts(named: NamedStep) -> dict[str, object]:
    """Return the options of a step on the line; a brace in a text there is a literal brace."""
    texts = list_text_fields(named.step)
    return {k: escape_braces(str(v)) if k in texts else v for k, v in named.options.items()}


def resolve_paths(options: Mapping[str, object]) -> dict[str, object]:
    """Return `options` with absolute paths, so that a plan means the same from any folder."""
    return {k: v.absolute() if isinstance(v, Path) else v for k, v in options.items()}


def _find_step(word: str) -> type[Step]:
    for step in STEPS:
        if word in (step.name, *step.aliases):
            return step
    names = ", ".join(step.name for step in STEPS)
    raise UsageError(f"--skip {word}: no such step; choose from {names}")
