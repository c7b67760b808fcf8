"""A drawn picture to preview a kit on: a person in front of a wall, modelled on nobody."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PIL.Image import Image

WALL = ((226, 230, 233), (168, 178, 186))  # colours at the top and at the bottom
FIGURE, FACE = (96, 110, 121), (122, 136, 147)
SMOOTH = 2  # drawn this much larger, for smooth edges


def write_preview_background(size: tuple[int, int], place: Path) -> None:
    """Draw the background, `size` px, as a PNG at `place`."""
    from PIL import Image

    wide, high = size[0] * SMOOTH, size[1] * SMOOTH
    wall = Image.new("RGB", (1, high))
    for y in range(high):
        share = y / high
        top, bottom = WALL
        wall.putpixel(
            (0, y), tuple(round(a + (b - a) * share) for a, b in zip(top, bottom, strict=True))
        )
    ground = wall.resize((wide, high))
    _draw_figure(ground)
    ground.resize(size, Image.Resampling.BOX).save(place, format="PNG")


def _draw_figure(ground: Image) -> None:
    """Draw head and shoulders, in the middle and at the usual height of a speaker."""
    from PIL import ImageDraw

    pen, (wide, high) = ImageDraw.Draw(ground), ground.size
    unit, middle, top = min(wide, high), wide / 2, high * 0.3

    def ellipse(across: float, y: float, tall: float, colour: tuple[int, int, int]) -> None:
        pen.ellipse((middle - across, y - tall, middle + across, y + tall), fill=colour)

    ellipse(unit * 0.33, top + unit * 0.62, unit * 0.34, FIGURE)
    pen.rectangle((middle - unit * 0.33, top + unit * 0.62, middle + unit * 0.33, high), FIGURE)
    ellipse(unit * 0.065, top + unit * 0.24, unit * 0.1, FACE)
    ellipse(unit * 0.13, top + unit * 0.08, unit * 0.17, FACE)
