"""The second act: describe each video before it is made, and its result once it is known."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from statistics import median

from egv.app.plan.conflicts import FolderListings, find_conflicts
from egv.app.plan.default_texts import CALL
from egv.app.plan.outputs import Job, Target, check_name_lengths
from egv.app.plan.plan import Plan
from egv.app.records.ledger import Ledger
from egv.app.records.results import OutputResult, SaidText, Status, StepResult, Timings
from egv.app.render.clip_run import ClipRun
from egv.app.render.command import build_readable_command
from egv.app.render.provenance import collect_sources
from egv.app.render.sidecars import (
    SidecarPlan,
    format_sidecars,
    is_own_text,
    list_text_notes,
    plan_sidecars,
)
from egv.app.render.sound import DeliveredSound
from egv.core.delivery.deliver import Deliverable, deliver
from egv.core.media.encoding import predict_bytes
from egv.core.programme.edit import Edit
from egv.core.programme.questions import Ask
from egv.core.programme.step import DeliveryFacts
from egv.core.text.placeholders import fill_places
from egv.core.text.run_notes import TITLE
from egv.core.text.variables import KIT, TextValue

MOST_PACES = 40  # of the last videos, from which the time of the next one is predicted
CLOSE_ENOUGH_LU = 0.5  # the promised tolerance of delivered loudness


@dataclass(frozen=True, slots=True)
class PlannedVideo:
    """A video to make: its path, its contents, and the texts of the files beside it."""

    target: Target
    deliverable: Deliverable
    sidecars: Mapping[Path, str]
    sidecar_plan: SidecarPlan

    def list_checked_files(self, ledger: Ledger) -> tuple[Path, ...]:
        """List the sidecars to write that may conflict with existing files.

        Left out are edited files, which are backed up, and files with egv's own text saved anew.
        """
        return tuple(
            path
            for path in self.sidecar_plan.texts_to_write
            if path not in self.sidecar_plan.backups
            and not (not ledger.find_records(path) and is_own_text(path, ledger))
        )


def describe_videos(
    edit: Edit, targets: Sequence[Target], plan: Plan, ask: Ask, ledger: Ledger
) -> tuple[PlannedVideo, ...]:
    """Describe the video of each of `targets`: `edit` in its format, and the files beside it."""
    formats = [target.format for target in targets]
    delivered = deliver(edit, plan.kit, dict(plan.texts), ask, formats)
    title = dict(plan.texts).get(TITLE, "")
    return tuple(
        _plan_video(
            target, replace(deliverable, title=title or deliverable.title), plan, ask, ledger
        )
        for target, deliverable in zip(targets, delivered, strict=True)
    )


def _plan_video(
    target: Target, planned: Deliverable, plan: Plan, ask: Ask, ledger: Ledger
) -> PlannedVideo:
    kinds = plan.sidecar_kinds or plan.kit.spec.subtitles.sidecar
    sidecars = format_sidecars(planned, target.path, kinds, plan.kit, ask)
    check_name_lengths(sidecars)
    beside = plan_sidecars(sidecars, target.path, planned, plan, ledger)
    check_name_lengths(beside.backups.values())
    return PlannedVideo(target, planned, sidecars, beside)


def foresee_results(run: ClipRun, videos: Sequence[PlannedVideo]) -> tuple[OutputResult, ...]:
    """Build the results of a dry run of `videos`, with a note on whatever would stop the run."""
    makes_video = not run.plan.sidecar_kinds
    written = [path for video in videos for path in video.list_checked_files(run.ledger)]
    wanted = [video.target.path for video in videos] if makes_video else []
    places = FolderListings()
    standing = [path for path in (*wanted, *written) if places.find_existing(path)]
    faults: Iterable[str] = ()
    if standing and not run.options.overwrite:
        own = collect_sources(run.job, run.ledger)
        faults = find_conflicts(standing, run.ledger, own, places)
    notes = tuple(f"a real run would stop here: {fault}" for fault in faults)
    return tuple(
        build_result(run, video, size_bytes=predict_size(run, video))
        .model_copy(
            update={
                "seconds": predict_seconds(run, videos),
                "replaces": makes_video and video.target.path in standing and not notes,
            }
        )
        .with_notes(notes)
        for video in videos
    )


def predict_seconds(run: ClipRun, videos: Sequence[PlannedVideo]) -> float | None:
    """Predict the time, s, that `videos` of one clip take together.

    It is taken from the last videos in the ledger, by their length and their frame: None where
    none was encoded, or copied, as these are.
    """
    if run.plan.sidecar_kinds:
        return None
    encodes = max(int(not video.deliverable.copied_source) for video in videos)
    paces = [
        float(record.result["seconds"]) / float(record.result["duration"])
        for record in [*run.ledger.made][-MOST_PACES:]
        if record.result.get("encodes") == encodes
        and record.result.get("seconds")
        and record.result.get("duration")
    ]
    longest = max(float(video.deliverable.duration) for video in videos)
    return round(longest * median(paces), 1) if paces else None


def predict_size(run: ClipRun, video: PlannedVideo) -> int | None:
    """Predict the size of a video in bytes; None where no video is made."""
    planned, plan = video.deliverable, run.plan
    if plan.sidecar_kinds:
        return None
    if planned.copied_source:
        return run.job.clip.stat().st_size
    seconds = float(planned.duration)
    return predict_bytes(plan.quality, planned.canvas, seconds, planned.source_bit_rate)


def build_result(
    run: ClipRun,
    video: PlannedVideo,
    sound: DeliveredSound | None = None,
    size_bytes: int | None = None,
) -> OutputResult:
    """Build the result of one video, with what each step found and did."""
    job, plan, planned = run.job, run.plan, video.deliverable
    is_planned, makes_video = run.options.dry_run, not plan.sidecar_kinds
    return OutputResult(
        input=job.display_name,
        inputs=job.input_names,
        format=planned.format,
        mark=str(plan.marking or ""),
        output=str(video.target.path) if makes_video else None,
        status=Status.PLANNED if is_planned else Status.RENDERED,
        duration=round(float(planned.duration), 3),
        source_duration=round(float(planned.source_duration), 3),
        programme=_find_programme(planned),
        size_bytes=size_bytes,
        encodes=int(not planned.copied_source) if makes_video else None,
        why_encoded=planned.why_encoded if makes_video else "",
        looked_at=run.looked_at if planned.copied_source else "",
        timings=Timings(**{name: round(value, 3) for name, value in run.stage_seconds.items()}),
        plan=plan.plan_hash,
        kit=plan.kit_label,
        sidecars=tuple(str(path) for path in video.sidecars),
        steps=explain_steps(plan, planned, sound),
        texts=_list_said_texts(job, plan) if is_planned else (),
        notes=(*run.job.notes, *_iter_notes(run, video, sound)),
        commands=_build_shown_commands(run, video) if is_planned and makes_video else (),
    )


def _find_programme(planned: Deliverable) -> tuple[float, float] | None:
    """Find where the programme begins and ends, s; None where it is all of the video."""
    span = planned.clock.programme
    if span.duration >= planned.duration:
        return None
    return round(float(span.start), 3), round(float(span.end), 3)


def explain_steps(
    plan: Plan, planned: Deliverable, sound: DeliveredSound | None = None
) -> tuple[StepResult, ...]:
    """Explain what each step of `plan` found and did, corrected by what was delivered."""
    loudness = sound.loudness if sound and planned.level else None
    facts = DeliveryFacts(planned.branding, plan.kit_label, loudness)
    steps = {step.name: step for step in plan.steps}
    whys = (
        steps[why.step].explain_delivery(why, facts) if why.step in steps else why
        for why in planned.explanations
    )
    return tuple(
        StepResult(step=why.step, clip=why.clip, why=why.text, facts=dict(why.facts))
        for why in whys
    )


def _iter_notes(run: ClipRun, video: PlannedVideo, sound: DeliveredSound | None) -> Iterator[str]:
    """Yield the notes on a video: on its texts, its steps and its rendering."""
    planned = video.deliverable
    yield from list_text_notes(run.plan, video.sidecar_plan)
    yield from planned.notes
    yield from run.notes
    if sound and sound.loudness and planned.level:
        off_lu = sound.loudness.integrated_lufs - planned.level.lufs
        if abs(off_lu) > CLOSE_ENOUGH_LU and not sound.loudness.is_silence:
            yield (
                f"sound: {abs(off_lu):.1f} LU off the target, because its peaks leave no more room"
            )


def _build_shown_commands(run: ClipRun, video: PlannedVideo) -> tuple[str, ...]:
    """Build the ffmpeg command that a dry run shows."""
    return (build_readable_command(video.deliverable, run.plan.quality, video.target.path),)


def _list_said_texts(job: Job, plan: Plan) -> tuple[SaidText, ...]:
    """List the texts of the video with their sources; only displayed: a ledger holds no names."""
    shown = [text for text in job.clip_texts.given_texts if text.text]
    call = fill_places(
        plan.kit.spec.outro.cta.localise_line(plan.language), job.clip_texts.texts_by_name
    )
    if call and CALL in plan.shown_text_names and CALL not in job.clip_texts.texts_by_name:
        shown.append(TextValue(CALL, call, KIT))
    return tuple(SaidText(name=text.name, text=text.text, source=text.source) for text in shown)
