"""Times in options: read in everyday notation, kept exact, and written so that they read back."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from egv.core.media.time_options import (
    count_from_start,
    format_stretch_option,
    format_time_option,
    parse_stretch_option,
    parse_time_option,
)
from egv.core.media.timing import Seconds, Span

moments = st.integers(0, 10**8).map(lambda ms: Seconds(ms, 1000))


@given(st.integers(-(10**8), 10**8))
def test_a_time_reads_back_as_it_was(ms: int) -> None:
    at = Seconds(ms, 1000)

    assert parse_time_option(format_time_option(at)) == at


@given(st.lists(moments, min_size=2, max_size=2, unique=True).map(sorted))
def test_a_stretch_reads_back_as_it_was(edges: list[Seconds]) -> None:
    span = Span(*edges)

    assert parse_stretch_option(format_stretch_option(span)) == span
    assert parse_stretch_option(span) is span


@pytest.mark.parametrize(
    ("given_value", "seconds"), [("1:30", 90), (90, 90), (1.5, "1.5"), ("-5", -5), (Seconds(7), 7)]
)
def test_a_time_may_be_a_text_or_a_number(given_value: object, seconds: object) -> None:
    assert parse_time_option(given_value) == Seconds(str(seconds))


@pytest.mark.parametrize("text", ["10", "10-", "-5", "5--3", "", "a-b"])
def test_a_stretch_that_is_none_is_refused_with_its_grammar(text: str) -> None:
    with pytest.raises(ValueError, match=r"not FROM-TO; write 10-12\.5|not a time; write 90"):
        parse_stretch_option(text)


@pytest.mark.parametrize("text", ["12-10", "10-10"])
def test_a_stretch_that_runs_backwards_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="ends before it starts"):
        parse_stretch_option(text)


@pytest.mark.parametrize(("at", "counted"), [(3, 3), (0, 0), (-3, 7), (-10, 0), (-11, 0), (12, 12)])
def test_a_time_below_zero_counts_from_the_end_and_never_before_the_start(
    at: int, counted: int
) -> None:
    assert count_from_start(Seconds(at), Seconds(10)) == counted
