"""The end of a run: the share packs that its recipe wants, and the one line that comes next."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from pathlib import Path

from egv.app.plan.order import Order
from egv.app.plan.plan import Plan
from egv.app.records.ledger import Ledger
from egv.app.records.progress import RunWatch
from egv.app.records.results import OutputResult, RunResult, Status
from egv.app.run.run import FinishedRun, RunEnding, run_order
from egv.core.errors import ConflictError, GateError
from egv.core.programme.layers import Marking
from egv.core.project.recipe_parts import Audience
from egv.core.text.path_words import shorten_path
from egv.core.text.translation import detect_ui_language
from egv.tools.machine.shell import format_line_to_paste
from egv.workflow.share.finished_videos import list_finished_videos
from egv.workflow.share.pack import PackOrder, create_pack
from egv.workflow.slip.slip import add_slip

MADE = (Status.RENDERED, Status.KEPT)
MOST_NAMED = 3  # files on a line that a person reads; more are named by their folder


def run_to_packs(order: Order, watch: RunWatch) -> RunResult:
    """Carry out `order` with a slip for each maker, make share packs, and say what comes next."""
    return run_order(order, watch, RunEnding(conclude_run, add_slip))


def conclude_run(result: RunResult, run: FinishedRun) -> RunResult:
    """Add to `result` of `run` its share packs and what comes next; a chain of steps has none."""
    if run.plan.recipe is None or run.plan.marking is Marking.PRACTICE or run.plan.sidecar_kinds:
        return result
    texts = {
        run.ledger.to_name(target.path): job.clip_texts.texts_by_name
        for job in run.jobs
        for target in job.targets
    }
    result = pack_outputs(result, run.plan, run.ledger, texts)
    audience = run.plan.recipe.audience
    return result.model_copy(update={"next_command": choose_next_line(result, audience)})


def pack_outputs(
    result: RunResult, plan: Plan, ledger: Ledger, texts: Mapping[str, Mapping[str, str]]
) -> RunResult:
    """Make the share packs of the finished outputs in `texts`, if their recipe wants that.

    `texts` are those said in the run, by the name of each output in `ledger`. A video that may not
    be shared gets a note with the reason.
    """
    if plan.recipe is None or plan.recipe.package is None or not plan.recipe.package.with_run:
        return result
    ledger.refresh()
    finished = {ledger.to_name(Path(str(made.output))) for made in _list_finished(result.outputs)}
    finished &= texts.keys()
    tongue, folders = detect_ui_language(os.environ), list[str]()
    refusals: dict[str, str] = {}
    for video in list_finished_videos(ledger):
        names = [record.output for record in video.output_records]
        if not finished.issuperset(names):
            continue
        order = PackOrder(plan.kit, texts[names[0]], tongue, date.today(), plan.recipe)
        try:
            pack = create_pack(video, order)
        except (GateError, ConflictError) as refusal:
            refusals |= dict.fromkeys(names, f"no share pack: {refusal}")
        else:
            folders.append(str(shorten_path(pack.folder, Path.cwd())))
    noted = tuple(
        made.with_notes((refusals[name],))
        if made.output and (name := ledger.to_name(Path(made.output))) in refusals
        else made
        for made in result.outputs
    )
    return result.model_copy(update={"outputs": noted, "packs": (*result.packs, *folders)})


def _list_finished(outputs: Iterable[OutputResult]) -> list[OutputResult]:
    return [made for made in outputs if made.status in MADE and made.output and not made.mark]


def choose_next_line(result: RunResult, audience: Audience) -> str:
    """Choose the one line that comes next: approve drafts, look at what was found, or pack."""
    if any(made.status not in MADE for made in result.outputs):
        return ""
    drafts = [str(made.output) for made in result.outputs if made.next_command]
    finished = [str(made.output) for made in _list_finished(result.outputs)]
    if drafts:
        return _format_draft_line(drafts)
    if not finished:
        return ""
    if result.packs:
        folders = {str(Path(pack).parent.parent) for pack in result.packs}
        return format_line_to_paste(
            ("egv", "share", "digest", *(folders if len(folders) == 1 else ()))
        )
    noted = [
        str(made.output) for made in result.outputs
        if made.status is Status.RENDERED and made.output and made.notes
    ]  # fmt: skip
    if noted:
        return format_files_line(("check",), noted)
    if audience is Audience.PRIVATE:
        return ""
    return format_files_line(("share", "pack"), finished)


def _format_draft_line(drafts: Sequence[str]) -> str:
    if len(drafts) <= MOST_NAMED or len({Path(draft).parent for draft in drafts}) > 1:
        return format_line_to_paste(("egv", "review", "approve", *drafts, "--by", "NAME"))
    return format_files_line(("review", "page"), drafts)


def format_files_line(words: Sequence[str], files: Sequence[str]) -> str:
    """Format the line `words` for `files`; many files in one folder are named by that folder."""
    folders = {str(Path(file).parent) for file in files}
    named = files if len(files) <= MOST_NAMED else sorted(folders)
    return format_line_to_paste(("egv", *words, *named))
