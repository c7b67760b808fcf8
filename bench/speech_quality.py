"""How near a voice is to the clean one: in dB (SI-SDR), as it is understood (STOI), and in time."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Samples = NDArray[np.float64]
HZ, STOI_HZ = 48_000, 10_000
FRAME, HOP, BINS, SEGMENT = 256, 128, 512, 30
BANDS, LOWEST_HZ = 15, 150.0
RANGE_DB, LEAST_DB = 40.0, -15.0


def measure_si_sdr(clean: Samples, sound: Samples) -> float:
    """Scale-invariant signal-to-distortion ratio, dB (Le Roux and others, ICASSP 2019)."""
    clean, sound = clean - clean.mean(), sound - sound.mean()
    target = (sound @ clean) / (clean @ clean) * clean
    error = sound - target
    return float(10 * np.log10((target @ target) / (error @ error)))


def measure_delay(clean: Samples, sound: Samples) -> int:
    """By how many samples `sound` is later than `clean`."""
    size = 1 << (len(clean) + len(sound)).bit_length()
    product = np.fft.rfft(sound, size) * np.conj(np.fft.rfft(clean, size))
    at = int(np.fft.irfft(product, size).argmax())
    return at if at < size // 2 else at - size


def measure_stoi(clean: Samples, sound: Samples) -> float:
    """Short-time objective intelligibility, 0 to 1 (Taal and others, IEEE TASLP 2011)."""
    clean, sound = (_resample(samples) for samples in (clean, sound))
    clean, sound = _drop_silence(clean, sound)
    bands, other = (_sum_bands(_cut_frames(samples)) for samples in (clean, sound))
    windows = np.lib.stride_tricks.sliding_window_view
    x, y = (windows(each, SEGMENT, axis=1) for each in (bands, other))
    y = (
        y
        * np.linalg.norm(x, axis=2, keepdims=True)
        / (np.linalg.norm(y, axis=2, keepdims=True) + 1e-15)
    )
    y = np.minimum(y, x * (1 + 10 ** (-LEAST_DB / 20)))
    x, y = (each - each.mean(axis=2, keepdims=True) for each in (x, y))
    both = np.linalg.norm(x, axis=2) * np.linalg.norm(y, axis=2) + 1e-15
    return float(((x * y).sum(axis=2) / both).mean())


def _resample(sound: Samples) -> Samples:
    """Resample from 48 kHz to that of STOI."""
    length = len(sound) * STOI_HZ // HZ
    return np.fft.irfft(np.fft.rfft(sound)[: length // 2 + 1], length) * length / len(sound)


def _cut_frames(sound: Samples) -> Samples:
    """Cut windowed frames, one row each."""
    frames = np.lib.stride_tricks.sliding_window_view(sound, FRAME)[::HOP]
    return frames * np.hanning(FRAME + 2)[1:-1]


def _drop_silence(clean: Samples, sound: Samples) -> tuple[Samples, Samples]:
    """Drop the frames in which the clean voice is silent from both."""
    frames, others = _cut_frames(clean), _cut_frames(sound)
    levels = 20 * np.log10(np.linalg.norm(frames, axis=1) + 1e-15)
    heard = levels > levels.max() - RANGE_DB
    return _add_up(frames[heard]), _add_up(others[heard])


def _add_up(frames: Samples) -> Samples:
    """Add overlapping frames up to one sound."""
    sound = np.zeros((len(frames) - 1) * HOP + FRAME)
    for number, frame in enumerate(frames):
        sound[number * HOP : number * HOP + FRAME] += frame
    return sound


def _sum_bands(frames: Samples) -> Samples:
    """The amplitude in each third of an octave, one row per band."""
    power = np.abs(np.fft.rfft(frames, BINS)) ** 2
    hz = np.linspace(0, STOI_HZ / 2, BINS // 2 + 1)
    rows = []
    for band in range(BANDS):
        edges = (LOWEST_HZ * 2 ** ((2 * band + side) / 6) for side in (-1, 1))
        first, end = (int(np.abs(hz - edge).argmin()) for edge in edges)
        rows.append(np.sqrt(power[:, first:end].sum(axis=1)))
    return np.array(rows)
