"""The review state of an output: of a draft by its bytes, of a finished video by what made it."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from egv.app.records.ledger import Ledger
from egv.app.records.ledger_lines import OutputRecord, Provenance
from egv.app.run.review_history import NoteCategory, ReviewAct, ReviewEvent, ReviewLog
from egv.core.project.recipe_parts import Approval
from egv.workflow.review.state import OutputReview, ReviewState

NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
REVIEWED = Approval.REVIEW


def record(name: str, approval: Approval = REVIEWED, **says: Any) -> OutputRecord:
    about = Provenance(approval=approval, draft=name.endswith(".draft.mp4"))
    facts = {"key": "k", "content": "c", "result": {"duration": 12.0}, **says}
    return OutputRecord(output=name, about=about, **facts)


def event(act: ReviewAct, **says: Any) -> ReviewEvent:
    return ReviewEvent(act=act, at=NOW, output="a.mp4", by="Ann", **says)


def review(
    *events: ReviewEvent, draft: bool = False, finished: Approval | None = None
) -> OutputReview:
    waiting = record("a.draft.mp4", content="draft")
    current = waiting if draft else record("a.mp4", finished or REVIEWED)
    return OutputReview(Ledger(Path("out")), "a.mp4", ReviewLog(events), current)


APPROVED, REJECTED = ReviewAct.APPROVED, ReviewAct.REJECTED


@pytest.mark.parametrize(
    ("found", "state"),
    [
        (review(draft=True), ReviewState.DRAFT),
        (review(event(REJECTED, content="draft"), draft=True), ReviewState.REJECTED),
        (review(event(REJECTED, content="older"), draft=True), ReviewState.DRAFT),
        (review(finished=Approval.DIRECT), ReviewState.DIRECT),
        (review(finished=REVIEWED), ReviewState.DRAFT),
        (review(event(APPROVED, key="k"), finished=REVIEWED), ReviewState.APPROVED),
        (review(event(APPROVED, key="older"), finished=REVIEWED), ReviewState.DRAFT),
        (review(event(APPROVED, key="k"), event(REJECTED, key="k"), finished=REVIEWED),
         ReviewState.REJECTED),
        # A draft beside a finished video is newer: the approval was of another version.
        (review(event(APPROVED, key="k"), draft=True, finished=REVIEWED), ReviewState.DRAFT),
    ],
    ids=range(9),
)  # fmt: skip
def test_the_last_verdict_on_this_very_version_counts(
    found: OutputReview, state: ReviewState
) -> None:
    assert found.state is state


def test_the_newest_is_looked_at_and_the_finished_video_keeps_its_name() -> None:
    both = review(draft=True, finished=REVIEWED)

    assert both.current_path.name == "a.draft.mp4"
    assert both.finished_path.name == "a.mp4"
    assert both.duration == 12.0


def test_an_approval_that_was_changed_afterwards_is_none_and_says_so() -> None:
    forged = replace(review(finished=REVIEWED), review_log=ReviewLog((), (event(APPROVED),)))

    assert forged.state is ReviewState.DRAFT
    assert "was changed after it was given; approve it again" in forged.approval_fault
    assert review(finished=REVIEWED).approval_fault == ""


def test_what_may_come_next_depends_on_the_state() -> None:
    draft = review(draft=True).to_reviewed_output()
    approved = review(event(APPROVED, key="k", text="Fine"), finished=REVIEWED).to_reviewed_output()

    assert set(draft.commands) == {"approve", "reject", "note"}
    assert draft.commands["approve"] == f"egv review approve {draft.file} --by NAME"
    assert set(approved.commands) == {"note"}
    assert (approved.by, approved.at, approved.text) == ("Ann", NOW.isoformat(), "Fine")


def test_notes_are_listed_with_what_became_of_them() -> None:
    noted = [
        event(ReviewAct.NOTED, note=1, text="Logo", category=NoteCategory.BRAND, seconds=2.5),
        event(ReviewAct.NOTED, note=2, text="Name"),
        event(ReviewAct.DONE, note=1),
    ]
    notes = review(*noted, draft=True).to_reviewed_output().notes

    assert [(note.number, note.seconds, note.category, note.done) for note in notes] == [
        (1, 2.5, "brand", True), (2, 0.0, "", False),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("path", "matches"),
    [
        ("out/a.mp4", True),
        ("out/A.MP4", True),
        ("out/a.draft.mp4", True),
        ("out", True),
        ("out/b.mp4", False),
        ("other", False),
    ],
)
def test_an_output_is_found_by_its_name_its_draft_or_its_folder(
    path: str, matches: bool, here: Path
) -> None:
    (here / "out").mkdir()

    assert review(draft=True).is_match(Path(path)) == matches
