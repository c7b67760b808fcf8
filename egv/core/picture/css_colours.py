"""Colours as CSS writes them today, converted to the sRGB that every renderer knows.

Design programs write `color(display-p3 …)`, `oklch(…)`, `rgb(228 0 43 / 50%)` (CSS Color 4).
Colours outside sRGB are clipped, because a video of today cannot show them either.
"""

from __future__ import annotations

import colorsys
import math
import re
from collections.abc import Callable, Mapping, Sequence

Three = tuple[float, float, float]
FUNCTIONS = ("rgba", "rgb", "hsla", "hsl", "hwb", "color", "oklab", "oklch", "lab", "lch")
_COLOUR = re.compile(rf"(?<![\w-])({'|'.join(FUNCTIONS)})\(([^()]*)\)", re.IGNORECASE)
_NUMBER = re.compile(
    r"([-+]?(?:\d+\.?\d*|\.\d+)(?:e[-+]?\d+)?)(%|deg|grad|rad|turn|)", re.IGNORECASE
)
_DEGREES = {"": 1.0, "deg": 1.0, "grad": 0.9, "rad": 180 / math.pi, "turn": 360.0}
# Linear light of each space to that of sRGB; those of Lab's white D50 pass by way of XYZ.
_XYZ_D65 = (
    (3.2409699419045213, -1.5373831775700935, -0.4986107602930033),
    (-0.9692436362808798, 1.8759675015077206, 0.0415550574071756),
    (0.0556300796969936, -0.2039769588889765, 1.0569715142428786),
)
_XYZ_D50 = (
    (3.1341358529001178, -1.6173863321612538, -0.4906619460083532),
    (-0.9787955027924490, 1.9162543773959434, 0.0334427385110450),
    (0.0719547014284210, -0.2289767398163480, 1.4053860351131182),
)
_P3 = (
    (1.2249401762805598, -0.2249401762805597, 0.0),
    (-0.0420569547096881, 1.0420569547096881, 0.0),
    (-0.0196375545903344, -0.0786360455506319, 1.0982736001409663),
)
_REC2020 = (
    (1.6604910021084345, -0.5876411387885495, -0.0728498633198849),
    (-0.1245504745215907, 1.1328998971259602, -0.0083494226043695),
    (-0.0181507633549053, -0.1005788980080074, 1.1187296613629127),
)
_A98 = (
    (1.3983557439607783, -0.3983557439607783, 0.0),
    (0.0, 1.0, 0.0),
    (0.0, -0.0429289893998457, 1.0429289893998457),
)
_OKLAB_TO_LMS = (
    (1.0, 0.3963377773761749, 0.2158037573099136),
    (1.0, -0.1055613458156586, -0.0638541728258133),
    (1.0, -0.0894841775298119, -1.2914855480194092),
)
_LMS_TO_SRGB = (
    (4.0767416621, -3.3077115913, 0.2309699292),
    (-1.2684380046, 2.6097574011, -0.3413193965),
    (-0.0041960863, -0.7034186147, 1.7076147010),
)


def convert_css_colours(text: str) -> str:
    """Convert the colours in `text` that are functions to `#rrggbb` or `rgba()`.

    Raises ValueError, quoting it, for one that cannot be converted.
    """
    return _COLOUR.sub(_convert_match, text)


def _convert_match(found: re.Match[str]) -> str:
    try:
        colour, alpha = _parse_function(found[1].lower(), found[2])
    except (ValueError, KeyError, IndexError, OverflowError):
        raise ValueError(found[0][:60]) from None
    red, green, blue = (round(255 * min(1.0, max(0.0, part))) for part in colour)
    if alpha >= 1:
        return f"#{red:02x}{green:02x}{blue:02x}"
    return f"rgba({red},{green},{blue},{max(0.0, alpha):.4g})"


def _parse_function(name: str, inside: str) -> tuple[Three, float]:
    """Parse what is `inside` the function `name`: a colour in sRGB, 0 to 1, and its opacity."""
    body, _, opacity = inside.partition("/")
    words = body.replace(",", " ").split()
    if not opacity and len(words) == 4 and name != "color":
        opacity = words.pop()
    alpha = _parse_part(opacity, 1.0) if opacity.strip() else 1.0
    if name == "color":
        space, *words = words
        return _READ_SPACES[space.lower()](_parse_parts(words, (1.0, 1.0, 1.0))), alpha
    if len(words) != 3:
        raise ValueError(inside)
    return _READERS[name](words), alpha


def _parse_part(word: str, whole: float) -> float:
    """Parse a number, or a percentage of `whole`; `none` is 0."""
    if word.strip().lower() == "none":
        return 0.0
    found = _NUMBER.fullmatch(word.strip())
    if found is None or found[2] not in ("", "%"):
        raise ValueError(word)
    return float(found[1]) * (whole / 100 if found[2] else 1.0)


def _parse_parts(words: Sequence[str], wholes: Three) -> Three:
    one, two, three = (_parse_part(word, whole) for word, whole in zip(words, wholes, strict=True))
    return one, two, three


