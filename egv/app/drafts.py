"""Drafts: videos that wait for approval, and the data for making the finished ones later.

A draft stands beside the future finished video, as `{stem}.draft.mp4`. The data that made it is in
`.egv/draft-*.json`, one file each, until somebody decides. It holds the texts of the video,
including names, so it is deleted with the decision; `locate_draft_file` gives its path.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from egv.app.commit import commit_text
from egv.app.inputs import Clip
from egv.app.ledger import STATE, Ledger, path_of
from egv.app.order import NamedStep, Order, RunOptions
from egv.app.outputs import Job, Target, marked_path
from egv.app.plan import Plan, absolute, planned
from egv.app.settings import SPACE, Origin, Setting, Settings
from egv.core.encoding import Quality
from egv.core.layers import Marking
from egv.core.records import Record
from egv.core.vars import Said, Words
from egv.steps import STEPS
from egv.tools.kits import kit_file
from egv.tools.recipes import recipe_file


class DraftClip(Record):
    """A clip by its path from the ledger's folder, with its texts and the facts known of it."""

    path: str
    said: tuple[tuple[str, str, str], ...] = ()
    known: tuple[tuple[str, str], ...] = ()

    @property
    def words(self) -> Words:
        """The clip's texts."""
        return Words(tuple(Said(*entry) for entry in self.said), self.known)


class Draft(Record):
    """A waiting video: all that is needed to make the same video without the mark.

    `output` is the finished video and `file` the draft, as paths from the ledger's folder; `key` is
    the fingerprint of the finished video. `takes` are the clips of a programme of several.
    """

    output: str
    file: str
    key: str
    format: str
    formats: tuple[str, ...]
    recipe: str
    kit: str
    language: str = ""
    space: str = ""
    quality: Quality
    join: bool = False
    allow_damaged: bool = False
    require_subtitles: bool = False
    steps: tuple[tuple[str, Mapping[str, Any]], ...] = ()
    skip: tuple[str, ...] = ()
    clip: DraftClip
    takes: tuple[DraftClip, ...] = ()
    notes: tuple[str, ...] = ()


def marked(job: Job, marking: Marking) -> Job:
    """Return `job` with marked names for its videos."""
    targets = (Target(target.format, marked_path(target.path, marking)) for target in job.targets)
    return replace(job, targets=tuple(targets))


def draft_file(folder: Path, output: str) -> Path:
    """Return the path of the data for the draft of `output` (a path from the ledger's `folder`)."""
    name = hashlib.sha256(output.encode("utf-8", "surrogateescape")).hexdigest()[:16]
    return folder / STATE / f"draft-{name}.json"


def drafts_in(ledger: Ledger) -> dict[str, Draft]:
    """Load every waiting draft, by its finished video."""
    found = (_read(path) for path in sorted((ledger.folder / STATE).glob("draft-*.json")))
    return {draft.output: draft for draft in found if draft}


def _read(path: Path) -> Draft | None:
    try:
        return Draft.model_validate_json(path.read_bytes())
    except (OSError, ValidationError):  # just deleted, or written by another version of egv
        return None


def draft_of(
    job: Job, target: Target, key: str, plan: Plan, order: Order, settings: Settings, ledger: Ledger
) -> Draft:
    """Build the data to keep for the draft of `target`, which `order` makes of `job`."""

    def clip(path: Path, words: Words) -> DraftClip:
        said = tuple((text.name, text.text, text.source) for text in words.said)
        return DraftClip(path=_from(ledger, path), said=said, known=words.known)

    recipe = settings.recipe(order.recipe)
    return Draft(
        output=ledger.name_of(target.path),
        file=ledger.name_of(marked_path(target.path, Marking.DRAFT)),
        key=key,
        format=target.format,
        formats=tuple(plan.files_by_format),
        recipe=str(recipe_file(recipe or "").absolute()),
        kit=str(kit_file(plan.kit_word).absolute()),
        language=str(settings["language"].value),
        space=plan.space,
        quality=plan.quality,
        join=plan.join,
        allow_damaged=plan.allow_damaged,
        require_subtitles=order.options.require_subtitles,
        steps=tuple(_stored(order.steps)),
        skip=order.options.skip,
        clip=clip(job.clip, job.words),
        takes=tuple(clip(take.path, take.words) for take in job.takes),
        notes=job.notes,
    )


def keep(draft: Draft, ledger: Ledger) -> None:
    """Write `draft` to its file, until somebody decides."""
    place, text = draft_file(ledger.folder, draft.output), draft.model_dump_json()
    if not place.exists() or place.read_text(encoding="utf-8") != text:
        commit_text(text, place)


def drop(output: str, ledger: Ledger) -> None:
    """Delete the data of the draft of `output`, which was decided on."""
    draft_file(ledger.folder, output).unlink(missing_ok=True)


def again(draft: Draft, ledger: Ledger) -> tuple[Job, Plan]:
    """Restore the job and plan of `draft`'s finished video, with its recipe and kit of today.

    Raises EgvError where the recipe or kit is faulty or gone.
    """
    options = RunOptions(
        quality=draft.quality,
        formats=draft.formats,
        skip=draft.skip,
        join=draft.join,
        allow_damaged=draft.allow_damaged,
        require_subtitles=draft.require_subtitles,
    )
    said = {"kit": draft.kit, "language": draft.language}
    said |= {SPACE: draft.space} if draft.space else {}
    layer = {name: Setting(value, Origin.LINE) for name, value in said.items()}
    order = Order((), tuple(_steps(draft.steps)), draft.recipe, options)
    plan = planned(order, Settings((layer,)))
    clip, takes = draft.clip, draft.takes
    job = Job(
        path_of(ledger, clip.path),
        (Target(draft.format, path_of(ledger, draft.output)),),
        clip.words,
        draft.notes,
        tuple(Clip(path_of(ledger, take.path), words=take.words) for take in takes),
    )
    return job, plan.clean.saying(job.words)


def _from(ledger: Ledger, path: Path) -> str:
    """Return the path from the ledger's folder to `path`; keep links, as texts lie beside them."""
    return os.path.relpath(path.absolute(), ledger.folder)


def _stored(steps: Iterable[NamedStep]) -> Iterator[tuple[str, Mapping[str, Any]]]:
    for named_step in steps:
        built = named_step.step.of(absolute(named_step.options))
        yield named_step.step.name, built.model_dump(mode="json", include=set(named_step.options))


def _steps(stored: Iterable[tuple[str, Mapping[str, Any]]]) -> Iterator[NamedStep]:
    by_name = {step.name: step for step in STEPS}
    for name, options in stored:
        built = by_name[name].of(options)
        yield NamedStep(type(built), {field: getattr(built, field) for field in options})
