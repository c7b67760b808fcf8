"""Loudness figures after ITU-R BS.1770 / EBU R 128, and the graph edits that move them."""

from __future__ import annotations

import math
from dataclasses import dataclass

from egv.core.graph import Filter, Pad, filtered
from egv.core.splice import SAMPLE_RATE

ABSOLUTE_GATE_LUFS = -70.0  # ITU-R BS.1770-4: quieter than this there is nothing to measure
MAX_GAIN_DB = 20.0  # hiss raised further is a roar
MAX_VOICE_GAIN_DB = 40.0  # a far microphone in a quiet room, at the level of an hour's silence
CLEAR_VOICE_LU = 12.0  # what stands this far above its own pauses is no hiss
OVERSAMPLED_HZ = 192_000  # at 48 kHz alimiter sees samples, not the peaks between them


@dataclass(frozen=True, slots=True)
class Loudness:
    """What one programme measures, in the units of its names.

    Any of the figures is -inf for digital silence.
    """

    integrated_lufs: float
    true_peak_dbtp: float
    range_lu: float = 0.0
    noise_floor_dbfs: float = -math.inf

    @property
    def is_silence(self) -> bool:
        """Whether there is nothing to measure."""
        return not self.integrated_lufs > ABSOLUTE_GATE_LUFS

    def raised(self, gain_db: float) -> Loudness:
        """What the same programme measures after a linear gain, in dB: the gate is relative."""
        return Loudness(
            self.integrated_lufs + gain_db,
            self.true_peak_dbtp + gain_db,
            self.range_lu,
            self.noise_floor_dbfs + gain_db,
        )


def gain_cap_db(measured: Loudness) -> float:
    """How far sound that measures so may be raised, in dB: a voice further than hiss."""
    clear = measured.integrated_lufs - measured.noise_floor_dbfs > CLEAR_VOICE_LU
    return MAX_VOICE_GAIN_DB if clear else MAX_GAIN_DB


def gained(sound: Pad, gain_db: float) -> Pad:
    """`sound` made louder by one linear gain, in dB."""
    return filtered(sound, "volume", volume=f"{gain_db:.2f}dB", precision="double")


def undone_gain(sound: Pad) -> tuple[Pad, float] | None:
    """The sound before its last gain, and that gain in dB; None if `sound` was not gained."""
    match sound.node:
        case Filter("volume", (before,), options) if "eval" not in dict(options):
            return before, float(dict(options)["volume"].removesuffix("dB"))
        case _:
            return None


def limited(sound: Pad, peak_dbtp: float, *, oversampled: bool = True) -> Pad:
    """`sound` with its true peaks held under `peak_dbtp`, in dBTP, and no other change.

    Not `oversampled`, peaks between samples pass, at a third of the time: enough to tell how much
    loudness limiting takes. `level` would amplify what is left to full scale; without `latency` the
    sound comes 5 ms late.
    """
    if oversampled:
        sound = filtered(sound, "aresample", osr=OVERSAMPLED_HZ)
    limit = 10 ** (peak_dbtp / 20)
    sound = filtered(
        sound, "alimiter", limit=limit, attack=5, release=50, level=False, latency=True
    )
    return filtered(sound, "aresample", osr=SAMPLE_RATE) if oversampled else sound
