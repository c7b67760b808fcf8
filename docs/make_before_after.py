"""Draw `docs/before-after.png`: a moment of the sample as filmed, and as egv delivers it."""

from __future__ import annotations

import subprocess
from pathlib import Path
from tempfile import TemporaryDirectory

from PIL import Image

from egv.cli.main import main
from egv.tools import ffmpeg

ROOT = Path(__file__).parents[1]
SAMPLE = ROOT / "examples" / "sample.mp4"
MOMENT_S = 9.0  # in the sample
WIDTH = 560  # px, of each half


def frame(clip: Path, at: float, folder: Path) -> Image.Image:
    """The frame of `clip` shown `at` seconds."""
    path = folder / f"{clip.parent.name}.png"
    words = ["-v", "error", "-y", "-ss", str(at), "-i", str(clip), "-frames:v", "1"]
    scale = ["-vf", f"scale={WIDTH}:-2:flags=lanczos", str(path)]
    subprocess.run([ffmpeg.binary(), "-nostdin", *words, *scale], check=True)
    return Image.open(path).convert("RGB")


def draw() -> None:
    """Render the sample and put both halves side by side."""
    with TemporaryDirectory() as name:
        folder = Path(name)
        main(["run", str(SAMPLE), "-o", f"{folder}/done/", "--quiet"])
        done = folder / "done" / SAMPLE.name
        halves = [frame(SAMPLE, MOMENT_S, folder), frame(done, MOMENT_S - 2.7, folder)]
        both = Image.new("RGB", (2 * WIDTH + 8, halves[0].height), "white")
        for number, half in enumerate(halves):
            both.paste(half, (number * (WIDTH + 8), 0))
        both.quantize(192).save(ROOT / "docs" / "before-after.png", optimize=True)


if __name__ == "__main__":
    draw()
