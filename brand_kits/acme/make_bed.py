"""Play the music bed of the example kit, so that the repository holds no music of anybody's.

python brand_kits/acme/make_bed.py
"""

from __future__ import annotations

import subprocess
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
from numpy.typing import NDArray

from egv.tools.ffmpeg import runner

HERE = Path(__file__).parent
RATE = 48_000
BAR_S, STEPS = 5.0, 8
CHORDS = ((53, 60, 64, 69), (57, 60, 64, 67), (58, 62, 65, 69), (55, 60, 64, 69))  # MIDI notes
PATTERN = (0, 2, 1, 3, 2, 3, 1, 2)  # which note of the chord is plucked, an octave higher

Sound = NDArray[np.float64]


def hz(note: float) -> float:
    """The pitch of a MIDI note."""
    return float(440 * 2 ** ((note - 69) / 12))


def pad(note: float, seconds: float) -> Sound:
    """A soft tone that swells and goes."""
    t = np.arange(round(seconds * RATE)) / RATE
    tone = sum(np.sin(2 * np.pi * hz(note) * n * t + n) / n**2.2 for n in (1, 2, 3))
    swell = np.sin(np.pi * t / seconds) ** 0.7
    return np.asarray(tone * swell)


def pluck(note: float) -> Sound:
    """A short, warm note."""
    t = np.arange(round(1.6 * RATE)) / RATE
    tone = sum(
        np.sin(2 * np.pi * hz(note) * n * t) * np.exp(-t * (2 + 2 * n)) / n for n in (1, 2, 3)
    )
    return np.asarray(tone * np.minimum(1, t / 0.008))


def bed() -> Sound:
    """Four bars, as stereo; what rings out at the end rings on at the start."""
    length = round(BAR_S * len(CHORDS) * RATE)
    sides = np.zeros((length, 2))

    def play(sound: Sound, at: float, gain: float, pan: float) -> None:
        places = (round(at * RATE) + np.arange(len(sound))) % length
        sides[places, 0] += sound * gain * np.sqrt(1 - pan)
        sides[places, 1] += sound * gain * np.sqrt(pan)

    for bar, chord in enumerate(CHORDS):
        for note in chord:
            for detune, pan in ((-0.04, 0.25), (0.04, 0.75)):
                play(pad(note + detune, BAR_S + 2), bar * BAR_S - 1, 0.06, pan)
        play(pad(chord[0] - 12, BAR_S + 1), bar * BAR_S - 0.5, 0.12, 0.5)
        for step, which in enumerate(PATTERN):
            at = (bar + step / STEPS) * BAR_S
            play(pluck(chord[which] + 12), at, 0.07, 0.35 + 0.3 * (step % 2))
    return sides


def main() -> None:
    """Write the bed."""
    path = HERE / "music" / "calm.m4a"
    path.parent.mkdir(exist_ok=True)
    with TemporaryDirectory() as folder:
        raw = Path(folder) / "bed.f32"
        bed().astype("<f4").tofile(raw)
        words = f"-v error -y -f f32le -ar {RATE} -ac 2 -i {raw} -c:a aac -b:a 96k -bitexact"
        subprocess.run([runner.find_ffmpeg(), *words.split(), str(path)], check=True)


if __name__ == "__main__":
    main()
