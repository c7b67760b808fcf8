"""A palette from one colour: whatever the colour, all texts on it can be read."""

from __future__ import annotations

from hypothesis import example, given
from hypothesis import strategies as st

from egv.core.kit.house_style import Palette
from egv.core.kit.palette import choose_plate_opacity, derive_palette
from egv.core.picture.colour import BLACK, WHITE, Colour
from egv.core.picture.contrast import (
    LARGE,
    READABLE,
    measure_contrast,
    measure_worst_contrast,
)

colours = st.integers(0, 0xFFFFFF).map(lambda value: Colour(f"#{value:06X}"))


@given(colours)
@example(BLACK)
@example(WHITE)
@example(Colour("#767676"))
@example(Colour("#0A84FF"))
def test_every_text_can_be_read(primary: Colour) -> None:
    palette = derive_palette(primary)

    assert palette["primary"] == primary
    assert measure_contrast(palette["text"], palette["background"]) >= 12
    assert measure_contrast(palette["text_on_primary"], primary) >= READABLE
    assert measure_contrast(palette["accent"], primary) >= LARGE


@given(colours)
def test_a_palette_is_one_of_a_kit(primary: Colour) -> None:
    palette = derive_palette(primary)

    assert Palette.model_validate(palette).colours_by_name == palette


@given(colours)
def test_a_plate_is_only_as_clear_as_its_text_can_bear(primary: Colour) -> None:
    palette = derive_palette(primary)
    opacity = choose_plate_opacity(palette)

    assert 0 < opacity <= 1
    assert measure_worst_contrast(palette["text_on_primary"], primary, opacity) >= READABLE
