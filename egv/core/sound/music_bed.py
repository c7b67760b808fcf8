"""Rules for a music bed: its shortest length, and how to read the bed that was cut."""

from __future__ import annotations

from pathlib import Path

from egv.core.errors import UsageError
from egv.core.graph.pads import Pad, Source, apply_filter
from egv.core.graph.splice import SAMPLE_RATE
from egv.core.media.clip import SoundFile
from egv.core.media.timing import Seconds, format_clock

SHORTEST_BED = Seconds(2)  # a shorter loop sounds like a stutter
# Raw PCM: no header, so no size limit from one. The clip's own formats are never taken for raw.
RAW = (
    ("f", "s16le"),
    ("format_whitelist", "s16le"),
    ("ar", str(SAMPLE_RATE)),
    ("ch_layout", "stereo"),
)


def check_bed_length(bed: SoundFile) -> None:
    """Raise UsageError if `bed` is too short to be repeated."""
    if bed.duration < SHORTEST_BED:
        raise UsageError(
            f"{bed.path.name}: this music bed lasts {format_clock(bed.duration)}, too short to"
            f" be repeated; give one of at least {format_clock(SHORTEST_BED)}"
        )


def build_bed_sound(path: Path, seconds: Seconds) -> Pad:
    """Build the sound of the prepared bed at `path`, of exactly `seconds`."""
    sound = apply_filter(Pad(Source(path, RAW), "a", 0), "aformat", sample_fmts="fltp")
    return apply_filter(sound, "atrim", end_sample=round(seconds * SAMPLE_RATE))
