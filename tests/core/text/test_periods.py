"""Calendar periods."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from egv.core.text.periods import Period, list_last_months

DAYS = st.dates(date(1990, 1, 1), date(2100, 12, 31))


@pytest.mark.parametrize(
    ("name", "first", "after", "before"),
    [
        ("2026", date(2026, 1, 1), date(2027, 1, 1), "2025"),
        ("2026-Q4", date(2026, 10, 1), date(2027, 1, 1), "2026-Q3"),
        ("2026-Q1", date(2026, 1, 1), date(2026, 4, 1), "2025-Q4"),
        ("2026-01", date(2026, 1, 1), date(2026, 2, 1), "2025-12"),
        ("2024-02", date(2024, 2, 1), date(2024, 3, 1), "2024-01"),
        ("2026-W01", date(2025, 12, 29), date(2026, 1, 5), "2025-W52"),
        ("2020-W53", date(2020, 12, 28), date(2021, 1, 4), "2020-W52"),
    ],
)
def test_a_period_has_its_days_and_one_before_it(
    name: str, first: date, after: date, before: str
) -> None:
    period = Period.parse(name)

    assert (period.start, period.end) == (first, after)
    assert period.previous
    assert period.previous.name == before
    assert period.previous.end == period.start


@pytest.mark.parametrize(
    "name",
    [
        "",
        "26",
        "2026-13",
        "2026-00",
        "2026-Q5",
        "2026-W54",
        "2021-W53",
        "2026-1",
        "last",
        "2026-W00",
        "9999",
        "9999-12",
        "9999-Q4",
        "9999-W52",
    ],
)
def test_what_is_no_period_says_what_is(name: str) -> None:
    with pytest.raises(
        ValueError, match="write for example 2026, 2026-Q4, 2026-11, 2026-W47 or all"
    ):
        Period.parse(name)


@given(DAYS)
def test_every_day_lies_in_its_week_month_and_quarter(day: date) -> None:
    for period in (Period.find_week(day), Period.find_month(day), Period.find_quarter(day)):
        assert day in period
        assert period == Period.parse(period.name)
        assert period.previous
        assert day not in period.previous


def test_all_there_was_holds_every_day_and_has_none_before() -> None:
    whole = Period.parse("all")

    assert date(1, 1, 1) in whole
    assert whole.previous is None


def test_months_lead_up_to_a_day() -> None:
    assert [each.name for each in list_last_months(date(2026, 2, 3), 3)] == [
        "2025-12",
        "2026-01",
        "2026-02",
    ]
