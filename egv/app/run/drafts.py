"""Drafts: videos that wait for approval, and the data for making the finished ones later.

A draft stands beside the future finished video, as `{stem}.draft.mp4`. The data that made it is in
`.egv/draft-*.json`, one file each, until somebody decides. It holds the texts of the video,
including names, so it is deleted with the decision; `locate_draft_file` gives its path.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from pydantic import ValidationError, model_validator

from egv.app.plan.inputs import InputClip
from egv.app.plan.order import NamedStep, Order, RunOptions
from egv.app.plan.outputs import Job, Target, add_mark_suffix
from egv.app.plan.plan import Plan, plan_run
from egv.app.plan.settings import SPACE, Setting, SettingOrigin, Settings
from egv.app.plan.steps import resolve_paths
from egv.app.records.ledger import STATE, Ledger, locate_output
from egv.app.records.ledger_lines import LedgerRecord, StoredName
from egv.core.programme.layers import Marking
from egv.core.text.path_words import to_stored_name
from egv.core.text.variables import ClipTexts, TextValue
from egv.steps import STEPS
from egv.tools.library.kit_places import find_kit_file
from egv.tools.library.recipes import find_recipe_file
from egv.tools.store.atomic_files import commit_text

EARLIER_KEYS = (  # the options that an earlier egv kept, beside the rest
    "recipe", "kit", "space", "formats", "join", "quality", "allow_damaged", "require_subtitles",
    "skip",
)  # fmt: skip


class DraftClip(LedgerRecord):
    """A clip by its path from the ledger's folder, with its texts and the facts known of it."""

    path: StoredName
    said: tuple[tuple[str, str, str], ...] = ()
    known: tuple[tuple[str, str], ...] = ()

    @property
    def clip_texts(self) -> ClipTexts:
        """The clip's texts."""
        return ClipTexts(tuple(TextValue(*entry) for entry in self.said), self.known)


class Draft(LedgerRecord):
    """A waiting video: all that is needed to make the same video without the mark.

    `output` is the finished video and `file` the draft, as paths from the ledger's folder; `key` is
    the fingerprint of the finished video. `options` are those of the run as they came out, with
    recipe and kit by their files; the texts of the line are with the clip. `takes` are the clips of
    a programme of several.
    """

    output: StoredName
    file: StoredName
    key: str
    format: str
    language: str = ""
    options: RunOptions
    steps: tuple[tuple[str, Mapping[str, Any]], ...] = ()
    clip: DraftClip
    takes: tuple[DraftClip, ...] = ()
    notes: tuple[str, ...] = ()

    @model_validator(mode="before")
    @classmethod
    def _gather_options(cls, stored: Any) -> Any:
        """Gather the options of a draft by an earlier egv, which kept them beside the rest."""
        if not isinstance(stored, dict) or "options" in stored:
            return stored
        return {**stored, "options": {key: stored[key] for key in EARLIER_KEYS if key in stored}}


def mark_job(job: Job, marking: Marking) -> Job:
    """Return `job` with marked names for its videos."""
    targets = (
        Target(target.format, add_mark_suffix(target.path, marking)) for target in job.targets
    )
    return replace(job, targets=tuple(targets))


def locate_draft_file(folder: Path, output: str) -> Path:
    """Return the path of the data for the draft of `output` (a path from the ledger's `folder`)."""
    name = hashlib.sha256(output.encode("utf-8", "surrogateescape")).hexdigest()[:16]
    return folder / STATE / f"draft-{name}.json"


def load_drafts(ledger: Ledger) -> dict[str, Draft]:
    """Load every waiting draft, by its finished video."""
    found = (_read_draft(path) for path in sorted((ledger.folder / STATE).glob("draft-*.json")))
    return {draft.output: draft for draft in found if draft}


def _read_draft(path: Path) -> Draft | None:
    try:
        return Draft.model_validate_json(path.read_bytes())
    except (OSError, ValidationError):  # just deleted, or written by another version of egv
        return None


