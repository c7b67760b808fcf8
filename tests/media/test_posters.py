"""The poster of a clip: from where it is sharp and at rest, and not from a card."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from egv.app.records.ledger_lines import OutputRecord
from egv.app.run.posters import write_best_poster
from egv.core.media.timing import Seconds, Span
from egv.tools.clips.clip_cache import load_clip
from egv.tools.draw.poster import write_still_jpeg
from egv.tools.ffmpeg.context import NO_CONTEXT

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Picture = NDArray[np.float32]

pytestmark = pytest.mark.media
Maker = Callable[..., Path]
SIZE = "s=320x180:r=25"
SHARP = f"nullsrc={SIZE}:d=%s,format=yuv420p,geq=lum='128+90*sin(X*Y/90)':cb=128:cr=128"
BLURRED = f"{SHARP},gblur=sigma=12"
BLACK = f"color=black:{SIZE}:d=%s,format=yuv420p"
CARD = f"color=0x10344F:{SIZE}:d=%s,format=yuv420p,drawbox=60:90:200:6:white:fill"
FADING = SHARP.replace("128+", "mod(T,1)*(128+").replace("/90)'", "/90))'")
NOISE = f"nullsrc={SIZE}:d=%s,format=yuv420p,geq=lum='255*mod(X+Y,2)':cb=128:cr=128"


def clip_of(clip: Maker, *parts: tuple[str, int]) -> Path:
    """Make a clip of `parts`, each a source and its length in seconds."""
    sources = [word for source, length in parts for word in ("-f", "lavfi", "-i", source % length)]
    join = f"concat=n={len(parts)}:v=1:a=0"
    return clip("a.mp4", *sources, "-filter_complex", join, "-c:v", "libx264", "-qp", "10")


def poster_of(path: Path, **about: object) -> Picture:
    place = path.with_suffix(".jpg")
    write_best_poster(load_clip(path), place, **about)  # type: ignore[arg-type]
    return read_grey(place)


def read_grey(path: Path) -> Picture:
    import numpy as np
    from PIL import Image

    with Image.open(path) as picture:
        return np.asarray(picture.convert("L"), dtype=np.float32)


def frame_at(path: Path, seconds: int) -> Picture:
    place = path.with_suffix(".still.jpg")
    write_still_jpeg(load_clip(path), Seconds(seconds), place, NO_CONTEXT)
    return read_grey(place)


def is_same(one: Picture, other: Picture) -> bool:
    return float(abs(one - other).mean()) < 8


@pytest.mark.parametrize("other", [BLACK, BLURRED, CARD], ids=["black", "blurred", "card"])
@pytest.mark.parametrize("is_first", [True, False])
def test_the_sharp_stretch_wins_wherever_it_is(clip: Maker, other: str, is_first: bool) -> None:
    parts = [(SHARP, 3), (other, 7)] if is_first else [(other, 7), (SHARP, 3)]
    path = clip_of(clip, *parts)

    assert is_same(poster_of(path), frame_at(path, 1 if is_first else 9))


def test_a_fade_is_never_the_poster(clip: Maker) -> None:
    path = clip_of(clip, (FADING, 7), (BLURRED, 3))

    assert is_same(poster_of(path), frame_at(path, 8))


def test_the_outro_that_egv_put_there_is_not_looked_at(clip: Maker) -> None:
    path = clip_of(clip, (BLURRED, 6), (NOISE, 6))
    made = OutputRecord(output="a.mp4", key="k", content="c", result={"programme": [0.0, 6.0]})

    assert is_same(poster_of(path), frame_at(path, 9))
    assert is_same(poster_of(path, record=made), frame_at(path, 3))


def test_the_same_clip_has_the_same_poster(clip: Maker) -> None:
    path = clip_of(clip, (BLACK, 1), (SHARP, 3))
    subtitles = [Span(Seconds(0), Seconds(2))]
    one, other = (poster_of(path, subtitles=subtitles) for _ in range(2))

    assert (one == other).all()


def test_a_still_is_of_its_own_moment(clip: Maker) -> None:
    path = clip_of(clip, (SHARP, 2), (BLACK, 2))
    place = path.with_suffix(".jpg")
    write_still_jpeg(load_clip(path), Seconds(17, 10), place, NO_CONTEXT)

    assert read_grey(place).mean() > 60
