"""PNG files that programs draw differently, written anew so that all draw them as they are meant.

Of a turned picture (EXIF), of 16-bit grey, and of moving PNGs, programs show different things.
"""

from __future__ import annotations

import hashlib
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

from egv.core.errors import EnvironmentFault, UsageError, name_cause
from egv.tools.store import cache
from egv.tools.store.atomic_files import write_aside

if TYPE_CHECKING:
    from PIL.Image import Image

ORIENTATION = 0x0112  # the EXIF tag
SIDEWAYS = (5, 6, 7, 8)  # orientations that change width and height
DESIGN = 1  # raise this number when copies change, to write those in the cache anew
MOST_BYTES = 64 << 20


def normalise_png(path: Path) -> Path:
    """Return the PNG at `path`, or an upright copy of 8 bits and one frame where it needs one.

    Raises UsageError when it cannot be read, EnvironmentFault when the cache cannot be written.
    """
    from PIL import Image

    try:
        raw = path.read_bytes()
        with Image.open(BytesIO(raw), formats=("PNG",)) as image:
            if _is_plain(image):
                return path
            content = _write_png(image)
    except (OSError, SyntaxError, ValueError) as error:
        said = (
            name_cause(error)
            if isinstance(error, OSError) and error.errno
            else "it is damaged, or no picture"
        )
        raise UsageError(
            f"{path}: it cannot be read ({said}); save it as PNG again", details=str(error)
        ) from None
    folder = cache.find_cache_folder() / "drawings"
    place = folder / f"{hashlib.sha256(b'png %d ' % DESIGN + raw).hexdigest()[:32]}.png"
    if not place.is_file():
        try:
            with write_aside(place) as part:
                part.write_bytes(content)
        except OSError as error:
            raise EnvironmentFault(
                f"{folder}: a drawing cannot be kept there ({name_cause(error)}); set EGV_CACHE to"
                " a folder you may write to"
            ) from None
    return place


def convert_to_rgba(image: Image) -> Image:
    """Convert `image` to RGBA; of 16-bit grey the upper 8 bits count, as in every other program."""
    if not image.mode.startswith("I"):
        return image.convert("RGBA")
    import numpy as np
    from PIL import Image

    grey = np.asarray(image, dtype=np.int64)
    hidden = image.info.get("transparency")
    seen = np.full(grey.shape, 255) if hidden is None else np.where(grey == hidden, 0, 255)
    eight = np.clip(grey // 257, 0, 255)
    return Image.fromarray(np.stack([eight, eight, eight, seen], axis=2).astype(np.uint8))


def measure_opacity(image: Image) -> tuple[int, int]:
    """Measure the least and the most opacity of a pixel of `image`, 0 to 255."""
    import numpy as np

    opacity = np.asarray(convert_to_rgba(image))[:, :, 3]
    return int(opacity.min()), int(opacity.max())


def _is_plain(image: Image) -> bool:
    """True where every program draws `image` alike."""
    turned = image.getexif().get(ORIENTATION, 1) not in (0, 1)
    moves = getattr(image, "n_frames", 1) > 1 or getattr(image, "is_animated", False)
    return not (turned or moves or image.mode.startswith("I"))


def _write_png(image: Image) -> bytes:
    from PIL import ImageOps

    upright = ImageOps.exif_transpose(image)
    profile = image.info.get("icc_profile")
    written = BytesIO()
    convert_to_rgba(upright).save(written, "PNG", icc_profile=profile)
    return written.getvalue()
