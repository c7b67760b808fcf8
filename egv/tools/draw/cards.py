"""Make the clips of intro and outro cards: each look is filmed once, and cached by its content."""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from egv import __version__
from egv.core.errors import EnvironmentFault, name_cause
from egv.core.kit.plain_values import CardMotion
from egv.core.media.timing import Seconds, to_frame
from egv.core.titles.card import CardLook
from egv.tools.draw.card_film import build_card_film
from egv.tools.store import cache
from egv.tools.store.atomic_files import write_aside

DESIGN = 5  # raise this number when cards are drawn differently, to redraw those in the cache

ENCODER = (
    *("-vf", "scale=out_color_matrix=bt709:out_range=tv,format=yuv420p"),
    *("-crf", "10", "-colorspace", "bt709", "-color_primaries", "bt709", "-color_trc", "bt709"),
    *("-color_range", "tv"),
)
_one_at_a_time = threading.Lock()  # the clips of a batch share their cards


def make_card(look: CardLook, of: Iterable[str] = ()) -> Path:
    """Make the clip of the card with this look, or reuse the cached one.

    The cache entry is indexed under the clips whose hashes are `of`: a card may show a name.
    Raises UsageError when a text cannot be set, EnvironmentFault when the cache cannot be written.
    """
    folder = cache.find_cache_folder() / "cards"
    path = folder / f"{name_card(look)}.mp4"
    try:
        with _one_at_a_time:
            cache.index_entry(of, path)
            if path.is_file():
                return path
            with write_aside(path) as part:
                _write_film(look, part)
    except OSError as error:
        raise EnvironmentFault(
            f"{folder}: a card cannot be stored there ({name_cause(error)}); set EGV_CACHE to a"
            " folder that you can write to"
        ) from None
    return path


def name_card(look: CardLook) -> str:
    """Compute a name that changes with anything visible on the card."""
    files = (*look.heading, *look.body, *((look.logo,) if look.logo else ()))
    contents = [cache.hash_content(path) for path in files]
    bare = replace(look, logo=None, heading=(), body=())
    text = repr((DESIGN, __version__, bare, bool(look.logo), contents))
    return hashlib.sha256(text.encode()).hexdigest()[:32]


def _write_film(look: CardLook, path: Path) -> None:
    """Write the film of the card; one that stands still is as short as a film can be."""
    from moviepy import VideoClip

    rate = look.canvas.frame_rate
    is_still = look.motion is CardMotion.NONE
    frames = 2 if is_still else max(2, to_frame(Seconds(str(look.seconds)), rate))
    film = build_card_film(look)
    # A time of moviepy may lie a little before its frame; the last frame is the end of the drift.
    length = look.seconds * frames / max(1, frames - 1)
    VideoClip(
        lambda at: film.draw_frame(at * length * float(rate) / frames),
        duration=frames / float(rate),
    ).write_videofile(
        str(path),
        fps=float(rate),
        codec="libx264",
        preset="ultrafast",
        audio=False,
        logger=None,
        ffmpeg_params=[*ENCODER, "-f", "mp4"],
    )
