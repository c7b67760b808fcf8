"""`normalise` alone: the picture stays bit for bit, and no rival that levels sound is faster."""

from __future__ import annotations

import os
from pathlib import Path

from bench.circumstances import Circumstances
from bench.clips import speaking_clip
from bench.egv_runs import egv
from bench.measure import interleaved, ratios, run
from bench.rivals import is_installed, with_ffmpeg_normalize
from bench.rows import Row
from egv.tools.ffmpeg import runner


def normalise_rows(about: Circumstances) -> list[Row]:
    """Whether the stream is the same, and the time against ffmpeg-normalize."""
    clip = speaking_clip(about.seconds)
    output = about.folder / "levelled.mp4"
    contestants = {"egv normalise": lambda: egv(("normalise",), clip, output).run}
    if is_installed("ffmpeg_normalize"):
        theirs = about.folder / "rival.mp4"
        contestants["ffmpeg-normalize"] = lambda: with_ffmpeg_normalize(clip, theirs)
    runs = interleaved(contestants, about.rounds)
    changed = float(_stream_hash(output) != _stream_hash(clip))
    name = "normalise alone: time against ffmpeg-normalize"
    same = Row("normalise alone: pictures changed", (changed,), 0, "", digits=0)
    if "ffmpeg-normalize" not in runs:
        return [same, Row(name, (), 1.0, "x", note="ffmpeg-normalize is not installed")]
    values = ratios(
        [each.seconds for each in runs["egv normalise"]],
        [each.seconds for each in runs["ffmpeg-normalize"]],
    )
    return [same, Row(name, values, 1.0, "x")]


def _stream_hash(path: Path) -> str:
    """MD5 of the coded picture, packet by packet."""
    words = ("-map", "0:v", "-c", "copy", "-f", "streamhash", "-hash", "md5", "-")
    command = [runner.find_ffmpeg(), "-nostdin", "-loglevel", "error", "-i", str(path), *words]
    return run(command, os.environ).stdout
