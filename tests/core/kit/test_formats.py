"""Formats: the built-in ones, and what a kit says of them or adds."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from egv.core.kit.formats import (
    BUILT_IN,
    SHORT_SIDE,
    SOURCE,
    WORDS,
    explain_unknown_format,
    find_format,
    find_shape_word,
    is_format,
    list_format_names,
    to_format_file_word,
)
from egv.core.kit.kit import KitFile
from egv.core.kit.sections import FormatStyle
from egv.core.media.shape import ASPECTS, FrameShape
from egv.core.picture.crop import Fit


@pytest.mark.parametrize("shape", FrameShape)
def test_a_built_in_format_has_the_aspect_of_its_shape(shape: FrameShape) -> None:
    wide, high = find_format(shape.value, {}).size

    assert ASPECTS[shape] * high == wide


def test_a_kit_changes_what_it_names_and_leaves_the_rest() -> None:
    built_in = find_format("portrait", {})
    changed = find_format("portrait", {"portrait": FormatStyle(fit=Fit.BLUR)})

    assert (changed.size, changed.fit) == (built_in.size, Fit.BLUR)
    assert built_in.fit is not Fit.BLUR


def test_a_format_of_ones_own_is_blurred_at_the_sides_unless_it_says_otherwise() -> None:
    styles = {"wall": FormatStyle(size=(1200, 600), safe=(0.1, 0.1, 0.1, 0.1))}
    wall = find_format("wall", styles)

    assert (wall.size, wall.fit, wall.safe) == ((1200, 600), Fit.BLUR, (0.1, 0.1, 0.1, 0.1))
    assert list_format_names(styles) == (*BUILT_IN, "wall")


def test_a_format_that_is_both_built_in_and_the_kits_is_listed_once() -> None:
    assert list_format_names({"square": FormatStyle()}) == tuple(BUILT_IN)


def test_an_unknown_format_is_none() -> None:
    with pytest.raises(KeyError, match="wall"):
        find_format("wall", {})


@given(st.integers(1, 99), st.integers(1, 99))
def test_a_format_given_by_its_aspect_is_1080_on_the_short_side_and_even(
    wide: int, high: int
) -> None:
    size = find_format("own", {"own": FormatStyle(aspect=f"{wide}:{high}")}).size

    assert min(size) == SHORT_SIDE
    assert [side % 2 for side in size] == [0, 0]
    assert abs(size[0] * high - size[1] * wide) <= 2 * max(wide, high)


ASPECT_WORDS = {"16:9": "landscape", "9:16": "portrait", "1:1": "square", "4:5": "feed"}
PLACES = {
    "reel": "portrait", "reels": "portrait", "tiktok": "portrait", "story": "portrait",
    "shorts": "portrait", "linkedin": "feed", "instagram": "feed", "LinkedIn": "feed",
    "TikTok": "portrait",
}  # fmt: skip


@pytest.mark.parametrize(("word", "shape"), [*ASPECT_WORDS.items(), *PLACES.items()])
def test_a_word_that_people_use_is_the_format_of_its_shape(word: str, shape: str) -> None:
    found, meant = find_format(word, {}), find_format(shape, {})

    assert (found.size, found.fit, found.name) == (meant.size, meant.fit, word)
    assert is_format(word, ())
    assert find_shape_word(word) == shape


def test_no_word_means_two_shapes_and_an_aspect_is_the_one_it_says() -> None:
    words = [word for shape in WORDS.values() for word in shape]

    assert len(set(words)) == len(words)
    assert not set(words) & {*BUILT_IN, SOURCE}
    for word in (word for word in words if ":" in word):
        wide, high = map(int, word.split(":"))
        size = find_format(word, {}).size
        assert size[0] * high == size[1] * wide


def test_what_a_kit_says_of_a_shape_holds_for_its_words_and_its_own_word_goes_first() -> None:
    tall = {"portrait": FormatStyle(size=(720, 1280), fit=Fit.PAD)}
    own = {**tall, "reel": FormatStyle(safe=(0.2, 0.1, 0.2, 0.1))}
    own["story"] = FormatStyle(aspect="4:7")

    assert find_format("tiktok", own).size == (720, 1280)
    assert (find_format("reel", own).size, find_format("reel", own).fit) == ((720, 1280), Fit.PAD)
    assert find_format("reel", own).safe == (0.2, 0.1, 0.2, 0.1)
    assert find_format("story", own).size == (1080, 1890)


@pytest.mark.parametrize("word", ["reel", "9:16", "tiktok"])
def test_a_kit_may_write_a_word_as_a_format_without_a_size(word: str) -> None:
    kit = KitFile(name="k", formats={word: FormatStyle(fit=Fit.BLUR)})

    assert kit.find_format(word).fit is Fit.BLUR
    assert kit.find_format(word).size == BUILT_IN["portrait"][0]
    assert not kit.is_same_format(word, "portrait")
    assert kit.is_same_format("portrait", "shorts")


def test_a_file_can_be_called_after_any_word() -> None:
    assert to_format_file_word("9:16") == "9x16"
    assert to_format_file_word("reel") == "reel"


def test_an_unknown_format_is_answered_with_the_nearest_and_all_of_them() -> None:
    near = explain_unknown_format("tikotk", ("wall",))
    far = explain_unknown_format("qqq", ("wall",))

    assert "did you mean 'tiktok'?" in near
    for text in (near, far):
        assert all(word in text for word in ("source", "wall", "landscape", "reel", "9:16"))
    assert "did you mean" not in far
