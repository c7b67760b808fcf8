"""Facts of an image file; its size is read from its head first, so that no bomb is decoded.

A drawing (SVG) has no pixels of its own: its facts are those of a large picture of it.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass
from pathlib import Path

from egv.core.drawing import is_drawing
from egv.core.errors import UsageError
from egv.tools import svg

MOST_PIXELS = 8192  # a side: a logo is never larger, and each pixel is memory
DRAWN_HIGH = 1080  # px: no format shows a logo higher
LOOKED_AT = 256  # px: enough to see what colours a drawing has


@dataclass(frozen=True, slots=True)
class ImageFacts:
    """An image's size in pixels, and whether it can be seen through somewhere."""

    width: int
    height: int
    see_through: bool


def image_at(path: Path) -> ImageFacts:
    """The facts of the PNG or SVG at `path`. Raises UsageError for one of no use."""
    from PIL import Image

    if is_drawing(path):
        with Image.open(svg.png_of(path, LOOKED_AT), formats=("PNG",)) as image:
            least, most = image.convert("RGBA").getextrema()[3]
        if not most:
            raise UsageError(f"{path}: nothing in it can be seen; save the logo again")
        return ImageFacts(round(DRAWN_HIGH * svg.aspect_at(path)), DRAWN_HIGH, least < 255)

    try:
        width, height = _size_in_head(path)
        if max(width, height) > MOST_PIXELS:
            raise UsageError(
                f"{path}: {width}x{height} pixels are more than {MOST_PIXELS}x{MOST_PIXELS};"
                " make the logo smaller"
            )
        with Image.open(path, formats=("PNG",)) as image:
            clear = image.mode in ("RGBA", "LA", "PA") or "transparency" in image.info
            image.load()  # to its last row: half a file has a whole head
    except FileNotFoundError:
        raise UsageError(f"{path}: there is no such file; check the name") from None
    except (OSError, SyntaxError, ValueError) as error:
        said = getattr(error, "strerror", None) or str(error).split(":")[0]
        raise UsageError(
            f"{path}: it cannot be read ({said}); save the logo as PNG again"
        ) from None
    return ImageFacts(width, height, clear)


def _size_in_head(path: Path) -> tuple[int, int]:
    """Width and height as the head says: Pillow would warn of large ones while it looks."""
    with path.open("rb") as file:
        head = file.read(24)
    if head[:8] != svg.SIGNATURE or len(head) < 24:
        raise UsageError(f"{path}: it is no PNG image; save the logo as PNG or SVG")
    width, height = struct.unpack(">II", head[16:24])
    return width, height


def png_of(path: Path, height: int) -> Path:
    """The PNG that shows the image at `path` when it is drawn `height` px high."""
    return svg.png_of(path, height) if is_drawing(path) else path


def mean_colour(path: Path) -> str:
    """`#RRGGBB`, on the average, of what is seen of the image at `path`."""
    import numpy as np
    from PIL import Image

    with Image.open(png_of(path, LOOKED_AT), formats=("PNG",)) as opened:
        opened.thumbnail((256, 256))
        pixels = np.asarray(opened.convert("RGBA"), dtype=np.float64).reshape(-1, 4)
    weight = pixels[:, 3].sum()
    mean = (pixels[:, :3] * pixels[:, 3:]).sum(axis=0) / weight if weight else np.zeros(3)
    return "#" + "".join(f"{round(value):02X}" for value in mean)


def small_jpeg(path: Path, width: int) -> bytes:
    """The image at `path` as a JPEG no more than `width` px wide."""
    import io

    from PIL import Image

    with Image.open(path) as image:
        image.thumbnail((width, 4 * width))
        kept = io.BytesIO()
        image.convert("RGB").save(kept, "JPEG", quality=80, optimize=True)
    return kept.getvalue()
