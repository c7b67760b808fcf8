"""Facts of a clip: the size that is seen, its colours, and why it cannot be copied."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from egv.core.media.clip import Cue, TransferKind, VideoStream, Word
from egv.core.media.fields import Fields
from egv.core.media.timing import Seconds, Span
from tests.conftest import media


def video(**facts: Any) -> VideoStream:
    stream = media(**facts).video
    assert stream is not None
    return stream


@pytest.mark.parametrize(
    ("facts", "size"),
    [
        ({}, (1920, 1080)),
        ({"rotation": 90}, (1080, 1920)),
        ({"rotation": -90}, (1080, 1920)),
        ({"rotation": 180}, (1920, 1080)),
        ({"width": 1440, "sar": Fraction(4, 3)}, (1920, 1080)),
        ({"width": 1440, "sar": Fraction(4, 3), "rotation": 270}, (1080, 1920)),
        ({"width": 1921, "height": 1081}, (1920, 1080)),
    ],
)
def test_a_picture_is_as_large_as_it_is_seen(facts: dict[str, Any], size: tuple[int, int]) -> None:
    assert video(**facts).upright_size == size


@given(
    st.integers(2, 5000), st.integers(2, 5000), st.sampled_from([0, 90, 180, 270, -90]),
    st.fractions(min_value="1/4", max_value=4, max_denominator=50),
)  # fmt: skip
def test_the_size_that_is_seen_is_even(width: int, height: int, rotation: int, sar: Any) -> None:
    seen = video(width=width, height=height, rotation=rotation, sar=sar).upright_size

    assert [side % 2 for side in seen] == [0, 0]


@pytest.mark.parametrize(
    ("facts", "matrix"),
    [
        ({"colour_tag": "bt709"}, "bt709"),
        ({"colour_tag": "bt2020nc"}, "bt2020nc"),
        ({"colour_tag": "untagged"}, "bt709"),
        ({"colour_tag": "untagged", "width": 720, "height": 576}, "smpte170m"),
        ({"colour_tag": "untagged", "width": 720, "height": 577}, "bt709"),
    ],
)
def test_untagged_video_has_the_colours_that_players_take(
    facts: dict[str, Any], matrix: str
) -> None:
    assert video(**facts).matrix == matrix


def test_an_ordinary_clip_can_be_copied() -> None:
    assert video().copy_faults == ()


@pytest.mark.parametrize(
    ("facts", "says"),
    [
        ({"damaged": True}, "it is damaged"),
        ({"codec": "hevc"}, "it is hevc, not H.264"),
        ({"pixel_format": "yuv422p"}, "its pixels are yuv422p"),
        ({"fields": Fields.INTERLACED}, "it is interlaced"),
        ({"constant_rate": False}, "its frame rate varies"),
        ({"rate": Fraction(120)}, "it runs faster than 60 frames a second"),
        ({"sar": Fraction(4, 3)}, "its pixels are not square"),
        ({"rotation": 90}, "it is stored rotated"),
        ({"full_range": True}, "it has full-range levels"),
        ({"width": 1919}, "its size is odd"),
        ({"transfer": TransferKind.HLG}, "it is HDR (hlg)"),
        ({"colour_tag": "smpte170m"}, "its colours are smpte170m"),
    ],
)
def test_each_fault_that_forbids_a_copy_is_told_by_itself(facts: dict[str, Any], says: str) -> None:
    assert video(**facts).copy_faults == (says,)


def test_a_cue_moves_with_its_words() -> None:
    word = Word(Span(Seconds(1), Seconds(2)), "Hello")
    moved = Cue(Span(Seconds(1), Seconds(3)), "Hello", (word,)).shift(Seconds(5))

    assert moved.span == Span(Seconds(6), Seconds(8))
    assert moved.words[0].span == Span(Seconds(6), Seconds(7))


def test_another_rate_is_that_of_the_picture_and_changes_no_other_fact() -> None:
    clip = media(rate=30)
    other = clip.with_frame_rate(Fraction(25))

    assert clip.video
    assert other.video
    assert other.video.frame_rate == 25
    assert other.with_frame_rate(clip.video.frame_rate) == clip
