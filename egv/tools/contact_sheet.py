"""Stills on one sheet with their times, as a PNG that says what it is."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from egv.tools.kits import BOLD, PLAIN

COLUMNS = 3
GAP, LABEL, HEAD = 16, 30, 54  # px
GROUND, INK, DIM = "#14181D", "#FFFFFF", "#A9B4C0"
TITLE = "Title"  # a keyword of PNG's own


def write_sheet(
    stills: Sequence[tuple[str, Path]], heading: str, detail: str, title: str, place: Path
) -> None:
    """Put the images in `stills`, each under its time, on a sheet at `place`.

    `heading` and `detail` stand above them; `title` is kept in the file.
    """
    from PIL import Image, ImageDraw, ImageFont, PngImagePlugin

    head, small = ImageFont.truetype(BOLD, 22), ImageFont.truetype(PLAIN, 18)
    images = [(label, Image.open(path).convert("RGB")) for label, path in stills]
    width, height = images[0][1].size
    columns = min(COLUMNS, len(images))
    rows = -(-len(images) // columns)
    across = columns * (width + GAP) + GAP
    sheet = Image.new("RGB", (across, HEAD + rows * (height + LABEL + GAP) + GAP), GROUND)
    draw = ImageDraw.Draw(sheet)
    detail_width = draw.textlength(detail, small)
    draw.text((GAP, GAP), _fitting(draw, heading, head, across - detail_width - 4 * GAP), INK, head)
    draw.text((across - GAP - detail_width, GAP + 3), detail, DIM, small)
    for number, (label, image) in enumerate(images):
        x = GAP + number % columns * (width + GAP)
        y = HEAD + number // columns * (height + LABEL + GAP)
        sheet.paste(image, (x, y))
        draw.text((x, y + height + 5), label, INK, small)
    about = PngImagePlugin.PngInfo()
    about.add_itxt(TITLE, title)
    sheet.save(place, format="PNG", pnginfo=about)


def title_of(path: Path) -> str:
    """What the PNG at `path` says it is; nothing where it says nothing or is none."""
    from PIL import Image

    try:
        with Image.open(path, formats=("PNG",)) as image:
            return str(image.info.get(TITLE, ""))
    except (OSError, SyntaxError, ValueError):
        return ""


def _fitting(draw: Any, text: str, font: Any, width: float) -> str:
    """As much of `text` as fits in `width` px."""
    if draw.textlength(text, font) <= width:
        return text
    while text and draw.textlength(f"{text}…", font) > width:
        text = text[:-1]
    return f"{text}…"
