"""Noises as rooms have them, made from numbers, so that anybody can make the same: power 1."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

HZ = 48_000
Samples = NDArray[np.float64]
Chance = np.random.Generator
Slope = Callable[[Samples], Samples]  # the amplitude at each frequency, Hz


def scale_to_one(sound: Samples) -> Samples:
    """Scale `sound` to power 1."""
    return sound * (1 / float(np.sqrt((sound**2).mean())))


def make_coloured(length: int, chance: Chance, slope: Slope) -> Samples:
    """Noise whose spectrum has the shape of `slope`."""
    spectrum = np.fft.rfft(chance.normal(size=length))
    hz = np.maximum(np.fft.rfftfreq(length, 1 / HZ), 1.0)
    return scale_to_one(np.fft.irfft(spectrum * slope(hz), length))


def make_fan(length: int, chance: Chance) -> Samples:
    """A ventilator: air that rushes, blades that hum, and a rattle at the speed of its axle."""
    at = np.arange(length) / HZ
    corner, blades = chance.uniform(300, 900), chance.uniform(90, 180)
    air = make_coloured(length, chance, lambda hz: (hz > 60) / (1 + (hz / corner) ** 1.4))
    hum = sum(np.sin(2 * np.pi * blades * n * at + chance.uniform(0, 6)) / n for n in (1, 2, 3))
    return scale_to_one(air * (1 + 0.1 * np.sin(2 * np.pi * blades / 7 * at)) + 0.2 * hum)


def make_street(length: int, chance: Chance) -> Samples:
    """A street behind a window: a town far off, and cars that pass."""
    at = np.arange(length) / HZ
    sound = 0.4 * make_coloured(length, chance, lambda hz: (hz > 30) / (1 + (hz / 200) ** 1.3))
    for _ in range(max(2, length // HZ // 3)):
        middle, width = chance.uniform(0, length / HZ), chance.uniform(0.7, 2.0)
        corner = chance.uniform(500, 1500)

        def tyres(hz: Samples, corner: float = corner) -> Samples:
            return (hz > 50) / (1 + (hz / corner) ** 1.6)

        near = np.exp(-(((at - middle) / width) ** 2))
        sound += chance.uniform(0.5, 1.2) * near * make_coloured(length, chance, tyres)
    return scale_to_one(sound)


def make_keyboard(length: int, chance: Chance) -> Samples:
    """Somebody types: keys go down and come up, in bursts."""
    sound = 0.03 * make_coloured(length, chance, lambda hz: hz**-0.5)
    at = 0
    while at < length - HZ // 5:
        for later, loud in ((0, 1.0), (int(chance.uniform(0.05, 0.11) * HZ), 0.4)):
            size, ring = int(chance.uniform(0.02, 0.05) * HZ), chance.uniform(1200, 5000)

            def key(hz: Samples, ring: float = ring) -> Samples:
                return np.asarray(np.exp(-(np.log(hz / ring) ** 2)), np.float64)

            click = make_coloured(size, chance, key) * np.exp(-np.arange(size) / (size / 7))
            sound[at + later : at + later + size] += loud * chance.uniform(0.5, 1.2) * click
        pause = (0.6, 1.4) if chance.random() < 0.1 else (0.08, 0.3)
        at += int(chance.uniform(*pause) * HZ)
    return scale_to_one(sound)


def make_hum(length: int, chance: Chance) -> Samples:
    """A cable that hums at the mains frequency and its multiples, with an amplifier's hiss."""
    at, mains = np.arange(length) / HZ, chance.choice([50.0, 60.0])
    tones = [chance.uniform(0.3, 1) / n**0.8 for n in range(1, 21)]
    hum = sum(
        loud * np.sin(2 * np.pi * mains * n * at + chance.uniform(0, 6))
        for n, loud in enumerate(tones, 1)
    )
    return scale_to_one(scale_to_one(np.asarray(hum)) + 0.35 * chance.normal(size=length))


def make_voices(length: int, chance: Chance, speakers: Sequence[Samples]) -> Samples:
    """People who talk in the background, too many and too far off to be understood."""
    sound = np.zeros(length)
    for _ in range(9):
        speaker, pace = speakers[int(chance.integers(len(speakers)))], chance.uniform(0.8, 1.25)
        voice = np.interp(np.arange(0, len(speaker) - 1, pace), np.arange(len(speaker)), speaker)
        voice = np.roll(np.tile(voice, length // len(voice) + 2), int(chance.integers(len(voice))))
        sound += chance.uniform(0.5, 1) * scale_to_one(voice[:length])
    spectrum, hz = np.fft.rfft(sound), np.fft.rfftfreq(length, 1 / HZ)
    return scale_to_one(np.fft.irfft(spectrum / (1 + (hz / 3000) ** 2), length))
