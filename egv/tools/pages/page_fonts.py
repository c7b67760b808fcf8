"""Fonts inside a page: the letters of Europe's Latin alphabets, as small as they get."""

from __future__ import annotations

import base64
from functools import cache
from io import BytesIO
from pathlib import Path

LETTERS = (  # others are drawn in a font of the reader's machine
    *range(0x20, 0x7F),
    *range(0xA0, 0x180),  # Latin-1 and Latin Extended-A
    *(ord(mark) for mark in "‐–—‘’‚“”„•…‹›€™−×→←✓"),
)
FEATURES = ("kern", "liga", "ccmp", "locl", "mark")
MOST_BYTES = 64_000  # of one font in a page; a larger one is left out
RESTRICTED, WHOLE_ONLY, BITMAP_ONLY = 0x0002, 0x0100, 0x0200  # OpenType 1.9, OS/2, fsType
MAY_NOT = RESTRICTED | WHOLE_ONLY | BITMAP_ONLY


def format_font_rule(path: Path, family: str, weight: str) -> str:
    """Format the font at `path` as a CSS rule for `family`; empty where it may not be in a page.

    `weight` is the weight, or the range of weights, that the font stands in for.
    """
    content = subset_font(path)
    if not content:
        return ""
    data = base64.b64encode(content).decode()
    return (
        f'@font-face {{ font-family: "{family}"; font-weight: {weight};'
        f" src: url(data:font/woff;base64,{data}) }}"
    )


@cache
def subset_font(path: Path) -> bytes:
    """Subset the font at `path` to `LETTERS`, as WOFF.

    Empty for a font whose licence bits forbid it, that is damaged, or that stays too large.
    """
    from fontTools.subset import Options, Subsetter
    from fontTools.ttLib import TTFont

    options = Options(
        hinting=False,
        desubroutinize=False,
        layout_features=list(FEATURES),
        name_IDs=[1, 2],
        notdef_outline=True,
    )
    try:
        file = BytesIO(path.read_bytes())
        with TTFont(file, lazy=True, recalcTimestamp=False) as font:
            if "OS/2" in font and font["OS/2"].fsType & MAY_NOT:
                return b""
            cutter = Subsetter(options)
            cutter.populate(unicodes=LETTERS)
            cutter.subset(font)
            font.flavor = "woff"
            kept = BytesIO()
            font.save(kept)
    except Exception:  # noqa: BLE001  # fontTools raises anything on broken tables
        return b""
    content = kept.getvalue()
    return content if len(content) <= MOST_BYTES else b""
