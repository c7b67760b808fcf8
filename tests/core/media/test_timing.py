"""Times, spans, the frame grid and standard rates."""

from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from egv.core.media.timing import (
    STANDARD_RATES,
    Seconds,
    Span,
    find_standard_rate,
    format_clock,
    format_player_clock,
    parse_time,
    split_clock,
    to_sample,
)


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("90", 90), ("1:30", 90), ("0:01:30", 90), ("90.5", Fraction(181, 2)),
        ("1:02:03.5", Fraction(7447, 2)), ("-5", -5), ("-1:30", -90), ("0", 0),
        ("2,5", Fraction(5, 2)), ("1:02,25", Fraction(249, 4)),
    ],
)  # fmt: skip
def test_times_are_read_as_people_write_them(text: str, seconds: Fraction) -> None:
    assert parse_time(text) == seconds


@pytest.mark.parametrize(
    "text", ["", "1:60", "1:2:3:4", "abc", "1e3", "--5", "1:-5", "nan", "٣", "1,000", ",5", "1,2,3"]
)
def test_what_is_no_time_is_refused_with_the_grammar(text: str) -> None:
    with pytest.raises(ValueError, match="write for example 90, 1:30"):
        parse_time(text)


@given(st.integers(0, 99), st.integers(0, 59), st.integers(0, 59999))
def test_a_written_time_reads_back(hours: int, minutes: int, milliseconds: int) -> None:
    text = f"{hours}:{minutes:02}:{milliseconds // 1000:02}.{milliseconds % 1000:03}"

    assert parse_time(text) == hours * 3600 + minutes * 60 + Fraction(milliseconds, 1000)


@pytest.mark.parametrize(
    ("seconds", "text"),
    [("4.25", "4.2 s"), ("64.2", "1:04.2"), ("3723.5", "1:02:03.5"), ("59.96", "1:00.0")],
)
def test_times_are_shown_as_people_write_them(seconds: str, text: str) -> None:
    assert format_clock(Fraction(seconds)) == text
    assert format_clock(-Fraction(seconds)) == f"-{text}"
    assert format_clock(float(seconds)) == text


def test_a_float_is_shown_as_the_decimal_that_was_meant() -> None:
    assert format_clock(4.3499999999) == format_clock(Fraction("4.35")) == "4.4 s"


@pytest.mark.parametrize(
    ("seconds", "text"), [(0, "0:00"), (65.9, "1:05"), (599, "9:59"), (3665, "61:05")]
)
def test_players_show_whole_seconds(seconds: float, text: str) -> None:
    assert format_player_clock(seconds) == text


@given(st.integers(0, 10**8), st.sampled_from([1, 10, 100, 1000]))
def test_a_split_clock_adds_up(ticks: int, per_second: int) -> None:
    hours, minutes, seconds, rest = split_clock(ticks, per_second)

    assert ((hours * 60 + minutes) * 60 + seconds) * per_second + rest == ticks
    assert max(minutes, seconds) < 60
    assert rest < per_second


def test_an_empty_or_backward_span_is_refused() -> None:
    with pytest.raises(ValueError, match="runs backwards"):
        Span(Seconds(2), Seconds(2))


@given(st.lists(st.integers(0, 10_000), min_size=2, unique=True), st.sampled_from(STANDARD_RATES))
def test_samples_of_adjacent_frames_meet_and_never_drift(frames: list[int], rate: Fraction) -> None:
    frames.sort()
    pieces = [to_sample(b, rate, 48000) - to_sample(a, rate, 48000) for a, b in pairwise(frames)]

    assert sum(pieces) == to_sample(frames[-1], rate, 48000) - to_sample(frames[0], rate, 48000)


def shown(rate: float | Fraction, count: int = 60) -> list[Seconds]:
    return [Seconds(n) / Fraction(rate) for n in range(count)]


@pytest.mark.parametrize("rate", STANDARD_RATES)
def test_a_standard_rate_is_kept(rate: Fraction) -> None:
    assert find_standard_rate(shown(rate)) == rate


@pytest.mark.parametrize(
    ("measured", "rate"),
    [
        (15, 30),
        (12.5, 25),
        (10, 30),
        (8, 24),
        (120, 60),
        (240, 60),
        (29.9, 30 * Fraction(1000, 1001)),
    ],
)
def test_other_rates_get_the_standard_rate_that_serves_them(
    measured: float, rate: Fraction
) -> None:
    assert find_standard_rate(shown(measured)) == rate


def test_dropped_frames_do_not_lower_the_rate() -> None:
    every_third_lost = [at for n, at in enumerate(shown(30)) if n % 3]

    assert find_standard_rate(every_third_lost) == 30


def test_one_frame_has_a_rate() -> None:
    assert find_standard_rate([Seconds(0)]) == 25
