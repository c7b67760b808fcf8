"""The fingerprint of an output: a SHA-256 over everything it depends on.

An output with an equal fingerprint can be kept.
"""

from __future__ import annotations

import hashlib
from pathlib import Path

from egv import __version__
from egv.app.outputs import Job
from egv.app.plan import Plan
from egv.steps.subtitle import Subtitle
from egv.steps.voice_over import VoiceOver
from egv.tools import cache, ffmpeg, models, text_files
from egv.tools.model_faults import model_files


def key_of(job: Job, plan: Plan, format_word: str) -> str:
    """Compute the SHA-256 of the steps, texts, format, clips, all files read, and versions."""
    text = plan.text
    assets = (path for path in plan.assets if text is None or path != text.path)
    contents = [cache.content_of(path) for path in (*job.clips, *assets, *_found(job, plan))]
    said = (plan.saying(take.words).hash for take in job.takes)
    words = [text.content, repr(text.clock)] if text else []
    parts = [plan.hash, *said, format_word, *contents, *words, __version__, ffmpeg.version()]
    parts += ["without a speech model"] if _goes_without(_subtitle_in(plan)) else []
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()


def _found(job: Job, plan: Plan) -> tuple[Path, ...]:
    """List the files read without being named: the texts beside clips, and the speech model.

    The notes beside a clip are in the plan already; a withdrawn consent changes no picture.
    """
    step = _subtitle_in(plan)
    if step is None or step.source:
        return ()
    texts = () if step.script else texts_given(job, plan)
    model = None if _goes_without(step) else models.model_called(step.model)
    return (*texts, *(model_files(model) if model else ()))


def texts_given(job: Job, plan: Plan) -> tuple[Path, ...]:
    """List the text files for the subtitles: named files, or those beside the spoken clips."""
    step = _subtitle_in(plan)
    if step is None or step.files() or step.model:
        return step.files() if step else ()
    narrations = (
        voice_over.file
        for voice_over in plan.steps
        if isinstance(voice_over, VoiceOver) and voice_over.file
    )
    narration = next(narrations, None)
    spoken = (narration,) if narration else job.clips
    return tuple(filter(None, map(text_files.text_beside, spoken)))


def given_of(job: Job, plan: Plan) -> str:
    """Join the content hashes of the given text files; empty where there are none."""
    return " ".join(cache.content_of(path) for path in texts_given(job, plan))


def _subtitle_in(plan: Plan) -> Subtitle | None:
    return next((step for step in plan.steps if isinstance(step, Subtitle)), None)


def _goes_without(step: Subtitle | None) -> bool:
    """True where there is no speech model, and the run goes on without one.

    Such an output differs from one of the same steps where subtitles are required.
    """
    return bool(step and not step.is_needed and models.is_model_absent(step.model))
