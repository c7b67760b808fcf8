"""Facts of an image file. The size is read from the header first, to avoid decompression bombs.

A drawing (SVG) has no pixels of its own: its facts are those of a large rendering.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass
from pathlib import Path

from egv.core.errors import UsageError, name_cause
from egv.core.picture.colour import Colour
from egv.core.titles.svg_rules import is_svg
from egv.tools.draw import png, svg

MOST_PIXELS = 8192  # px per side: a logo is never larger, and each pixel takes memory
DRAWN_HIGH = 1080  # px: no format shows a logo higher
LOOKED_AT = 256  # px: enough to find the colours of a drawing


@dataclass(frozen=True, slots=True)
class ImageFacts:
    """An image's size in pixels, and whether any part is transparent."""

    width: int
    height: int
    has_transparency: bool


def load_image_facts(path: Path) -> ImageFacts:
    """Load the facts of the PNG or SVG at `path`. Raises UsageError for an unusable image."""
    from PIL import Image

    if is_svg(path):
        with Image.open(svg.rasterise_svg(path, LOOKED_AT), formats=("PNG",)) as image:
            least, most = png.measure_opacity(image)
        if not most:
            raise UsageError(f"{path}: the picture is fully transparent; save the logo again")
        return ImageFacts(round(DRAWN_HIGH * svg.read_svg_aspect(path)), DRAWN_HIGH, least < 255)

    try:
        width, height = _read_head_size(path)
        if max(width, height) > MOST_PIXELS:
            raise UsageError(
                f"{path}: {width}x{height} pixels are more than {MOST_PIXELS}x{MOST_PIXELS};"
                " make the logo smaller"
            )
        with Image.open(path, formats=("PNG",)) as image:
            image.load()  # read every row: a truncated file can have a valid header
            least, most = png.measure_opacity(image)
            if image.getexif().get(png.ORIENTATION, 1) in png.SIDEWAYS:
                width, height = height, width
    except FileNotFoundError:
        raise UsageError(f"{path}: there is no such file; check the name") from None
    except (OSError, SyntaxError, ValueError) as error:
        said = (
            name_cause(error)
            if isinstance(error, OSError) and error.errno
            else "it is damaged, or no picture"
        )
        raise UsageError(
            f"{path}: this file cannot be read ({said}); save the logo as PNG again",
            details=str(error),
        ) from None
    if not most:
        raise UsageError(f"{path}: nothing in it can be seen; save the logo again")
    return ImageFacts(width, height, least < 255)


def _read_head_size(path: Path) -> tuple[int, int]:
    """Read width and height from the header: Pillow would warn of large images on opening."""
    with path.open("rb") as file:
        head = file.read(24)
    if head[:8] != svg.SIGNATURE or len(head) < 24:
        raise UsageError(f"{path}: this is not a PNG image; save the logo as PNG or SVG")
    width, height = struct.unpack(">II", head[16:24])
    return width, height


def rasterise_image(path: Path, height: int) -> Path:
    """Return a PNG of the image at `path` that every program draws alike.

    The file itself where it is plain; an SVG is drawn `height` px high.
    """
    return svg.rasterise_svg(path, height) if is_svg(path) else png.normalise_png(path)


def measure_mean_colour(path: Path) -> Colour:
    """Measure the mean visible colour of the image at `path`."""
    import numpy as np
    from PIL import Image

    with Image.open(rasterise_image(path, LOOKED_AT), formats=("PNG",)) as opened:
        opened.thumbnail((256, 256))
        pixels = np.asarray(opened.convert("RGBA"), dtype=np.float64).reshape(-1, 4)
    weight = pixels[:, 3].sum()
    mean = (pixels[:, :3] * pixels[:, 3:]).sum(axis=0) / weight if weight else np.zeros(3)
    return Colour.from_rgb(mean)


def shrink_to_jpeg(path: Path, width: int) -> bytes:
    """Shrink the image at `path` to a JPEG at most `width` px wide."""
    import io

    from PIL import Image

    with Image.open(path) as image:
        image.thumbnail((width, 4 * width))
        kept = io.BytesIO()
        image.convert("RGB").save(kept, "JPEG", quality=80, optimize=True)
    return kept.getvalue()
