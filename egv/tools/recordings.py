"""What a clip says of its own recording: when, and with what device."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from contextlib import suppress
from datetime import UTC, date, datetime
from pathlib import Path

from egv.core.errors import InputError
from egv.tools.opened import opened

TIMES = (
    "com.apple.quicktime.creationdate",
    "creation_time",
)  # an edit on the phone keeps the first
DEVICE = ("make", "manufacturer", "model")  # the last words of tags, such as com.android.model
NO_CLOCK = 1970  # or before: what devices write that do not know the time
DIGITS = 32


def recorded_on(path: Path) -> date | None:
    """The day the clip at `path` was recorded, as the camera wrote it; None when it did not."""
    for text in _times(_tags(path)):
        with suppress(ValueError):
            return date.fromisoformat(text[:10])
    return None


def recording_of(path: Path) -> str:
    """What stands for the recording in the clip at `path`, by its tags."""
    return recording_in(_tags(path))


def recording_in(tags: Mapping[str, str]) -> str:
    """What stands for a recording with these `tags`: a hash of its time and its device.

    Empty where they do not say when it was made, to the second: the device alone tells no two clips
    of a phone apart.
    """
    for text in _times(tags):
        with suppress(ValueError):
            at = datetime.fromisoformat(text)
            if len(text) > len("2026-11-23") and at.year > NO_CLOCK:
                words = (_in_utc(at), *sorted(_device(tags)))
                return hashlib.sha256("\n".join(words).encode()).hexdigest()[:DIGITS]
    return ""


def _tags(path: Path) -> Mapping[str, str]:
    try:
        with opened(path) as container:
            return dict(container.metadata)
    except InputError:  # said again, and with the way out, when the clip's turn comes
        return {}


def _times(tags: Mapping[str, str]) -> Iterator[str]:
    return (str(tags[name]).strip() for name in TIMES if name in tags)


def _device(tags: Mapping[str, str]) -> Iterator[str]:
    for name, value in tags.items():
        word = name.casefold().rpartition(".")[2]
        if word in DEVICE and (text := str(value).strip()):
            yield f"{word} {text}"


def _in_utc(at: datetime) -> str:
    known = at.astimezone(UTC) if at.tzinfo else at
    return known.replace(microsecond=0, tzinfo=None).isoformat()
