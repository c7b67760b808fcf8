"""`python -m bench.denoising --speech FOLDER`: what `normalise --denoise` takes, and what it costs.

FOLDER holds clean recordings of single sentences by one speaker. Each pair is some of them with one
kind of noise, made by `bench.room_noises`; the noise is taken out as `normalise` does it, and the
result is compared with the clean voice.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

import numpy as np
from numpy.typing import NDArray

from bench import room_noises
from bench.measure import ROOT
from bench.speech_quality import HZ, measure_delay, measure_si_sdr, measure_stoi
from egv.core.sound.noise import NoiseGoal, read_cleaned_sound
from egv.steps.normalise import GOALS
from egv.tools.ffmpeg import runner
from egv.tools.ffmpeg.context import NO_CONTEXT
from egv.tools.measure.loudness import measure_loudness
from egv.tools.measure.noise_removal import NoisySound, remove_noise

Samples = NDArray[np.float64]
OTHERS = (ROOT / "tests/fixtures/read/nl.opus", ROOT / "tests/fixtures/read/en.opus")
KINDS = ("fan", "street", "keyboard", "hum", "voices")
GROUPS = {"5 to 10 dB": (5, 10), "15 to 20 dB": (15, 20)}
SEED = 2000  # what was used to choose anything had others
SENTENCES = 2
PAUSES_S = (0.25, 0.9)
MOST_BYTES = 1 << 28


@dataclass(frozen=True, slots=True)
class Change:
    """What one pair became: SI-SDR gained, dB; STOI gained; and how late it is, samples."""

    kind: str
    over_noise_db: int
    gain_db: float
    stoi: float
    late: int


def main() -> int:
    """Print one table per strength."""
    parser = argparse.ArgumentParser(prog="python -m bench.denoising", description=__doc__)
    parser.add_argument("--speech", type=Path, required=True, help="folder of clean sentences")
    parser.add_argument("--seed", type=int, default=SEED)
    words = parser.parse_args()
    sentences = [read_sound(path) for path in sorted(words.speech.glob("*.*"))[:60]]
    others = [read_sound(path) for path in OTHERS]
    for strength, goal in GOALS.items():
        changes = []
        with TemporaryDirectory(prefix="egv-bench-") as folder:
            for number, kind in enumerate(KINDS):
                for decibels in (each for group in GROUPS.values() for each in group):
                    chance = np.random.default_rng((words.seed, number, decibels))
                    clean = join_sentences(sentences, chance)
                    noise = make_noise(kind, len(clean), chance, others)
                    changes.append(
                        measure_change(Path(folder), clean, noise, (kind, decibels), goal)
                    )
                    print(changes[-1], file=sys.stderr, flush=True)
        print(f"\n{strength}\n\n{format_table(changes)}", flush=True)
    return 0


def read_sound(path: Path) -> Samples:
    """Read the sound at `path` as mono at 48 kHz."""
    target = ["-f", "f32le", "-ac", "1", "-ar", str(HZ), "pipe:1"]
    with runner.open_pipe(["-v", "error", "-i", str(path), *target], NO_CONTEXT) as read:
        return np.frombuffer(read(MOST_BYTES), "<f4").astype(np.float64)


def join_sentences(sentences: Sequence[Samples], chance: room_noises.Chance) -> Samples:
    """Join some of `sentences` with pauses, as somebody speaks to a camera."""
    pieces = [np.zeros(int(0.3 * HZ))]
    for number in chance.choice(len(sentences), SENTENCES, replace=False):
        pieces += [sentences[number], np.zeros(int(chance.uniform(*PAUSES_S) * HZ))]
    joined = np.concatenate(pieces)
    return joined * (0.25 / float(np.abs(joined).max()))


def make_noise(
    kind: str, length: int, chance: room_noises.Chance, others: Sequence[Samples]
) -> Samples:
    """Make noise of one of `KINDS`; `others` speak in the background."""
    if kind == "voices":
        return room_noises.make_voices(length, chance, others)
    make = {
        "fan": room_noises.make_fan,
        "street": room_noises.make_street,
        "keyboard": room_noises.make_keyboard,
        "hum": room_noises.make_hum,
    }[kind]
    return make(length, chance)


def measure_change(
    folder: Path, clean: Samples, noise: Samples, pair: tuple[str, int], goal: NoiseGoal
) -> Change:
    """Take `noise` out of the voice `clean` again, and compare before and after."""
    kind, decibels = pair
    noisy = clean + noise * np.sqrt((clean**2).mean()) * 10 ** (-decibels / 20)
    made = clean_sound(folder, noisy, goal)
    return Change(
        kind,
        decibels,
        measure_si_sdr(clean, made) - measure_si_sdr(clean, noisy),
        measure_stoi(clean, made) - measure_stoi(clean, noisy),
        measure_delay(clean, made),
    )


def clean_sound(folder: Path, sound: Samples, goal: NoiseGoal) -> Samples:
    """Clean `sound` as `normalise` does before it levels; it is returned as it is where it is kept.

    What levelling and AAC change afterwards is no matter of the noise.
    """
    raw, path = folder / "sound.raw", folder / "cleaned.raw"
    raw.write_bytes(np.repeat(sound, 2).astype("<f4").tobytes())
    pad = read_cleaned_sound(raw)
    noisy = NoisySound(pad, measure_loudness(pad, NO_CONTEXT).integrated_lufs)
    if not remove_noise(noisy, goal, path, NO_CONTEXT, lambda _: None).path:
        return sound
    return np.fromfile(path, "<f4").astype(np.float64)[::2]


def format_table(changes: Sequence[Change]) -> str:
    """Format the gains per kind and group of noise, and of all kinds together."""
    lines = [
        "| noise | voice over noise | SI-SDR, dB: median, worst | STOI: median, worst | late |",
        "|---|---|---|---|---|",
    ]
    for group, decibels in GROUPS.items():
        for kind in (*KINDS, "all"):
            chosen = [c for c in changes if c.over_noise_db in decibels and kind in (c.kind, "all")]
            gains, stois = [c.gain_db for c in chosen], [c.stoi for c in chosen]
            lines.append(
                f"| {kind} | {group} | {median(gains):+.1f}, {min(gains):+.1f}"
                f" | {median(stois):+.3f}, {min(stois):+.3f}"
                f" | {max(abs(c.late) for c in chosen)} samples |"
            )
    return "\n".join(lines)


if __name__ == "__main__":
    sys.exit(main())
