"""What was said of a video cannot be changed without its being found."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from egv.core.reviews import Act, Category, Review, history_of, last_seal, sealed

NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
Line = dict[str, Any]


def said(act: Act, output: str = "a.mp4", **says: Any) -> Review:
    return Review(act=act, at=NOW, output=output, **says)


def lines_of(*events: Review) -> list[Line]:
    lines: list[Line] = []
    for event in events:
        lines.append(sealed(event, last_seal(lines)))
    return lines


EVENTS = st.lists(
    st.builds(said, st.sampled_from(Act), st.sampled_from(["a.mp4", "b.mp4"]), key=st.text()),
    min_size=2,
    max_size=6,
)


def test_the_last_word_holds() -> None:
    history = history_of(
        lines_of(
            said(Act.REJECTED, key="one", by="Ann"),
            said(Act.APPROVED, key="two", by="Jan"),
            said(Act.APPROVED, "b.mp4", key="one"),
        )
    )

    assert history.approves("a.mp4", "two")
    assert not history.approves("a.mp4", "one")
    assert not history.approves("b.mp4", "two")
    assert not history.changed


def test_a_note_is_open_until_somebody_dealt_with_it() -> None:
    history = history_of(
        lines_of(
            said(Act.NOTED, note=1, text="forty", category=Category.FACTS, seconds=12.0),
            said(Act.NOTED, note=2, text="whose", category=Category.PRIVACY, seconds=3.0),
            said(Act.DONE, note=1),
        )
    )

    assert [(n.said.note, n.is_done) for n in history.notes("a.mp4")] == [(1, True), (2, False)]


@given(EVENTS, st.data())
def test_any_edit_of_any_line_is_found_and_does_not_count(
    events: list[Review], data: st.DataObject
) -> None:
    lines = lines_of(*events)
    at = data.draw(st.integers(0, len(lines) - 1))
    field = data.draw(st.sampled_from(["act", "at", "output", "by", "key", "content", "seal"]))
    lines[at] = {**lines[at], field: f"{lines[at].get(field, '')}x"}
    if field == "act":
        lines[at]["act"] = "approved" if events[at].act is Act.REJECTED else "rejected"
    if field == "at":
        lines[at]["at"] = "2026-11-24T12:00:00Z"
    history = history_of(lines)

    assert history.changed
    assert len(history.events) < len(events)


@given(EVENTS, st.data())
def test_a_line_that_is_gone_or_moved_is_found(events: list[Review], data: st.DataObject) -> None:
    lines = lines_of(*events)
    at = data.draw(st.integers(0, len(lines) - 2))
    gone = [*lines[:at], *lines[at + 1 :]]
    moved = [*lines[:at], lines[at + 1], lines[at], *lines[at + 2 :]]

    assert history_of(gone).changed
    assert history_of(moved).changed


def test_an_approval_that_was_changed_is_told_until_it_is_given_again() -> None:
    lines = lines_of(said(Act.REJECTED, key="one", by="Ann"))
    lines[0]["act"] = "approved"
    history = history_of(lines)
    lines.append(sealed(said(Act.APPROVED, key="one"), last_seal(lines)))

    assert history.lost_approval("a.mp4", "one")
    assert not history.approves("a.mp4", "one")
    assert history_of(lines).approves("a.mp4", "one")
    assert not history_of(lines).lost_approval("a.mp4", "one")
