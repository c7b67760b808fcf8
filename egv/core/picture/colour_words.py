"""Colours as people type them: a name in Dutch or English, three or six digits, or as in CSS."""

from __future__ import annotations

import re

from egv.core.errors import UsageError
from egv.core.picture.colour import Colour
from egv.core.picture.css_colours import convert_css_colours
from egv.core.text.faults import suggest_name

# Each colour of CSS with its English and Dutch names.
_NAMES = {
    "#000000": ("black", "zwart"), "#FFFFFF": ("white", "wit"),
    "#808080": ("grey", "gray", "grijs"), "#C0C0C0": ("silver", "zilver"),
    "#FF0000": ("red", "rood"), "#8B0000": ("darkred", "donkerrood"),
    "#800000": ("maroon", "bordeaux"), "#FF7F50": ("coral", "koraal"),
    "#FFA500": ("orange", "oranje"), "#FFFF00": ("yellow", "geel"), "#FFD700": ("gold", "goud"),
    "#008000": ("green", "groen"), "#006400": ("darkgreen", "donkergroen"),
    "#90EE90": ("lightgreen", "lichtgroen"), "#00FF00": ("lime", "limoen"),
    "#808000": ("olive", "olijf"), "#008080": ("teal", "blauwgroen"),
    "#40E0D0": ("turquoise", "turkoois", "turquoois"), "#00FFFF": ("cyan", "cyaan"),
    "#0000FF": ("blue", "blauw"), "#00008B": ("darkblue", "donkerblauw"),
    "#ADD8E6": ("lightblue", "lichtblauw"), "#000080": ("navy", "marineblauw"),
    "#4169E1": ("royalblue", "koningsblauw"), "#4B0082": ("indigo",),
    "#800080": ("purple", "paars"), "#EE82EE": ("violet", "lila"), "#FF00FF": ("magenta",),
    "#FFC0CB": ("pink", "roze"), "#A52A2A": ("brown", "bruin"), "#F5F5DC": ("beige",),
}  # fmt: skip
_BY_NAME = {name: hex_text for hex_text, names in _NAMES.items() for name in names}


def parse_colour(text: str) -> Colour:
    """Parse a colour such as `blauw`, `dark blue`, `#04C`, `0044CC` or `rgb(0, 68, 204)`.

    Raises UsageError, with how to write one, for any other text.
    """
    written = text.strip().strip("\"'").strip()
    name = re.sub(r"[\s_-]+", "", written.lower())
    digits = _BY_NAME.get(name) or _convert_function(written) or written
    digits = digits.removeprefix("#")
    if re.fullmatch("[0-9A-Fa-f]{3}", digits):
        digits = "".join(digit * 2 for digit in digits)
    try:
        return Colour(f"#{digits}").with_capitals()
    except ValueError:
        write = "; write a name such as blue, or six digits in quotes, such as '#0B3D91'"
        fault = f"this is not a colour{suggest_name(name, _BY_NAME) or write}"
        raise UsageError(f"{text}: {fault}") from None


def _convert_function(written: str) -> str:
    """Convert an opaque colour as CSS writes it, such as `rgb(0 68 204)`; "" for other text."""
    try:
        converted = convert_css_colours(written)
    except ValueError:
        return ""
    return converted if converted != written else ""
