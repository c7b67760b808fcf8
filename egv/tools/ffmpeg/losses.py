"""Measure how much of a clip cannot be decoded, by decoding it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from egv.core.graph.ffmpeg_command import OutputSpec, compile_outputs
from egv.core.graph.pads import Pad, Source
from egv.core.media.decode_errors import DecodeLoss
from egv.tools.ffmpeg import runner
from egv.tools.ffmpeg.context import NO_CONTEXT, RenderContext
from egv.tools.ffmpeg.decode_errors import LossTally


def measure_decode_losses(path: Path, tracks: Sequence[int]) -> dict[str, DecodeLoss]:
    """Measure the losses of the clip at `path` in its `tracks`, by decoding them all."""
    tally = LossTally()
    decode_tracks(path, tracks, NO_CONTEXT.with_losses(tally))
    return tally.get_losses(path)


def decode_tracks(path: Path, tracks: Sequence[int], context: RenderContext) -> None:
    """Decode `tracks` of the clip at `path` from start to end, for its errors."""
    pads = tuple(Pad(Source(path), "v", track) for track in tracks)
    arguments = compile_outputs((OutputSpec(pads, "-", {"f": "null"}),))
    runner.run_ffmpeg(arguments, context)
