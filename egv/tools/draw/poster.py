"""Single pictures of a video: its poster, and a still at a given time."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING

from egv.core.graph.ffmpeg_command import compile_command
from egv.core.graph.pads import Pad, apply_filter
from egv.core.media.clip import Clip
from egv.core.media.shape import RelativeBox
from egv.core.media.timing import Seconds
from egv.core.picture.poster_choice import PosterFrame, choose_poster_frame
from egv.tools.ffmpeg import runner
from egv.tools.ffmpeg.context import RenderContext
from egv.tools.ffmpeg.frames import iter_frames, sample_frames

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Frame = NDArray[np.uint8]  # RGB
    FeatureFinder = Callable[[Frame], Sequence[RelativeBox]]  # from the eyes to the mouth

INSTANT = Fraction(8)  # Hz: a fade changes the picture within an eighth of a second
SIDE = 640  # px: the longer side of a frame that is looked at
TILES = 8  # across and down; a card is plain in most of them
AROUND_EYES = 0.3  # of the features' width and height
JPEG = {"c:v": "mjpeg", "q:v": "2", "frames:v": "1", "update": "1", "f": "image2"}


def write_poster(
    clip: Clip,
    moments: Sequence[Seconds],
    place: Path,
    find_features: FeatureFinder,
    context: RenderContext,
) -> None:
    """Write a full-size JPEG of the best of the frames of `clip` at `moments`.

    `find_features` finds where the faces in a frame have their eyes and mouth.
    """
    seen = [
        look for moment in moments for look in _iter_looks(clip, moment, find_features, context)
    ]
    at = choose_poster_frame(seen).at if seen else moments[0]
    write_still_jpeg(clip, at, place, context)


def write_still_jpeg(clip: Clip, at: Seconds, place: Path, context: RenderContext) -> None:
    """Write a JPEG of `clip` at `at` seconds on its clock; nothing after its end."""
    # At a lower rate the nearest frame is one from later: of 1 Hz, up to half a second.
    _write_jpeg(sample_frames(clip, at, clip.video.frame_rate, 1), place, context)


def _iter_looks(
    clip: Clip, moment: Seconds, find_features: FeatureFinder, context: RenderContext
) -> Iterator[PosterFrame]:
    """Yield the frame at `moment` as it looks, if the clip has one there."""
    width, height = clip.video.upright_size
    wide, high = (max(TILES, round(side * SIDE / max(width, height))) for side in (width, height))
    pad = sample_frames(clip, moment, INSTANT, 2)
    pad = apply_filter(pad, "scale", w=wide, h=high, flags="area")
    pad = apply_filter(pad, "format", pix_fmts="rgb24")
    frames = list(iter_frames(pad, (wide, high, 3), context))
    if frames:
        grey, later = (frame.mean(axis=2, dtype="float32") for frame in (frames[0], frames[-1]))
        boxes = find_features(frames[0])
        yield PosterFrame(
            at=moment,
            detail=round(_measure_detail(grey), 3),
            change=round(float(abs(grey - later).mean()) / 255, 4),
            eyes=round(min((_measure_eyes(grey, box) for box in boxes), default=0.0), 3),
        )


def _measure_detail(grey: NDArray[np.float32]) -> float:
    """Measure the sharpness in each tile, and average its logarithm: a few letters weigh little."""
    import numpy as np

    edges = 4 * grey[1:-1, 1:-1] - grey[:-2, 1:-1] - grey[2:, 1:-1] - grey[1:-1, :-2]
    edges -= grey[1:-1, 2:]
    tiles = (
        tile for row in np.array_split(edges, TILES) for tile in np.array_split(row, TILES, axis=1)
    )
    return float(np.mean([np.log1p(tile.var()) for tile in tiles]))


def _measure_eyes(grey: NDArray[np.float32], features: RelativeBox) -> float:
    """Measure how much goes light and dark across the eyes: irises do, and closed lids do not."""
    import numpy as np

    high, wide = grey.shape
    left, top, right, bottom = features
    aside, above = AROUND_EYES * (right - left), AROUND_EYES * (bottom - top)
    rows = slice(max(0, int((top - above) * high)), max(0, int((top + above) * high)))
    columns = slice(max(0, int((left - aside) * wide)), max(0, int((right + aside) * wide)))
    band = grey[rows, columns]
    return float(np.abs(np.diff(band, axis=1)).mean()) if min(band.shape) > 1 else 0.0


def _write_jpeg(pad: Pad, place: Path, context: RenderContext) -> None:
    """Write the only frame of `pad` as a JPEG."""
    pad = apply_filter(pad, "scale", out_range="full")
    pad = apply_filter(pad, "format", pix_fmts="yuvj420p")
    runner.run_ffmpeg(compile_command((pad,), str(place), JPEG), context)
