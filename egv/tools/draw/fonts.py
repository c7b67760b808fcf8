"""Fonts: their measurements, and which ones are installed on this machine."""

from __future__ import annotations

import os
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

from egv.core.errors import UsageError
from egv.core.text.visible_text import is_visible
from egv.core.titles.fonts import FontFace
from egv.tools.store.shipped import find_shipped_folder

if TYPE_CHECKING:
    from fontTools.ttLib import TTFont

FOLDERS = (
    "/usr/share/fonts",
    "/usr/local/share/fonts",
    "~/.fonts",
    "~/.local/share/fonts",
    "/System/Library/Fonts",
    "/Library/Fonts",
    "~/Library/Fonts",
    "${WINDIR}/Fonts",
)
PLAIN, BOLD, SYMBOLS = (  # of the neutral kit: they are on every machine
    find_shipped_folder("brand_kits") / "neutral" / "fonts" / name
    for name in ("Inter-Regular.otf", "Inter-SemiBold.otf", "Symbola-symbols.ttf")
)
SUFFIXES = frozenset((".ttf", ".otf", ".ttc"))
MOST_BYTES = 64 << 20
FAMILY, STYLE = 1, 2  # name-table ids by which libass finds fonts: a family has at most four styles


def list_font_files() -> tuple[Path, ...]:
    """List every font file in the folders where systems keep fonts."""
    folders = (Path(os.path.expandvars(name)).expanduser() for name in FOLDERS)
    files = (path for folder in folders if folder.is_dir() for path in folder.rglob("*"))
    return tuple(sorted(path for path in files if path.suffix.lower() in SUFFIXES))


@cache
def load_font_face(path: Path) -> FontFace:
    """Load the measurements of the font at `path`. Raises UsageError for an unusable font."""
    with _open_font(path) as font:
        try:
            marks, widths = font.getBestCmap() or {}, font["hmtx"]
            style = str(font["name"].getDebugName(STYLE) or "").lower()
            family = str(font["name"].getDebugName(FAMILY) or "")
            if not is_visible(family):  # libass would take any other font instead
                raise ValueError("it has no family name, by which it is found")
            return FontFace(
                path=path,
                family=family,
                bold="bold" in style,
                italic="italic" in style or "oblique" in style,
                units_per_em=font["head"].unitsPerEm,
                ascent=font["OS/2"].usWinAscent,
                descent=font["OS/2"].usWinDescent,
                advances={mark: widths[glyph][0] for mark, glyph in marks.items()},
            )
        except Exception as error:  # noqa: BLE001  # fontTools raises anything on broken tables
            raise _build_font_error(path, str(error)) from None


def _open_font(path: Path) -> TTFont:
    from fontTools.ttLib import TTFont, TTLibError

    try:
        if path.stat().st_size > MOST_BYTES:
            raise _build_font_error(path, "it is too large")
        return TTFont(BytesIO(path.read_bytes()), lazy=True)
    except (TTLibError, OSError, ValueError, AssertionError, ImportError) as error:
        raise _build_font_error(path, str(error)) from None


def _build_font_error(path: Path, why: str) -> UsageError:
    said = why.splitlines()[0][:80] if why else "no reason given"
    return UsageError(f"{path}: it is no usable font ({said}); give a .ttf or .otf file")


@cache
def find_family_files(family: str) -> tuple[Path, ...]:
    """Find the installed files of a font family, regular first; empty when it is not installed."""
    found = []
    word = family.replace(" ", "").lower()
    for path in list_font_files():
        if word not in path.stem.replace(" ", "").replace("-", "").lower() or path.suffix == ".ttc":
            continue
        try:
            face = load_font_face(path)
        except UsageError:
            continue
        if face.family.lower() == family.lower():
            found.append(face)
    return tuple(face.path for face in sorted(found, key=lambda f: (f.bold, f.italic)))