def _parse_angle(word: str) -> float:
    """Parse a hue, in degrees."""
    if word.lower() == "none":
        return 0.0
    found = _NUMBER.fullmatch(word)
    if found is None:
        raise ValueError(word)
    return float(found[1]) * _DEGREES[found[2].lower()]


def _read_rgb(words: Sequence[str]) -> Three:
    red, green, blue = _parse_parts(words, (255.0, 255.0, 255.0))
    return red / 255, green / 255, blue / 255


def _read_hsl(words: Sequence[str]) -> Three:
    _, saturation, lightness = _parse_parts(["0", *words[1:]], (1.0, 100.0, 100.0))
    clipped = min(1.0, max(0.0, saturation / 100)), min(1.0, max(0.0, lightness / 100))
    return colorsys.hls_to_rgb(_parse_angle(words[0]) / 360 % 1, clipped[1], clipped[0])


def _read_hwb(words: Sequence[str]) -> Three:
    _, white, black = _parse_parts(["0", *words[1:]], (1.0, 100.0, 100.0))
    white, black = white / 100, black / 100
    if white + black >= 1:
        return (white / (white + black),) * 3
    pure = colorsys.hls_to_rgb(_parse_angle(words[0]) / 360 % 1, 0.5, 1.0)
    red, green, blue = (part * (1 - white - black) + white for part in pure)
    return red, green, blue


def _read_oklab(words: Sequence[str]) -> Three:
    return _convert_oklab(_parse_parts(words, (1.0, 0.4, 0.4)))


def _read_oklch(words: Sequence[str]) -> Three:
    lightness, chroma, _ = _parse_parts([*words[:2], "0"], (1.0, 0.4, 1.0))
    return _convert_oklab((lightness, *_to_axes(chroma, words[2])))


def _read_lab(words: Sequence[str]) -> Three:
    return _convert_lab(_parse_parts(words, (100.0, 125.0, 125.0)))


def _read_lch(words: Sequence[str]) -> Three:
    lightness, chroma, _ = _parse_parts([*words[:2], "0"], (100.0, 150.0, 1.0))
    return _convert_lab((lightness, *_to_axes(chroma, words[2])))


def _to_axes(chroma: float, hue: str) -> tuple[float, float]:
    angle = math.radians(_parse_angle(hue))
    return chroma * math.cos(angle), chroma * math.sin(angle)


def _convert_oklab(lab: Three) -> Three:
    long, medium, short = _multiply(_OKLAB_TO_LMS, lab)
    return _encode_light(_multiply(_LMS_TO_SRGB, (long**3, medium**3, short**3)))


def _convert_lab(lab: Three) -> Three:
    """Convert CIE Lab of white D50 to sRGB."""
    y = (lab[0] + 16) / 116
    x, z = y + lab[1] / 500, y - lab[2] / 200
    bend = 6 / 29
    light = tuple(
        white * (part**3 if part > bend else 3 * bend**2 * (part - 4 / 29))
        for part, white in zip((x, y, z), (0.9642956764, 1.0, 0.8251046025), strict=True)
    )
    return _encode_light(_multiply(_XYZ_D50, (light[0], light[1], light[2])))


def _multiply(matrix: Sequence[Sequence[float]], vector: Three) -> Three:
    one, two, three = (sum(a * b for a, b in zip(row, vector, strict=True)) for row in matrix)
    return one, two, three


def _encode_light(light: Three) -> Three:
    """Encode linear light as sRGB."""
    red, green, blue = (
        12.92 * part if part <= 0.0031308 else 1.055 * part ** (1 / 2.4) - 0.055 for part in light
    )
    return red, green, blue


def _decode_srgb(part: float) -> float:
    size = abs(part)
    light = size / 12.92 if size <= 0.04045 else ((size + 0.055) / 1.055) ** 2.4
    return math.copysign(light, part)


def _decode_gamma(gamma: float) -> Callable[[float], float]:
    return lambda part: math.copysign(abs(part) ** gamma, part)


def _read_space(
    decode: Callable[[float], float], matrix: Sequence[Sequence[float]]
) -> Callable[[Three], Three]:
    def read(parts: Three) -> Three:
        light = decode(parts[0]), decode(parts[1]), decode(parts[2])
        return _encode_light(_multiply(matrix, light))

    return read


_READ_SPACES: Mapping[str, Callable[[Three], Three]] = {
    "srgb": lambda parts: parts,
    "srgb-linear": _encode_light,
    "display-p3": _read_space(_decode_srgb, _P3),
    "rec2020": _read_space(_decode_gamma(2.4), _REC2020),
    "a98-rgb": _read_space(_decode_gamma(563 / 256), _A98),
    "xyz": _read_space(float, _XYZ_D65),
    "xyz-d65": _read_space(float, _XYZ_D65),
    "xyz-d50": _read_space(float, _XYZ_D50),
}
_READERS: Mapping[str, Callable[[Sequence[str]], Three]] = {
    "rgb": _read_rgb,
    "rgba": _read_rgb,
    "hsl": _read_hsl,
    "hsla": _read_hsl,
    "hwb": _read_hwb,
    "oklab": _read_oklab,
    "oklch": _read_oklch,
    "lab": _read_lab,
    "lch": _read_lch,
}
