"""Colour measurements of a clip, and the thresholds from which they show that something is wrong.

`python -m bench.colour --choose` chose the thresholds: for each picture those that serve all the
others best are tried on it. No scene is like all others, so most come in pairs: up to the first
nothing is done, since good pictures lie there too, and from the second on the whole is done.
"""

from __future__ import annotations

from dataclasses import dataclass

Pair = tuple[float, float]


@dataclass(frozen=True, slots=True)
class ColourStats:
    """Colour measurements of a clip's key frames; levels are shares of full signal, 0 to 1.

    In 0.5 % of the pixels the smallest of R, G and B is below `black`, and luma is below `shadow`;
    each of R, G and B is above its value in `whites` in 0.5 %. `middle` is the mean luma. `warmths`
    are ln(red / blue) of the light by the mean and by the median of strong edges; `drawn` is the
    share of pixels that equal their neighbours. `near_white` is the share of rather light and
    nearly grey pixels, and `near_white_warmth` their ln(red / blue). `skin_warmth` is that of the
    surest face, and `skin_light` the luma of the lightest one; None without any.
    """

    black: float
    whites: tuple[float, float, float]
    warmths: Pair
    drawn: float
    shadow: float = 0.0
    middle: float = 0.45
    near_white: float = 0.0
    near_white_warmth: float = 0.0
    skin_warmth: float | None = None
    skin_light: float | None = None

    @property
    def white_level(self) -> float:
        """The bright end of the tone scale."""
        return max(self.whites)


@dataclass(frozen=True, slots=True)
class Thresholds:
    """Where good pictures end. Levels are shares of full signal, warmths ln(red / blue).

    `flat`: what is missing at both ends of the tone scale alike. `dark`: what is missing at the
    bright end. `shadow`: the dark end of a scene that simply holds neither black nor white. `lit`:
    the mean luma of a scene that lacks no light. `cast`: the warmth of edges. `near_white` and
    `skin`: the warmths of light greys and of faces in good light. `bright_end`: where the bright
    end of a dark clip goes. `dim`: a mean luma below is dim. `lit_face`: no face is lifted above.
    """

    flat: Pair = (0.11, 0.13)
    dark: Pair = (0.20, 0.25)
    shadow: Pair = (0.10, 0.13)
    lit: Pair = (0.42, 0.46)
    cast: Pair = (0.12, 0.16)
    near_white: Pair = (0.0, 0.25)
    skin: Pair = (0.2, 0.85)
    bright_end: float = 0.94
    dim: float = 0.23
    lit_face: float = 0.6


THRESHOLDS = Thresholds()


def measure_share(value: float, pair: Pair) -> float:
    """Measure how far `value` is on the way from the first of `pair` to the second, 0 to 1."""
    first, second = pair
    return min(max((value - first) / (second - first), 0.0), 1.0)
