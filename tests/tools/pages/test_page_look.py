"""The look of a page: a kit's colours, fonts and logo, and as little of them as will do."""

from __future__ import annotations

import base64
import re
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont
from PIL import Image

from egv.core.kit.house_style import Logo, Palette
from egv.core.kit.kit import Kit
from egv.core.picture.colour import WHITE, Colour
from egv.core.text.translation import Translated, UiLanguage
from egv.tools.library.kits import load_kit
from egv.tools.pages.page_fonts import RESTRICTED, subset_font
from egv.tools.pages.page_look import LOGO_HIGH, NEUTRAL_LOOK, build_page_look
from egv.tools.pages.pages import render_page

MOST_GROWTH = 80_000  # bytes of a page that wears a kit


@pytest.fixture(scope="module")
def acme() -> Kit:
    return load_kit("acme")


def with_palette(kit: Kit, **colours: Colour) -> Kit:
    return replace(kit, spec=kit.spec.model_copy(update={"palette": Palette(**colours)}))


def test_the_neutral_kit_leaves_pages_as_they_are() -> None:
    assert build_page_look(load_kit("neutral")) == NEUTRAL_LOOK


def test_a_kit_brings_two_small_fonts_with_their_accents(acme: Kit) -> None:
    look = build_page_look(acme)
    data = re.findall(r"font/woff;base64,([\w+/=]+)", look.css)
    fonts = [base64.b64decode(font) for font in data]

    assert len(fonts) == 2
    assert len(look.css) + len(look.logo) < MOST_GROWTH
    for content in fonts:
        marks = TTFont(BytesIO(content)).getBestCmap()
        assert {ord(letter) for letter in "aZ0éëïçß€“”"} <= marks.keys()
        assert ord("Ж") not in marks


def test_a_font_that_may_not_be_in_a_page_is_left_out(acme: Kit, tmp_path: Path) -> None:
    path = tmp_path / "closed.otf"
    with TTFont(acme.typefaces["body"][0]) as font:
        font["OS/2"].fsType = RESTRICTED
        font.save(path)
    broken = tmp_path / "broken.otf"
    broken.write_bytes(b"OTTO")

    assert subset_font(path) == b""
    assert subset_font(broken) == b""
    assert subset_font(acme.typefaces["body"][0])


def test_the_logo_is_the_one_for_its_ground_and_small(acme: Kit) -> None:
    dark = build_page_look(acme)
    light = build_page_look(with_palette(acme, primary=Colour("#FFD200")))

    assert dark.logo != light.logo
    for look in (dark, light):
        with Image.open(BytesIO(base64.b64decode(look.logo.split(",")[1]))) as image:
            assert image.height <= LOGO_HIGH


def test_a_logo_that_would_not_be_seen_gets_a_white_ground(acme: Kit) -> None:
    colour = acme.spec.logo.variants["colour"]
    only = acme.spec.model_copy(update={"logo": Logo(variants={"colour": colour})})
    look = build_page_look(replace(acme, spec=only))

    assert f"--band: {WHITE}" in look.css
    assert look.logo


def test_a_kit_without_a_logo_shows_its_title_as_text(acme: Kit) -> None:
    bare = acme.spec.model_copy(update={"logo": Logo(), "title": "<b>Acme</b>"})
    look = build_page_look(replace(acme, spec=bare))
    words = type("Words", (), {"TITLE": Translated("x", "x")})
    page = render_page(
        "slip.html",
        UiLanguage.NL,
        look,
        slip={"title": "t", "subtitle": ["s"], "parts": [], "closing": "c"},
        unsealed="",
        words=words,
    )

    assert look.logo == ""
    assert "<p>&lt;b&gt;Acme&lt;/b&gt;</p>" in page
