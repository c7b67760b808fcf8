"""The ground of a photo card: a frame of the clip, blurred, and tinted until letters stand out."""

from __future__ import annotations

import base64
from io import BytesIO
from typing import TYPE_CHECKING

from egv.core.picture.colour import Colour
from egv.core.picture.contrast import READABLE, measure_contrast
from egv.core.titles.card import CardLook

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
    from PIL.Image import Image

BLUR = 0.036  # radius, as a share of the longer side
STRENGTHS = (
    0.75,
    0.6,
    0.48,
    0.36,
    0.24,
    0.12,
    0.0,
)  # of the photo's light and shade, over the tint
HUE, DEEP = 0.55, 0.55  # shares that remain of the photo's own hues, and of its shade
SPARE = 0.3  # contrast beyond what is needed: the encoder and the scaler move colours a little


def encode_photo(frame: NDArray[np.uint8]) -> str:
    """Encode `frame` (height x width x 3, RGB) as PNG in Base64, for `draw_photo_ground`."""
    from PIL import Image

    kept = BytesIO()
    Image.fromarray(frame).save(kept, "PNG")
    return base64.b64encode(kept.getvalue()).decode()


def draw_photo_ground(look: CardLook, size: tuple[int, int]) -> Image:
    """Draw the photo of `look` so that it fills `size` (width and height, px)."""
    from PIL import Image, ImageFilter, ImageOps

    with Image.open(BytesIO(base64.b64decode(look.photo)), formats=("PNG",)) as opened:
        photo = opened.convert("RGB")
    small = (max(2, round(size[0] * photo.height / size[1])), photo.height)
    photo = ImageOps.fit(photo, small, Image.Resampling.LANCZOS)
    photo = photo.filter(ImageFilter.GaussianBlur(BLUR * max(small)))
    return _tint_photo(photo, look).resize(size, Image.Resampling.BICUBIC)


def _tint_photo(photo: Image, look: CardLook) -> Image:
    """Tint `photo` so that its mean is the card's colour, and as lively as its letters allow."""
    import numpy as np
    from PIL import Image

    seen = np.asarray(photo, dtype=np.float64)
    off = seen - seen.mean(axis=(0, 1))
    off = np.where(off < 0, DEEP * off, off)
    off = HUE * off + (1 - HUE) * off.mean(axis=2, keepdims=True)
    for share in STRENGTHS:
        tinted = (np.array(look.background.rgb) + share * off).clip(0, 255).round()
        if _measure_least_contrast(tinted.reshape(-1, 3), look) >= READABLE + SPARE:
            break
    return Image.fromarray(tinted.astype(np.uint8))


def _measure_least_contrast(pixels: NDArray[np.float64], look: CardLook) -> float:
    """Measure the least contrast of the letters with any of `pixels` (n x 3, RGB)."""
    import numpy as np

    seen = [Colour.from_rgb(pixel) for pixel in np.unique(pixels, axis=0)]
    return min(
        measure_contrast(ink, colour) for ink in (look.ink, look.soft_ink) for colour in seen
    )
