"""Read a `.cube` look-up table, and hand ffmpeg one that it reads the same way.

The format is Adobe's Cube LUT Specification 1.0, with what DaVinci Resolve adds. ffmpeg silently
accepts NaN and short tables, ignores ranges that stand before the size or do not begin at 0, and
fails on marks, blanks and ranges where it expects none. A table that it may misread is written anew
for it: in plain form, for values of 0 to 1.
"""

from __future__ import annotations

import hashlib
import math
import re
from array import array
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from egv.core.errors import EnvironmentFault, UsageError, name_cause
from egv.core.picture.colour_plan import Lut
from egv.tools.store import cache
from egv.tools.store.atomic_files import write_aside
from egv.tools.store.encodings import decode_text

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

MAX_BYTES = 64 << 20
SIZES = {1: range(2, 65_537), 3: range(2, 129)}
DESIGN = 1  # raise this number when copies change, to write those in the cache anew
LARGEST_INPUT = 128.0  # a range from here on is one of 8-bit or other codes, not of light
VIDEO_BLACK, VIDEO_SPAN = 16 / 255, 219 / 255  # of 8-bit video levels
FINEST = 65  # size of a resampled cube, at most: what cameras and graders use
READ_AS_ONE = 500  # characters of a line that ffmpeg still reads as one
# Lines that ffmpeg reads as they are meant.
_PLAIN = re.compile(
    r"\s*|#.*|TITLE .*|LUT_[13]D_SIZE \d+\s*|DOMAIN_MIN(?:\s+0(?:\.0*)?){3}\s*"
    r"|DOMAIN_MAX(?:\s+1(?:\.0*)?){3}\s*"
    r"|[ \t]*[-+.0-9eE]+[ \t]+[-+.0-9eE]+[ \t]+[-+.0-9eE]+\s*(?:#.*)?"
)


@dataclass(slots=True)
class _Table:
    """A table as far as it was read: its colours in a row, and the range of its input."""

    dimensions: int = 0
    size: int = 0
    low: tuple[float, ...] = (0.0,) * 3
    high: tuple[float, ...] = (1.0,) * 3
    colours: array[float] = field(default_factory=lambda: array("d"))
    is_output_video: bool = False

    @property
    def is_usual_range(self) -> bool:
        return self.low == (0.0,) * 3 and self.high == (1.0,) * 3 and not self.is_output_video


def load_lut(path: Path) -> Lut:
    """Load the table at `path`. Raises UsageError, with the line, where the file is not valid.

    Raises EnvironmentFault where a copy for ffmpeg cannot be kept.
    """
    raw = _read_bytes(path)
    decoded = decode_text(raw)
    if decoded is None:
        raise UsageError(f"{path}: this is not a text file; export the look as a .cube file")
    lines = decoded.text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    table = _parse_table(path, lines)
    lut = Lut(table.dimensions, table.size)
    is_plain_text = raw.isascii() and b"\r" not in raw.replace(b"\r\n", b"\n")
    is_plain = table.is_usual_range and is_plain_text and all(map(_is_plain_line, lines))
    return lut if is_plain else _keep_copy(table, raw)


def _is_plain_line(line: str) -> bool:
    return len(line) < READ_AS_ONE and bool(_PLAIN.fullmatch(line))


def _read_bytes(path: Path) -> bytes:
    try:
        if path.stat().st_size > MAX_BYTES:
            raise UsageError(f"{path}: larger than {MAX_BYTES >> 20} MB, so not a .cube file")
        return path.read_bytes()
    except OSError as error:
        raise UsageError(f"{path}: cannot be read ({name_cause(error)}); check the name") from None


def _parse_table(path: Path, lines: Sequence[str]) -> _Table:
    """Parse the table on `lines` of the file at `path`."""
    table = _Table()
    for number, line in enumerate(lines, 1):
        words = line.split("#")[0].split()
        if words:
            _parse_line(table, words, f"{path}:{number}")
    if not table.dimensions:
        raise UsageError(
            f"{path}: this file has no LUT_3D_SIZE line; export the look as a .cube file"
        )
    rows, wanted = len(table.colours) // 3, table.size**table.dimensions
    if rows != wanted:
        raise UsageError(f"{path}: this file has {rows} of {wanted} colours; export the look again")
    if not all(low < high for low, high in zip(table.low, table.high, strict=True)):
        raise UsageError(f"{path}: its range ends before it begins; export the look again")
    if max(table.high) >= LARGEST_INPUT:
        raise UsageError(
            f"{path}: its input goes up to {max(table.high):g}, not to 1; export the look again for"
            " values of 0 to 1"
        )
    return table


