"""Measure how much of a clip cannot be decoded, by decoding it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from egv.core.graph.ffmpeg_command import OutputSpec, compile_outputs
from egv.core.graph.pads import Pad, Source
from egv.core.media.decode_errors import DecodeLoss
from egv.tools.ffmpeg import decode_errors, runner


def measure_decode_losses(path: Path, tracks: Sequence[int]) -> dict[str, DecodeLoss]:
    """Measure the losses of the clip at `path` in its `tracks`, by decoding them all."""
    with decode_errors.count_losses() as tally:
        decode_tracks(path, tracks)
    return tally.get_losses(path)


def decode_tracks(
    path: Path, tracks: Sequence[int], saying: runner.OnCommand = lambda _: None
) -> None:
    """Decode `tracks` of the clip at `path` from start to end; `count_losses` counts the losses."""
    pads = tuple(Pad(Source(path), "v", track) for track in tracks)
    arguments = compile_outputs((OutputSpec(pads, "-", {"f": "null"}),))
    runner.run_ffmpeg(arguments, lambda _: None, saying)
