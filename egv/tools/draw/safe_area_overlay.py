"""A still with the areas marked that apps, players and screen edges may cover."""

from __future__ import annotations

from pathlib import Path

from egv.core.media.shape import Box

LINE, SHADOW = (255, 255, 255, 255), (0, 0, 0, 170)
COVERED = (214, 40, 120, 70)
DASH, SPACE = 10, 8  # px


def write_safe_area_overlay(still: Path, safe: Box, place: Path) -> None:
    """Write the image at `still` as a PNG with a dashed line round `safe` and a tint outside."""
    from PIL import Image, ImageDraw

    with Image.open(still) as opened:
        image = opened.convert("RGBA")
    tint = Image.new("RGBA", image.size, COVERED)
    tint.paste((0, 0, 0, 0), (safe.x, safe.y, safe.right, safe.bottom))
    image.alpha_composite(tint)
    pen = ImageDraw.Draw(image)
    left, top, right, bottom = safe.x, safe.y, safe.right - 1, safe.bottom - 1
    for colour, off in ((SHADOW, 1), (LINE, 0)):
        for x in range(left, right, DASH + SPACE):
            for y in (top, bottom):
                pen.line((x, y + off, min(x + DASH, right), y + off), colour)
        for y in range(top, bottom, DASH + SPACE):
            for x in (left, right):
                pen.line((x + off, y, x + off, min(y + DASH, bottom)), colour)
    image.convert("RGB").save(place, format="PNG")
