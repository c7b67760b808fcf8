"""Read a `.cube` look-up table closely enough to be sure that ffmpeg applies it correctly.

The format is Adobe's Cube LUT Specification 1.0. ffmpeg silently accepts NaN and short tables.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from pathlib import Path

from egv.core.errors import UsageError
from egv.core.picture.white_balance import Lut

MAX_BYTES = 64 << 20
SIZES = {1: range(2, 65_537), 3: range(2, 129)}
KEYWORDS = ("TITLE", "DOMAIN_MIN", "DOMAIN_MAX", "LUT_1D_INPUT_RANGE", "LUT_3D_INPUT_RANGE")


def load_lut(path: Path) -> Lut:
    """Load the table at `path`. Raises UsageError, with the line, where the file is not valid."""
    lut: Lut | None = None
    rows = 0
    for number, words in _iter_word_lines(path):
        where = f"{path}:{number}"
        if words[0] in ("LUT_1D_SIZE", "LUT_3D_SIZE"):
            lut = _parse_size_line(words, where)
        elif words[0] not in KEYWORDS:
            _check_row(words, where)
            rows += 1
    if lut is None:
        raise UsageError(
            f"{path}: this file has no LUT_3D_SIZE line; export the look as a .cube file"
        )
    wanted = lut.size**lut.dimensions
    if rows != wanted:
        raise UsageError(f"{path}: this file has {rows} of {wanted} colours; export the look again")
    return lut


def _iter_word_lines(path: Path) -> Iterator[tuple[int, list[str]]]:
    """Yield each line that is not empty or a comment, as words, with its number."""
    try:
        if path.stat().st_size > MAX_BYTES:
            raise UsageError(
                f"{path}: larger than {MAX_BYTES >> 20} MB, so not a .cube file; export the"
                " look again"
            )
        text = path.read_text(encoding="utf-8-sig", errors="replace")
    except OSError as error:
        raise UsageError(f"{path}: cannot be read ({error.strerror}); check the name") from None
    for number, line in enumerate(text.splitlines(), 1):
        words = line.split("#")[0].split()
        if words:
            yield number, words


def _parse_size_line(words: list[str], where: str) -> Lut:
    dimensions = int(words[0][4])
    if len(words) != 2 or not words[1].isdecimal() or int(words[1]) not in SIZES[dimensions]:
        sizes = SIZES[dimensions]
        raise UsageError(
            f"{where}: {' '.join(words)}: the size must be {sizes.start} to"
            f" {sizes.stop - 1}; export the look again"
        )
    return Lut(dimensions, int(words[1]))


def _check_row(words: list[str], where: str) -> None:
    try:
        values = [float(word) for word in words]
    except ValueError:
        raise UsageError(
            f"{where}: {words[0][:40]!r} is not a number; export the look as a .cube file"
        ) from None
    if len(values) != 3 or not all(math.isfinite(value) for value in values):
        raise UsageError(f"{where}: a colour must be three finite numbers; export the look again")
