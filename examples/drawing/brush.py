"""Shapes for a drawn picture: smooth outlines with soft edges and gradients, supersampled."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageChops, ImageDraw, ImageFilter

Point = tuple[float, float]
Colour = tuple[int, int, int]
Mask = Image.Image

SUPERSAMPLING = 3  # Pillow draws polygons without anti-aliasing
STEPS = 14  # points on each piece of a smooth curve


@dataclass(frozen=True, slots=True)
class Gradient:
    """A straight run from one colour to another."""

    start: Point
    first: Colour
    end: Point
    last: Colour


Paint = Colour | Gradient


def _spline(knots: NDArray[np.float64]) -> list[Point]:
    """A Catmull-Rom curve from the second knot to the last but one."""
    t = (np.arange(STEPS) / STEPS)[:, None]
    pieces = [
        b + 0.5 * t * (c - a + t * (2 * a - 5 * b + 4 * c - d + t * (3 * (b - c) + d - a)))
        for a, b, c, d in zip(knots, knots[1:], knots[2:], knots[3:], strict=False)
    ]
    return [(float(x), float(y)) for x, y in np.concatenate([*pieces, knots[-2:-1]])]


def closed(*points: Point) -> list[Point]:
    """A smooth closed outline through the points."""
    return _spline(np.array([points[-1], *points, points[0], points[1]], float))


def curve(*points: Point) -> list[Point]:
    """A smooth open curve through the points."""
    return _spline(np.array([points[0], *points, points[-1]], float))


def symmetric(*right: Point) -> list[Point]:
    """A closed outline, smooth, from its right half listed from top to bottom."""
    left = [(-x, y) for x, y in reversed(right) if x != 0]
    return closed(*right, *left)


def ellipse(centre: Point, rx: float, ry: float) -> list[Point]:
    """The outline of an ellipse."""
    angles = np.linspace(0, 2 * np.pi, 64, endpoint=False)
    return [(centre[0] + rx * float(np.cos(a)), centre[1] + ry * float(np.sin(a))) for a in angles]


def box(left: float, top: float, right: float, bottom: float) -> list[Point]:
    """The outline of a rectangle."""
    return [(left, top), (right, top), (right, bottom), (left, bottom)]


def stroke(points: Sequence[Point], first: float, middle: float, last: float) -> list[Point]:
    """The outline of a brush stroke along a curve whose width runs through three values."""
    path = np.array(points)
    along = np.gradient(path, axis=0)
    normal = np.stack([-along[:, 1], along[:, 0]], axis=1)
    normal /= np.linalg.norm(normal, axis=1, keepdims=True) + 1e-9
    half = np.interp(np.linspace(0, 1, len(path)), [0, 0.5, 1], [first, middle, last])[:, None] / 2
    edge = np.concatenate([path + normal * half, (path - normal * half)[::-1]])
    return [(float(x), float(y)) for x, y in edge]


class Canvas:
    """A transparent sheet covering `left, top, right, bottom`, in pixels of the finished frame."""

    def __init__(self, left: float, top: float, right: float, bottom: float) -> None:
        self.left, self.top = left, top
        self.size = (round(right - left), round(bottom - top))
        width, height = self.size
        self.image = Image.new("RGBA", (width * SUPERSAMPLING, height * SUPERSAMPLING))

    def mask(self, outline: Sequence[Point], soft: float = 0) -> Mask:
        """The outline as coverage over the whole sheet, to paint inside of."""
        return self._mask(outline, (0, 0, *self.image.size), soft)

    def fill(
        self,
        outline: Sequence[Point],
        paint: Paint,
        *,
        alpha: float = 1,
        soft: float = 0,
        inside: Mask | None = None,
    ) -> None:
        """Paint an outline; `soft` is the blur of its edge, `inside` what it may not leave."""
        region = self._region(outline, soft)
        if region[0] >= region[2] or region[1] >= region[3]:
            return
        mask = self._mask(outline, region, soft)
        if inside is not None:
            mask = ImageChops.multiply(mask, inside.crop(region))
        patch = self._painted(paint, region)
        patch.putalpha(mask.point(lambda v: round(v * alpha)))
        self.image.alpha_composite(patch, region[:2])

    def picture(self) -> Image.Image:
        """The sheet at the size of the finished frame."""
        return self.image.resize(self.size, Image.Resampling.BOX)

    def _at(self, point: Point) -> Point:
        return (point[0] - self.left) * SUPERSAMPLING, (point[1] - self.top) * SUPERSAMPLING

    def _region(self, outline: Sequence[Point], soft: float) -> tuple[int, int, int, int]:
        xs, ys = zip(*map(self._at, outline), strict=True)
        margin = 3 * soft * SUPERSAMPLING + 2
        width, height = self.image.size
        left, top = max(0, int(min(xs) - margin)), max(0, int(min(ys) - margin))
        return left, top, min(width, int(max(xs) + margin)), min(height, int(max(ys) + margin))

    def _mask(
        self, outline: Sequence[Point], region: tuple[int, int, int, int], soft: float
    ) -> Mask:
        # Drawn with a margin outside the sheet, or the blur would fade at the sheet's own edges.
        margin = round(3 * soft * SUPERSAMPLING)
        left, top, right, bottom = region
        mask = Image.new("L", (right - left + 2 * margin, bottom - top + 2 * margin))
        points = [(x - left + margin, y - top + margin) for x, y in map(self._at, outline)]
        ImageDraw.Draw(mask).polygon(points, fill=255)
        if soft:
            mask = mask.filter(ImageFilter.GaussianBlur(soft * SUPERSAMPLING))
        return mask.crop((margin, margin, margin + right - left, margin + bottom - top))

    def _painted(self, paint: Paint, region: tuple[int, int, int, int]) -> Image.Image:
        left, top, right, bottom = region
        if not isinstance(paint, Gradient):
            return Image.new("RGB", (right - left, bottom - top), paint)
        (x0, y0), (x1, y1) = self._at(paint.start), self._at(paint.end)
        x = np.arange(left, right, dtype=np.float32)[None, :] - np.float32(x0)
        y = np.arange(top, bottom, dtype=np.float32)[:, None] - np.float32(y0)
        run = (x * (x1 - x0) + y * (y1 - y0)) / ((x1 - x0) ** 2 + (y1 - y0) ** 2)
        first, last = np.array(paint.first, np.float32), np.array(paint.last, np.float32)
        pixels = first + (last - first) * np.clip(run, 0, 1)[..., None]
        return Image.fromarray((pixels + 0.5).astype(np.uint8))
