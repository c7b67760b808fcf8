"""Draw `docs/before-after.png`: a moment of the sample as filmed, and as egv delivers it."""

from __future__ import annotations

import os
import shlex
import subprocess
from pathlib import Path
from tempfile import TemporaryDirectory

from PIL import Image

from egv.cli.main import main
from egv.tools.ffmpeg import runner

ROOT = Path(__file__).parents[1]
SAMPLE = ROOT / "examples" / "sample.mp4"
MOMENT_S = 6.9  # in the sample
DELAY_S = 0.6  # how much earlier it comes in the video: less dead air, and an intro
LINE = """run examples/sample.mp4 -k acme lower-third --name Maria --role Communications
    brand subtitle --model examples/models/tiny-en-egv"""
WIDTH = 560  # px, of each half


def frame(clip: Path, at: float, folder: Path) -> Image.Image:
    """The frame of `clip` shown `at` seconds."""
    path = folder / f"{clip.parent.name}.png"
    words = ["-v", "error", "-y", "-ss", str(at), "-i", str(clip), "-frames:v", "1"]
    scale = ["-vf", f"scale={WIDTH}:-2:flags=lanczos", str(path)]
    subprocess.run([runner.find_ffmpeg(), "-nostdin", *words, *scale], check=True)
    return Image.open(path).convert("RGB")


def draw() -> None:
    """Render the sample and put both halves side by side."""
    os.chdir(ROOT)
    with TemporaryDirectory() as name:
        folder = Path(name)
        main([*shlex.split(LINE), "--quiet", f"--output={folder}/done/"])
        done = folder / "done" / SAMPLE.name
        halves = [frame(SAMPLE, MOMENT_S, folder), frame(done, MOMENT_S - DELAY_S, folder)]
        both = Image.new("RGB", (2 * WIDTH + 8, halves[0].height), "white")
        for number, half in enumerate(halves):
            both.paste(half, (number * (WIDTH + 8), 0))
        both.quantize(192).save(ROOT / "docs" / "before-after.png", optimize=True)


if __name__ == "__main__":
    draw()
