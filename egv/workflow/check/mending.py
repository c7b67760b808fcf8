"""The line to mend a clip with, and the one that makes a finished video anew, from the ledger."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from egv.app.plan.inputs import format_clip_path
from egv.app.plan.order import RunOptions
from egv.app.plan.outputs import find_output_folder
from egv.app.plan.recipes import load_recipe
from egv.app.plan.settings import list_spaces, load_settings
from egv.app.records.ledger import Ledger, locate_output
from egv.app.records.ledger_lines import OutputRecord
from egv.core.errors import RecipeError
from egv.core.kit.formats import SOURCE
from egv.core.project.recipe import RecipeFile
from egv.core.text.path_words import add_separator, mark_as_path
from egv.workflow.check.cures import RUN, MendingLine

MENDED = "mended"  # the folder for what cannot be made anew, beside it


def build_mending_line(
    path: Path, seconds: float, record: OutputRecord | None, ledger: Ledger
) -> MendingLine:
    """Build the line that mends the clip at `path`, `seconds` long; `record` says how egv made it.

    A video made by a recipe is made anew from its clips. One whose clips or recipe are gone, or
    that a chain of steps made, is mended itself, and so gets another place.
    """
    space = record.about.space if record and record.about.space in list_spaces() else None
    usual = find_output_folder(load_settings(RunOptions(space=space)).output)
    is_usual = path.parent.resolve() == usual.resolve()
    recipe = _load_making_recipe(record) if record else None
    clips = [locate_output(ledger, name) for name in record.about.sources] if record else []
    if record and recipe and clips and all(clip.is_file() for clip in clips):
        return MendingLine(
            tuple(map(_format_input, clips)),
            seconds,
            making=(RUN, "-r", *_iter_making_words(record, recipe, space)),
            place=() if is_usual else _name_place(path.parent),
            clock=record.subtitles.clock if record.subtitles else None,
        )
    is_in_the_way = is_usual or record is not None
    place = _name_place(path.parent / MENDED) if is_in_the_way else ()
    return MendingLine((_format_input(path),), seconds, place=place)


def _load_making_recipe(record: OutputRecord) -> RecipeFile | None:
    """Load the recipe that made a video; None where there was none, or it is unknown here."""
    try:
        return load_recipe(record.about.recipe).spec if record.about.recipe else None
    except RecipeError:
        return None


def _iter_making_words(
    record: OutputRecord, recipe: RecipeFile, space: str | None
) -> Iterator[str]:
    yield record.about.recipe
    if space:
        yield from ("--space", space)
    made = str(record.result.get("format", SOURCE))
    if made != SOURCE and made not in [output.format for output in recipe.outputs]:
        yield from ("--format", made)
    if len(record.about.sources) > 1 and not recipe.join:
        yield "--join"


def _format_input(path: Path) -> str:
    word = format_clip_path(path)
    return mark_as_path(word) if word.startswith("-") else word


def _name_place(folder: Path) -> tuple[str, ...]:
    return ("-o", add_separator(_format_input(folder)))
