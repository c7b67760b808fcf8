"""Parse the data of a recipe file into a recipe, or collect every fault in it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from pathlib import PurePosixPath
from typing import Any

from egv.core.kit.formats import BUILT_IN, explain_unknown_format, is_format
from egv.core.programme.step import Step
from egv.core.project.recipe import RECIPE_SCHEMA, Recipe, RecipeFile
from egv.core.project.recipe_steps import parse_steps
from egv.core.text.faults import Fault, KeyPath, format_key_path, suggest_or_list
from egv.core.text.file_names import DATE, find_pattern_faults, find_template_faults
from egv.core.text.path_words import is_windows_path
from egv.core.text.placeholders import KNOWN, SAID, find_place_faults
from egv.core.text.translations import iter_translations
from egv.core.text.variables import find_variable_faults
from egv.core.text.yaml_model import (
    drop_free_keys,
    find_schema_faults,
    validate_model,
)

FIELDS = ("schema", *RecipeFile.model_fields, "steps")
FORMAT = "format"  # a place that file names have in addition to those of texts
VIDEO = ".mp4"


def parse_recipe(data: Any, steps: Iterable[type[Step]]) -> tuple[Recipe | None, tuple[Fault, ...]]:
    """Parse `data` (parsed YAML) into a recipe, or collect every fault in it."""
    if not isinstance(data, Mapping):
        return None, (Fault((), f"a recipe must start with 'schema: {RECIPE_SCHEMA}'"),)
    written = drop_free_keys(data)
    faults = list(_find_top_faults(written))
    fields = {key: value for key, value in written.items() if key in RecipeFile.model_fields}
    spec, wrong = validate_model(RecipeFile, fields, {"name": "unnamed"})
    faults += wrong
    names = written.get("vars")
    places = (*SAID, *KNOWN, *(names if isinstance(names, Mapping) else ()))
    built, wrong = parse_steps(written.get("steps"), steps, places)
    faults += wrong
    if spec:
        faults += _find_spec_faults(spec, places)
        faults += _find_unmet_requirements(spec, built)
    if faults or spec is None:
        return None, tuple(faults)
    return Recipe(spec, built), ()


def _find_top_faults(data: Mapping[str, Any]) -> Iterator[Fault]:
    for key in data:
        if key not in FIELDS:
            yield Fault((key,), f"{key}: unknown field{suggest_or_list(str(key), FIELDS)}")
    yield from find_schema_faults(data, RECIPE_SCHEMA)
    if not isinstance(data.get("steps"), list) or not data["steps"]:
        yield Fault(("steps",), "steps: a recipe needs a list of steps, such as '- trim'")


def _find_spec_faults(spec: RecipeFile, places: Collection[str]) -> Iterator[Fault]:
    """Find unknown names, and parts that contradict each other."""
    yield from find_variable_faults(spec.vars)
    if spec.file_names:
        to_read = [place for place in places if place == DATE or place not in KNOWN]
        for words in find_pattern_faults(spec.file_names, to_read):
            yield Fault(("file_names",), f"file_names: {words}")
    if spec.package:
        for language, text in iter_translations(spec.package.post.text):
            at: KeyPath = ("package", "post", "text", *language)
            yield from (
                Fault(at, f"{format_key_path(at)}: {w}") for w in find_place_faults(text, places)
            )
    formats: set[str] = set()
    for number, output in enumerate(spec.outputs):
        at = ("outputs", number)
        if not is_format(output.format, BUILT_IN):
            words = f"{output.format}: {explain_unknown_format(output.format, BUILT_IN)}"
            yield Fault((*at, "format"), f"{format_key_path(at)}.format: {words}")
        if output.format in formats:
            words = f"{output.format} is listed twice; keep one"
            yield Fault((*at, "format"), f"{format_key_path(at)}.format: {words}")
        formats.add(output.format)
        for words in _explain_wrong_file(output.file, (*places, FORMAT)):
            yield Fault((*at, "file"), f"{format_key_path(at)}.file: {words}")
    spoken, longest = sum(beat.seconds for beat in spec.script), spec.expect.duration.max
    if spoken > longest:
        words = f"the beats take {spoken:g} s, longer than the {longest:g} s of expect.duration.max"
        yield Fault(("script",), f"script: {words}; shorten a beat, or raise the maximum")


def _find_unmet_requirements(spec: RecipeFile, steps: Iterable[Step]) -> Iterator[Fault]:
    """Find requirements that no step of the recipe meets."""
    step_names = {name for step in steps for name in (step.name, *step.aliases)}
    for need in spec.require:
        if need not in step_names:
            words = (
                f"require: no step of this recipe makes {need}; add such a step, or remove"
                f" {need} here"
            )
            yield Fault(("require",), words)


def _explain_wrong_file(template: str, known: Iterable[str]) -> Iterator[str]:
    if not template:
        return
    path = PurePosixPath(template)
    if path.anchor or ".." in path.parts or is_windows_path(template):
        yield (
            f"{template}: this must be a name inside the output folder; write it without a"
            " leading / and without .."
        )
    if path.suffix.lower() != VIDEO:
        yield f"{template}: egv writes MP4, which plays everywhere; end the name in {VIDEO}"
    yield from find_template_faults(template, known)
