"""Prepare an order: resolve its names, find its clips, and find all faults before any work."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from egv.app.plan.clip_texts import resolve_clip_texts
from egv.app.plan.editor_schemas import connect_editor
from egv.app.plan.inputs import InputClip, find_clips
from egv.app.plan.order import Order, RunOptions
from egv.app.plan.outputs import Job, find_output_folder
from egv.app.plan.parallel import Parallelism, choose_here
from egv.app.plan.plan import Plan, plan_run, write_recipe
from egv.app.plan.settings import Settings, load_settings
from egv.app.records.ledger import OUTPUTS, PRACTICE, Ledger
from egv.core.errors import EnvironmentFault, UsageError
from egv.core.text.path_words import is_path_word
from egv.tools.ffmpeg import runner
from egv.tools.library.recipes import HERE, SUFFIXES
from egv.tools.machine.path_limit import check_path_length
from egv.tools.store.atomic_files import find_existing_folder


@dataclass(frozen=True, slots=True)
class PreparedRun:
    """A prepared order, with nothing done yet: the clips with their texts, and the plan."""

    settings: Settings
    options: RunOptions
    plan: Plan
    ledger: Ledger
    clips: tuple[InputClip, ...]

    @property
    def at_once(self) -> Parallelism:
        """The number of clips to work on at once: as set, within the cores and the free memory."""
        return choose_here(self.settings.values.jobs)


def prepare_run(order: Order) -> PreparedRun:
    """Prepare `order`. Raises EgvError where the order is faulty."""
    options = order.options
    settings = load_settings(options, () if options.files_from else order.inputs)
    plan = plan_run(order, settings)
    home = settings.home or find_output_folder(settings.output)
    ledgers = {name: Ledger(home, name) for name in (OUTPUTS, PRACTICE)}
    clips = find_clips(
        order.inputs,
        options.files_from,
        recursive=options.recursive,
        is_output=lambda path: (
            _is_left_out(path, order)
            or any(path in known_ledger for known_ledger in ledgers.values())
        ),
    )
    ledger = ledgers[PRACTICE if options.practice else OUTPUTS]
    return PreparedRun(settings, options, plan, ledger, resolve_clip_texts(clips, plan, order))


def _is_left_out(path: Path, order: Order) -> bool:
    return order.only is not None and path.absolute() not in order.only


def save_recipe(ready: PreparedRun) -> Mapping[str, str]:
    """Write the plan as a recipe where `--save-recipe` asks for it; return the facts to show."""
    if not ready.options.save_recipe:
        return {}
    recipe, word = find_recipe_place(ready.options.save_recipe)
    write_recipe(
        ready.plan,
        recipe,
        names_source=bool(ready.settings.values.formats),
        overwrite=ready.options.overwrite,
    )
    connect_editor(recipe, "recipe")
    return {"recipe": str(recipe), "recipe_word": word}


def find_recipe_place(word: str) -> tuple[Path, str]:
    """Find the file for `--save-recipe WORD`, and what to write after `-r` to read it again.

    A name goes to recipes/NAME.yaml, where `-r NAME` looks; a path without an ending gets one.
    """
    if is_path_word(word, SUFFIXES):
        path = Path(word)
        if path.suffix and path.suffix not in SUFFIXES:
            raise UsageError(f"--save-recipe {word}: a recipe is a .yaml file; give it such a name")
        path = path if path.suffix else path.with_name(f"{path.name}.yaml")
        return path, str(path)
    return HERE / f"{word}.yaml", word


def check_places(jobs: Sequence[Job], plan: Plan, *folders: Path) -> None:
    """Raise EgvError if ffmpeg, a writable output folder or a file of `plan` is missing."""
    runner.find_ffmpeg()
    outputs = (target.path for job in jobs for target in job.targets)
    check_writable({*folders, *(output.absolute().parent for output in outputs)})
    for path in plan.input_files:
        check_path_length(path)
        if not path.is_file():
            raise UsageError(f"{path}: there is no such file; check the name")


def check_writable(folders: Iterable[Path]) -> None:
    """Raise EnvironmentFault for the first of `folders` that cannot be written to."""
    for folder in folders:
        nearest = find_existing_folder(folder)
        if not nearest.is_dir() or not os.access(nearest, os.W_OK):
            raise EnvironmentFault(
                f"{folder}: cannot be written (you have no permission to write in {nearest});"
                " choose another folder with -o"
            )
