"""One clip, from words to a verified file under its name: look, sound first, one encode, check."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path
from tempfile import TemporaryDirectory

from egv.app.answers import Answers
from egv.app.command import command_shown, picture_command
from egv.app.commit import check_room, commit, commit_text, identity, part_beside
from egv.app.ledger import Ledger, key_of
from egv.app.order import RunOptions, VerifyMode
from egv.app.outputs import Job
from egv.app.pcm_store import PcmStore
from egv.app.plan import Plan
from egv.app.results import OutputResult, SaidText, Status, StepResult, Timings
from egv.app.sidecars import kept_sidecar, sidecars_of
from egv.app.sound import DeliveredSound, render_sound
from egv.app.watch import Stage, Watch
from egv.core.deliver import Deliverable, deliver
from egv.core.edit import Edit, Why, edit_of
from egv.core.encoding import predicted_bytes
from egv.core.errors import EgvError, InputError
from egv.core.loudness import Loudness
from egv.core.step import Step
from egv.steps.brand import Brand
from egv.steps.normalise import Normalise
from egv.tools import cache, ffmpeg
from egv.tools.mp4 import show_text_tracks
from egv.tools.probe import probe
from egv.tools.verify import verify

CLOSE_ENOUGH_LU = 0.5  # what is promised of delivered loudness


@dataclass(slots=True)
class _Run:
    """One clip's way through the stages, with a stopwatch for each."""

    job: Job
    plan: Plan
    options: RunOptions
    watch: Watch
    started: float = field(default_factory=time.monotonic)
    seconds: dict[str, float] = field(default_factory=dict)

    def saying(self, line: str) -> None:
        """An ffmpeg command is about to run."""
        self.watch.command(line)

    @contextmanager
    def timed(self, name: str, stage: Stage) -> Iterator[None]:
        """Note how long the block takes, in seconds, and that `stage` has begun."""
        self.watch.stage(stage, 0.0)
        start = time.monotonic()
        yield
        self.seconds[name] = self.seconds.get(name, 0.0) + time.monotonic() - start

    def progress(self, stage: Stage, duration: Fraction) -> ffmpeg.Progress:
        """A listener that turns seconds done into the fraction of `stage`."""
        return lambda done: self.watch.stage(stage, min(1.0, done / max(float(duration), 0.04)))


def render_job(
    job: Job, plan: Plan, options: RunOptions, ledger: Ledger, watch: Watch
) -> OutputResult:
    """Carry `plan` out on the job's clip, unless its output is already what it would be."""
    run = _Run(job, plan, options, watch)
    before = identity(job.clip)
    key = key_of(job, plan)
    if done := ledger.finished(job.output, key):
        changes = {"status": Status.KEPT, "input": job.shown, "output": str(job.output)}
        return done.model_copy(update=changes)
    with TemporaryDirectory(prefix="egv-") as folder:
        return _worked(run, ledger, key, before, Path(folder))


def _worked(
    run: _Run, ledger: Ledger, key: str, before: tuple[int, ...], folder: Path
) -> OutputResult:
    """The clip looked at, rendered and given its name; unfinished things are put in `folder`."""
    job, plan, options = run.job, run.plan, run.options
    pcm = PcmStore(folder, run.saying)
    answers = Answers(run.saying, pcm=pcm, dry_run=options.dry_run)
    with run.timed("analysis", Stage.LOOKING):
        edit = _folded(job, plan, answers)
        planned = deliver(edit, plan.kit, dict(plan.texts), answers)
    kinds = plan.emits or plan.kit.says.subtitles.sidecar
    sidecars = sidecars_of(planned, job.output, kinds, plan.kit, answers)
    written = {
        path: text for path, text in sidecars.items() if not kept_sidecar(path, plan.files, planned)
    }
    for path in written:
        ledger.check_free(path, overwrite=options.overwrite or options.dry_run)
    if options.dry_run:
        return _result(run, edit, planned, None, _predicted(job, plan, planned), tuple(sidecars))
    if plan.emits:
        result = _result(run, edit, planned, None, None, tuple(sidecars))
        return _finished(run, ledger, key, before, result, written)
    check_room(job.output, _predicted(job, plan, planned) or 0)
    with _rendered(run, planned, answers, pcm, folder) as (part, sound):
        result = _result(run, edit, planned, sound, part.stat().st_size, tuple(sidecars))
        return _finished(run, ledger, key, before, result, written, part)


def _finished(
    run: _Run,
    ledger: Ledger,
    key: str,
    before: tuple[int, ...],
    result: OutputResult,
    written: Mapping[Path, str],
    part: Path | None = None,
) -> OutputResult:
    """What was made gets its names: `written` beside the video, and the video, still `part`."""
    if identity(run.job.clip) != before:
        raise InputError(f"{run.job.shown}: it changed while egv was reading it; run again")
    result = result.model_copy(update={"seconds": round(time.monotonic() - run.started, 3)})
    ledger.add(run.job.output, part, key, result, written)
    for path, text in written.items():
        commit_text(text, path)
    if part:
        commit(part, run.job.output)
    return result


