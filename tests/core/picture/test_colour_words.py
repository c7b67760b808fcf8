"""Colours as people type them."""

from __future__ import annotations

import pytest

from egv.core.errors import UsageError
from egv.core.picture.colour_words import parse_colour


@pytest.mark.parametrize(
    ("text", "colour"),
    [
        ("blauw", "#0000FF"),
        ("blue", "#0000FF"),
        ("Dark Blue", "#00008B"),
        ("donkerblauw", "#00008B"),
        ("#04C", "#0044CC"),
        ("04c", "#0044CC"),
        ("#0044cc", "#0044CC"),
        ("'#0044CC'", "#0044CC"),
        ("rgb(0, 68, 204)", "#0044CC"),
        ("rgb(0 68 204)", "#0044CC"),
        ("hsl(220, 100%, 40%)", "#0044CC"),
    ],
)
def test_a_colour_is_read_as_people_write_it(text: str, colour: str) -> None:
    assert parse_colour(text).hex == colour


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("blauww", "did you mean 'blauw'?"),
        ("xyzzy", "write a name such as blue, or six digits"),
        ("#12345", "six digits"),
        ("rgb(0, 68)", "six digits"),
        ("rgba(0, 68, 204, 0.5)", "six digits"),
        ("", "six digits"),
    ],
)
def test_what_is_no_colour_is_told_with_the_way_to_write_one(text: str, said: str) -> None:
    with pytest.raises(UsageError, match="this is not a colour") as error:
        parse_colour(text)

    assert said in str(error.value)
