"""The fingerprint of an output: a SHA-256 over everything it depends on.

An output with an equal fingerprint can be kept.
"""

from __future__ import annotations

import hashlib
from pathlib import Path

from egv import __version__
from egv.app.plan.outputs import Job
from egv.app.plan.plan import Plan
from egv.steps.subtitle import Subtitle
from egv.steps.voice_over import VoiceOver
from egv.tools.ffmpeg import runner
from egv.tools.library import subtitle_files
from egv.tools.models import installed
from egv.tools.models.check import list_model_files
from egv.tools.store import cache


def compute_fingerprint(job: Job, plan: Plan, format_word: str) -> str:
    """Compute the SHA-256 of the steps, texts, format, clips, all files read, and versions."""
    text = plan.corrected_text
    assets = (path for path in plan.asset_paths if text is None or path != text.path)
    contents = [
        cache.hash_content(path) for path in (*job.clips, *assets, *_list_implicit_files(job, plan))
    ]
    said = (plan.with_texts(take.clip_texts).plan_hash for take in job.takes)
    words = [text.content, repr(text.clock)] if text else []
    parts = [
        plan.plan_hash,
        *said,
        format_word,
        *contents,
        *words,
        __version__,
        runner.read_version(),
    ]
    parts += ["without a speech model"] if _is_model_skipped(_find_subtitle_step(plan)) else []
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()


def _list_implicit_files(job: Job, plan: Plan) -> tuple[Path, ...]:
    """List the files read without being named: the texts beside clips, and the speech model.

    The notes beside a clip are in the plan already; a withdrawn consent changes no picture.
    """
    step = _find_subtitle_step(plan)
    if step is None or step.source:
        return ()
    texts = () if step.script else list_given_texts(job, plan)
    model = None if _is_model_skipped(step) else installed.find_model_folder(step.model)
    return (*texts, *(list_model_files(model) if model else ()))


def list_given_texts(job: Job, plan: Plan) -> tuple[Path, ...]:
    """List the text files for the subtitles: named files, or those beside the spoken clips."""
    step = _find_subtitle_step(plan)
    if step is None or step.list_input_files() or step.model:
        return step.list_input_files() if step else ()
    narrations = (
        voice_over.file
        for voice_over in plan.steps
        if isinstance(voice_over, VoiceOver) and voice_over.file
    )
    narration = next(narrations, None)
    spoken = (narration,) if narration else job.clips
    return tuple(filter(None, map(subtitle_files.find_clip_text_file, spoken)))


def compute_given_fingerprint(job: Job, plan: Plan) -> str:
    """Join the content hashes of the given text files; empty where there are none."""
    return " ".join(cache.hash_content(path) for path in list_given_texts(job, plan))


def _find_subtitle_step(plan: Plan) -> Subtitle | None:
    return next((step for step in plan.steps if isinstance(step, Subtitle)), None)


def _is_model_skipped(step: Subtitle | None) -> bool:
    """True where there is no speech model, and the run goes on without one.

    Such an output differs from one of the same steps where subtitles are required.
    """
    return bool(step and not step.is_needed and installed.is_model_absent(step.model))
