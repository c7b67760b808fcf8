"""The number of clips to work on at once: as many as the cores and the free memory allow."""

from __future__ import annotations

import math
import os
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from egv.core.errors import InputError
from egv.tools.clips.container import open_container
from egv.tools.machine.memory import measure_free_memory

MOST_AT_ONCE = 8
# `python -m bench.sizes` on 2 cores, with 15 threads of ffmpeg: 0.39 GB for a clip of 2 megapixels,
# 1.04 for 8, 2.04 for 19, 6.39 for 69. Speech recognition and other measurements come on top.
BASE_BYTES, BYTES_PER_PIXEL = 0.8e9, 90
USUAL_PIXELS = 3840 * 2160
SPARE = 0.9  # of the free memory, egv counts on this share


@dataclass(frozen=True, slots=True)
class Parallelism:
    """The limits on clips at once: at most `count`, and within `memory` bytes if known.

    `why` says so in words. Where it is less than a person asked for, `note` says that.
    """

    count: int
    memory: float | None = None
    why: str = ""
    note: str = ""
    is_asked: bool = False


def choose_parallelism(asked: int | None, cores: int, free: int | None) -> Parallelism:
    """Choose the number of clips at once for `cores` and `free` bytes of memory.

    One encode keeps two to four cores busy; a second clip fills the pauses between the stages. More
    clips than cores would only take memory.
    """
    most = max(2, cores)
    memory = None if free is None else free * SPARE
    room = MOST_AT_ONCE if memory is None else int(memory / estimate_clip_bytes(USUAL_PIXELS))
    usual = max(1, min(max(2, cores // 2), room, MOST_AT_ONCE))
    count = min(asked, most) if asked else usual
    left = "" if free is None else f", {free / 1e9:.1f} GB of memory free"
    why = f"at once: at most {count} (cores: {cores}{left})"
    note = ""
    if asked and count < asked:
        note = f"at once: {count} clips instead of {asked}, for this machine has {cores} cores"
    return Parallelism(count, memory, why, note, is_asked=asked is not None)


def choose_here(asked: int | None) -> Parallelism:
    """Choose the number of clips at once for this machine as it is now."""
    return choose_parallelism(asked, count_cores(), measure_free_memory())


def count_cores() -> int:
    """Count the cores that this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def estimate_clip_bytes(pixels: float) -> float:
    """Estimate the memory that a clip of `pixels` per frame takes while it is made."""
    return BASE_BYTES + BYTES_PER_PIXEL * pixels


def estimate_memory(clips: Iterable[Path]) -> float:
    """Estimate the memory, bytes, that a video of `clips` takes: that of the largest picture."""
    return estimate_clip_bytes(max(map(_read_pixels, clips), default=0))


def _read_pixels(path: Path) -> float:
    """Read the pixels of a frame as the file declares them; 0 where that cannot be read."""
    try:
        with open_container(path) as container:
            sizes = [stream.width * stream.height for stream in container.streams.video]
    except (InputError, OSError):  # which the clip itself reports
        return 0
    return max(sizes, default=0)


def explain_wait(clip: str, needed: float, memory: float) -> str:
    """Explain that `clip` waits for another one to end, for lack of memory."""
    return (
        f"at once: fewer, for {clip} takes about {math.ceil(needed / 1e8) / 10:g} GB of memory, and"
        f" egv counts on {memory / 1e9:.1f} GB"
    )
