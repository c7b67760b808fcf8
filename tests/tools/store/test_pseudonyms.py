"""Names that stand for people."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest

from egv.core.errors import EnvironmentFault
from egv.tools.store.pseudonyms import compute_pseudonym, find_secret_path


def test_the_same_person_is_the_same_however_the_name_is_written() -> None:
    assert compute_pseudonym("Jan de  Vries") == compute_pseudonym(" jan de vries ")
    assert compute_pseudonym("Jan") != compute_pseudonym("Jane")
    assert "jan" not in compute_pseudonym("Jan")


def test_without_the_secret_it_is_nobody(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    before = compute_pseudonym("Jan")
    monkeypatch.setenv("EGV_SECRET", str(tmp_path / "other"))

    assert compute_pseudonym("Jan") != before


def test_the_secret_is_the_users_own_and_made_once() -> None:
    found: list[str] = []
    racers = [
        threading.Thread(target=lambda: found.append(compute_pseudonym("Jan"))) for _ in range(8)
    ]
    for each in racers:
        each.start()
    for each in racers:
        each.join()

    assert len(found) == 8
    assert len(set(found)) == 1
    assert find_secret_path().stat().st_mode & 0o777 == 0o600
    assert list(find_secret_path().parent.iterdir()) == [find_secret_path()]


def test_a_secret_that_is_none_is_told() -> None:
    find_secret_path().write_text("short")

    with pytest.raises(EnvironmentFault, match="too short"):
        compute_pseudonym("Jan")


def test_a_place_that_cannot_hold_one_is_told(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("EGV_SECRET", str(tmp_path / "file" / "secret"))

    with pytest.raises(EnvironmentFault, match="EGV_SECRET"):
        compute_pseudonym("Jan")
