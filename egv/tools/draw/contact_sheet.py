"""Stills on one sheet, each with a label under it, as a PNG with a title in its metadata."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from egv.tools.draw.fonts import BOLD, PLAIN

if TYPE_CHECKING:
    from PIL.Image import Image as Picture

COLUMNS = 3
GAP, LABEL, HEAD = 16, 30, 54  # px
GROUND, INK, DIM = "#14181D", "#FFFFFF", "#A9B4C0"
TITLE = "Title"  # a standard PNG keyword


@dataclass(frozen=True, slots=True)
class SheetRow:
    """A row of images, each with a label under it; `title` is above the row."""

    title: str
    stills: Sequence[tuple[str, Path]]


@dataclass(frozen=True, slots=True)
class SheetHead:
    """The texts at the top of a sheet, left and right, and the title in the file's metadata."""

    heading: str
    detail: str
    title: str


def write_sheet(stills: Sequence[tuple[str, Path]], head: SheetHead, place: Path) -> None:
    """Write the images in `stills`, each above its time, as a sheet at `place`."""
    rows = [stills[at : at + COLUMNS] for at in range(0, len(stills), COLUMNS)]
    write_rows([SheetRow("", row) for row in rows], head, place)


def write_rows(rows: Sequence[SheetRow], head: SheetHead, place: Path, height: int = 0) -> None:
    """Write `rows`, each from left to right, one below the other, as a sheet at `place`.

    With `height`, the images are scaled to this height, px.
    """
    from PIL import Image, ImageDraw, ImageFont, PngImagePlugin

    bold, small = ImageFont.truetype(BOLD, 22), ImageFont.truetype(PLAIN, 18)
    drawn = [[(label, _load_image(path, height)) for label, path in row.stills] for row in rows]
    lines = [LABEL if row.title else 0 for row in rows]
    across = GAP + max(sum(image.width + GAP for _, image in row) for row in drawn)
    heights = [max(image.height for _, image in row) + LABEL + GAP for row in drawn]
    sheet = Image.new("RGB", (across, HEAD + sum(heights) + sum(lines) + GAP), GROUND)
    draw = ImageDraw.Draw(sheet)
    detail_width = draw.textlength(head.detail, small)
    draw.text(
        (GAP, GAP),
        _truncate_text(draw, head.heading, bold, across - detail_width - 4 * GAP),
        INK,
        bold,
    )
    draw.text((across - GAP - detail_width, GAP + 3), head.detail, DIM, small)
    y = HEAD
    for row, images, line, high in zip(rows, drawn, lines, heights, strict=True):
        draw.text((GAP, y), row.title, DIM, small)
        x = GAP
        for label, image in images:
            sheet.paste(image, (x, y + line))
            below = y + line + image.height + 5
            draw.text((x, below), _truncate_text(draw, label, small, image.width), INK, small)
            x += image.width + GAP
        y += line + high
    about = PngImagePlugin.PngInfo()
    about.add_itxt(TITLE, head.title)
    sheet.save(place, format="PNG", pnginfo=about)


def _load_image(path: Path, height: int) -> Picture:
    from PIL import Image

    with Image.open(path) as opened:
        image: Image.Image = opened.convert("RGB")
    if height and image.height != height:
        width = round(image.width * height / image.height)
        image = image.resize((width, height), Image.Resampling.LANCZOS)
    return image


def read_png_title(path: Path) -> str:
    """Read the title of the PNG at `path`; "" where there is no title or no PNG."""
    from PIL import Image

    try:
        with Image.open(path, formats=("PNG",)) as image:
            return str(image.info.get(TITLE, ""))
    except (OSError, SyntaxError, ValueError):
        return ""


def _truncate_text(draw: Any, text: str, font: Any, width: float) -> str:
    """Truncate `text` to `width` px, with an ellipsis where letters are lost."""
    if draw.textlength(text, font) <= width:
        return text
    while text and draw.textlength(f"{text}…", font) > width:
        text = text[:-1]
    return f"{text}…"
