"""Loudness figures after ITU-R BS.1770 / EBU R 128, and the filters that change them."""

from __future__ import annotations

import math
from dataclasses import dataclass

from egv.core.graph.pads import Filter, Pad, apply_filter
from egv.core.graph.splice import SAMPLE_RATE

ABSOLUTE_GATE_LUFS = -70.0  # ITU-R BS.1770-4: there is nothing to measure below this
MAX_GAIN_DB = 20.0  # more gain turns hiss into a roar
MAX_VOICE_GAIN_DB = 40.0  # a distant microphone in a quiet room
CLEAR_VOICE_LU = 12.0  # sound this far above its own pauses is no hiss
OVERSAMPLED_HZ = 192_000  # at 48 kHz alimiter sees samples, not the peaks between them


@dataclass(frozen=True, slots=True)
class Loudness:
    """Loudness measurements of one programme, in the units of the field names.

    Any of the figures is -inf for digital silence.
    """

    integrated_lufs: float
    true_peak_dbtp: float
    range_lu: float = 0.0
    noise_floor_dbfs: float = -math.inf

    @property
    def is_silence(self) -> bool:
        """True where there is nothing to measure."""
        return not self.integrated_lufs > ABSOLUTE_GATE_LUFS

    def with_gain(self, gain_db: float) -> Loudness:
        """Return the loudness after a linear gain, dB; the relative gate moves along."""
        return Loudness(
            self.integrated_lufs + gain_db,
            self.true_peak_dbtp + gain_db,
            self.range_lu,
            self.noise_floor_dbfs + gain_db,
        )


def compute_gain_cap_db(measured: Loudness) -> float:
    """Compute the largest allowed gain, dB: higher for a clear voice than for hiss."""
    clear = measured.integrated_lufs - measured.noise_floor_dbfs > CLEAR_VOICE_LU
    return MAX_VOICE_GAIN_DB if clear else MAX_GAIN_DB


def apply_gain(sound: Pad, gain_db: float) -> Pad:
    """Apply one linear gain, dB, to `sound`."""
    return apply_filter(sound, "volume", volume=f"{gain_db:.2f}dB", precision="double")


def undo_gain(sound: Pad) -> tuple[Pad, float] | None:
    """Return the sound before its last gain, and that gain in dB; None if there was no gain."""
    match sound.node:
        case Filter("volume", (before,), options) if "eval" not in dict(options):
            return before, float(dict(options)["volume"].removesuffix("dB"))
        case _:
            return None


def limit_peaks(sound: Pad, peak_dbtp: float, *, oversampled: bool = True) -> Pad:
    """Hold the true peaks of `sound` under `peak_dbtp`, dBTP, with no other change.

    Without `oversampled`, peaks between samples pass, at a third of the time: enough to measure the
    loudness lost to limiting. alimiter's `level` would amplify the result to full scale; without
    `latency` the sound comes 5 ms late.
    """
    if oversampled:
        sound = apply_filter(sound, "aresample", osr=OVERSAMPLED_HZ)
    limit = 10 ** (peak_dbtp / 20)
    sound = apply_filter(
        sound, "alimiter", limit=limit, attack=5, release=50, level=False, latency=True
    )
    return apply_filter(sound, "aresample", osr=SAMPLE_RATE) if oversampled else sound
