"""Videos measured on this side, with this machine's libraries, whatever egv said about them."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import av
import imageio_ffmpeg


@dataclass(frozen=True)
class Measured:
    """A video as it decodes: the length in seconds, and every frame counted."""

    seconds: float
    frames: int
    rate: float
    has_sound: bool

    def is_long(self, seconds: float) -> bool:
        """True where the length is `seconds`, to one frame, and no frame is missing."""
        frame = 1 / self.rate
        told, counted = self.seconds, self.frames * frame
        return abs(told - seconds) <= 1.5 * frame and abs(counted - seconds) <= 1.5 * frame

    def __str__(self) -> str:
        return f"{self.seconds:.2f} s, {self.frames} frames"


def measure_video(path: Path) -> Measured:
    """Decode the whole video at `path`."""
    with av.open(str(path)) as container:
        [picture] = container.streams.video
        rate = float(picture.average_rate or 0)
        frames = sum(1 for _ in container.decode(picture))
        length = float((picture.duration or 0) * (picture.time_base or 0))
        return Measured(length, frames, rate, bool(container.streams.audio))


def plan_seconds(*words: object) -> list[float]:
    """Plan a line of egv on this machine; return the lengths of its videos, in seconds."""
    line = [sys.executable, "-m", "egv", *map(str, words), "--dry-run", "--json", "--no-input"]
    planned = subprocess.run(line, check=True, capture_output=True, text=True)
    return [float(output["duration"]) for output in json.loads(planned.stdout)["outputs"]]


def write_clip(path: Path, seconds: int, pitch_hz: int) -> Path:
    """Write a clip of 640x360, 30 frames a second, with a tone."""
    path.parent.mkdir(parents=True, exist_ok=True)
    picture = ("-f", "lavfi", "-i", f"testsrc2=s=640x360:r=30:d={seconds}")
    sound = ("-f", "lavfi", "-i", f"sine={pitch_hz}:d={seconds}")
    words = ("-v", "error", "-y", *picture, *sound, "-pix_fmt", "yuv420p", path)
    subprocess.run([imageio_ffmpeg.get_ffmpeg_exe(), *map(str, words)], check=True)
    return path
