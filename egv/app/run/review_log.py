"""The reviews of one ledger's outputs, in `.egv/reviews.jsonl`: read whole, and only added to."""

from __future__ import annotations

import threading
from typing import Any

from egv.app.records.ledger import STATE, Ledger
from egv.app.run.review_history import (
    ReviewAct,
    ReviewEvent,
    ReviewLog,
    find_last_seal,
    parse_history,
    seal_event,
)
from egv.core.text.file_names import is_same_name
from egv.tools.machine.clock import utc_now
from egv.tools.machine.tasks import ENDED_BY_SIGNAL
from egv.tools.store.json_lines import append_line, read_whole_lines

_ADDING = threading.Lock()  # between the threads of this run; the ledger keeps other runs away


class ReviewStore:
    """The reviews of the outputs of `ledger`."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger
        self._path = ledger.folder / STATE / "reviews.jsonl"

    @property
    def review_log(self) -> ReviewLog:
        """All review events, as they stand now."""
        return parse_history(read_whole_lines(self._path)[0])

    def add_event(self, act: ReviewAct, output: str, **says: Any) -> ReviewEvent:
        """Add an event after all earlier ones; a note gets the next number."""
        with _ADDING, self._ledger.claim_outputs([self._path], ENDED_BY_SIGNAL.check_cancellation):
            lines, _ = read_whole_lines(self._path)
            if act is ReviewAct.NOTED:
                said = parse_history(lines)
                taken = [
                    e.note
                    for e in (*said.events, *said.altered_events)
                    if is_same_name(e.output, output)
                ]
                says["note"] = max(taken, default=0) + 1
            event = ReviewEvent(act=act, at=utc_now(), output=output, **says)
            append_line(self._path, seal_event(event, find_last_seal(lines)))
        return event
