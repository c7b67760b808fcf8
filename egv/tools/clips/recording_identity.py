"""The identity of a clip's recording: when it was made, and with what device."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

from egv.core.errors import InputError
from egv.core.media.recording_day import has_set_clock
from egv.tools.clips.container import open_container

TIMES = (
    "com.apple.quicktime.creationdate",
    "creation_time",
)  # an edit on the phone keeps the first of these
DEVICE = ("make", "manufacturer", "model")  # the last words of tags, such as com.android.model
DIGITS = 32


def read_recording_times(path: Path) -> tuple[str, ...]:
    """Read when the clip at `path` was recorded, as the camera wrote it; the best tag first."""
    return tuple(_iter_times(_read_tags(path)))


def read_recording_moment(path: Path) -> datetime | None:
    """Read the moment, in UTC, at which the clip at `path` was recorded; None where it says none.

    A time without a zone is in that of this machine.
    """
    moment = next(_iter_moments(_read_tags(path)), None)
    return moment.astimezone(UTC) if moment else None


def read_recording_id(path: Path) -> str:
    """Read an identifier of the recording in the clip at `path` from its tags."""
    return compute_recording_id(_read_tags(path))


def compute_recording_id(tags: Mapping[str, str]) -> str:
    """Compute an identifier of the recording with these `tags`: a hash of its time and device.

    Empty where the tags lack a time to the second: the device alone does not distinguish two clips
    of one phone.
    """
    moment = next(_iter_moments(tags), None)
    if moment is None:
        return ""
    words = (_format_utc(moment), *sorted(_iter_device_texts(tags)))
    return hashlib.sha256("\n".join(words).encode()).hexdigest()[:DIGITS]


def _iter_moments(tags: Mapping[str, str]) -> Iterator[datetime]:
    """Yield the times to the second of a clock that was set, the best one first."""
    for text in _iter_times(tags):
        with suppress(ValueError):
            moment = datetime.fromisoformat(text)
            if len(text) > len("2026-11-23") and has_set_clock(moment):
                yield moment


def _read_tags(path: Path) -> Mapping[str, str]:
    try:
        with open_container(path) as container:
            return dict(container.metadata)
    except InputError:  # reported again, with advice, when the clip's turn comes
        return {}


def _iter_times(tags: Mapping[str, str]) -> Iterator[str]:
    return (str(tags[name]).strip() for name in TIMES if name in tags)


def _iter_device_texts(tags: Mapping[str, str]) -> Iterator[str]:
    for name, value in tags.items():
        word = name.casefold().rpartition(".")[2]
        if word in DEVICE and (text := str(value).strip()):
            yield f"{word} {text}"


def _format_utc(at: datetime) -> str:
    known = at.astimezone(UTC) if at.tzinfo else at
    return known.replace(microsecond=0, tzinfo=None).isoformat()
