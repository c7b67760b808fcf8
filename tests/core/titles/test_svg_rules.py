"""A drawing is refused on its text, in time, when it is not the same on every machine."""

from __future__ import annotations

import pytest

from egv.core.errors import UsageError
from egv.core.titles.svg_rules import MOST_SHAPES, measure_svg_aspect

HEAD = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" '
LAUGHS = "".join(f'<g id="l{n}">{f"""<use href="#l{n - 1}"/>""" * 10}</g>' for n in range(1, 10))


def svg(inside: str = "<rect/>", says: str = 'viewBox="0 0 200 100"') -> bytes:
    return f"{HEAD}{says}>{inside}</svg>".encode()


@pytest.mark.parametrize(
    ("says", "aspect"),
    [
        ('viewBox="0 0 200 100"', 2.0), ('width="30mm" height="3cm"', 1.0),
        ('viewBox="0,0,10,40" width="100%"', 0.25), ('width="1in" height="72pt"', 1.0),
        ('viewBox="0 0 1 1" width="2e2" height="50px"', 4.0),
    ],
)  # fmt: skip
def test_the_shape_is_what_the_drawing_says(says: str, aspect: float) -> None:
    assert measure_svg_aspect(svg(says=says)) == pytest.approx(aspect)


@pytest.mark.parametrize(
    "inside",
    [
        '<linearGradient id="g"/><path fill="url(#g)"/>',
        "<style>.a { fill: url('#g') }</style><metadata>made by https://example.org</metadata>",
        '<a href="https://example.org"><rect/></a>',
        '<use xlink:href="#later"/><g id="later"/>',
    ],
)
def test_what_stays_in_the_file_is_drawn(inside: str) -> None:
    assert measure_svg_aspect(svg(inside)) == 2


@pytest.mark.parametrize(
    ("raw", "said"),
    [
        (svg('<image href="file:///etc/passwd"/>'), "this SVG contains a photo"),
        (svg('<use href="https://example.org/a.svg#b"/>'), "this SVG refers to 'https://"),
        (svg('<use xlink:href="other.svg#b"/>'), "this SVG refers to 'other.svg#b'"),
        (svg("<style>@import 'a.css'</style>"), "refers to something outside"),
        (
            svg("<style><![CDATA[.a{fill:url(http://a.b/c)}]]></style>"),
            "refers to something outside",
        ),
        (svg("<rect fill=\"url( 'a.svg#b')\"/>"), "refers to something outside"),
        (svg("<text>Acme</text>"), "turn texts into outlines"),
        (svg("<script>alert(1)</script>"), "this SVG contains a script"),
        (svg("<foreignObject/>"), "this SVG contains a web page"),
        (b"<!DOCTYPE svg [<!ENTITY a 'aa'><!ENTITY b '&a;&a;'>]>" + svg(), "ENTITY"),
        (b"<!DOCTYPE svg [<!ENTITY a SYSTEM 'file:///etc/passwd'>]>" + svg(), "ENTITY"),
        (svg("<rect/>" * (MOST_SHAPES + 1)), f"more than {MOST_SHAPES} shapes"),
        (svg('<g id="l0"/>' + LAUGHS), f"shows more than {MOST_SHAPES} shapes"),
        (svg('<g id="a"><use href="#b"/></g><g id="b"><use href="#a"/></g>'), "one another"),
        (svg("<g>" * 5000 + "</g>" * 5000), "nested more than 100 deep"),
        (svg(says='viewBox="0 0 21 1"'), "20 times as long"),
        (svg(says='width="50%"'), "does not state its width"),
        (svg(says='viewBox="0 0 nan nan"'), "does not state its width"),
        (svg(says='viewBox="0 0 0 10"'), "does not state its width"),
        (svg() + b" " * 1_000_000, "larger than 1000000 bytes"),
        (b"<html><svg/></html>", "begins with <html>"),
        (b"", "line 1: this is not an SVG"),
        (svg()[:-9], "line 1: this is not an SVG"),
        (b"\x1f\x8b\x08\x00", "in UTF-8"),
    ],
    ids=lambda value: value[:24] if isinstance(value, str) else "",
)
def test_what_is_not_the_same_everywhere_is_refused(raw: bytes, said: str) -> None:
    with pytest.raises(UsageError) as refused:
        measure_svg_aspect(raw)

    assert said in str(refused.value)
