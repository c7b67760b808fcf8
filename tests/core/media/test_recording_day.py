"""The day of a recording: in local time, and not the camera's where its clock was wrong."""

from __future__ import annotations

from datetime import date
from zoneinfo import ZoneInfo

import pytest

from egv.core.media.recording_day import RecordingDay, choose_recording_day

FILED, TODAY = date(2026, 3, 9), date(2026, 3, 10)
EAST, WEST = ZoneInfo("Asia/Tokyo"), ZoneInfo("America/Los_Angeles")


def choose(*written: str, zone: ZoneInfo = EAST, filed: date = FILED) -> RecordingDay:
    """The day of a clip of yesterday."""
    return choose_recording_day(written, filed, TODAY, zone)


@pytest.mark.parametrize(
    ("written", "zone", "day"),
    [
        ("2026-03-05T22:30:00.000000Z", EAST, 6),
        ("2026-03-05T22:30:00.000000Z", WEST, 5),
        ("2026-03-05T03:00:00Z", WEST, 4),
        ("2026-03-05T22:30:00+0900", WEST, 5),  # where it was recorded
        ("2026-03-05T22:30:00-08:00", EAST, 5),
        ("2026-03-05T22:30:00", EAST, 5),
        ("2026-03-05", WEST, 5),
        ("2026-03-05 at noon", WEST, 5),
        ("2026-03-10T22:30:00Z", EAST, 10),  # local time, written as if it were UTC
    ],
)
def test_a_day_is_that_of_the_place(written: str, zone: ZoneInfo, day: int) -> None:
    assert choose(written, zone=zone) == RecordingDay(date(2026, 3, day))


@pytest.mark.parametrize(
    ("written", "why"),
    [
        ("1904-01-01T00:00:00Z", "was not set (it says 1904-01-01)"),
        ("1970-01-01T00:00:00Z", "was not set (it says 1970-01-01)"),
        ("1980-01-01T00:03:10Z", "was not set (it says 1980-01-01)"),
        ("2000-01-01T12:00:00Z", "was not set (it says 2000-01-01)"),
        ("0001-01-01T00:00:00Z", "was not set (it says 0001-01-01)"),
        ("2036-03-05T10:00:00Z", "is ahead (it says 2036-03-05)"),
        ("9999-12-31T23:00:00Z", "is ahead (it says 9999-12-31)"),
        ("9999-12-31T00:00:00", "is ahead (it says 9999-12-31)"),
    ],
)
def test_a_clock_that_cannot_be_right_gives_way_to_the_file(written: str, why: str) -> None:
    found = choose(written)

    assert found.day == FILED
    assert why in found.note
    assert "the day of its file, 2026-03-09" in found.note


def test_a_file_that_cannot_be_right_gives_way_to_today() -> None:
    for filed in (date(1980, 1, 1), date(2026, 3, 11)):
        assert choose("1904-01-01T00:00:00Z", filed=filed).day == TODAY
        assert f"dated {filed}, which cannot be" in choose(filed=filed).note


def test_without_a_time_the_file_decides_and_a_second_tag_may_be_right() -> None:
    assert choose() == choose("soon") == choose("") == RecordingDay(FILED)
    assert choose("1904-01-01T00:00:00Z", "2026-03-05T10:00:00Z") == RecordingDay(date(2026, 3, 5))
