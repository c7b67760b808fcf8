"""Rules for taking noise out of a voice: how much, and where not; and a plain filter for it.

A filter that knows voices takes all else away: the room, applause, music. So no more is taken than
puts the noise well under the voice, and nothing where music plays or nobody speaks.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from egv.core.graph.pads import Pad, Source, apply_filter
from egv.core.graph.splice import SAMPLE_RATE
from egv.core.media.spans import find_runs, merge_spans, sum_durations
from egv.core.media.timing import Seconds, Span
from egv.core.sound.activity import measure_voice_dbfs

LEVEL_S = Seconds(2, 100)  # length of the windows whose levels are compared
QUIET_DB = 25.0  # filtered sound so far under the voice is a pause: what is heard there is noise
EDGE = 4  # windows at each end of a pause: words begin and end more softly than the filter hears
LEAST_QUIET = 8  # windows: in fewer, the noise is not known
NO_VOICE_DB = -8.0  # a voice so far under the noise was none
LEAST_REDUCTION_DB = 3.0  # less is not heard, and not worth a change
TONES_S = Seconds(2)  # length of the windows in which tones are counted; they begin each second
TONES_STEP = Seconds(1)
MUSICAL = 0.3  # lasting tones at a time: noises and echoes have up to 0.2, music 0.5 to 2
SHORTEST_MUSIC = Seconds(3)
SHORTEST_GAP = Seconds(4)  # between two pieces of music
MARGIN = Seconds(1)  # music begins softly, and fades
MOSTLY = 0.5  # where so much of a sound has music, the rest has it too, under the words

FLOOR_RANGE_DBFS = (-80.0, -20.0)  # accepted by afftdn
ABOVE_FLOOR_DB = 12.0  # afftdn's floor is per band: this far over the measured one, all noise goes
LATE_SAMPLES = 1200  # by afftdn, at 48 kHz; it does not say so itself (seen with 7.0 to 9.0.2)
# Raw PCM: no header, so no size limit from one. The clip's own formats are never taken for raw.
RAW = (
    ("f", "f32le"),
    ("format_whitelist", "f32le"),
    ("ar", str(SAMPLE_RATE)),
    ("ch_layout", "stereo"),
)


@dataclass(frozen=True, slots=True)
class NoiseGoal:
    """A limit in dB for what is taken from noise, and how far under the voice it need not be lower.

    `plain_db` is what a plain filter may take.
    """

    most_db: float
    under_voice_db: float
    plain_db: int


@dataclass(frozen=True, slots=True)
class SoundLevels:
    """The levels of a sound as it is and after a filter for voices, dBFS, one per `LEVEL_S`."""

    whole_dbfs: Sequence[float]
    voice_dbfs: Sequence[float]


@dataclass(frozen=True, slots=True)
class CleaningPlan:
    """The noise to take, dB; 0 for none. `over_noise_db` is how far the voice is over the noise.

    The noise is left in the spans of `music`, and everywhere where no voice was found.
    """

    over_noise_db: float
    reduction_db: float = 0.0
    music: tuple[Span, ...] = ()
    is_spoken: bool = True
    is_all_music: bool = False

    @property
    def is_worth_it(self) -> bool:
        """True where some noise is to be taken."""
        return self.reduction_db > 0 and not self.is_all_music


@dataclass(frozen=True, slots=True)
class CleanedSound:
    """A sound without its noise: the raw file for `read_cleaned_sound`, None where it is unchanged.

    `fault` is why the filter for voices does not work on this machine. `plan` is None then, and
    where no sound was filtered, in a dry run.
    """

    path: Path | None = None
    plan: CleaningPlan | None = None
    fault: str = ""


def find_pauses(voice_dbfs: Sequence[float]) -> list[bool]:
    """Find the windows of a filtered sound in which nobody speaks."""
    quiet_dbfs = measure_voice_dbfs(voice_dbfs) - QUIET_DB
    return [level < quiet_dbfs for level in voice_dbfs]


def plan_cleaning(
    levels: SoundLevels, tones: Sequence[float], duration: Seconds, goal: NoiseGoal
) -> CleaningPlan:
    """Plan what to take from a sound of `levels`, as far as `goal` asks.

    `tones` are the lasting tones in what the filter took, one mean number per window.
    """
    over_noise_db = measure_voice_over_noise_db(levels)
    if over_noise_db < NO_VOICE_DB:
        return CleaningPlan(over_noise_db, is_spoken=False)
    reduction_db = min(goal.most_db, goal.under_voice_db - over_noise_db)
    if reduction_db < LEAST_REDUCTION_DB:
        return CleaningPlan(over_noise_db)
    music = find_music_spans(tones, duration)
    whole = music == (Span(Seconds(0), duration),)
    return CleaningPlan(over_noise_db, reduction_db, music, is_all_music=whole)


def measure_voice_over_noise_db(levels: SoundLevels) -> float:
    """Measure how far the voice is over the noise, dB, from what is heard in its pauses.

    Without pauses, what the filter took counts as the noise.
    """
    pauses = find_pauses(levels.voice_dbfs)
    spoken = [after for after, quiet in zip(levels.voice_dbfs, pauses, strict=True) if not quiet]
    if not spoken:
        return -math.inf
    runs = find_runs(pauses)
    for edge in (EDGE, 0):
        inner = [
            level for first, end in runs for level in levels.whole_dbfs[first + edge : end - edge]
        ]
        if len(inner) >= LEAST_QUIET:
            return _average_dbfs(spoken) - _average_dbfs(inner)
    taken = map(_subtract_dbfs, levels.whole_dbfs, levels.voice_dbfs)
    return _average_dbfs(spoken) - _average_dbfs(list(taken))


def find_music_spans(tones: Sequence[float], duration: Seconds) -> tuple[Span, ...]:
    """Find where there is music: the spans in which tones last, as no voice and no noise does."""
    heard = (
        Span(at * TONES_STEP, at * TONES_STEP + TONES_S)
        for at, n in enumerate(tones)
        if n >= MUSICAL
    )
    pieces = [span for span in merge_spans(heard, SHORTEST_GAP) if span.duration >= SHORTEST_MUSIC]
    wide = (Span(max(Seconds(0), p.start - MARGIN), min(duration, p.end + MARGIN)) for p in pieces)
    spans = merge_spans(span for span in wide if span.start < span.end)
    if spans and sum_durations(spans) >= MOSTLY * duration:
        return (Span(Seconds(0), duration),)
    return spans


def read_cleaned_sound(path: Path) -> Pad:
    """Build the sound of the raw file at `path`."""
    return apply_filter(Pad(Source(path, RAW), "a", 0), "aformat", sample_fmts="fltp")


def reduce_steady_noise(sound: Pad, reduction_db: float, noise_floor_dbfs: float) -> Pad:
    """Reduce steady noise at `noise_floor_dbfs` in `sound` with ffmpeg's own filter, in time."""
    low, high = FLOOR_RANGE_DBFS
    floor = min(max(noise_floor_dbfs + ABOVE_FLOOR_DB, low), high)
    sound = apply_filter(sound, "apad", pad_len=LATE_SAMPLES)
    sound = apply_filter(sound, "afftdn", nr=reduction_db, nf=floor)
    sound = apply_filter(sound, "atrim", start_sample=LATE_SAMPLES)
    return apply_filter(sound, "asetpts", expr="PTS-STARTPTS")


def _average_dbfs(levels: Sequence[float]) -> float:
    """Average the power of `levels`."""
    power = math.fsum(10 ** (level / 10) for level in levels) / max(len(levels), 1)
    return 10 * math.log10(power) if power > 0 else -math.inf


def _subtract_dbfs(whole: float, part: float) -> float:
    """Return the level that is left of `whole` without `part`."""
    power = 10 ** (whole / 10) - 10 ** (part / 10)
    return 10 * math.log10(power) if power > 0 else -math.inf
