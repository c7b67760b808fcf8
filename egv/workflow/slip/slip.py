"""Make the return slip of a clip, once its videos are made; nothing about it stops a run."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path

from egv.app.records.results import OutputResult, Status
from egv.app.render.analyse import load_heard_clip
from egv.app.render.answers import Answers
from egv.app.render.provenance import list_maker_names
from egv.app.run.run import FinishedClip
from egv.core.errors import EgvError, UsageError, name_cause
from egv.core.media.clip import Cue
from egv.core.programme.layers import Marking
from egv.core.project.project import SlipSetting
from egv.core.text.translation import UiLanguage, detect_ui_language
from egv.steps.normalise import Normalise
from egv.steps.voice_over import VoiceOver
from egv.tools.ffmpeg.context import RenderContext
from egv.tools.library.subtitle_files import load_cues
from egv.tools.machine.tasks import Cancelled
from egv.tools.pages.page_look import build_page_look
from egv.workflow.check.findings import ClipMeasurements
from egv.workflow.check.measuring import measure_glance
from egv.workflow.slip.content import SlipFacts, build_slip, format_slip_page, format_slip_text
from egv.workflow.slip.deeds import MENDED, list_deeds
from egv.workflow.slip.files import locate_slips, write_slip_files
from egv.workflow.slip.goods import choose_goods, choose_tip, find_least_clearance_db
from egv.workflow.slip.progress import MadeVideo, Progress, ProgressFile

MOST_CLIPS = 6  # of a programme of several that are measured
TIMED = (".srt", ".vtt")


def add_slip(finished: FinishedClip) -> tuple[OutputResult, ...]:
    """Lay a slip beside the new videos of `finished`, and return its results with it.

    There is one of each clip, in a project whose egv.yaml does not say `slip: off`. A kept video
    keeps the slip that it has. What goes wrong is a note: the videos are made.
    """
    results = finished.results
    if not _is_wanted(finished):
        return results
    pages = tuple(_locate_result_slips(results[0]))
    notes: tuple[str, ...] = ()
    if any(result.status is Status.RENDERED for result in results):
        try:
            left = tuple(_write_slip(finished, pages))
        except Cancelled:  # the videos are made, and say so
            return results
        except (EgvError, OSError) as error:
            why = error if isinstance(error, EgvError) else name_cause(error)
            notes = (f"slip: none could be made: {why}",)
        else:
            notes = tuple(
                f"slip: {path}: this is not as egv wrote it, so it is kept" for path in left
            )
    slip = str(pages[0]) if pages[0].is_file() else ""
    return tuple(result.model_copy(update={"slip": slip}).with_notes(notes) for result in results)


def _is_wanted(finished: FinishedClip) -> bool:
    """True where videos of a recipe were made or kept, in a project that wants slips."""
    ready, results = finished.ready, finished.results
    made = (Status.RENDERED, Status.KEPT)
    return (
        ready.settings.home is not None
        and ready.settings.values.slip is not SlipSetting.OFF
        and ready.plan.recipe is not None
        and not ready.plan.sidecar_kinds
        and all(result.status in made and result.output for result in results)
    )


def _locate_result_slips(result: OutputResult) -> tuple[Path, ...]:
    return locate_slips(Path(str(result.output)), result.format, result.mark)


def _write_slip(finished: FinishedClip, places: Sequence[Path]) -> Iterable[Path]:
    """Measure the clips and write the slip at `places`; return those that are left alone."""
    plan, results = finished.ready.plan, finished.results
    recipe = plan.recipe
    if recipe is None:
        return ()
    first = results[0]
    measured = _measure_clips(finished)
    deeds = list_deeds(results, _find_wanted_lufs(finished))
    mended = [MENDED[deed.kind] for deed in deeds if deed.kind in MENDED]
    owner = plan.kit.spec.owner
    makers = list_maker_names(finished.job)
    facts = SlipFacts(
        clip=finished.job.clip.stem,
        seconds=first.duration or 0.0,
        goods=choose_goods(measured, recipe.expect, _load_spoken_cues(results), mended),
        deeds=deeds,
        tip=choose_tip(measured, recipe.expect),
        mark=first.mark,
        maker=makers[0] if len(makers) == 1 else "",
        team=owner.team or "",
        contact=owner.contact or "",
        progress=_update_progress(finished, measured),
    )
    tongue = _detect_tongue()
    slip = build_slip(facts, tongue, date.today())
    page = format_slip_page(slip, tongue, build_page_look(plan.kit))
    return write_slip_files(dict(zip(places, (page, format_slip_text(slip)), strict=True)))


def _detect_tongue() -> UiLanguage:
    try:
        return detect_ui_language(os.environ)
    except UsageError:
        return UiLanguage.EN


def _measure_clips(finished: FinishedClip) -> tuple[ClipMeasurements, ...]:
    """Measure the clips as they were recorded; none where they are many, or one cannot be.

    Nothing is said of what was not measured.
    """
    if len(finished.job.clips) > MOST_CLIPS:
        return ()
    context, job, first = finished.context, finished.job, finished.results[0]
    is_narrated = any(step.step == VoiceOver.name for step in first.steps)
    measured = []
    for path in job.clips:
        try:
            one = _measure_clip(path, finished, context, listen=not is_narrated)
        except (EgvError, OSError):
            return ()
        measured.append(one)
    return tuple(measured)


def _measure_clip(
    path: Path, finished: FinishedClip, context: RenderContext, *, listen: bool
) -> ClipMeasurements:
    plan = finished.ready.plan
    answers = Answers(context, clips=(path,))
    found = load_heard_clip(
        path, plan.track, plan.spoken_language, answers, allow_damaged=plan.allow_damaged
    )
    looks, sounds = measure_glance(found.clip, context, listen=listen)
    width, height = found.clip.video.upright_size
    return ClipMeasurements(
        width=width,
        height=height,
        seconds=finished.results[0].duration or float(found.clip.duration),
        looks=looks,
        sounds=sounds,
    )


def _load_spoken_cues(results: Sequence[OutputResult]) -> tuple[Cue, ...]:
    """Load the subtitles beside a video of the words that were spoken; none of a narration."""
    first = results[0]
    if any(step.step == VoiceOver.name for step in first.steps):
        return ()
    timed = [Path(name) for name in first.sidecars if Path(name).suffix in TIMED]
    with contextlib.suppress(UsageError):
        return load_cues(timed[0]) if timed else ()
    return ()


def _find_wanted_lufs(finished: FinishedClip) -> float:
    """Find the loudness that the run brings videos to, LUFS."""
    steps = finished.ready.plan.with_texts(finished.job.clip_texts).steps
    return next((step.lufs for step in steps if isinstance(step, Normalise)), Normalise().lufs)


def _update_progress(
    finished: FinishedClip, measured: Sequence[ClipMeasurements]
) -> Progress | None:
    """Remember the figures of a maker who said yes; compare them where that person looks on."""
    ready, first = finished.ready, finished.results[0]
    if ready.settings.values.slip is not SlipSetting.PROGRESS or first.mark == Marking.PRACTICE:
        return None
    record = ready.ledger.find_latest_record(Path(str(first.output)))
    if record is None or len(record.about.makers) != 1:
        return None
    [maker], kept = record.about.makers, ProgressFile(ready.ledger)
    if not kept.find_answer(maker):
        return None
    voice_db = find_least_clearance_db(one.sounds for one in measured)
    video = MadeVideo(frozenset(record.about.sources.values()), voice_db)
    progress = kept.compare_video(maker, video)
    kept.add_video(maker, video)
    return progress if finished.order.has_person else None
