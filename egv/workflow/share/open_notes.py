"""The notes on a video that nobody has dealt with, told where it is approved or packed."""

from __future__ import annotations

from collections.abc import Iterator

from egv.app.run.review_history import ReviewLog
from egv.core.media.timing import format_player_clock


def list_open_notes(log: ReviewLog, output: str) -> Iterator[str]:
    """List a sentence for each note on `output` (a name in the ledger) that is still open."""
    for note in log.list_notes(output):
        if not note.is_resolved:
            clock = format_player_clock(note.event.seconds or 0.0)
            yield f"review: note {note.event.note} is still open ({clock}): {note.event.text}"
