"""Colours of pages: whatever a kit has, all that is written on a page can be read."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from egv.core.kit.house_style import Palette
from egv.core.kit.page_colours import EASY, OWN_INK, choose_letters, choose_page_colours
from egv.core.picture.colour import BLACK, WHITE, Colour
from egv.core.picture.contrast import LARGE, READABLE, adjust_contrast, measure_contrast
from egv.tools.store.shipped import find_shipped_folder

COLOURS = st.tuples(*[st.integers(0, 255)] * 3).map(Colour.from_rgb)
YELLOW, NAVY, SKY = Colour("#FFD200"), Colour("#10344F"), Colour("#9CD5F0")


@given(COLOURS, COLOURS, COLOURS, COLOURS)
def test_every_text_and_control_of_any_kit_can_be_seen(
    primary: Colour, secondary: Colour, accent: Colour, text: Colour
) -> None:
    page = choose_page_colours(
        Palette(primary=primary, secondary=secondary, accent=accent, text=text)
    )

    assert page.grounds
    for ground in page.grounds:
        assert measure_contrast(page.ink, ground) >= EASY
        assert measure_contrast(page.soft, ground) >= READABLE
        assert measure_contrast(page.accent, ground) >= READABLE
        for colour in _list_own_colours("good", "warn", "bad"):
            assert measure_contrast(colour, ground) >= READABLE
        [focus] = re.findall(r"outline: 3px solid (#\w{6})", _read_base_page())
        assert measure_contrast(Colour(focus), ground) >= LARGE


@given(COLOURS, COLOURS, COLOURS)
def test_letters_at_the_top_can_be_read(primary: Colour, text: Colour, other: Colour) -> None:
    letters = choose_letters(Palette(text=text, text_on_primary=other), primary)

    assert measure_contrast(letters, primary) >= READABLE


def test_a_colour_that_can_be_read_stays_as_it_is() -> None:
    page = choose_page_colours(Palette(primary=NAVY, text=Colour("#16202A")))

    assert (page.accent, page.ink) == (NAVY, Colour("#16202A"))


def test_a_bright_kit_takes_its_next_colour_that_can_be_read() -> None:
    page = choose_page_colours(Palette(primary=YELLOW, secondary=SKY, accent=NAVY))

    assert page.accent == NAVY


def test_a_kit_of_bright_colours_alone_takes_a_darker_shade() -> None:
    page = choose_page_colours(Palette(primary=YELLOW, secondary=SKY, accent=SKY, text=WHITE))
    red, green, blue = page.accent.rgb

    assert red > green > blue == 0
    assert page.ink == OWN_INK


def test_no_shade_is_seen_on_black_and_on_white() -> None:
    assert adjust_contrast(YELLOW, (BLACK, WHITE), 7.0) is None
    assert adjust_contrast(YELLOW, (BLACK,), READABLE) == YELLOW


def _read_base_page() -> str:
    return (find_shipped_folder("pages") / "base.html").read_text(encoding="utf-8")


def _list_own_colours(*names: str) -> list[Colour]:
    page = _read_base_page()
    return [Colour(re.findall(rf"--{name}: (#\w{{6}})", page)[0]) for name in names]
