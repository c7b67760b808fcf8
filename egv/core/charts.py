"""Bar charts: where each bar and its words stand, px."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

ROW, GAP = 26, 8  # px of a bar, and between two
NAMES, LONGEST, VALUES = 130, 190, 40  # px for the names, the longest bar, the values behind it
MOST_LETTERS = 16  # of a name that fit in its place


@dataclass(frozen=True, slots=True)
class Bar:
    """A bar that lies: its name, its value, and its place; `middle` is where its words stand."""

    name: str
    value: int
    x: int
    y: int
    width: int
    height: int

    @property
    def middle(self) -> float:
        """The middle of its height, px."""
        return self.y + self.height / 2

    @property
    def short_name(self) -> str:
        """As much of its name as fits beside it."""
        fits = len(self.name) <= MOST_LETTERS
        return self.name if fits else f"{self.name[: MOST_LETTERS - 1]}…"


@dataclass(frozen=True, slots=True)
class Bars:
    """Bars below each other, and the size of all, px."""

    bars: tuple[Bar, ...]
    size: tuple[int, int]


def bars(values: Sequence[tuple[str, int]]) -> Bars:
    """A bar for each name and value (0 or more), the longest for the highest."""
    most = max((value for _, value in values), default=0) or 1
    drawn = tuple(
        Bar(name, value, NAMES, at * (ROW + GAP), round(LONGEST * value / most), ROW)
        for at, (name, value) in enumerate(values)
    )
    return Bars(drawn, (NAMES + LONGEST + VALUES, max(1, len(drawn)) * (ROW + GAP)))


def line(values: Sequence[float], low: float, high: float, size: tuple[int, int]) -> str:
    """The points of a line through `values`, from `low` at the bottom to `high`, within `size` px.

    As SVG writes them: `x,y` each.
    """
    width, height = size
    steps = max(1, len(values) - 1)
    within = (min(max((value - low) / (high - low), 0.0), 1.0) for value in values)
    return " ".join(
        f"{at * width / steps:.1f},{height - share * height:.1f}" for at, share in enumerate(within)
    )
