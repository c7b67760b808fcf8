"""The canvas that clips of several sizes and rates share: the values of most of the material."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import replace
from fractions import Fraction
from typing import TypeVar

from egv.core.media.clip import Canvas, Clip
from egv.core.media.shape import is_same_shape
from egv.core.media.timing import Seconds

LARGE_PX = 1080  # of the short side: larger only where most of the material is larger

T = TypeVar("T", bound=Hashable)


def choose_canvas(clips: Sequence[Clip]) -> Canvas:
    """Choose the canvas of a programme of `clips`.

    The canvas has the frame rate, the orientation and then the aspect that most of the material
    has, by length; of equals the first. Its size is that of the largest clip of that shape, but not
    over 1080 px on the short side unless most of the material is larger.
    """
    seen = [(clip.video, clip.duration) for clip in clips]
    rate = find_heaviest([(video.frame_rate, length) for video, length in seen])
    sizes = [(video.upright_size, length) for video, length in seen]
    is_large = find_heaviest([(min(size) > LARGE_PX, length) for size, length in sizes])
    upright = find_heaviest([(_classify_orientation(size), length) for size, length in sizes])
    sizes = [(size, length) for size, length in sizes if _classify_orientation(size) == upright]
    firsts = [next(one for one, _ in sizes if is_same_shape(one, size)) for size, _ in sizes]
    aspect = find_heaviest([(one, length) for one, (_, length) in zip(firsts, sizes, strict=True)])
    alike = [size for size, _ in sizes if is_same_shape(size, aspect)]
    alike = [size for size in alike if is_large or min(size) <= LARGE_PX] or [_shrink_size(aspect)]
    width, height = max(alike, key=lambda size: size[0] * size[1])
    return Canvas(width, height, rate)


def shrink_canvas(canvas: Canvas, side: int) -> Canvas:
    """Shrink `canvas` to a short side of at most `side` px, both sides even."""
    scale = min(1.0, side / min(canvas.size))
    width, height = (max(2, round(pixels * scale / 2) * 2) for pixels in canvas.size)
    return replace(canvas, width=width, height=height)


def find_heaviest(weighed: Sequence[tuple[T, Seconds]]) -> T:
    """Find the value with the most weight in total; of equals the first."""
    weights: dict[T, Seconds] = {}
    for value, weight in weighed:
        weights[value] = weights.get(value, Seconds(0)) + weight
    return max(weights, key=lambda value: weights[value])


def _shrink_size(size: tuple[int, int]) -> tuple[int, int]:
    """Scale `size` to a short side of 1080 px, both sides even."""
    wide, high = (round(Fraction(side * LARGE_PX, 2 * min(size))) * 2 for side in size)
    return wide, high


def _classify_orientation(size: tuple[int, int]) -> int:
    """Return 1 for landscape, -1 for portrait, 0 for a square."""
    wide, high = size
    return 0 if is_same_shape(size, (1, 1)) else 1 if wide > high else -1
