"""Orders to purge: their rules, their days, and what makes a clip due."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from egv.app.records.ledger import Ledger
from egv.app.records.ledger_lines import OutputRecord, Provenance
from egv.core.errors import UsageError
from egv.tools.store.cache import compute_digest
from egv.tools.store.pseudonyms import compute_pseudonym
from egv.workflow.purge.selection import PurgeOrder, find_due_items, parse_cutoff

TODAY = date(2026, 11, 23)


@pytest.fixture(autouse=True)
def _here(here: Path) -> None:
    """In a folder of its own, of a user without settings."""


def record(name: str, made_on: date = TODAY, **about: Any) -> OutputRecord:
    at = datetime.combine(made_on, datetime.min.time(), UTC)
    says = {"at": at, "sources": {f"raw/{name}.mov": f"#{name}"}, **about}
    return OutputRecord(
        output=f"{name}.mp4",
        key="k",
        content=name,
        result={},
        about=Provenance.model_validate(says),
    )


def due(order: PurgeOrder, *records: OutputRecord) -> dict[str, str]:
    """The clips that are due, by content, with the reason."""
    found = find_due_items(order, Ledger(Path("out")), records, TODAY)
    return dict(found.clips)


def write_notes(name: str, text: str) -> None:
    Path("out/raw").mkdir(parents=True, exist_ok=True)
    Path(f"out/raw/{name}.egv.yaml").write_text(f"schema: egv/clip@1\n{text}\n")


@given(st.integers(1, 30_000))
def test_a_number_of_days_and_the_date_they_lead_to_are_one(days: int) -> None:
    day = TODAY - timedelta(days=days)

    assert parse_cutoff(str(days), TODAY) == parse_cutoff(day.isoformat(), TODAY) == day


@pytest.mark.parametrize("text", ["", "soon", "-1", "1.5", "2025-13-01", "²", "9" * 12])
def test_what_is_no_day_is_refused(text: str) -> None:
    with pytest.raises(UsageError, match="neither a number of days nor a date"):
        parse_cutoff(text, TODAY)


@pytest.mark.parametrize("text", ["0", "2026-11-23", "2026-11-24"])
def test_a_day_that_is_not_past_is_refused(text: str) -> None:
    with pytest.raises(UsageError, match="that is not in the past"):
        parse_cutoff(text, TODAY)


def test_an_order_without_a_rule_deletes_nothing() -> None:
    with pytest.raises(UsageError, match="nothing says what; add --expired"):
        due(PurgeOrder(), record("a"))


def test_the_rules_are_told_without_naming_anybody() -> None:
    order = PurgeOrder((Path("jan.mov"),), expired=True, older_than="3", person="Jan")

    assert order.rule_texts == ("expired", "older-than", "person", "clips")


def test_only_what_is_older_than_the_day_is_due() -> None:
    day = TODAY - timedelta(days=30)
    found = due(
        PurgeOrder(older_than="30"), record("old", day - timedelta(days=1)), record("new", day)
    )

    assert found == {"#old": "made on 2026-10-23, before 2026-10-24"}


def test_a_department_can_be_purged_alone() -> None:
    records = (record("a", date(2025, 1, 1), space="hr"), record("b", date(2025, 1, 1), space="it"))

    assert set(due(PurgeOrder(older_than="30", space="hr"), *records)) == {"#a"}


def test_nothing_expires_where_nothing_says_for_how_long_it_is_kept() -> None:
    with pytest.raises(UsageError, match="nothing says for how long videos are kept"):
        due(PurgeOrder(expired=True), record("a"))


def test_a_department_may_keep_videos_for_its_own_time() -> None:
    Path("egv.yaml").write_text(
        "schema: egv/project@1\nprivacy: {retention_days: 100}\n"
        "spaces: {hr: {retention_days: 10}}\n"
    )
    day = TODAY - timedelta(days=50)
    records = (record("a", day, space="hr"), record("b", day))

    assert set(due(PurgeOrder(expired=True), *records)) == {"#a"}


def test_a_video_is_kept_to_the_last_of_its_days() -> None:
    Path("egv.yaml").write_text("schema: egv/project@1\nprivacy: {retention_days: 100}\n")
    last, over = (record(name, TODAY - timedelta(days=n)) for name, n in (("a", 100), ("b", 101)))

    assert due(PurgeOrder(expired=True), last, over) == {
        "#b": "made on 2026-08-14, to be kept for 100 days"
    }


def test_a_person_is_found_as_a_maker_and_in_the_notes_beside_a_clip() -> None:
    write_notes("b", "people: [{name: Jan de Vries}]")
    write_notes("c", "people: [{name: Jan}]")
    made = record("a", makers=(compute_pseudonym("Jan de Vries"),))

    assert set(due(PurgeOrder(person=" jan DE vries "), made, record("b"), record("c"))) == {
        "#a", "#b",
    }  # fmt: skip


def test_a_person_without_a_name_is_nobody() -> None:
    with pytest.raises(UsageError, match="no name is given"):
        due(PurgeOrder(person=" "), record("a"))


def test_consent_that_was_withdrawn_or_has_ended_makes_a_clip_due() -> None:
    write_notes("a", "people: [{name: Jan, withdrawn: true}]")
    write_notes("b", "people: [{name: Li, until: 2026-11-22}, {name: Mo}]")
    write_notes("c", "people: [{name: Mo, until: 2026-11-23}]")

    assert due(PurgeOrder(withdrawn=True), record("a"), record("b"), record("c")) == {
        "#a": "Jan withdrew consent",
        "#b": "Li's consent ended on 2026-11-22",
    }


def test_a_clip_is_named_as_the_ledger_names_it_or_by_its_folder() -> None:
    records = (record("a"), record("b"))

    assert set(due(PurgeOrder((Path("out/raw/a.mov"),)), *records)) == {"#a"}
    assert set(due(PurgeOrder((Path("out/raw"),)), *records)) == {"#a", "#b"}


def test_a_name_that_nobody_made_anything_of_is_refused_with_the_nearest() -> None:
    with pytest.raises(UsageError, match=r"made nothing of a clip called so; did you mean 'raw/a"):
        due(PurgeOrder((Path("out/raw/aa.mov"),)), record("a"))


def test_an_output_is_no_clip_to_name() -> None:
    Path("out").mkdir()
    Path("out/a.mp4").write_bytes(b"video")
    made = record("a").model_copy(update={"content": compute_digest(Path("out/a.mp4"))})

    with pytest.raises(UsageError, match=r"egv made it, of raw/a\.mov; name that clip"):
        due(PurgeOrder((Path("out/a.mp4"),)), made)
