"""Cards as geometry: all in the safe area, nothing on another, the logo with room to spare."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from egv.core.errors import UsageError
from egv.core.kit.plain_values import Align
from egv.core.media.clip import Canvas
from egv.core.media.shape import find_safe_area
from egv.core.media.timing import Seconds
from egv.core.picture.colour import Colour
from egv.core.picture.contrast import READABLE, measure_contrast
from egv.core.titles.card import CardLook, plan_card_look
from egv.core.titles.card_layout import CardLayout, plan_card_layout
from egv.core.titles.fonts import Typeface
from tests.conftest import FACE, a_kit

TEXT = Typeface((FACE,))
SIZES = ((1920, 1080), (1080, 1920), (1080, 1080), (1080, 1350), (640, 360), (427, 240))
LOGOS = {"a": {"file": "a.png"}}
WORDS = st.text("abcde fgh", min_size=1, max_size=90).filter(str.strip)


def look(size: tuple[int, int], *lines: str, align: str = "left", logo: bool = True) -> CardLook:
    card = {"align": align}
    kit = a_kit(logo={"variants": LOGOS} if logo else {}, intro={"card": card})
    assert kit.spec.intro.card
    made = plan_card_look(kit, kit.spec.intro, lines, Canvas(*size, Seconds(25)))
    assert made
    return made


def laid_out(
    card: CardLook, logo: tuple[int, int] | None = (900, 240), code: int = 0
) -> CardLayout:
    return plan_card_layout(card, TEXT, TEXT, logo if card.logo else None, code)


@given(
    st.sampled_from(SIZES),
    st.lists(WORDS, min_size=0, max_size=3),
    st.sampled_from(["left", "centre"]),
    st.none() | st.tuples(st.integers(20, 2000), st.integers(20, 2000)),
    st.sampled_from([0.0, 0.16, 0.25]),
)
def test_a_card_is_whole_or_refused(
    size: tuple[int, int], lines: list[str], align: str, logo: tuple[int, int] | None, code: float
) -> None:
    assume(lines or logo)
    card = look(size, *lines, align=align, logo=bool(logo))
    if code:
        card = replace(card, qr="https://a.example")
    is_tight = code > 0 or sum(map(len, lines)) > 60
    try:
        layout = laid_out(card, logo, round(code * min(size)))
    except UsageError:
        assert is_tight
        return
    area = find_safe_area(card.canvas)

    for box in layout.boxes:
        assert area.x <= box.x < box.right <= area.right
        assert area.y <= box.y < box.bottom <= area.bottom
    assert not any(one.is_overlapping(other) for one, other in combinations(layout.boxes, 2))
    if layout.logo and lines:
        below = min(box.y for box in layout.boxes if box != layout.logo)
        assert below - layout.logo.bottom >= round(0.25 * layout.logo.height)


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("align", ["left", "centre"])
def test_a_title_of_two_lines_is_set_large_in_every_shape(
    size: tuple[int, int], align: str
) -> None:
    title = "What we have learned from customers in the third quarter"
    card = look(size, title, "Communications", align=align)
    (headline, _), (line, _) = laid_out(card).texts

    assert 0.1 * min(size) <= headline.size <= 0.24 * min(size)
    assert headline.size > 1.2 * line.size
    assert " ".join(headline.lines) == title


def test_an_upright_card_takes_more_lines_before_it_is_set_smaller() -> None:
    title = "What we have learned from our customers in the third quarter"
    (wide, _), (upright, _) = (laid_out(look(size, title)).texts[0] for size in SIZES[:2])

    assert len(wide.lines) < len(upright.lines)
    assert upright.size >= 0.1 * 1080


def test_lines_that_were_typed_are_kept() -> None:
    [(headline, _)] = laid_out(look(SIZES[0], "One\nand two")).texts

    assert headline.lines == ("One", "and two")


@pytest.mark.parametrize("text", ["long " * 160, "x" * 400])
def test_a_text_too_long_for_a_card_is_refused_with_its_length(text: str) -> None:
    with pytest.raises(UsageError, match=rf"too long for a card \({len(text)} char.*; shorten it"):
        laid_out(look(SIZES[0], text))


def test_a_logo_alone_stands_in_the_middle_and_large() -> None:
    card = look(SIZES[0])
    alone, with_title = laid_out(card).logo, laid_out(look(SIZES[0], "Hello")).logo
    assert alone
    assert with_title

    assert alone.height > 2 * with_title.height
    assert alone.x + alone.width / 2 == pytest.approx(960, abs=1)


def test_a_code_stands_beside_the_words_of_a_wide_card_and_under_those_of_an_upright_one() -> None:
    wide, upright = (laid_out(look(size, "Scan me"), code=270) for size in SIZES[:2])

    assert wide.code is not None
    assert upright.code is not None
    assert wide.code.x > wide.texts[0][1].right
    assert upright.code.y > upright.texts[0][1].bottom


colours = st.integers(0, 0xFFFFFF).map(lambda value: Colour(f"#{value:06X}"))


@given(colours, colours)
def test_what_lies_on_the_ground_hides_no_letter(primary: Colour, secondary: Colour) -> None:
    kit = a_kit(palette={"primary": primary, "secondary": secondary})
    assert kit.spec.intro.card
    card = plan_card_look(kit, kit.spec.intro, ("Hello", "you"), Canvas(640, 360, Seconds(25)))
    assert card

    for ink in (card.ink, card.soft_ink):
        assert not card.shade or measure_contrast(ink, card.shade) >= READABLE
        assert measure_contrast(ink, primary) >= READABLE


def test_a_kit_says_how_large_and_on_what_its_cards_are_set() -> None:
    kit = a_kit(intro={"card": {"align": "centre", "size": 0.08}})
    assert kit.spec.intro.card
    card = plan_card_look(kit, kit.spec.intro, ("Hello",), Canvas(1920, 1080, Seconds(25)))
    assert card
    [(headline, box)] = laid_out(card).texts

    assert card.align is Align.CENTRE
    assert headline.size == pytest.approx(0.08 * 1080)
    assert box.x + box.width / 2 == pytest.approx(960, abs=1)
    assert card.heading == (FACE.path,)