def _folded(job: Job, plan: Plan, answers: Answers) -> Edit:
    """The programme after all steps. An error in a step says which."""
    clip = edit = edit_of(probe(job.clip, cache.content_of(job.clip)))
    for step in plan.steps:
        with _errors_of(step):
            step.check(clip, answers)
            clip = step.foreseen(clip, answers)
    for step in plan.steps:
        with _errors_of(step):
            edit = step.apply(edit, answers)
    return edit


@contextmanager
def _errors_of(step: Step) -> Iterator[None]:
    try:
        yield
    except EgvError as error:
        error.step = step.name
        raise


@contextmanager
def _rendered(
    run: _Run, planned: Deliverable, answers: Answers, pcm: PcmStore, folder: Path
) -> Iterator[tuple[Path, DeliveredSound | None]]:
    """The output, complete and verified, under a name of its own that is gone afterwards."""
    output = run.job.output
    with part_beside(output) as part:
        with run.timed("sound", Stage.SOUND):
            listener = run.progress(Stage.SOUND, planned.duration)
            sound = render_sound(planned, folder, answers, pcm, listener, run.saying)
        with run.timed("video", Stage.PICTURE):
            arguments = picture_command(planned, sound, run.plan.quality, part, folder)
            listener = run.progress(Stage.PICTURE, planned.duration)
            ffmpeg.render(arguments, listener, run.saying, within=folder)
            if planned.text_tracks:
                show_text_tracks(part, [track.shown for track in planned.text_tracks])
        with run.timed("verify", Stage.CHECKING):
            verify(part, planned, all_of_it=run.options.verify is VerifyMode.FULL)
        yield part, sound


def _predicted(job: Job, plan: Plan, planned: Deliverable) -> int | None:
    """About how many bytes the video will have; None where none is made."""
    if plan.emits:
        return None
    if planned.copied:
        return job.clip.stat().st_size
    seconds = float(planned.duration)
    return predicted_bytes(plan.quality, planned.canvas, seconds, planned.source_bit_rate)


def _result(
    run: _Run,
    edit: Edit,
    planned: Deliverable,
    sound: DeliveredSound | None,
    size_bytes: int | None,
    sidecars: tuple[Path, ...],
) -> OutputResult:
    """What became of the clip, with what each step found and did."""
    job, dry, emits = run.job, run.options.dry_run, bool(run.plan.emits)
    notes = job.notes + edit.notes + planned.notes
    whys = tuple(_as_shown(why, planned, run.plan) for why in edit.whys)
    if sound and sound.loudness and planned.level:
        whys = tuple(_as_delivered(why, sound.loudness) for why in whys)
        off = sound.loudness.integrated_lufs - planned.level.lufs
        if abs(off) > CLOSE_ENOUGH_LU and not sound.loudness.is_silence:
            notes += (f"sound: {abs(off):.1f} LU off the target: its peaks leave no more room",)
    return OutputResult(
        input=job.shown,
        output=None if emits else str(job.output),
        status=Status.PLANNED if dry else Status.RENDERED,
        duration=round(float(planned.duration), 3),
        source_duration=round(float(planned.source_duration), 3),
        size_bytes=size_bytes,
        encodes=None if emits else int(not planned.copied),
        why_encoded="" if emits else planned.why_encoded,
        timings=Timings(**{name: round(value, 3) for name, value in run.seconds.items()}),
        plan=run.plan.hash,
        kit=run.plan.kit.label,
        sidecars=tuple(str(path) for path in sidecars),
        steps=tuple(StepResult(step=w.step, why=w.text, facts=dict(w.facts)) for w in whys),
        texts=_texts(job) if dry else (),
        notes=notes,
        commands=_commands(run, planned) if dry and not emits else (),
    )


def _texts(job: Job) -> tuple[SaidText, ...]:
    """What is said in the video, and who said it; only shown, for a ledger holds no names."""
    said = (each for each in job.words.said if each.text)
    return tuple(SaidText(name=each.name, text=each.text, source=each.source) for each in said)


def _as_delivered(why: Why, measured: Loudness) -> Why:
    """`why` with the loudness that the delivered file measures, where it is about loudness."""
    if why.step != Normalise.name:
        return why
    return Normalise.delivered(why, measured)


def _as_shown(why: Why, planned: Deliverable, plan: Plan) -> Why:
    """`why` with what the kit had to show, where it is about branding."""
    if why.step != Brand.name:
        return why
    return Brand.delivered(why, planned.branding, plan.kit.label)


def _commands(run: _Run, planned: Deliverable) -> tuple[str, ...]:
    """The ffmpeg command of the final run, as it would be written."""
    return (command_shown(planned, run.plan.quality, run.job.output),)