def _parse_line(table: _Table, words: list[str], where: str) -> None:
    """Add a line of the file to `table`."""
    match words[0].upper():
        case "TITLE":
            pass
        case "LUT_1D_SIZE" | "LUT_3D_SIZE" as keyword:
            if table.dimensions:
                raise UsageError(
                    f"{where}: a second table, such as a shaper; export the look as one 3D table"
                )
            table.dimensions = int(keyword[4])
            table.size = _parse_size(words, table.dimensions, where)
        case "DOMAIN_MIN":
            table.low = _parse_numbers(words[1:], 3, where)
        case "DOMAIN_MAX":
            table.high = _parse_numbers(words[1:], 3, where)
        case "LUT_1D_INPUT_RANGE" | "LUT_3D_INPUT_RANGE":
            low, high = _parse_numbers(words[1:], 2, where)
            table.low, table.high = (low,) * 3, (high,) * 3
        case "LUT_IN_VIDEO_RANGE":
            low = -VIDEO_BLACK / VIDEO_SPAN
            table.low, table.high = (low,) * 3, (low + 1 / VIDEO_SPAN,) * 3
        case "LUT_OUT_VIDEO_RANGE":
            table.is_output_video = True
        case _:
            table.colours.extend(_parse_numbers(words, 3, where))


def _parse_size(words: list[str], dimensions: int, where: str) -> int:
    if len(words) != 2 or not words[1].isdecimal() or int(words[1][:9]) not in SIZES[dimensions]:
        sizes = SIZES[dimensions]
        raise UsageError(
            f"{where}: {' '.join(words)}: the size must be {sizes.start} to {sizes.stop - 1}"
        )
    return int(words[1])


def _parse_numbers(words: Sequence[str], count: int, where: str) -> tuple[float, ...]:
    """Parse `count` finite numbers; some programs write the comma of their country in them."""
    try:
        values = tuple(float(word.replace(",", ".")) for word in words)
    except ValueError:
        raise UsageError(
            f"{where}: {words[0][:40]!r} is not a number; export the look as a .cube file"
        ) from None
    if len(values) != count or not all(math.isfinite(value) for value in values):
        said = "a colour must be three" if count == 3 else "a range must be two"
        raise UsageError(f"{where}: {said} finite numbers; export the look again")
    return values


def _keep_copy(table: _Table, raw: bytes) -> Lut:
    """Keep `table`, the content of the file with the bytes `raw`, in plain form for ffmpeg."""
    folder = cache.find_cache_folder() / "looks"
    place = folder / f"{hashlib.sha256(b'%d ' % DESIGN + raw).hexdigest()[:32]}.cube"
    colours, size = _resample_colours(table)
    if not place.is_file():
        rows = "\n".join(
            f"{red:.7g} {green:.7g} {blue:.7g}" for red, green, blue in colours.tolist()
        )
        try:
            with write_aside(place) as part:
                part.write_text(f"LUT_{table.dimensions}D_SIZE {size}\n{rows}\n", encoding="ascii")
        except OSError as error:
            raise EnvironmentFault(
                f"{folder}: a look cannot be kept there ({name_cause(error)}); set EGV_CACHE to a"
                " folder you may write to"
            ) from None
    return replace(Lut(table.dimensions, size), file=place)


def _resample_colours(table: _Table) -> tuple[NDArray[np.float64], int]:
    """Return the colours of `table` for input of 0 to 1, one a row, and their size."""
    import numpy as np

    size = table.size
    colours = np.frombuffer(table.colours, dtype=np.float64).reshape(-1, 3)
    if table.low != (0.0,) * 3 or table.high != (1.0,) * 3:
        most = SIZES[1].stop - 1 if table.dimensions == 1 else FINEST
        size = max(table.size, min(most, 2 * table.size - 1))
        spots = [
            np.clip((np.linspace(0, 1, size) - low) / (high - low), 0, 1) * (table.size - 1)
            for low, high in zip(table.low, table.high, strict=True)
        ]
        colours = (
            _look_up_curve(colours, spots)
            if table.dimensions == 1
            else _look_up_cube(colours, spots)
        )
    if table.is_output_video:
        colours = (colours - VIDEO_BLACK) / VIDEO_SPAN
    return colours, size


def _look_up_curve(
    colours: NDArray[np.float64], spots: Sequence[NDArray[np.float64]]
) -> NDArray[np.float64]:
    """Look up a colour for each of `spots`, positions in the 1D table, linear between its rows."""
    import numpy as np

    rows = np.arange(len(colours))
    return np.stack([np.interp(spots[n], rows, colours[:, n]) for n in range(3)], axis=1)


def _look_up_cube(
    colours: NDArray[np.float64], spots: Sequence[NDArray[np.float64]]
) -> NDArray[np.float64]:
    """Look up a colour for each grid point of `spots`, linear between those of the 3D table."""
    import numpy as np

    size = round(len(colours) ** (1 / 3))
    cube = colours.reshape(size, size, size, 3)  # blue, green, red: red changes fastest
    for axis, spot in enumerate(reversed(spots)):
        below = np.minimum(spot.astype(int), size - 2)
        share = (spot - below).reshape([-1 if n == axis else 1 for n in range(4)])
        cube = cube.take(below, axis) * (1 - share) + cube.take(below + 1, axis) * share
    return cube.reshape(-1, 3)
