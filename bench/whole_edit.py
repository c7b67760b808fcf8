"""trim + colour-correct + normalise of one clip: egv against a hand-written command and others."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from bench.circumstances import Circumstances
from bench.clips import speaking_clip
from bench.egv_runs import WHOLE_EDIT, Rendered, egv
from bench.measure import Run, interleaved, ratios
from bench.planned import Planned, planned
from bench.rivals import is_installed, one_pass, three_runs, with_moviepy
from bench.rows import Row

MEGABYTE = 1e6


class _Ours:
    """egv's side of a contest; remembers what each round's `--json` said."""

    def __init__(self, clip: Path, output: Path, quality: str) -> None:
        self._words = (WHOLE_EDIT, clip, output, "--quality", quality)
        self.rendered: list[Rendered] = []

    def __call__(self) -> Run:
        steps, clip, output, *options = self._words
        self.rendered.append(egv(steps, clip, output, *options))
        return self.rendered[-1].run


def edit_rows(about: Circumstances) -> list[Row]:
    """Time against one command and three, what looking and checking cost, and egv's own memory."""
    clip = speaking_clip(about.seconds)
    edit = planned(WHOLE_EDIT, clip, "--quality", about.quality)
    ours = _Ours(clip, about.folder / "egv.mp4", about.quality)
    runs = interleaved(
        {
            "egv": ours,
            "one command": lambda: one_pass(clip, edit, about.folder / "one.mp4"),
            "three runs": lambda: three_runs(clip, edit, about.folder / "three.mp4"),
        },
        about.rounds,
    )
    own = _seconds(runs["egv"])
    times = f"{about.seconds} s of 1080p30, {len(edit.kept)} stretches kept"
    return [
        Row("time against one hand-written command", ratios(own, _seconds(runs["one command"])),
            1.10, "x", note=times, digits=3),
        Row("speed against three ffmpeg runs", ratios(_seconds(runs["three runs"]), own),
            1.6, "x", at_least=True),
        *_stage_rows(ours.rendered, about.seconds),
        Row("egv's own memory", tuple(r.own_bytes / MEGABYTE for r in runs["egv"] if r.own_bytes),
            250, " MB", digits=0),
    ]  # fmt: skip


def moviepy_rows(about: Circumstances) -> list[Row]:
    """Time against MoviePy doing the same edit."""
    name = "speed against MoviePy"
    if not is_installed("moviepy"):
        return [Row(name, (), 2.7, "x", at_least=True, note="moviepy is not installed")]
    clip = speaking_clip(about.seconds)
    edit: Planned = planned(WHOLE_EDIT, clip, "--quality", about.quality)
    runs = interleaved(
        {
            "egv": _Ours(clip, about.folder / "egv.mp4", about.quality),
            "MoviePy": lambda: with_moviepy(clip, edit, about.folder / "moviepy.mp4"),
        },
        about.rounds,
    )
    values = ratios(_seconds(runs["MoviePy"]), _seconds(runs["egv"]))
    return [Row(name, values, 2.7, "x", at_least=True)]


def _stage_rows(rendered: Sequence[Rendered], seconds: int) -> list[Row]:
    """Everything before the encode, beside which the sound is made, and the check after it."""
    before = tuple(100 * each.timing("analysis") / seconds for each in rendered)
    after = tuple(100 * each.timing("verify") / each.timing("video") for each in rendered)
    return [
        Row("all before the final run, of the clip's duration", before, 5, " %", digits=1),
        Row("verification, of the final run's time", after, 8, " %", digits=1),
    ]


def _seconds(runs: Sequence[Run]) -> tuple[float, ...]:
    return tuple(run.seconds for run in runs)
