"""Measure loudness, true peak and noise floor with ffmpeg's own meters."""

from __future__ import annotations

import math
import re
from dataclasses import replace
from pathlib import Path

from egv.core.graph.ffmpeg_command import compile_command
from egv.core.graph.pads import Pad, Source, apply_filter
from egv.core.sound.loudness import ABSOLUTE_GATE_LUFS, Loudness
from egv.tools.ffmpeg import runner
from egv.tools.ffmpeg.context import RenderContext

SHORT_SAMPLES, REPEATS = 24_000, 9  # 0.5 s: longer than a block of the meter
NOISE_WINDOW_S = 0.1  # short enough to fit between two sentences


def measure_loudness(
    sound: Pad,
    context: RenderContext,
    *,
    noise_floor: bool = True,
    peak: bool = True,
) -> Loudness:
    """Measure the loudness of `sound` in one decode; -inf for values that were not requested.

    A sound under 0.4 s fits in no block of the meter; it is measured as if it went on. Integrated
    loudness is -inf where the sound is silence.
    """
    measured = _read_meters(sound, context, noise_floor=noise_floor, peak=peak)
    if measured.is_silence and (measured.true_peak_dbtp > ABSOLUTE_GATE_LUFS or not peak):
        repeated = apply_filter(sound, "aloop", loop=REPEATS, size=SHORT_SAMPLES)
        again = _read_meters(repeated, context, noise_floor=False, peak=False)
        measured = replace(measured, integrated_lufs=again.integrated_lufs)
    # The meter prints -70 where it measured nothing.
    return replace(measured, integrated_lufs=-math.inf) if measured.is_silence else measured


def _read_meters(sound: Pad, context: RenderContext, *, noise_floor: bool, peak: bool) -> Loudness:
    """Run the meters over `sound`."""
    metered = sound
    if noise_floor:
        metered = apply_filter(
            sound,
            "astats",
            length=NOISE_WINDOW_S,
            measure_perchannel="none",
            measure_overall="RMS_trough",
        )
    peaks = {"peak": "true"} if peak else {}
    metered = apply_filter(metered, "ebur128", **peaks, framelog="quiet")
    said = runner.run_measurement(compile_command((metered,), "-", {"f": "null"}), context)
    return Loudness(
        integrated_lufs=_parse_last_number(r"I:\s+(\S+) LUFS", said),
        true_peak_dbtp=_parse_last_number(
            r"Peak:\s+(\S+) dBFS", said
        ),  # ffmpeg prints dBFS, but the value is the true peak
        range_lu=_parse_last_number(r"LRA:\s+(\S+) LU", said),
        noise_floor_dbfs=_parse_last_number(
            r"RMS through? dB: (\S+)", said
        ),  # up to ffmpeg 9: "through"
    )


def measure_file_loudness(path: Path, context: RenderContext) -> Loudness:
    """Measure the loudness of the decoded file at `path`: the loudness as delivered."""
    return measure_loudness(Pad(Source(path), "a", 0), context, noise_floor=False)


def _parse_last_number(pattern: str, said: str) -> float:
    """Parse the last number that `pattern` finds, or -inf where the meter measured nothing."""
    found: list[str] = re.findall(pattern, said)
    value = float(found[-1]) if found else -math.inf
    return -math.inf if math.isnan(value) else value
