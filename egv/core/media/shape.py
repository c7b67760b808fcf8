"""The shapes of a frame, and the safe area of each."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from egv.core.media.clip import Canvas

SAME = Fraction(1, 100)  # aspects that differ by less are one


class FrameShape(StrEnum):
    """The shape of a frame."""

    LANDSCAPE = "landscape"
    PORTRAIT = "portrait"
    SQUARE = "square"
    FEED = "feed"


class Position(StrEnum):
    """A position in the safe area."""

    TOP_LEFT = "top-left"
    TOP = "top"
    TOP_RIGHT = "top-right"
    LEFT = "left"
    CENTRE = "centre"
    RIGHT = "right"
    BOTTOM_LEFT = "bottom-left"
    BOTTOM = "bottom"
    BOTTOM_RIGHT = "bottom-right"

    @property
    def is_at_edge(self) -> bool:
        """True at the top or the bottom."""
        return self.value.startswith(("top", "bottom"))


ASPECTS = {
    FrameShape.LANDSCAPE: Fraction(16, 9),
    FrameShape.PORTRAIT: Fraction(9, 16),
    FrameShape.SQUARE: Fraction(1),
    FrameShape.FEED: Fraction(4, 5),
}
Margins = tuple[float, float, float, float]
RelativeBox = tuple[float, float, float, float]  # left, top, right, bottom, as shares
# Top, right, bottom and left margins, as shares of the frame's height and width. Portrait keeps
# clear of the buttons and texts of apps (checked in November 2026).
SAFE: dict[FrameShape, Margins] = {
    FrameShape.LANDSCAPE: (0.05, 0.05, 0.05, 0.05),
    FrameShape.PORTRAIT: (0.14, 0.12, 0.20, 0.06),
    FrameShape.SQUARE: (0.05, 0.05, 0.08, 0.05),
    FrameShape.FEED: (0.05, 0.05, 0.08, 0.05),
}


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle on a frame, in pixels from its top left."""

    x: int
    y: int
    width: int
    height: int

    @property
    def right(self) -> int:
        """The first column to the right of the box."""
        return self.x + self.width

    @property
    def bottom(self) -> int:
        """The first row below the box."""
        return self.y + self.height

    def is_overlapping(self, other: Box) -> bool:
        """True where the two boxes share a pixel."""
        return (
            self.x < other.right
            and other.x < self.right
            and self.y < other.bottom
            and other.y < self.bottom
        )

    @property
    def size(self) -> tuple[int, int]:
        """Width and height, px."""
        return self.width, self.height

    def intersect(self, other: Box) -> Box | None:
        """Return the part that the two boxes share; None where there is none."""
        if not self.is_overlapping(other):
            return None
        x, y = max(self.x, other.x), max(self.y, other.y)
        return Box(x, y, min(self.right, other.right) - x, min(self.bottom, other.bottom) - y)

    def place_box(self, width: int, height: int, position: Position) -> Box:
        """Return a box of `width` and `height` at `position` within this one."""
        words = position.value.split("-")
        x = {"left": self.x, "right": self.right - width}
        y = {"top": self.y, "bottom": self.bottom - height}
        return Box(
            next((x[word] for word in words if word in x), self.x + (self.width - width) // 2),
            next((y[word] for word in words if word in y), self.y + (self.height - height) // 2),
            width,
            height,
        )


def find_shape(canvas: Canvas) -> FrameShape:
    """Find the shape whose aspect is nearest that of `canvas`, which may be any size."""
    aspect = Fraction(canvas.width, canvas.height)
    return min(ASPECTS, key=lambda shape: max(aspect / ASPECTS[shape], ASPECTS[shape] / aspect))


def find_safe_area(canvas: Canvas) -> Box:
    """Return the part of `canvas` that no player, app or screen edge covers."""
    top, right, bottom, left = canvas.safe or SAFE[find_shape(canvas)]
    x, y = round(canvas.width * left), round(canvas.height * top)
    return Box(
        x,
        y,
        round(canvas.width * (1 - right)) - x,
        round(canvas.height * (1 - bottom)) - y,
    )


def find_short_side_px(canvas: Canvas) -> int:
    """Return the smaller of width and height, px: the unit of relative sizes."""
    return min(canvas.width, canvas.height)


def is_same_shape(one: tuple[int, int], other: tuple[int, int]) -> bool:
    """True where two sizes differ by no more than rounding does."""
    ratio = Fraction(one[0] * other[1], one[1] * other[0])
    return abs(ratio - 1) < SAME
