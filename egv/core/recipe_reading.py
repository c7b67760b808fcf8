"""Parse the data of a recipe file into a recipe, or collect every mistake in it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from pathlib import PurePosixPath
from typing import Any

from egv.core.file_names import DATE, wrong_pattern, wrong_template
from egv.core.formats import SOURCE
from egv.core.mistakes import KeyPath, Mistake, nearest
from egv.core.parts import dotted, of_another_schema, own, validated
from egv.core.recipe import RECIPE_SCHEMA, Recipe, RecipeFile
from egv.core.recipe_steps import steps_of
from egv.core.shape import Shape
from egv.core.step import Step
from egv.core.texts import KNOWN, SAID, wrong_places
from egv.core.translations import every_text
from egv.core.vars import wrong_vars

FIELDS = ("schema", *RecipeFile.model_fields, "steps")
FORMAT = "format"  # a place that file names have in addition to those of texts
FORMATS = (SOURCE, *(shape.value for shape in Shape))
VIDEO = ".mp4"


def recipe_of(data: Any, steps: Iterable[type[Step]]) -> tuple[Recipe | None, tuple[Mistake, ...]]:
    """Parse `data` (parsed YAML) into a recipe, or collect every mistake in it."""
    if not isinstance(data, Mapping):
        return None, (Mistake((), f"a recipe starts with 'schema: {RECIPE_SCHEMA}'"),)
    written = own(data)
    mistakes = list(_wrong_top(written))
    fields = {key: value for key, value in written.items() if key in RecipeFile.model_fields}
    says, wrong = validated(RecipeFile, fields, {"name": "unnamed"})
    mistakes += wrong
    names = written.get("vars")
    places = (*SAID, *KNOWN, *(names if isinstance(names, Mapping) else ()))
    built, wrong = steps_of(written.get("steps"), steps, places)
    mistakes += wrong
    if says:
        mistakes += _wrong_words(says, places)
        mistakes += _unmet(says, built)
    if mistakes or says is None:
        return None, tuple(mistakes)
    return Recipe(says, built), ()


def _wrong_top(data: Mapping[str, Any]) -> Iterator[Mistake]:
    for key in data:
        if key not in FIELDS:
            yield Mistake((key,), f"{key}: unknown field{nearest(str(key), FIELDS)}")
    yield from of_another_schema(data, RECIPE_SCHEMA)
    if not isinstance(data.get("steps"), list) or not data["steps"]:
        yield Mistake(("steps",), "steps: a recipe needs a list of steps, such as '- trim'")


def _wrong_words(says: RecipeFile, places: Collection[str]) -> Iterator[Mistake]:
    """Find unknown names, and parts that contradict each other."""
    yield from wrong_vars(says.vars)
    if says.file_names:
        to_read = [place for place in places if place == DATE or place not in KNOWN]
        for words in wrong_pattern(says.file_names, to_read):
            yield Mistake(("file_names",), f"file_names: {words}")
    if says.package:
        for language, text in every_text(says.package.post.text):
            at: KeyPath = ("package", "post", "text", *language)
            yield from (Mistake(at, f"{dotted(at)}: {w}") for w in wrong_places(text, places))
    formats: set[str] = set()
    for number, output in enumerate(says.outputs):
        at = ("outputs", number)
        if output.format not in FORMATS:
            words = f"{output.format} is no format{nearest(output.format, FORMATS)}"
            yield Mistake((*at, "format"), f"{dotted(at)}.format: {words}")
        if output.format in formats:
            words = f"{output.format} is made once already; keep one"
            yield Mistake((*at, "format"), f"{dotted(at)}.format: {words}")
        formats.add(output.format)
        for words in _wrong_file(output.file, (*places, FORMAT)):
            yield Mistake((*at, "file"), f"{dotted(at)}.file: {words}")
    spoken, longest = sum(beat.seconds for beat in says.script), says.expect.duration.max
    if spoken > longest:
        words = f"its beats take {spoken:g} s, over the {longest:g} s of expect.duration.max"
        yield Mistake(("script",), f"script: {words}; shorten one, or allow more")


def _unmet(says: RecipeFile, steps: Iterable[Step]) -> Iterator[Mistake]:
    """Find requirements that no step of the recipe meets."""
    made = {name for step in steps for name in (step.name, *step.aliases)}
    for need in says.require:
        if need not in made:
            words = f"require: no step of the recipe makes {need}; add one, or leave it out"
            yield Mistake(("require",), words)


def _wrong_file(template: str, known: Iterable[str]) -> Iterator[str]:
    if not template:
        return
    path = PurePosixPath(template)
    if path.is_absolute() or ".." in path.parts or "\\" in template:
        yield f"{template}: it is a name in the output folder; write it without / in front and .."
    if path.suffix.lower() != VIDEO:
        yield f"{template}: egv writes MP4, which plays everywhere; let it end in {VIDEO}"
    yield from wrong_template(template, known)
