"""Fonts: their measurements, and which ones are installed on this machine."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from contextlib import suppress
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

from egv.core.errors import EnvironmentFault, UsageError, name_cause
from egv.core.text.visible_text import is_visible
from egv.core.titles.fonts import FontFace
from egv.tools.store.atomic_files import commit_file, open_part_file
from egv.tools.store.cache import find_cache_folder
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
    "${LOCALAPPDATA}/Microsoft/Windows/Fonts",  # installed without administrator's rights
)
PLAIN, BOLD, SYMBOLS = (  # of the neutral kit: they are on every machine
    find_shipped_folder("brand_kits") / "neutral" / "fonts" / name
    for name in ("Inter-Regular.otf", "Inter-SemiBold.otf", "Symbola-symbols.ttf")
)
COLLECTION = ".ttc"
SUFFIXES = frozenset((".ttf", ".otf", COLLECTION))
EXTRACTED = "fonts"  # below the cache
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
                raise _build_font_error(path, "it has no family name")
            ascent, descent = _read_line_extent(font)
            return FontFace(
                path=path,
                family=family,
                bold="bold" in style,
                italic="italic" in style or "oblique" in style,
                units_per_em=font["head"].unitsPerEm,
                ascent=ascent,
                descent=descent,
                advances={mark: widths[glyph][0] for mark, glyph in marks.items()},
            )
        except UsageError:
            raise
        except Exception as error:  # noqa: BLE001  # fontTools raises anything on broken tables
            raise _build_font_error(path, "it is damaged", str(error)) from None


def _read_line_extent(font: TTFont) -> tuple[int, int]:
    """Read how far a line goes up and down, as libass does: some fonts of macOS have no OS/2."""
    if "OS/2" in font:
        return font["OS/2"].usWinAscent, font["OS/2"].usWinDescent
    return font["hhea"].ascent, -font["hhea"].descent


def _open_font(path: Path, number: int = 0) -> TTFont:
    """Open the font at `path`, or font `number` of a collection."""
    from fontTools.ttLib import TTFont, TTLibError

    try:
        if path.stat().st_size > MOST_BYTES:
            raise _build_font_error(path, "it is too large")
        return TTFont(
            BytesIO(path.read_bytes()), lazy=True, fontNumber=number, recalcTimestamp=False
        )
    except (TTLibError, OSError, ValueError, AssertionError, ImportError) as error:
        said = (
            name_cause(error)
            if isinstance(error, OSError) and error.errno
            else "it is damaged, or of another kind"
        )
        raise _build_font_error(path, said, str(error)) from None


def _build_font_error(path: Path, why: str, details: str = "") -> UsageError:
    return UsageError(
        f"{path}: this is not a usable font ({why}); give a .ttf or .otf file", details=details
    )


@cache
def find_family_files(family: str) -> tuple[Path, ...]:
    """Find the installed files of a font family, regular first; empty when it is not installed."""
    found = []
    word = family.replace(" ", "").lower()
    for path in list_font_files():
        if word not in path.stem.replace(" ", "").replace("-", "").lower():
            continue
        with suppress(UsageError, EnvironmentFault, OSError):  # broken, or the cache is read-only
            faces = map(load_font_face, _list_single_fonts(path, family))
            found += [face for face in faces if face.family.lower() == family.lower()]
    return tuple(face.path for face in sorted(found, key=lambda f: (f.bold, f.italic)))


def _list_single_fonts(path: Path, family: str) -> Iterator[Path]:
    """List the font at `path`; of a collection each font of `family`, as a file of its own.

    All that draws with a font takes a file for one font. The files are in the cache.
    """
    if path.suffix.lower() != COLLECTION:
        yield path
        return
    for number in range(_count_fonts(path)):
        with _open_font(path, number) as font:
            if str(font["name"].getDebugName(FAMILY)).lower() != family.lower():
                continue
            content = f"{path}-{number}-{path.stat().st_mtime_ns}"
            name = hashlib.sha256(os.fsencode(content)).hexdigest()[:16]
            place = find_cache_folder() / EXTRACTED / f"{name}.ttf"
            if not place.is_file():
                with open_part_file(place) as part:
                    with part.open("wb") as file:
                        font.save(file)
                    commit_file(part, place)
            yield place


def _count_fonts(path: Path) -> int:
    """Count the fonts of a collection (OpenType 1.9, `ttcf`)."""
    head = path.read_bytes()[:12]
    return int.from_bytes(head[8:12]) if head.startswith(b"ttcf") else 1
