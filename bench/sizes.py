"""Memory of one clip by the size of its picture: `python -m bench.sizes`.

egv/app/plan/parallel.py reckons with what this prints.
"""

from __future__ import annotations

import contextlib
import subprocess
from pathlib import Path
from tempfile import TemporaryDirectory

import psutil

from bench.egv_runs import egv_command
from egv.tools.ffmpeg.runner import find_ffmpeg

SIZES = ((1920, 1080), (3840, 2160), (5760, 3240), (9600, 7200))
WORDS = ("colour-correct", "--exposure", "0.5", "--mode", "off", "-q")


def measure_peak_gb(line: list[str]) -> float:
    """The most memory, GB, that a line and its children have at once."""
    peak = 0
    process = psutil.Popen(line)
    while process.poll() is None:
        now = 0
        with contextlib.suppress(psutil.Error):
            for part in (process, *process.children(recursive=True)):
                now += part.memory_info().rss
        peak = max(peak, now)
        with contextlib.suppress(psutil.TimeoutExpired):
            process.wait(0.02)
    return peak / 1e9


def main() -> None:
    """Print the megapixels and the memory of each size."""
    with TemporaryDirectory(prefix="egv-bench-") as folder:
        for width, height in SIZES:
            clip = Path(folder) / f"{width}.mp4"
            made = f"testsrc2=s={width}x{height}:r=25:d=0.6"
            argv = [find_ffmpeg(), "-v", "error", "-f", "lavfi", "-i", made, "-c:v", "libx264"]
            argv += ["-preset", "ultrafast", "-threads", "1", "-pix_fmt", "yuv420p", str(clip)]
            subprocess.run(argv, check=True)
            line = [*egv_command(), *WORDS, str(clip), "-o", str(Path(folder) / f"{width}-out.mp4")]
            peak = measure_peak_gb(line)
            print(f"{width * height / 1e6:.2f} megapixels: {peak:.2f} GB", flush=True)


if __name__ == "__main__":
    main()
