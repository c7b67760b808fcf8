"""Speech detection: from speech probabilities and sound levels to spans.

The model says which bursts are speech. The level says where they begin and end, because a final
/s/, /f/ or /t/ is 20 dB under its vowel and the model's confidence falls before the sound is over.
Every threshold is relative to the voice or to the noise, so quiet and loud clips give equal
results.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from egv.core.media.spans import find_runs, merge_ranges
from egv.core.media.timing import Seconds, Span
from egv.core.sound.activity import (
    VOICE_OVER_FLOOR_DB,
    find_percentile,
    measure_noise_floor_dbfs,
    measure_voice_dbfs,
)

WindowRange = tuple[int, int]  # [first, end), counted in windows

LEVEL_WINDOW_S = Fraction(16, 1000)  # one level; the lengths below are counted in windows
LEVELS_PER_PROBABILITY = 2  # Silero looks at 512 samples of 16 kHz, 32 ms, at a time

SPEAKING, STILL_SPEAKING = 0.4, 0.35  # probability at which a burst begins, and below which it ends
LIKELY, CERTAIN = 0.5, 0.9  # highest probability of a burst: for any word, and for a clear word
SHORT = 16  # 256 ms: a rustle or knock taken for speech is shorter, most words are longer
ALONE = 62  # 992 ms: a short burst nearer than this to a word may be a word
SHORTEST_PAUSE = 13  # 208 ms: a shorter gap is a stop consonant or a breath within a phrase

VOICE_RANGE_DB = 22.0  # without the model, speech is at most this far below the voice
WORD_RANGE_DB = 25.0  # soft ends of words are at most this far below the voice; under that, reverb
WORD_OVER_FLOOR_DB = 6.0  # and at least this far above the noise around them
CLOSURE = 5  # 80 ms: the silence before a final /t/ or /k/
FURTHEST = 22  # 352 ms: no consonant is longer
NEARBY = 125  # 2 s: the surroundings in which noise is measured

SOUND_RANGE_DB = 12.0  # other relevant sound is about as loud as the voice: applause, music
SOUND_OVER_FLOOR_DB = 20.0
SHORTEST_SOUND = 25  # 0.4 s
SOUND_DIP = 10  # 160 ms: handling noise comes in bursts, mostly with longer dips

SILENCE_DBFS = -90.0  # level of the last of 16 bits: no speech


class SpeechMethod(StrEnum):
    """The method that found the speech."""

    SILERO = "silero"
    LEVEL = "level"  # level over the noise floor: used when the model cannot be loaded


@dataclass(frozen=True, slots=True)
class SpeechActivity:
    """Measurements of a sound: a level (dBFS) every 16 ms, a speech probability every 32 ms.

    `probabilities` is None where no model could be loaded.
    """

    duration: Seconds
    levels_dbfs: Sequence[float]
    probabilities: Sequence[float] | None = None


@dataclass(frozen=True, slots=True)
class Speech:
    """The spans of speech in a sound of `duration` seconds, and the method that found them.

    `spans` are ordered and disjoint, and hold each word whole. `sounds` lie between them: at least
    0.4 s of something else, about as loud as the voice and well over the noise floor.
    """

    duration: Seconds
    spans: tuple[Span, ...] = ()
    sounds: tuple[Span, ...] = ()
    method: SpeechMethod = SpeechMethod.SILERO


def classify_speech(heard: SpeechActivity) -> Speech:
    """Find the spans of speech, and of other loud sound, in the measurements."""
    levels, probabilities = heard.levels_dbfs, heard.probabilities
    if probabilities is None:
        method, bursts = SpeechMethod.LEVEL, _find_level_bursts(levels)
    else:
        method, bursts = SpeechMethod.SILERO, _find_model_bursts(probabilities, len(levels))
    bursts = _drop_doubtful_bursts(merge_ranges(bursts, SHORTEST_PAUSE), probabilities)
    if not bursts or measure_voice_dbfs(levels) < SILENCE_DBFS:
        return Speech(heard.duration, method=method)
    voice = find_percentile([level for first, end in bursts for level in levels[first:end]], 0.75)
    words = merge_ranges(_grow_bursts(bursts, levels, voice - WORD_RANGE_DB), SHORTEST_PAUSE)
    loud = max(voice - SOUND_RANGE_DB, measure_noise_floor_dbfs(levels) + SOUND_OVER_FLOOR_DB)
    return Speech(
        heard.duration,
        _to_spans(words, heard.duration),
        _to_spans(_find_loud_sounds(words, levels, loud), heard.duration),
        method,
    )


def _find_model_bursts(probabilities: Sequence[float], length: int) -> list[WindowRange]:
    speaking, flags = False, []
    for probability in probabilities:
        speaking = probability >= (STILL_SPEAKING if speaking else SPEAKING)
        flags.append(speaking)
    windows = [[at * LEVELS_PER_PROBABILITY for at in run] for run in find_runs(flags)]
    return [(first, min(end, length)) for first, end in windows if first < length]


def _find_level_bursts(levels: Sequence[float]) -> list[WindowRange]:
    audible = measure_noise_floor_dbfs(levels) + VOICE_OVER_FLOOR_DB
    loud = max(audible, measure_voice_dbfs(levels) - VOICE_RANGE_DB)
    return find_runs(level > loud for level in levels)


def _drop_doubtful_bursts(
    bursts: Sequence[WindowRange], probabilities: Sequence[float] | None
) -> list[WindowRange]:
    """Drop unlikely bursts, and short, uncertain bursts far from any word."""

    def surest(burst: WindowRange) -> float:
        first, end = (at // LEVELS_PER_PROBABILITY for at in burst)
        return max(probabilities[first : end + 1]) if probabilities else LIKELY

    likely = [burst for burst in bursts if surest(burst) >= LIKELY]
    words = [(a, b) for a, b in likely if b - a >= SHORT or surest((a, b)) >= CERTAIN]
    around = merge_ranges((a - ALONE, b + ALONE) for a, b in words)
    return [(a, b) for a, b in likely if any(a < right and b > left for left, right in around)]


def _grow_bursts(
    bursts: Sequence[WindowRange], levels: Sequence[float], faintest_dbfs: float
) -> list[WindowRange]:
    """Extend `bursts` by the soft starts and ends of their words, found by level in the gaps."""
    grown = []
    ends = (0, *(end for _, end in bursts[:-1]))
    starts = (*(first for first, _ in bursts[1:]), len(levels))
    for (first, end), left, right in zip(bursts, ends, starts, strict=True):
        before = _count_word_levels(levels[max(left, first - NEARBY) : first][::-1], faintest_dbfs)
        after = _count_word_levels(levels[end : min(right, end + NEARBY)], faintest_dbfs)
        grown.append((first - before, end + after))
    return grown


def _count_word_levels(outward: Sequence[float], faintest_dbfs: float) -> int:
    """Count the levels after a burst that still belong to its word."""
    threshold = max(faintest_dbfs, find_percentile(outward, 0.2) + WORD_OVER_FLOOR_DB)
    reach = 0
    for at, level in enumerate(outward[:FURTHEST]):
        if level > threshold:
            reach = at + 1
        elif at - reach >= CLOSURE:
            break
    return reach


def _find_loud_sounds(
    words: Sequence[WindowRange], levels: Sequence[float], loud_dbfs: float
) -> list[WindowRange]:
    """Find sustained loud sound in the gaps between `words`."""
    ends, starts = (0, *(end for _, end in words)), (*(first for first, _ in words), len(levels))
    sounds = []
    for left, right in zip(ends, starts, strict=True):
        loud = merge_ranges(find_runs(level > loud_dbfs for level in levels[left:right]), SOUND_DIP)
        sounds += [(left + a, left + b) for a, b in loud if b - a >= SHORTEST_SOUND]
    return sounds


def _to_spans(windows: Sequence[WindowRange], duration: Seconds) -> tuple[Span, ...]:
    """Convert `windows` to seconds; the last window of a sound may be short."""
    return tuple(
        Span(first * LEVEL_WINDOW_S, min(end * LEVEL_WINDOW_S, duration)) for first, end in windows
    )
