"""Moments that a note names: exact until the video is finished, for later steps may move them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence

from egv.core.media.timing import Seconds, Span, format_clock

MARK = "\0"  # no text of a person holds one
_MOMENT = re.compile(rf"{MARK}([^{MARK}]+){MARK}")


def write_moment(at: Seconds) -> str:
    """Write `at`, on the clock of the programme as it is now, for a note."""
    return f"{MARK}{at}{MARK}"


def shift_moments(notes: Iterable[str], by: Seconds) -> tuple[str, ...]:
    """Return `notes` with their moments `by` seconds later."""
    return _replace_moments(notes, lambda at: write_moment(at + by))


def retime_note_moments(notes: Iterable[str], kept: Sequence[Span]) -> tuple[str, ...]:
    """Retime the moments of `notes` to the clock of the `kept` stretches.

    A moment that is cut out becomes that of the cut.
    """
    return _replace_moments(notes, lambda at: write_moment(_retime_moment(at, kept)))


def show_moments(notes: Iterable[str], start: Seconds) -> tuple[str, ...]:
    """Return `notes` for people, of a video in which the programme begins at `start`."""
    return _replace_moments(notes, lambda at: format_clock(start + at))


def _replace_moments(notes: Iterable[str], write: Callable[[Seconds], str]) -> tuple[str, ...]:
    return tuple(_MOMENT.sub(lambda found: write(Seconds(found[1])), note) for note in notes)


def _retime_moment(at: Seconds, kept: Sequence[Span]) -> Seconds:
    start = Seconds(0)
    for stretch in kept:
        if at < stretch.end:
            return start + max(at - stretch.start, Seconds(0))
        start += stretch.duration
    return start
