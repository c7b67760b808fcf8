"""Sizes, a typeface and places, for tests that draw lower thirds."""

from hypothesis import strategies as st

from egv.core.media.timing import Seconds, Span
from egv.core.titles.fonts import Typeface
from tests.conftest import FACE

SIZES = st.sampled_from(
    [(1920, 1080), (1080, 1920), (1080, 1080), (640, 360), (426, 240), (606, 1078)]
)
TEXT = Typeface((FACE,))
HERE = Span(Seconds(1), Seconds(6))


def corner(line: str) -> tuple[float, float]:
    """Where an event ends up standing."""
    numbers = line.split("move(" if "move(" in line else "pos(")[1].split(")")[0].split(",")
    x, y = numbers[2:4] if "move(" in line else numbers
    return float(x), float(y)
