"""The output formats: their sizes, how a picture fills them, and their safe margins."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from egv.core.kit.sections import FormatStyle
from egv.core.media.shape import FrameShape, Margins
from egv.core.picture.crop import Fit

SOURCE = "source"  # the clip's own shape, size and rate
SHORT_SIDE = 1080  # px: of a format given only by its aspect

# As the platforms accept them (checked in November 2026).
BUILT_IN: Mapping[str, tuple[tuple[int, int], Fit]] = {
    FrameShape.LANDSCAPE.value: ((1920, 1080), Fit.BLUR),
    FrameShape.PORTRAIT.value: ((1080, 1920), Fit.CROP),
    FrameShape.SQUARE.value: ((1080, 1080), Fit.CROP),
    FrameShape.FEED.value: ((1080, 1350), Fit.CROP),
}


@dataclass(frozen=True, slots=True)
class VideoFormat:
    """A format ready for use. `safe` is None where the margins of its shape apply."""

    name: str
    size: tuple[int, int]
    fit: Fit
    safe: Margins | None = None


def list_format_names(styles: Mapping[str, FormatStyle]) -> tuple[str, ...]:
    """List the names of all formats: the built-in ones and those of a kit."""
    return tuple(dict.fromkeys((*BUILT_IN, *styles)))


def find_format(word: str, styles: Mapping[str, FormatStyle]) -> VideoFormat:
    """Find the format `word` with a kit's `styles` applied. Raises KeyError for an unknown one."""
    style = styles.get(word, FormatStyle())
    if word in BUILT_IN:
        size, fit = BUILT_IN[word]
    elif word in styles:
        size, fit = (0, 0), Fit.BLUR
    else:
        raise KeyError(word)
    if style.size:
        size = style.size
    elif style.aspect:
        size = _parse_aspect_size(style.aspect)
    return VideoFormat(word, size, style.fit or fit, style.safe)


def _parse_aspect_size(aspect: str) -> tuple[int, int]:
    """Return the size of an aspect such as `4:5`, both sides even."""
    wide, high = map(int, aspect.split(":"))
    share = Fraction(SHORT_SIDE, min(wide, high))
    return int(wide * share) // 2 * 2, int(high * share) // 2 * 2
