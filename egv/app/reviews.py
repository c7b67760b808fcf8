"""The reviews of one ledger's outputs, in `.egv/reviews.jsonl`: read whole, and only added to."""

from __future__ import annotations

import threading
from typing import Any

from egv.app.ledger import STATE, Ledger
from egv.core.file_names import is_same_name
from egv.core.reviews import Act, History, Review, history_of, last_seal, sealed
from egv.tools.clock import now
from egv.tools.json_lines import add_line, whole_lines

_ADDING = threading.Lock()  # between the threads of this run; the ledger keeps other runs away


class Reviews:
    """The reviews of the outputs of `ledger`."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger
        self._path = ledger.folder / STATE / "reviews.jsonl"

    @property
    def history(self) -> History:
        """All review events, as they stand now."""
        return history_of(whole_lines(self._path)[0])

    def add(self, act: Act, output: str, **says: Any) -> Review:
        """Add an event after all earlier ones; a note gets the next number."""
        with _ADDING, self._ledger.claimed([self._path], lambda: None):
            lines, _ = whole_lines(self._path)
            if act is Act.NOTED:
                said = history_of(lines)
                taken = [
                    e.note for e in (*said.events, *said.changed) if is_same_name(e.output, output)
                ]
                says["note"] = max(taken, default=0) + 1
            event = Review(act=act, at=now(), output=output, **says)
            add_line(self._path, sealed(event, last_seal(lines)))
        return event
