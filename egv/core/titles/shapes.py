"""Shapes as ASS drawings: rectangles, round boxes, and the joined boxes behind lines of text.

A drawing has its own top left as origin. All parts of one turn the same way, so that libass paints
what two of them share only once.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from egv.core.media.shape import Box

ROUND = 0.5523  # a Bézier curve with handles of this share of the radius is a quarter of a circle


def draw_rectangle(box: Box) -> str:
    """Draw `box` as an ASS drawing."""
    return _draw_corners(0, 0, box.width, box.height)


def draw_round_box(box: Box, radius: float) -> str:
    """Draw `box` with corners of `radius` px as an ASS drawing."""
    return _draw_round_part(0, 0, box.width, box.height, radius)


def draw_line_boxes(widths: Sequence[float], high: float, over: float, radius: float) -> str:
    """Draw boxes one under the other, each centred, as one ASS drawing.

    `widths` are those of the boxes, px; `high` is the distance of two, and each reaches `over` px
    above and below that. Corners have a `radius` in px. Boxes of almost one width get one width.
    """
    widths = _even_out_widths(widths, 2 * radius)
    whole = max(widths)
    parts = [
        _draw_round_part((whole - w) / 2, n * high, w, high + 2 * over, radius)
        for n, w in enumerate(widths)
    ]
    for n, pair in enumerate(pairwise(widths)):  # fill what round corners leave open between two
        w = min(pair)
        parts.append(_draw_corners((whole - w) / 2, (n + 0.5) * high + over, w, high))
    return " ".join(parts)


def _even_out_widths(widths: Sequence[float], least: float) -> list[float]:
    """Widen boxes that differ by less than `least` px from their neighbour to one width."""
    even = list(widths)
    for _ in widths:
        for n, (one, other) in enumerate(pairwise(tuple(even))):
            if abs(one - other) < least:
                even[n] = even[n + 1] = max(one, other)
    return even


def _draw_corners(x: float, y: float, width: float, height: float) -> str:
    left, top, right, bottom = _round_all(x, y, x + width, y + height)
    return f"m {left} {top} l {right} {top} l {right} {bottom} l {left} {bottom}"


def _draw_round_part(x: float, y: float, width: float, height: float, radius: float) -> str:
    radius = min(radius, width / 2, height / 2)
    if radius < 1:
        return _draw_corners(x, y, width, height)
    left, top, right, bottom = x, y, x + width, y + height
    corners = (
        ((right - radius, top), (right, top), (right, top + radius)),
        ((right, bottom - radius), (right, bottom), (right - radius, bottom)),
        ((left + radius, bottom), (left, bottom), (left, bottom - radius)),
        ((left, top + radius), (left, top), (left + radius, top)),
    )
    drawn = " ".join(_iter_corner_words(corners))
    first_x, first_y = _round_all(left + radius, top)
    return f"m {first_x} {first_y} {drawn}"


Point = tuple[float, float]


def _iter_corner_words(corners: Sequence[tuple[Point, Point, Point]]) -> Iterator[str]:
    """Yield for each corner the line to where it begins, and the curve to where it ends."""
    for start, tip, end in corners:
        yield "l {} {}".format(*_round_all(*start))
        one = [a + ROUND * (b - a) for a, b in zip(start, tip, strict=True)]
        other = [a + ROUND * (b - a) for a, b in zip(end, tip, strict=True)]
        yield "b {} {} {} {} {} {}".format(*_round_all(*one, *other, *end))


def _round_all(*values: float) -> list[int]:
    return [round(value) for value in values]
