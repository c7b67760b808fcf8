"""The subtitle text of a clip that a person wants to edit, and the order that uses it then."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from egv.app.plan.order import Order
from egv.app.plan.outputs import Job, add_mark_suffix, plan_jobs
from egv.app.plan.prepare import PreparedRun, prepare_run
from egv.app.records.ledger import Ledger, locate_output
from egv.app.records.ledger_lines import OutputRecord
from egv.app.render.corrected_files import CorrectedFiles
from egv.app.render.corrections import apply_corrections
from egv.core.cues.script_text import SCRIPT_SUFFIX
from egv.core.errors import UsageError
from egv.core.programme.layers import Marking
from egv.core.text.file_names import unescape_file_name
from egv.tools.library.subtitle_files import hash_text, load_cues, read_text_file

KINDS = (".srt", ".vtt", ".json", SCRIPT_SUFFIX)  # the easiest to edit first


@dataclass(frozen=True, slots=True)
class TextToEdit:
    """The order that makes the video with its text, and the file of the text if there is one.

    `recipe` is the one of the video, where the line said only that its subtitles are to be edited.
    """

    order: Order
    path: Path | None
    recipe: str = ""


def find_text_to_edit(order: Order) -> TextToEdit:
    """Find the text of the one clip of `order`: the corrected one, else that beside its video.

    Raises UsageError where there are several clips, or the line makes no subtitles.
    """
    ready, job = _prepare_only_job(order)
    recipe = _find_recipe(order, job, ready.ledger)
    if recipe:
        order = replace(order, recipe=recipe)
        ready, job = _prepare_only_job(order)
    step = ready.plan.subtitling_step
    if step is None:
        raise UsageError("--edit: this line makes no subtitles; add the step 'subtitle'")
    found = CorrectedFiles(job, ready.ledger, step.spoken_languages)
    if len(found.changed) > 1:  # raises where they differ
        _, plan = apply_corrections(job, ready.plan.with_texts(job.clip_texts), ready.ledger)
        path = plan.corrected_text.path if plan.corrected_text else found.changed[0].path
    elif own := (*found.changed, found.reused_correction)[0]:
        path = own.path
    else:
        return TextToEdit(order, next(_iter_texts(job, ready.ledger), None), recipe)
    return TextToEdit(order, path, recipe)


def read_edit_state(path: Path) -> str:
    """Read what tells whether somebody changed the text in the file at `path`."""
    return hash_text(path)


def check_edited_text(path: Path, line: str) -> None:
    """Raise UsageError, with the place in the file and `line` to try, where it is unreadable."""
    try:
        if path.suffix.lower() != SCRIPT_SUFFIX:
            load_cues(path)
        elif not read_text_file(path).split():
            raise UsageError(f"{path}: this file has no text; write what is spoken")
    except UsageError as error:
        raise UsageError(
            f"{error}; what you wrote is kept, and no video is made", hint=line
        ) from None


def _prepare_only_job(order: Order) -> tuple[PreparedRun, Job]:
    ready = prepare_run(order)
    plan = ready.plan
    jobs = plan_jobs(ready.clips, ready.settings.output, plan.files_by_format, plan.text_variables)
    if len(jobs) != 1:
        raise UsageError(f"--edit: {len(jobs)} clips have {len(jobs)} texts; name one clip")
    return ready, jobs[0]


def _find_recipe(order: Order, job: Job, ledger: Ledger) -> str:
    """Find the recipe of the video, where the line names no more than the step of the subtitles."""
    record = next(_iter_records(job, ledger), None)
    if order.recipe is not None or len(order.steps) > 1 or record is None:
        return ""
    return record.about.recipe


def _iter_records(job: Job, ledger: Ledger) -> Iterator[OutputRecord]:
    """Iterate over the latest records of the videos and drafts of `job`."""
    for target in job.targets:
        for path in (target.path, add_mark_suffix(target.path, Marking.DRAFT)):
            if record := ledger.find_latest_record(path):
                yield record


def _iter_texts(job: Job, ledger: Ledger) -> Iterator[Path]:
    """Iterate over the texts beside the videos of `job`."""
    for record in _iter_records(job, ledger):
        paths = [locate_output(ledger, unescape_file_name(name)) for name in record.all_sidecars]
        for kind in KINDS:
            yield from (path for path in paths if path.suffix == kind and path.is_file())
