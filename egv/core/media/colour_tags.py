"""Colour tags of a picture, by the numbers of ITU-T H.273, in ffmpeg's words."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

UNTAGGED = "untagged"
UNSPECIFIED = 2
MATRICES = {
    1: "bt709", 4: "fcc", 5: "bt470bg", 6: "smpte170m", 7: "smpte240m", 8: "ycgco", 9: "bt2020",
    10: "bt2020c", 12: "chroma-derived-nc", 13: "chroma-derived-c", 14: "ictcp",
}  # fmt: skip
PRIMARIES = {
    1: "bt709", 4: "bt470m", 5: "bt470bg", 6: "smpte170m", 7: "smpte240m", 8: "film", 9: "bt2020",
    10: "smpte428", 11: "smpte431", 12: "smpte432", 22: "ebu3213",
}  # fmt: skip
CURVES = {
    1: "bt709", 4: "bt470m", 5: "bt470bg", 6: "smpte170m", 7: "smpte240m", 8: "linear",
    9: "log100", 10: "log316", 11: "iec61966-2-4", 12: "bt709", 13: "iec61966-2-1",
    14: "bt2020-10", 15: "bt2020-12", 16: "smpte2084", 18: "arib-std-b67",
}  # fmt: skip
UNREADABLE_MATRICES = {11, 15, 16, 17}  # YDzDx, IPT-C2, and the reversible kinds of YCgCo
# A display shows all of these alike (ITU-R BT.1886), although cameras make them differently.
BT709_CURVES = {
    UNTAGGED, "bt709", "smpte170m", "smpte240m", "bt2020-10", "bt2020-12", "iec61966-2-4",
}  # fmt: skip
BT709_PRIMARIES = {UNTAGGED, "bt709"}
ZSCALE_WORDS: Mapping[str, str] = {"bt2020": "bt2020nc"}  # for a matrix
RGB = ("rgb", "bgr", "gbr", "argb", "abgr", "0rgb", "0bgr", "x2rgb", "x2bgr", "pal8")
SQUARE = Fraction(1, 200)  # pixels that are less off than this look square


def is_rgb(pixel_format: str) -> bool:
    """True where `pixel_format`, in ffmpeg's words, holds red, green and blue."""
    return pixel_format.startswith(RGB)


def name_tag(number: int, words: Mapping[int, str]) -> str:
    """Name the tag `number`; numbers without a word are untagged."""
    return words.get(number, UNTAGGED)


def round_aspect(sar: Fraction) -> Fraction:
    """Return the aspect of a pixel, or 1 where it is nearly square: scalers leave such rests."""
    return Fraction(1) if abs(sar - 1) <= SQUARE or sar <= 0 else sar
