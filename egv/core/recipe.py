"""A recipe: a chain of steps with a name, as people write it in YAML."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from pydantic import ValidationError

from egv.core.mistakes import KeyPath, Mistake, fault_text, nearest
from egv.core.step import Step, word_of
from egv.core.texts import SAID

RECIPE_SCHEMA = "egv/recipe@1"
FIELDS = ("schema", "name", "title", "description", "kit", "vars", "steps")


@dataclass(frozen=True, slots=True)
class Recipe:
    """A named chain. Each step holds the options that the recipe states, and no other."""

    name: str
    steps: tuple[Step, ...]
    title: str = ""
    description: str = ""
    kit: str = ""
    texts: tuple[tuple[str, str], ...] = ()


def recipe_of(data: Any, steps: Iterable[type[Step]]) -> tuple[Recipe | None, tuple[Mistake, ...]]:
    """The recipe that `data` (parsed YAML) describes, or every mistake in it."""
    if not isinstance(data, Mapping):
        return None, (Mistake((), f"a recipe starts with 'schema: {RECIPE_SCHEMA}'"),)
    mistakes = list(_top_mistakes(data))
    by_name = {name: step for step in steps for name in (step.name, *step.aliases)}
    built: list[Step] = []
    entries = data.get("steps")
    for number, entry in enumerate(entries if isinstance(entries, list) else ()):
        step, wrong = _step_of(entry, ("steps", number), by_name)
        mistakes += wrong
        built += [step] if step else []
    if mistakes:
        return None, tuple(mistakes)
    words = {key: str(data[key]) for key in ("title", "description", "kit") if key in data}
    texts = tuple((name, str(var["default"])) for name, var in (data.get("vars") or {}).items())
    return Recipe(name=str(data["name"]), steps=tuple(built), texts=texts, **words), ()


def _top_mistakes(data: Mapping[str, Any]) -> Iterable[Mistake]:
    for key in data:
        if key not in FIELDS and not key.startswith("x-"):
            yield Mistake((key,), f"{key}: unknown field{nearest(key, FIELDS)}")
    if data.get("schema") != RECIPE_SCHEMA:
        at: KeyPath = ("schema",) if "schema" in data else ()
        yield Mistake(at, f"schema: this egv reads {RECIPE_SCHEMA}, not {data.get('schema')!r}")
    if not isinstance(data.get("name"), str) or not data["name"]:
        yield Mistake(("name",), "name: a recipe needs a name, such as 'name: weekly-update'")
    if not isinstance(data.get("steps"), list) or not data["steps"]:
        yield Mistake(("steps",), "steps: a recipe needs a list of steps, such as '- trim'")
    yield from _var_mistakes(data.get("vars") or {})


def _var_mistakes(given: Any) -> Iterable[Mistake]:
    if not isinstance(given, Mapping):
        yield Mistake(("vars",), "vars: it is a map, such as {cta: {default: Reply on intranet}}")
        return
    for name, var in given.items():
        if name not in SAID:
            yield Mistake(("vars", name), f"vars.{name}: nothing is called so{nearest(name, SAID)}")
        if not isinstance(var, Mapping) or set(var) != {"default"}:
            yield Mistake(("vars", name), f"vars.{name}: give its text, such as {{default: Hello}}")


def _step_of(
    entry: Any, path: KeyPath, by_name: Mapping[str, type[Step]]
) -> tuple[Step | None, list[Mistake]]:
    """One entry of `steps`: a word, or a map of one word to its options."""
    if isinstance(entry, str):
        word: str = entry
        options: Any = {}
    elif isinstance(entry, Mapping) and len(entry) == 1:
        word, options = next(iter(entry.items()))
        path = (*path, word)
    else:
        return None, [
            Mistake(path, "a step is a word, or a word with options: 'trim: {silence: all}'")
        ]
    step = by_name.get(word)
    if step is None:
        return None, [Mistake(path, f"{word}: unknown step{nearest(word, by_name)}")]
    if not isinstance(options or {}, Mapping):
        return None, [Mistake(path, f"{word}: its options are a map, such as {{lufs: -14}}")]
    return _validated(step, options or {}, path)


def _validated(
    step: type[Step], options: Mapping[str, Any], path: KeyPath
) -> tuple[Step | None, list[Mistake]]:
    words = [word_of(step, name) for name in step.model_fields]
    unknown = [key for key in options if key not in words]
    mistakes = [
        Mistake((*path, key), f"{step.name}.{key}: unknown option{nearest(key, words)}")
        for key in unknown
    ]
    known = {key: value for key, value in options.items() if key not in unknown}
    try:
        return step.model_validate(known), mistakes
    except ValidationError as error:
        for fault in error.errors():
            at = ".".join(str(part) for part in (step.name, *fault["loc"]))
            mistakes.append(Mistake((*path, *fault["loc"]), f"{at}: {fault_text(dict(fault))}"))
        return None, mistakes


def recipe_data(recipe: Recipe) -> dict[str, Any]:
    """`recipe` as plain data for YAML; reading it back gives an equal recipe."""
    words = ("title", "description", "kit")
    said = {key: getattr(recipe, key) for key in words if getattr(recipe, key)}
    if recipe.texts:
        said["vars"] = {name: {"default": text} for name, text in recipe.texts}
    return {
        "schema": RECIPE_SCHEMA,
        "name": recipe.name,
        **said,
        "steps": list(map(_entry, recipe.steps)),
    }


def _entry(step: Step) -> Any:
    options = step.model_dump(mode="json", exclude_unset=True, by_alias=True)
    return {step.name: options} if options else step.name
