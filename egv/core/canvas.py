"""The canvas that clips of many sizes and rates share: what most of the material has."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import replace
from fractions import Fraction
from typing import TypeVar

from egv.core.media import Canvas, Media
from egv.core.shape import same_shape
from egv.core.timing import Seconds

LARGE_PX = 1080  # of the short side: more only where most of the material has more

T = TypeVar("T", bound=Hashable)


def canvas_of(clips: Sequence[Media]) -> Canvas:
    """The canvas of a programme of `clips`, all of which have a picture.

    It has the frame rate, the way up and then the aspect that most of the material has, by length,
    and of equals the first. It is as large as the largest clip of that shape, but not over 1080 px
    on its short side unless most of the material is.
    """
    seen = [(clip.video, clip.duration) for clip in clips if clip.video]
    rate = most([(video.frame_rate, length) for video, length in seen])
    sizes = [(video.upright, length) for video, length in seen]
    is_large = most([(min(size) > LARGE_PX, length) for size, length in sizes])
    upright = most([(_way_up(size), length) for size, length in sizes])
    sizes = [(size, length) for size, length in sizes if _way_up(size) == upright]
    firsts = [next(one for one, _ in sizes if same_shape(one, size)) for size, _ in sizes]
    aspect = most([(one, length) for one, (_, length) in zip(firsts, sizes, strict=True)])
    alike = [size for size, _ in sizes if same_shape(size, aspect)]
    alike = [size for size in alike if is_large or min(size) <= LARGE_PX] or [_small(aspect)]
    width, height = max(alike, key=lambda size: size[0] * size[1])
    return Canvas(width, height, rate)


def smaller(canvas: Canvas, side: int) -> Canvas:
    """`canvas` with a short side of at most `side` px, both even."""
    scale = min(1.0, side / min(canvas.size))
    width, height = (max(2, round(each * scale / 2) * 2) for each in canvas.size)
    return replace(canvas, width=width, height=height)


def most(weighed: Sequence[tuple[T, Seconds]]) -> T:
    """The value with the most weight in all; of equals the first."""
    weights: dict[T, Seconds] = {}
    for value, weight in weighed:
        weights[value] = weights.get(value, Seconds(0)) + weight
    return max(weights, key=lambda value: weights[value])


def _small(size: tuple[int, int]) -> tuple[int, int]:
    """`size` with a short side of 1080 px, both sides even."""
    wide, high = (round(Fraction(side * LARGE_PX, 2 * min(size))) * 2 for side in size)
    return wide, high


def _way_up(size: tuple[int, int]) -> int:
    """1 for a size that lies, -1 for one that stands, 0 for a square."""
    wide, high = size
    return 0 if same_shape(size, (1, 1)) else 1 if wide > high else -1
