"""A line of times: read, or known for what it is."""

from __future__ import annotations

import pytest

from egv.core.cues.subtitle_times import is_counted_in_frames, is_meant_as_times, parse_times
from egv.core.media.timing import Seconds


@pytest.mark.parametrize(
    ("line", "is_odd", "is_sure"),
    [
        ("00:00:01,000 --> 00:00:03,000", False, True),
        ("00:00:01 --> 00:00:03", False, False),
        ("00:00:75,000 --> 00:61:00,000", True, True),
        ("90:00.000 --> 91:00.000", False, True),
    ],
)
def test_times_know_how_sure_and_how_odd_they_are(line: str, is_odd: bool, is_sure: bool) -> None:
    times = parse_times(line)

    assert times
    assert (times.is_odd, times.is_sure) == (is_odd, is_sure)


def test_a_time_may_be_before_the_start() -> None:
    times = parse_times("-00:00:01,500 --> 00:00:03,000")

    assert times
    assert (times.start, times.end) == (Seconds("-1.5"), Seconds(3))


@pytest.mark.parametrize("line", ["10:30 - 11:00", "Hallo", "--> 00:00:01,000", "0 --> 1", ""])
def test_another_line_is_none(line: str) -> None:
    assert parse_times(line) is None
    assert not is_meant_as_times(line)


def test_frames_and_unreadable_times_are_known() -> None:
    assert is_counted_in_frames("00:00:01:12 --> 00:00:03:00")
    assert not is_counted_in_frames("00:00:01:120 --> 00:00:03:000")
    assert is_meant_as_times("0:00.00.03 / 0:00:00.04.1")


@pytest.mark.parametrize("line", ["00:00:01" + " " * 100_000, "-" * 100_000, "1:" * 50_000])
def test_a_very_long_line_is_read_at_once(line: str) -> None:
    assert parse_times(line) is None
