"""Find out before a run if it wants a speech model that is not there, to ask the person first."""

from __future__ import annotations

from collections.abc import Iterable

from egv.app.plan.outputs import Job
from egv.app.plan.prepare import PreparedRun
from egv.app.render.answers import Answers
from egv.app.render.corrections import apply_corrections
from egv.app.render.fingerprint import list_given_texts
from egv.core.cues.speech_models import MissingModelError, is_fetchable
from egv.core.errors import EgvError
from egv.core.programme.questions import SpeechModelAbsence
from egv.tools.clips.clip_cache import load_clip


def check_model_present(jobs: Iterable[Job], ready: PreparedRun) -> None:
    """Raise MissingModelError where a clip of `jobs` has sound, no text, and no model to hear it.

    Not where the model has a name that egv cannot fetch.
    """
    step = ready.plan.subtitling_step
    if step is None or not is_fetchable(step.model_name):
        return
    is_absent = Answers()(SpeechModelAbsence(step.model_name))
    if is_absent and any(_wants_model(job, ready) for job in jobs):
        raise MissingModelError(step.model_name)


def _wants_model(job: Job, ready: PreparedRun) -> bool:
    """True where only a model can tell what is said in the clips of `job`."""
    said = ready.plan.with_texts(job.clip_texts)
    try:
        job, plan = apply_corrections(job, said, ready.ledger, overwrite=ready.options.overwrite)
        if plan.corrected_text or list_given_texts(job, plan):
            return False
        damaged = plan.allow_damaged
        return bool(
            plan.narration
            or any(load_clip(clip, allow_damaged=damaged).audio for clip in job.clips)
        )
    except EgvError:  # reported when the clip's turn comes
        return False
