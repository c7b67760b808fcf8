"""What time it is, for what is written down; how long something takes is measured otherwise."""

from __future__ import annotations

from datetime import UTC, datetime


def now() -> datetime:
    """This moment, UTC, to the second. A clock on the wall may jump: durations take no two."""
    return datetime.now(UTC).replace(microsecond=0)
