"""A clip's fields are judged by many frames, and the mark in the file is only one witness."""

from __future__ import annotations

from fractions import Fraction

import pytest

from egv.core.media.fields import (
    Comb,
    Fields,
    FieldSample,
    find_shown_rate,
    is_film,
    judge_fields,
    list_sample_times,
)
from egv.core.media.timing import Seconds

WORDS = {"t": Comb.TOP, "b": Comb.BOTTOM, "c": Comb.CLEAR, "-": Comb.UNKNOWN}
TELEVISION = Fraction(30000, 1001)


def spans(*letters: str, marked: bool = True) -> list[list[FieldSample]]:
    """Spans of frames: t and b have two moments, c has one, and in - nothing moves."""
    return [[FieldSample(marked, WORDS[letter]) for letter in span] for span in letters]


@pytest.mark.parametrize(
    ("seen", "marked", "fields", "order"),
    [
        (["ttt--", "tt-tc"], True, Fields.INTERLACED, "tff"),
        (["bbb--", "bb-bb"], True, Fields.INTERLACED, "bff"),
        (["ttt--", "bbb--"], True, Fields.INTERLACED, "auto"),
        (["-----"], True, Fields.INTERLACED, "auto"),
        (["ccc--", "ccccc"], True, Fields.WHOLE, "auto"),
        (["ttttt", "ccccc"], True, Fields.MIXED, "tff"),
        (["ttcccttcccttccc"] * 2, True, Fields.FILM, "tff"),
        (["ttcccttcccttccc"] * 2, False, Fields.FILM, "tff"),
        (["ttt--", "t" * 21], False, Fields.INTERLACED, "tff"),
        (["ttt--", "ttttt"], False, Fields.NONE, "auto"),  # too few: a chance
        (["tbtbb", "btb" * 10], False, Fields.NONE, "auto"),  # noise has no order
        (["cctcc", "ccccc"], False, Fields.NONE, "auto"),
        (["-----"], False, Fields.NONE, "auto"),
        ([], True, Fields.NONE, "auto"),
    ],
)
def test_the_frames_decide_and_the_mark_where_they_do_not(
    seen: list[str], marked: bool, fields: Fields, order: str
) -> None:
    verdict = judge_fields(spans(*seen, marked=marked), TELEVISION)

    assert (verdict.fields, verdict.order) == (fields, order)


def test_only_what_is_not_ordinary_is_told() -> None:
    ordinary = judge_fields(spans("ttttt"), TELEVISION)
    unmarked = judge_fields(spans("t" * 24, marked=False), TELEVISION)
    whole = judge_fields(spans("ccccc"), TELEVISION)
    misordered = judge_fields(spans("bbbbb"), TELEVISION, "tff")

    assert ordinary.note == ""
    assert "not marked as interlaced" in unmarked.note
    assert "whole pictures" in whole.note
    assert "wrong order" in misordered.note
    assert judge_fields(spans("bbbbb"), TELEVISION, "bff").note == ""


def test_a_film_has_its_mixed_frames_at_the_same_two_of_five() -> None:
    assert is_film(spans("ctt-ccttcccttcc", "ccttcccttccctt"))
    assert not is_film(spans("ttcccttttcccttc"))
    assert not is_film(spans("ttcccttcc"))  # too few to tell
    assert judge_fields(spans("ttcccttcccttccc"), Fraction(25)).fields is not Fields.FILM


def test_the_rate_is_that_of_the_pictures_made_of_the_fields() -> None:
    film = judge_fields(spans("ttcccttcccttccc"), TELEVISION)
    halves = judge_fields(spans("ttttt"), TELEVISION)

    assert find_shown_rate(film, TELEVISION) == Fraction(24000, 1001)
    assert find_shown_rate(halves, Fraction(25)) == 50
    assert find_shown_rate(halves, Fraction(50)) == 50  # each field has its own packet
    assert find_shown_rate(judge_fields([], TELEVISION), TELEVISION) == TELEVISION


def test_samples_are_spread_over_the_clip() -> None:
    assert list(list_sample_times(Seconds(12), 3)) == [2, 6, 10]
