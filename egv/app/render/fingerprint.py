"""The fingerprint of an output: a SHA-256 over everything it depends on.

An output with an equal fingerprint can be kept.
"""

from __future__ import annotations

import hashlib
from pathlib import Path

from egv import __version__
from egv.app.plan.outputs import Job
from egv.app.plan.plan import Plan
from egv.app.render.answers import Answers
from egv.tools.ffmpeg import runner
from egv.tools.measure.noise_removal import read_filter_version
from egv.tools.store import cache


def compute_fingerprint(job: Job, plan: Plan, format_word: str) -> str:
    """Compute the SHA-256 of the steps, texts, format, clips, all files read, and versions."""
    text = plan.corrected_text
    assets = (path for path in plan.asset_paths if text is None or path != text.path)
    contents = [
        cache.hash_content(path) for path in (*job.clips, *assets, *_list_unasked_files(job, plan))
    ]
    take_hashes = (plan.with_texts(take.clip_texts).plan_hash for take in job.takes)
    words = [text.content, repr(text.clock), *map(repr, text.placed)] if text else []
    parts = [
        plan.plan_hash,
        *take_hashes,
        format_word,
        *contents,
        *words,
        __version__,
        runner.read_version(),
    ]
    # Without a model, an output differs from one of the same steps where subtitles are required.
    if plan.subtitling_step and plan.subtitling_step.is_skipped(Answers()):
        parts.append("without a speech model")
    if any(step.takes_out_noise for step in plan.steps):
        parts.append(f"filter for voices: {read_filter_version() or 'none'}")
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()


def _list_unasked_files(job: Job, plan: Plan) -> tuple[Path, ...]:
    """List the files read without being named.

    The notes beside a clip are in the plan already; a withdrawn consent changes no picture.
    """
    step = plan.subtitling_step
    return step.list_unasked_files(_list_spoken_files(job, plan), Answers()) if step else ()


def list_given_texts(job: Job, plan: Plan) -> tuple[Path, ...]:
    """List the text files for the subtitles: named files, or those beside the spoken clips."""
    step = plan.subtitling_step
    return step.list_given_texts(_list_spoken_files(job, plan), Answers()) if step else ()


def _list_spoken_files(job: Job, plan: Plan) -> tuple[Path, ...]:
    """List the files whose words are heard: the narration where there is one, else the clips."""
    return (plan.narration,) if plan.narration else job.clips


def compute_given_fingerprint(job: Job, plan: Plan) -> str:
    """Join the content hashes of the given text files; empty where there are none."""
    return " ".join(cache.hash_content(path) for path in list_given_texts(job, plan))
