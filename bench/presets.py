"""`python -m bench.presets`: what each x264 preset and CRF costs and loses on the real clips."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from statistics import mean
from tempfile import TemporaryDirectory

from bench.clips import real_clips
from bench.fidelity import vmaf
from bench.measure import run
from egv.core.graph.ffmpeg_command import compile_command
from egv.core.media.encoding import EncodeQuality, build_picture_options
from egv.core.media.timing import Seconds, Span
from egv.core.programme.edit import Edit, create_edit
from egv.tools.clips.probe import probe
from egv.tools.ffmpeg import runner

LONGEST = Seconds(10)  # of each clip
LOSSLESS = {"c:v": "libx264", "preset": "ultrafast", "qp": "0"}
CHOICES = (
    ("ultrafast", 26), ("superfast", 23), ("veryfast", 18), ("veryfast", 20), ("faster", 18),
    ("faster", 20), ("fast", 20), ("medium", 20), ("medium", 18), ("slow", 18),
)  # fmt: skip


def main() -> int:
    """Print one line for each choice and clip: seconds, megabytes, mean and worst 1 % of VMAF."""
    with TemporaryDirectory(prefix="egv-presets-") as name:
        for clip in real_clips():
            edit = create_edit(probe(clip))
            edit = edit.keep_spans([Span(Seconds(0), min(LONGEST, edit.duration))])
            reference = Path(name) / "reference.mp4"
            _encode(edit, reference, LOSSLESS)
            for preset, crf in CHOICES:
                print(_line(edit, clip, reference, preset, crf), flush=True)
    return 0


def _line(edit: Edit, clip: Path, reference: Path, preset: str, crf: int) -> str:
    coded = reference.with_name("coded.mp4")
    options = build_picture_options(EncodeQuality.GOOD, edit.canvas) | {
        "preset": preset,
        "crf": str(crf),
    }
    seconds = _encode(edit, coded, options)
    scores = vmaf(coded, reference, reference.parent)
    worst = scores[len(scores) // 100]
    size = coded.stat().st_size / 1e6
    figures = f"{seconds:6.2f} s {size:6.2f} MB  VMAF {mean(scores):.1f}, worst 1 % {worst:.1f}"
    return f"{preset:10} {crf}  {clip.stem[:24]:24} {figures}"


def _encode(edit: Edit, path: Path, options: dict[str, str]) -> float:
    """Encode the picture of `edit` with `options` to `path`; the wall time it took, in seconds."""
    words = compile_command((edit.picture,), str(path), options)
    command = [runner.find_ffmpeg(), "-nostdin", "-v", "error", "-y", *words]
    return run(command, os.environ).seconds


if __name__ == "__main__":
    sys.exit(main())
