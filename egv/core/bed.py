"""What a music bed is: sound that is long enough, and how the one that was cut is read."""

from __future__ import annotations

from pathlib import Path

from egv.core.errors import UsageError
from egv.core.graph import Pad, Source, filtered
from egv.core.media import Media
from egv.core.splice import SAMPLE_RATE
from egv.core.timing import Seconds, clock_text

SHORTEST_BED = Seconds(2)  # what is repeated more often is heard as a stutter
# No header, so no size at which one ends. The clip's own formats are never guessed to be raw.
RAW = (
    ("f", "s16le"),
    ("format_whitelist", "s16le"),
    ("ar", str(SAMPLE_RATE)),
    ("ch_layout", "stereo"),
)


def check_bed(bed: Media) -> None:
    """Raise UsageError if `bed` is too short to be repeated."""
    if bed.duration < SHORTEST_BED:
        raise UsageError(
            f"{bed.path.name}: it lasts {clock_text(bed.duration)}; a music bed is repeated as"
            f" often as it takes, and needs at least {clock_text(SHORTEST_BED)}"
        )


def bed_sound(path: Path, seconds: Seconds) -> Pad:
    """The sound of the bed that was cut to `path`, of exactly `seconds`."""
    sound = filtered(Pad(Source(path, RAW), "a", 0), "aformat", sample_fmts="fltp")
    return filtered(sound, "atrim", end_sample=round(seconds * SAMPLE_RATE))
