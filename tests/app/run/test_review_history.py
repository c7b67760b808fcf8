"""What was said of a video cannot be changed without its being found."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from egv.app.run.review_history import (
    NoteCategory,
    ReviewAct,
    ReviewEvent,
    find_last_seal,
    parse_history,
    seal_event,
)

NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
Line = dict[str, Any]


def said(act: ReviewAct, output: str = "a.mp4", **says: Any) -> ReviewEvent:
    return ReviewEvent(act=act, at=NOW, output=output, **says)


def lines_of(*events: ReviewEvent) -> list[Line]:
    lines: list[Line] = []
    for event in events:
        lines.append(seal_event(event, find_last_seal(lines)))
    return lines


EVENTS = st.lists(
    st.builds(said, st.sampled_from(ReviewAct), st.sampled_from(["a.mp4", "b.mp4"]), key=st.text()),
    min_size=2,
    max_size=6,
)


def test_the_last_word_holds() -> None:
    history = parse_history(
        lines_of(
            said(ReviewAct.REJECTED, key="one", by="Ann"),
            said(ReviewAct.APPROVED, key="two", by="Jan"),
            said(ReviewAct.APPROVED, "b.mp4", key="one"),
        )
    )

    assert history.is_approved("a.mp4", "two")
    assert not history.is_approved("a.mp4", "one")
    assert not history.is_approved("b.mp4", "two")
    assert not history.altered_events


def test_a_note_is_open_until_somebody_dealt_with_it() -> None:
    history = parse_history(
        lines_of(
            said(ReviewAct.NOTED, note=1, text="forty", category=NoteCategory.FACTS, seconds=12.0),
            said(ReviewAct.NOTED, note=2, text="whose", category=NoteCategory.PRIVACY, seconds=3.0),
            said(ReviewAct.DONE, note=1),
        )
    )

    assert [(n.event.note, n.is_resolved) for n in history.list_notes("a.mp4")] == [
        (1, True),
        (2, False),
    ]


@given(EVENTS, st.data())
def test_any_edit_of_any_line_is_found_and_does_not_count(
    events: list[ReviewEvent], data: st.DataObject
) -> None:
    lines = lines_of(*events)
    at = data.draw(st.integers(0, len(lines) - 1))
    field = data.draw(st.sampled_from(["act", "at", "output", "by", "key", "content", "seal"]))
    lines[at] = {**lines[at], field: f"{lines[at].get(field, '')}x"}
    if field == "act":
        lines[at]["act"] = "approved" if events[at].act is ReviewAct.REJECTED else "rejected"
    if field == "at":
        lines[at]["at"] = "2026-11-24T12:00:00Z"
    history = parse_history(lines)

    assert history.altered_events
    assert len(history.events) < len(events)


@given(EVENTS, st.data())
def test_a_line_that_is_gone_or_moved_is_found(
    events: list[ReviewEvent], data: st.DataObject
) -> None:
    lines = lines_of(*events)
    at = data.draw(st.integers(0, len(lines) - 2))
    gone = [*lines[:at], *lines[at + 1 :]]
    moved = [*lines[:at], lines[at + 1], lines[at], *lines[at + 2 :]]

    assert parse_history(gone).altered_events
    assert parse_history(moved).altered_events


def test_an_approval_that_was_changed_is_told_until_it_is_given_again() -> None:
    lines = lines_of(said(ReviewAct.REJECTED, key="one", by="Ann"))
    lines[0]["act"] = "approved"
    history = parse_history(lines)
    lines.append(seal_event(said(ReviewAct.APPROVED, key="one"), find_last_seal(lines)))

    assert history.has_lost_approval("a.mp4", "one")
    assert not history.is_approved("a.mp4", "one")
    assert parse_history(lines).is_approved("a.mp4", "one")
    assert not parse_history(lines).has_lost_approval("a.mp4", "one")
