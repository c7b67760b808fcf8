"""Colours of today's CSS in sRGB; expected values are those of CSS Color 4 and its test suite."""

from __future__ import annotations

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from egv.core.picture.css_colours import FUNCTIONS, convert_css_colours

RED = [
    "rgb(255 0 0)", "rgb(100% 0% 0%)", "rgb(255, 0, 0)", "rgba(255 0 0 / 1)", "RGB(255 0 0 / 100%)",
    "hsl(0 100% 50%)", "hsl(0deg, 100%, 50%)", "hsl(1turn 100% 50%)", "hwb(0 0% 0%)",
    "oklch(62.8% 0.25768 29.234)", "oklch(0.628 64.42% 29.234deg)", "oklab(0.628 0.2249 0.1258)",
    "lab(54.29% 80.8 69.89)", "lch(54.29 106.84 40.85)", "color(srgb 1 0 0)",
    "color(srgb-linear 1 none 0)", "color(display-p3 0.9175 0.2003 0.1386)",
    "color(a98-rgb 0.8586 0 0)", "color(xyz 0.4124 0.2126 0.0193)", "color(display-p3 1.2 0 0)",
]  # fmt: skip


@pytest.mark.parametrize("written", RED)
def test_red_is_red_however_it_is_written(written: str) -> None:
    assert convert_css_colours(f"fill:{written};") == "fill:#ff0000;"


@pytest.mark.parametrize(
    ("written", "plain"),
    [
        ("rgb(228 0 43 / 50%)", "rgba(228,0,43,0.5)"),
        ("hsl(349 100% 45%)", "#e6002a"),
        ("oklch(0.5 0 0)", "#636363"),
        ("lab(50% 0 0)", "#777777"),
        ("hwb(90 60% 60%)", "#808080"),
        ("color(display-p3 0.5 0.5 0.5 / .25)", "rgba(128,128,128,0.25)"),
        ("hsla(120, 100%, 25%, 0.3)", "rgba(0,128,0,0.3)"),
    ],
)
def test_greys_opacities_and_hues_are_kept(written: str, plain: str) -> None:
    assert convert_css_colours(written) == plain


@pytest.mark.parametrize(
    "written",
    ["color(prophoto-rgb 1 0 0)", "rgb(1 2)", "lab(a b c)", "oklch()", "rgb(from red r g b)"],
)
def test_what_cannot_be_converted_is_quoted(written: str) -> None:
    with pytest.raises(ValueError, match="^" + written.partition("(")[0]):
        convert_css_colours(f"fill:{written}")


@given(st.sampled_from(FUNCTIONS), st.text("0123456789.%-+e deg/,none", max_size=30))
def test_any_colour_is_converted_or_refused(name: str, inside: str) -> None:
    with contextlib.suppress(ValueError):
        convert_css_colours(f"{name}({inside})")
