"""The sound track: render it, encode it, measure it as delivered, and correct it until right."""

from __future__ import annotations

import math
from dataclasses import dataclass
from pathlib import Path

from egv.app.render.pcm_cache import PcmCache
from egv.core.delivery.deliver import Deliverable
from egv.core.graph.ffmpeg_command import compile_command
from egv.core.graph.pads import Pad
from egv.core.kit.formats import to_format_file_word
from egv.core.media.encoding import CONTAINER, SOUND
from egv.core.programme.edit import LoudnessTarget
from egv.core.programme.questions import Ask, LoudnessOf
from egv.core.sound.loudness import Loudness, apply_gain, limit_peaks
from egv.tools.ffmpeg import runner
from egv.tools.ffmpeg.context import RenderContext
from egv.tools.measure.loudness import measure_file_loudness

MOST_TRIES = 4  # renders of the sound; each costs a hundredth of a picture encode
CLOSE_LU = 0.3  # no correction below this; the promise is 0.5
MARGIN_DB = 0.6  # AAC overshoots: before encoding, peaks are held this far under the ceiling


@dataclass(frozen=True, slots=True)
class DeliveredSound:
    """The finished sound track: its file, its loudness once decoded, and the use of the limiter."""

    path: Path
    loudness: Loudness | None
    is_limited: bool


@dataclass(frozen=True, slots=True)
class Mastering:
    """One try: a gain correction, in dB, and the limiter's ceiling, in dBTP (None: no limiter)."""

    gain_db: float = 0.0
    ceiling_dbtp: float | None = None

    def master_sound(self, sound: Pad) -> Pad:
        """Apply the gain and the limiter to `sound`."""
        if self.gain_db:
            sound = apply_gain(sound, self.gain_db)
        return sound if self.ceiling_dbtp is None else limit_peaks(sound, self.ceiling_dbtp)


def render_sound(
    deliverable: Deliverable,
    ask: Ask,
    pcm: PcmCache,
    context: RenderContext,
    progress: runner.OnProgress = runner.ignore_progress,
) -> DeliveredSound | None:
    """Render the sound of `deliverable` as an M4A in the folder of `pcm`; None without sound.

    The sound is measured as delivered. Where a level was requested, the decoded file is within 0.5
    LU of it and under the ceiling; if no limiting can reach that, the last try is delivered.
    """
    if deliverable.sound is None:
        return None
    path = pcm.folder / f"{to_format_file_word(deliverable.format)}.m4a"
    level = deliverable.level
    if level is None:
        _encode_sound(deliverable.sound, path, context, progress)
        return DeliveredSound(path, None, is_limited=False)
    sound = pcm.cache_sound(deliverable.sound, context)
    mastering = _plan_first_try(sound, level, ask)
    for _ in range(MOST_TRIES):
        _encode_sound(mastering.master_sound(sound), path, context, progress)
        measured = measure_file_loudness(path, context)
        corrected = correct_mastering(mastering, measured, level)
        if corrected == mastering:
            break
        mastering = corrected
    return DeliveredSound(path, measured, is_limited=mastering.ceiling_dbtp is not None)


def _plan_first_try(sound: Pad, level: LoudnessTarget, ask: Ask) -> Mastering:
    """Plan the first try: limit only peaks over the ceiling, and make up for the lost loudness."""
    before = ask(LoudnessOf(sound))
    if before.true_peak_dbtp <= level.peak_dbtp - MARGIN_DB:
        return Mastering()
    held = Mastering(ceiling_dbtp=level.peak_dbtp - MARGIN_DB)
    estimate = limit_peaks(sound, held.ceiling_dbtp or 0.0, oversampled=False)
    after = ask(LoudnessOf(estimate, thorough=False))
    lost = level.lufs - after.integrated_lufs
    return (
        held
        if abs(lost) <= CLOSE_LU or not math.isfinite(lost)
        else Mastering(lost, held.ceiling_dbtp)
    )


def correct_mastering(now: Mastering, measured: Loudness, level: LoudnessTarget) -> Mastering:
    """Correct `now`, which measured `measured`, for the next try; return `now` if it is right."""
    gain_db, ceiling = now.gain_db, now.ceiling_dbtp
    off = level.lufs - measured.integrated_lufs
    if math.isfinite(off) and abs(off) > CLOSE_LU:
        gain_db += off
    excess_db = measured.true_peak_dbtp - level.peak_dbtp
    if excess_db > 0:
        held = level.peak_dbtp - MARGIN_DB if ceiling is None else ceiling
        ceiling = held - excess_db - 0.1
    return Mastering(gain_db, ceiling)


def _encode_sound(
    sound: Pad, path: Path, context: RenderContext, progress: runner.OnProgress
) -> None:
    arguments = compile_command((sound,), str(path), {**SOUND, **CONTAINER})
    runner.run_ffmpeg(arguments, context, progress)
