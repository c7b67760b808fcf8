"""The day of a recording: its camera's, where the camera's clock can be right."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import MAXYEAR, date, datetime, tzinfo

# Clocks that nobody set start in 1904, 1970, 1980 or on 1 January 2000, and run on from there.
FIRST_SET = date(2000, 1, 3)
MEND = "set the clock of the camera before the next recording"


@dataclass(frozen=True, slots=True)
class RecordingDay:
    """The `day` of a recording; `note` tells where it is not the camera's, though that has one."""

    day: date
    note: str = ""


def choose_recording_day(
    written: Iterable[str], filed: date, today: date, zone: tzinfo | None = None
) -> RecordingDay:
    """Choose the first possible of the times `written` by the camera, else `filed`, else `today`.

    `filed` is the day of the file. `zone` is the local time zone; None means the system's.
    """
    doubts: list[str] = []
    for text in written:
        days = _list_days(text, zone)
        if possible := [day for day in days if FIRST_SET <= day <= today]:
            return RecordingDay(possible[0])
        doubts += [_describe_doubt(days[0])] if days else []
    is_filed = FIRST_SET <= filed <= today
    if not doubts and is_filed:
        return RecordingDay(filed)
    day, what = (filed, "the day of its file") if is_filed else (today, "today")
    doubts += () if is_filed else (f"its file is dated {filed}, which cannot be",)
    return RecordingDay(
        day, f"the date of this clip is {what}, {day}, because {' and '.join(doubts)}; {MEND}"
    )


def has_set_clock(at: datetime) -> bool:
    """True where the clock that showed `at` had been set."""
    return at.date() >= FIRST_SET


def _list_days(text: str, zone: tzinfo | None) -> list[date]:
    """List the days that `text` may mean, the likeliest first; none where it is no time.

    UTC, as MP4 stores times, is converted to local time. A camera that knows no time zones writes
    its local time as if it were UTC: then it can seem to be ahead, and the day is as written. With
    an offset, as phones write it, the day is that of the place of the recording.
    """
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        return _list_plain_days(text)
    is_utc = text.upper().endswith("Z")
    if not is_utc or not has_set_clock(at) or at.year == MAXYEAR:
        return [at.date()]
    return [at.astimezone(zone).date(), at.date()]


def _list_plain_days(text: str) -> list[date]:
    try:
        return [date.fromisoformat(text[:10])]
    except ValueError:
        return []


def _describe_doubt(day: date) -> str:
    if day < FIRST_SET:
        return f"the clock of the camera was not set (it says {day})"
    return f"the clock of the camera is ahead (it says {day})"
