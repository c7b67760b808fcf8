"""Calendar periods of reports: a year, a quarter, a month, a week, or all time."""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import MAXYEAR, MINYEAR, date, timedelta
from typing import Self

_FORMS = "2026, 2026-Q4, 2026-11, 2026-W47 or all"
_NAME = re.compile(r"(\d{4})(?:-(?:Q([1-4])|W(\d{2})|(\d{2})))?\Z", re.ASCII)
ALL = "all"


@dataclass(frozen=True, slots=True)
class Period:
    """A named run of days, from `start` up to but not including `end`."""

    name: str
    start: date
    end: date

    @classmethod
    def parse(cls, name: str) -> Self:
        """Parse a period such as 2026-Q4. Raises ValueError with the accepted forms."""
        if name == ALL:
            return cls(ALL, date(MINYEAR, 1, 1), date(MAXYEAR, 12, 31))
        match = _NAME.match(name)
        if not match:
            raise ValueError(f"{name!r} is not a period; write for example {_FORMS}")
        year, quarter, week, month = (int(part) if part else 0 for part in match.groups())
        try:
            if match[3]:
                start = date.fromisocalendar(year, week, 1)
                return cls(name, start, start + timedelta(days=7))
            if quarter:
                return cls(name, *_month_bounds(year, 3 * quarter - 2, 3))
            return cls(
                name, *(_month_bounds(year, month, 1) if match[4] else _month_bounds(year, 1, 12))
            )
        except (ValueError, OverflowError):
            raise ValueError(
                f"{name!r}: the calendar has no such period; write for example {_FORMS}"
            ) from None

    @classmethod
    def find_quarter(cls, day: date) -> Self:
        """Find the quarter that contains `day`."""
        return cls.parse(f"{day.year:04}-Q{(day.month + 2) // 3}")

    @classmethod
    def find_month(cls, day: date) -> Self:
        """Find the month that contains `day`."""
        return cls.parse(f"{day.year:04}-{day.month:02}")

    @classmethod
    def find_week(cls, day: date) -> Self:
        """Find the week (ISO 8601, from Monday) that contains `day`."""
        year, week, _ = day.isocalendar()
        return cls.parse(f"{year:04}-W{week:02}")

    @property
    def is_all_time(self) -> bool:
        """True for all time, which includes videos of unknown date."""
        return self.name == ALL

    @property
    def previous(self) -> Period | None:
        """The previous period of the same kind; None for all time, which has none before it."""
        if self.is_all_time or self.start.year <= MINYEAR + 1:
            return None
        last = self.start - timedelta(days=1)
        match self.name[5:6]:
            case "":
                return Period.parse(f"{last.year:04}")
            case "Q":
                return Period.find_quarter(last)
            case "W":
                return Period.find_week(last)
            case _:
                return Period.find_month(last)

    def __contains__(self, day: date) -> bool:
        """True where `day` is in this period."""
        return self.start <= day < self.end


def list_last_months(day: date, count: int) -> tuple[Period, ...]:
    """List the `count` months up to and including that of `day`, the earliest first."""
    months = [Period.find_month(day)]
    while len(months) < count and (earlier := months[0].previous):
        months.insert(0, earlier)
    return tuple(months)


def _month_bounds(year: int, first: int, count: int) -> tuple[date, date]:
    start, last = date(year, first, 1), first + count - 1
    return start, date(year, last, monthrange(year, last)[1]) + timedelta(days=1)
