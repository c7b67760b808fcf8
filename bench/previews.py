"""How long a user waits for a preview, against the render that it foretells."""

from __future__ import annotations

import os

from bench.circumstances import Circumstances
from bench.clips import speaking_clip
from bench.egv_runs import egv_command
from bench.measure import Run, interleaved, ratios, run
from bench.rows import Row


def preview_rows(about: Circumstances) -> list[Row]:
    """`egv preview` against `egv run` of the same steps, both with nothing known before."""
    runs = interleaved(
        {"preview": lambda: _timed("preview", about), "run": lambda: _timed("run", about)},
        about.rounds,
    )
    one, other = ([each.seconds for each in runs[name]] for name in ("preview", "run"))
    name = f"preview of {about.seconds} s, against the full render"
    return [Row(name, ratios(one, other), 0.2, "x")]


def _timed(verb: str, about: Circumstances) -> Run:
    folder = about.folder / f"{verb}-{len(list(about.folder.iterdir()))}"
    clip = str(speaking_clip(about.seconds))
    line = [*egv_command(), verb, clip, "--skip", "subtitle", "-k", "acme", "-o", f"{folder}/"]
    line += ["--set", "title=Our week", "-q", "--quality", about.quality]
    return run(line, {**os.environ, "EGV_CACHE": str(folder / "cache")})
