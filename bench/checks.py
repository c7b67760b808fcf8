"""How long the publication checklist of a clip takes, against decoding it and no more."""

from __future__ import annotations

import os

from bench.circumstances import Circumstances
from bench.clips import speaking_clip
from bench.egv_runs import egv_command
from bench.measure import Run, interleaved, ratios, run
from bench.rows import Row
from egv.tools.ffmpeg import runner


def check_rows(about: Circumstances) -> list[Row]:
    """`egv check`, with nothing known before, against ffmpeg decoding picture and sound."""
    runs = interleaved({"check": lambda: _checked(about), "decode": lambda: _decoded(about)}, 3)
    one, other = ([each.seconds for each in runs[name]] for name in ("check", "decode"))
    return [
        Row(f"checklist of {about.seconds} s, against a bare decode", ratios(one, other), 2, "x")
    ]


def _checked(about: Circumstances) -> Run:
    cache = about.folder / f"check-{len(list(about.folder.iterdir()))}"
    line = [*egv_command(), "check", str(speaking_clip(about.seconds))]
    return run(line, {**os.environ, "EGV_CACHE": str(cache)})


def _decoded(about: Circumstances) -> Run:
    line = [
        runner.find_ffmpeg(),
        "-nostdin",
        "-v",
        "error",
        "-i",
        str(speaking_clip(about.seconds)),
    ]
    return run([*line, "-f", "null", "-"], os.environ)
