"""The current time, for records. Durations are measured with another clock."""

from __future__ import annotations

from datetime import UTC, datetime


def utc_now() -> datetime:
    """Return the present time, UTC, in whole seconds. Not for durations: a wall clock may jump."""
    return datetime.now(UTC).replace(microsecond=0)
