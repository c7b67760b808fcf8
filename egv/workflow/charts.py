"""Bar charts: the places of the bars and their labels, px."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

ROW, GAP = 26, 8  # px: height of a bar, and gap between two
NAMES, LONGEST, VALUES = 130, 190, 40  # px: names, longest bar, values behind the bar
MOST_LETTERS = 16  # letters of a name that fit in its place


@dataclass(frozen=True, slots=True)
class Bar:
    """A horizontal bar: its name, its value and its place."""

    name: str
    value: int
    x: int
    y: int
    width: int
    height: int

    @property
    def middle(self) -> float:
        """The vertical middle of the bar, px, at which its labels stand."""
        return self.y + self.height / 2

    @property
    def short_name(self) -> str:
        """The name, shortened to fit beside the bar."""
        fits = len(self.name) <= MOST_LETTERS
        return self.name if fits else f"{self.name[: MOST_LETTERS - 1]}…"


@dataclass(frozen=True, slots=True)
class BarChart:
    """Bars below each other, and the total size, px."""

    bars: tuple[Bar, ...]
    size: tuple[int, int]


def plan_bar_chart(values: Sequence[tuple[str, int]]) -> BarChart:
    """Plan a bar for each name and value (0 or more); the highest value gets the longest bar."""
    most = max((value for _, value in values), default=0) or 1
    drawn = tuple(
        Bar(name, value, NAMES, at * (ROW + GAP), round(LONGEST * value / most), ROW)
        for at, (name, value) in enumerate(values)
    )
    return BarChart(drawn, (NAMES + LONGEST + VALUES, max(1, len(drawn)) * (ROW + GAP)))


def format_line_points(
    values: Sequence[float], low: float, high: float, size: tuple[int, int]
) -> str:
    """Format the points of a line through `values` within `size` px.

    `low` is at the bottom, `high` (which must be more) at the top; values beyond them are clamped.
    The points are in SVG form: `x,y` pairs.
    """
    width, height = size
    steps = max(1, len(values) - 1)
    within = (min(max((value - low) / (high - low), 0.0), 1.0) for value in values)
    return " ".join(
        f"{at * width / steps:.1f},{height - share * height:.1f}" for at, share in enumerate(within)
    )
