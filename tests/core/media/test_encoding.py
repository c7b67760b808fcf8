"""Encoding options: playable everywhere, tagged, and without anything of the source."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from egv.core.media.clip import Canvas
from egv.core.media.encoding import (
    BARE_CONTAINER,
    CONTAINER,
    SOUND_BIT_RATE,
    EncodeQuality,
    build_picture_options,
    predict_bytes,
)

HD = Canvas(1920, 1080, Fraction(30000, 1001))


@pytest.mark.parametrize("quality", EncodeQuality)
def test_every_quality_plays_everywhere_and_is_tagged(quality: EncodeQuality) -> None:
    options = build_picture_options(quality, HD)

    assert (options["c:v"], options["profile:v"], options["pix_fmt"]) == (
        "libx264", "high", "yuv420p",
    )  # fmt: skip
    tags = {"color_primaries", "color_trc", "colorspace"}
    assert {options[tag] for tag in tags} == {"bt709"}
    assert options["color_range"] == "tv"


@pytest.mark.parametrize(("rate", "frames"), [(Fraction(30000, 1001), "60"), (Fraction(25), "50")])
def test_a_group_of_pictures_lasts_two_seconds(rate: Fraction, frames: str) -> None:
    assert build_picture_options(EncodeQuality.GOOD, Canvas(640, 360, rate))["g"] == frames


def test_nothing_of_the_source_and_no_version_is_in_the_container() -> None:
    assert BARE_CONTAINER["map_metadata:g"] == BARE_CONTAINER["map_chapters"] == "-1"
    assert BARE_CONTAINER["fflags"] == "+bitexact"
    assert CONTAINER.items() > BARE_CONTAINER.items()


@given(st.sampled_from(EncodeQuality), st.integers(1, 36_000), st.integers(1, 10**8))
def test_an_encode_is_never_predicted_far_larger_than_its_source(
    quality: EncodeQuality, seconds: int, source_rate: int
) -> None:
    free = predict_bytes(quality, HD, seconds, 0)
    bound = predict_bytes(quality, HD, seconds, source_rate)

    assert bound <= free
    assert bound <= (source_rate * 1.5 + SOUND_BIT_RATE) * seconds / 8 + 1
    assert free == pytest.approx(predict_bytes(quality, HD, 1, 0) * seconds, rel=1e-4)
