"""A colour: a value read once, and written as others want it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from egv.core.picture.colour import BLACK, WHITE, Colour

byte = st.integers(0, 255)


@given(byte, byte, byte)
def test_a_colour_is_red_green_and_blue(red: int, green: int, blue: int) -> None:
    colour = Colour(f"#{red:02X}{green:02X}{blue:02X}")

    assert colour.rgb == (red, green, blue)
    assert Colour.from_rgb(colour.rgb) == colour


def test_each_program_has_its_own_way_to_write_one() -> None:
    colour = Colour("#0A84FF")

    assert colour.hex == str(colour) == "#0A84FF"
    assert colour.ffmpeg == "0x0A84FF"
    assert colour.ass == "FF840A"
    assert repr(colour) == "'#0A84FF'"


def test_letters_stay_as_they_were_written_until_capitals_are_asked_for() -> None:
    colour = Colour("#0a84fF")

    assert (colour.hex, colour.ffmpeg) == ("#0a84fF", "0x0a84fF")
    assert colour.ass == "FF840A"
    assert colour.with_capitals() == Colour("#0A84FF")


def test_what_lies_between_two_values_is_rounded() -> None:
    assert Colour.from_rgb((0.4, 127.6, 255)) == Colour("#0080FF")
    assert (WHITE.rgb, BLACK.rgb) == ((255, 255, 255), (0, 0, 0))


@pytest.mark.parametrize(
    "text",
    ["0B3D91", "#0B3D9", "#0B3D911", "#GGGGGG", "#+12345", "#٠١٢٣٤٥", "#0B3D91\n", "", "#", "navy"],
)
def test_no_other_text_is_a_colour(text: str) -> None:
    with pytest.raises(ValueError, match="is not a colour; write six digits in quotes"):
        Colour(text)
