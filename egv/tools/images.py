"""Facts of an image file, read from its head alone: nothing is decoded that could be a bomb."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from egv.core.errors import UsageError

MOST_PIXELS = 8192  # a side: a logo is never larger, and each pixel is memory


@dataclass(frozen=True, slots=True)
class ImageFacts:
    """An image's size in pixels, and whether it can be seen through somewhere."""

    width: int
    height: int
    see_through: bool


def image_at(path: Path) -> ImageFacts:
    """The facts of the PNG at `path`. Raises UsageError when it is none, or too large to be one."""
    from PIL import Image, UnidentifiedImageError

    try:
        with path.open("rb") as file, Image.open(file, formats=("PNG",)) as image:
            width, height = image.size
            clear = image.mode in ("RGBA", "LA", "PA") or "transparency" in image.info
    except UnidentifiedImageError:
        raise UsageError(f"{path}: it is no PNG image; save the logo as PNG") from None
    except Image.DecompressionBombError:
        raise _too_large(path, "far too many") from None
    except (OSError, SyntaxError, ValueError) as error:
        said = getattr(error, "strerror", None) or str(error)
        raise UsageError(
            f"{path}: it cannot be read ({said}); save the logo as PNG again"
        ) from None
    if max(width, height) > MOST_PIXELS:
        raise _too_large(path, f"{width}x{height}")
    return ImageFacts(width, height, clear)


def _too_large(path: Path, size: str) -> UsageError:
    return UsageError(
        f"{path}: {size} pixels are more than {MOST_PIXELS}x{MOST_PIXELS}; make the logo smaller"
    )