@dataclass(frozen=True, slots=True)
class DraftOrder:
    """The order that makes a draft, the settings in force, and the plan that follows from them."""

    order: Order
    settings: Settings
    plan: Plan


def build_draft(job: Job, target: Target, key: str, ordered: DraftOrder, ledger: Ledger) -> Draft:
    """Build the data to keep for the draft of `target` that is made of `job` as `ordered`."""

    def clip(path: Path, words: ClipTexts) -> DraftClip:
        said = tuple((text.name, text.text, text.source) for text in words.given_texts)
        return DraftClip(path=_to_ledger_path(ledger, path), said=said, known=words.known_texts)

    return Draft(
        output=ledger.to_name(target.path),
        file=ledger.to_name(add_mark_suffix(target.path, Marking.DRAFT)),
        key=key,
        format=target.format,
        language=ordered.settings.values.language,
        options=_settle_options(ordered),
        steps=tuple(_dump_steps(ordered.order.steps)),
        clip=clip(job.clip, job.clip_texts),
        takes=tuple(clip(take.path, take.clip_texts) for take in job.takes),
        notes=job.notes,
    )


def write_draft(draft: Draft, ledger: Ledger) -> None:
    """Write `draft` to its file, until somebody decides."""
    place, text = locate_draft_file(ledger.folder, draft.output), draft.model_dump_json()
    if not place.exists() or place.read_text(encoding="utf-8") != text:
        commit_text(text, place)


def delete_draft(output: str, ledger: Ledger) -> None:
    """Delete the data of the draft of `output`, which was decided on."""
    locate_draft_file(ledger.folder, output).unlink(missing_ok=True)


def restore_job(draft: Draft, ledger: Ledger) -> tuple[Job, Plan]:
    """Restore the job and plan of `draft`'s finished video, with its recipe and kit of today.

    Raises EgvError where the recipe or kit is faulty or gone.
    """
    options = draft.options
    said = {"kit": options.kit, "language": draft.language}
    said |= {SPACE: options.space} if options.space else {}
    layer = {name: Setting(value, SettingOrigin.LINE) for name, value in said.items()}
    order = Order((), tuple(_restore_steps(draft.steps)), options.recipe, options)
    plan = plan_run(order, Settings((layer,)))
    clip, takes = draft.clip, draft.takes
    job = Job(
        locate_output(ledger, clip.path),
        (Target(draft.format, locate_output(ledger, draft.output)),),
        clip.clip_texts,
        draft.notes,
        tuple(
            InputClip(locate_output(ledger, take.path), clip_texts=take.clip_texts)
            for take in takes
        ),
    )
    return job, plan.unmarked_plan.with_texts(job.clip_texts)


def _settle_options(ordered: DraftOrder) -> RunOptions:
    """Return the options of the run with what settings, recipe and kit made of them filled in."""
    order, plan = ordered.order, ordered.plan
    recipe = ordered.settings.choose_recipe(order.recipe)
    return order.options.model_copy(
        update={
            "recipe": str(find_recipe_file(recipe or "").absolute()),
            "kit": str(find_kit_file(plan.kit_name).absolute()),
            "space": plan.space,
            "formats": tuple(plan.files_by_format),
            "join": plan.join,
            "quality": plan.quality,
            "variables": (),
        }
    )


def _to_ledger_path(ledger: Ledger, path: Path) -> str:
    """Return the path from the ledger's folder to `path`; keep links, as texts lie beside them."""
    return to_stored_name(path.absolute(), ledger.folder)


def _dump_steps(steps: Iterable[NamedStep]) -> Iterator[tuple[str, Mapping[str, Any]]]:
    for named_step in steps:
        built = named_step.step.from_options(resolve_paths(named_step.options))
        yield named_step.step.name, built.model_dump(mode="json", include=set(named_step.options))


def _restore_steps(stored: Iterable[tuple[str, Mapping[str, Any]]]) -> Iterator[NamedStep]:
    by_name = {step.name: step for step in STEPS}
    for name, options in stored:
        built = by_name[name].from_options(options)
        yield NamedStep(type(built), {field: getattr(built, field) for field in options})
