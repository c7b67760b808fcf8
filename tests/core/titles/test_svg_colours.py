"""Colours in drawings: written as the renderer knows them, or refused; never drawn black."""

from __future__ import annotations

import pytest

from egv.core.errors import UsageError
from egv.core.titles.svg_colours import write_plain_colours


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ('<path fill="rgb(228 0 43 / 100%)"/>', '<path fill="#e4002b"/>'),
        (
            '<path style="fill:#E4002B;fill:color(display-p3 0.8941 0 0.1686);fill-opacity:1;"/>',
            '<path style="fill:#E4002B;fill-opacity:1;"/>',
        ),
        ("<style>p{fill:oklch(62.8% 0.25768 29.234)}</style>", "<style>p{fill:#ff0000}</style>"),
        (":root{--c:#E4002B}p{fill:var(--c)}", ":root{--c:#E4002B}p{fill:#E4002B}"),
        ("--a:var(--b);--b:red;fill:var( --a )", "--a:red;--b:red;fill:red"),
        ("fill:var(--gone, rgb(1 2 3))", "fill:#010203"),
        ('fill="#CD853F icc-color(acme, 0.1, 0.2)"', 'fill="#CD853F"'),
        ('fill="url(#g)" transform="rotate(45)"', 'fill="url(#g)" transform="rotate(45)"'),
        ("fill:#E40;stroke:#E4002BFF", "fill:#E40;stroke:#E4002BFF"),
    ],
)  # fmt: skip
def test_a_colour_is_written_as_the_renderer_knows_it(text: str, plain: str) -> None:
    assert write_plain_colours(text) == plain


@pytest.mark.parametrize(
    "text",
    [
        "fill:var(--gone)",
        ".a{--c:red}.b{--c:blue}path{fill:var(--c)}",
        "--a:var(--b);--b:var(--a);fill:var(--a)",
        "fill:color-mix(in srgb, red, blue)",
        "fill:light-dark(red, blue)",
        "fill:color(prophoto-rgb 1 0 0)",
        'fill="#E4002"',
        "stop-color:#12",
    ],
)
def test_a_colour_that_would_be_drawn_black_is_refused_and_quoted(text: str) -> None:
    with pytest.raises(UsageError, match=r"its colour '.*; save it with colours such as #E4002B"):
        write_plain_colours(text)
