"""How the presenter moves: one pose per frame, from the loudness and brightness of her voice."""

from dataclasses import dataclass
from math import pi, sin
from random import Random

import numpy as np
from numpy.typing import NDArray

Track = NDArray[np.float64]

FLOOR_DB, FULL_DB = -42.0, -13.0  # mouth closed, mouth wide open
ROUND_HZ, WIDE_HZ = 500.0, 2200.0  # spectral centroids of "oo" and of "ee"
BLINK = (0.55, 0.0, 0.0, 0.4, 0.8)  # how open the lids are, frame by frame
GLANCE_S = 1.1  # how long she looks at the phone after starting it, and before stopping it


@dataclass(frozen=True, slots=True)
class Pose:
    """Where the presenter's head is and what her face does on one frame."""

    opening: float  # of the mouth, 0 to 1
    spread: float  # of the lips, around 1
    lids: float
    down: float  # eyes away from the lens
    turn: float  # of the head, degrees
    x: float
    y: float
    nod: float  # of the features over the face, pixels


def poses(voice: Track, rate: int, lead_s: float, frames: int, fps: int) -> list[Pose]:
    """The pose of every frame, for a voice that begins `lead_s` seconds into the clip."""
    opening, spread = _mouth(voice, rate, lead_s, frames, fps)
    lids = _lids(frames, fps)
    stress = _smooth(opening, fps // 2)
    return [
        _pose(i / fps, frames / fps, (opening[i], spread[i], lids[i], stress[i]))
        for i in range(frames)
    ]


def _pose(t: float, duration: float, face: tuple[float, float, float, float]) -> Pose:
    opening, spread, lids, stress = face
    glance = max(_ease((GLANCE_S - t) / 0.4), _ease((t - duration + GLANCE_S) / 0.4))
    sway = sin(2 * pi * t / 5.3) + 0.6 * sin(2 * pi * t / 3.1 + 1)
    return Pose(
        opening=opening,
        spread=spread,
        lids=min(lids, 0.92 - 0.2 * glance),
        down=glance,
        turn=1.1 * sin(2 * pi * t / 4.3 + 0.5) + 1.3 * (stress - 0.2) - 1.5 * glance,
        x=3.2 * sway - 4 * glance,
        y=1.2 * sin(2 * pi * t / 3.7) + 3.5 * stress,
        nod=3 * stress + 4 * glance,
    )


def _mouth(voice: Track, rate: int, lead_s: float, frames: int, fps: int) -> tuple[Track, Track]:
    opening, spread = np.zeros(frames), np.full(frames, 1.08)  # at rest she smiles a little
    window = np.hanning(rate // 20)
    hertz = np.fft.rfftfreq(len(window), 1 / rate)
    for i in range(frames):
        start = round((i / fps - lead_s) * rate) - len(window) // 2
        piece = voice[max(0, start) : max(0, start + len(window))]
        if len(piece) < len(window):
            continue
        level_db = 10 * np.log10(np.mean(piece**2) + 1e-9)
        opening[i] = np.clip((level_db - FLOOR_DB) / (FULL_DB - FLOOR_DB), 0, 1)
        power = np.abs(np.fft.rfft(piece * window)) ** 2
        centroid = float((hertz * power).sum() / (power.sum() + 1e-9))
        width = 0.78 + 0.36 * np.clip((centroid - ROUND_HZ) / (WIDE_HZ - ROUND_HZ), 0, 1)
        spread[i] += (width - spread[i]) * min(1.0, 3 * opening[i])
        opening[i] *= 1 - 0.45 * np.clip((centroid - 1600) / 2400, 0, 1)  # hissing needs no jaw
    return _smooth(opening, 3), _smooth(spread, 5)


def _lids(frames: int, fps: int) -> Track:
    lids, chance = np.ones(frames), Random(8)
    at = 1.3
    while (first := round(at * fps)) + len(BLINK) < frames:
        lids[first : first + len(BLINK)] = BLINK
        at += chance.uniform(2.2, 4.4)
    return lids


def _smooth(track: Track, width: int) -> Track:
    bell = np.hanning(width + 2)
    return np.convolve(track, bell / bell.sum(), "same")


def _ease(share: float) -> float:
    share = min(1.0, max(0.0, share))
    return share * share * (3 - 2 * share)
