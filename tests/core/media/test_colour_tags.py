"""Colour tags by their numbers, and pixels that only look oblong."""

from __future__ import annotations

from fractions import Fraction

import pytest

from egv.core.media.colour_tags import (
    BT709_CURVES,
    BT709_PRIMARIES,
    CURVES,
    MATRICES,
    PRIMARIES,
    UNREADABLE_MATRICES,
    UNTAGGED,
    is_rgb,
    name_tag,
    round_aspect,
)


@pytest.mark.parametrize(
    ("sar", "seen"),
    [
        (Fraction(10239, 10240), Fraction(1)),
        (Fraction(201, 200), Fraction(1)),
        (Fraction(101, 100), Fraction(101, 100)),
        (Fraction(16, 15), Fraction(16, 15)),
        (Fraction(0), Fraction(1)),
    ],
)
def test_a_pixel_that_is_nearly_square_is_square(sar: Fraction, seen: Fraction) -> None:
    assert round_aspect(sar) == seen


def test_a_number_without_a_word_is_no_tag() -> None:
    assert [name_tag(number, PRIMARIES) for number in (0, 2, 3, 12)] == [
        UNTAGGED, UNTAGGED, UNTAGGED, "smpte432",
    ]  # fmt: skip


def test_each_number_is_either_converted_or_refused() -> None:
    assert not UNREADABLE_MATRICES & MATRICES.keys()
    assert {UNTAGGED, *PRIMARIES.values()} >= BT709_PRIMARIES
    assert {UNTAGGED, *CURVES.values()} >= BT709_CURVES


@pytest.mark.parametrize(
    ("pixels", "rgb"),
    [("bgr0", True), ("gbrp10le", True), ("pal8", True), ("yuv420p", False), ("gray", False)],
)
def test_rgb_is_known_by_its_pixels(pixels: str, rgb: bool) -> None:
    assert is_rgb(pixels) is rgb
