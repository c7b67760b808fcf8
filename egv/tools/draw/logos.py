"""Logos as people have them: PNG, SVG, JPEG or WebP, made into what a kit holds; their colours."""

from __future__ import annotations

import colorsys
import warnings
from collections import Counter
from pathlib import Path

from egv.core.errors import UsageError, name_cause
from egv.core.picture.colour import Colour
from egv.core.titles.svg_rules import is_svg
from egv.tools.draw import svg
from egv.tools.draw.images import LOOKED_AT, MOST_PIXELS, load_image_facts, rasterise_image

PHOTO_FORMATS = ("JPEG", "WEBP")
MOST_COLOURS = 3
STEP = 32  # of each channel, 0 to 255: shades that lie within it are one colour
NOTABLE = 0.04  # the least share of a logo's colourful pixels that makes a colour of the house
GREYISH = 0.25  # saturation (HLS) under which a colour is a grey
PALE, DARK = 0.92, 0.08  # lightness (HLS) from which a colour is as white, to which as black


def prepare_logo(path: Path, folder: Path) -> Path:
    """Return the logo at `path` as a kit can hold it; a JPEG or WebP becomes a PNG in `folder`.

    Raises UsageError for a file that is no picture, or one that cannot be used.
    """
    if not (is_svg(path) or _is_png(path)):
        path = _convert_photo(path, folder / "logo.png")
    load_image_facts(path)
    return path


def find_house_colours(logo: Path) -> tuple[Colour, ...]:
    """Find the colours of `logo`, a PNG or SVG, the most frequent first; greys do not count."""
    import numpy as np
    from PIL import Image

    with Image.open(rasterise_image(logo, LOOKED_AT), formats=("PNG",)) as opened:
        opened.thumbnail((LOOKED_AT, LOOKED_AT), Image.Resampling.NEAREST)
        pixels = np.asarray(opened.convert("RGBA")).reshape(-1, 4)
    shades = Counter(map(tuple, pixels[pixels[:, 3] > 127][:, :3].tolist()))
    groups: dict[tuple[int, ...], Counter[tuple[int, ...]]] = {}
    for shade, count in shades.items():
        if _is_colourful(shade):
            near = tuple(channel // STEP for channel in shade)
            groups.setdefault(near, Counter())[shade] += count
    least = NOTABLE * sum(group.total() for group in groups.values())
    largest = sorted(groups.values(), key=Counter.total, reverse=True)[:MOST_COLOURS]
    return tuple(
        Colour.from_rgb(group.most_common(1)[0][0]) for group in largest if group.total() >= least
    )


def _is_colourful(shade: tuple[int, ...]) -> bool:
    _, lightness, saturation = colorsys.rgb_to_hls(*(channel / 255 for channel in shade))
    return saturation >= GREYISH and DARK < lightness < PALE


def _is_png(path: Path) -> bool:
    """True for a PNG, and for what is not there: that is for the reader of a PNG to say."""
    try:
        with path.open("rb") as file:
            return file.read(len(svg.SIGNATURE)) == svg.SIGNATURE
    except FileNotFoundError:
        return True
    except OSError as error:
        fault = f"{path}: this file cannot be read ({name_cause(error)}); check the name"
        raise UsageError(fault) from None


def _convert_photo(path: Path, place: Path) -> Path:
    """Convert the JPEG or WebP at `path` to an upright PNG at `place`."""
    from PIL import Image, ImageOps

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)  # looked at below
            with Image.open(path, formats=PHOTO_FORMATS) as image:
                if max(image.size) > MOST_PIXELS:
                    raise UsageError(
                        f"{path}: {image.width}x{image.height} pixels are more than"
                        f" {MOST_PIXELS}x{MOST_PIXELS}; make the logo smaller"
                    )
                upright = ImageOps.exif_transpose(image)
                has_alpha = "A" in upright.getbands() or "transparency" in upright.info
                upright.convert("RGBA" if has_alpha else "RGB").save(place, "PNG")
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError) as error:
        raise UsageError(
            f"{path}: this is no picture that egv can read; save the logo as SVG, PNG, JPG or WebP",
            details=str(error),
        ) from None
    return place
