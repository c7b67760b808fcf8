"""A colour, read once from its text, and the forms in which others want it written."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

HEX_PATTERN = "^#[0-9A-Fa-f]{6}$"


@dataclass(frozen=True, slots=True, repr=False)
class Colour:
    """An opaque colour. `hex` is `#RRGGBB`, its letters in the case they were written in.

    Raises ValueError for any other text.
    """

    hex: str

    def __post_init__(self) -> None:
        if not re.fullmatch(HEX_PATTERN, self.hex):
            raise ValueError(
                f'{self.hex} is not a colour; write six digits in quotes, such as "#0B3D91"'
            )

    @classmethod
    def from_rgb(cls, rgb: Iterable[float]) -> Colour:
        """Build the colour nearest to red, green and blue, each 0 to 255."""
        return cls("#" + "".join(f"{round(value):02X}" for value in rgb))

    @property
    def rgb(self) -> tuple[int, int, int]:
        """Red, green and blue, 0 to 255."""
        red, green, blue = bytes.fromhex(self.hex[1:])
        return red, green, blue

    @property
    def ffmpeg(self) -> str:
        """The colour as an ffmpeg option: `0xRRGGBB`."""
        return f"0x{self.hex[1:]}"

    @property
    def ass(self) -> str:
        """The colour's digits in an ASS file: `BBGGRR`."""
        red, green, blue = self.rgb
        return f"{blue:02X}{green:02X}{red:02X}"

    def with_capitals(self) -> Colour:
        """Return this colour with its letters as capitals."""
        return Colour(self.hex.upper())

    def __str__(self) -> str:
        return self.hex

    def __repr__(self) -> str:
        return repr(self.hex)  # names in the cache of cards are made of this


WHITE, BLACK = Colour("#FFFFFF"), Colour("#000000")
