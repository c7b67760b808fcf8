"""Measure how much of a clip cannot be decoded, by decoding it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from egv.core.compile import Output, compile_outputs
from egv.core.damage import Loss
from egv.core.graph import Pad, Source
from egv.tools import damage, ffmpeg


def losses_of(path: Path, tracks: Sequence[int]) -> dict[str, Loss]:
    """Measure the losses of the clip at `path` in its `tracks`, by decoding them all."""
    with damage.counted() as tally:
        decode(path, tracks)
    return tally.of(path)


def decode(path: Path, tracks: Sequence[int], saying: ffmpeg.Saying = lambda _: None) -> None:
    """Decode `tracks` of the clip at `path` from start to end; `count_losses` counts the losses."""
    pads = tuple(Pad(Source(path), "v", track) for track in tracks)
    arguments = compile_outputs((Output(pads, "-", {"f": "null"}),))
    ffmpeg.render(arguments, lambda _: None, saying)
