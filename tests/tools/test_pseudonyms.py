"""Names that stand for people."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest

from egv.core.errors import EnvironmentFault
from egv.tools.pseudonyms import place, pseudonym_of


def test_the_same_person_is_the_same_however_the_name_is_written() -> None:
    assert pseudonym_of("Jan de  Vries") == pseudonym_of(" jan de vries ")
    assert pseudonym_of("Jan") != pseudonym_of("Jane")
    assert "jan" not in pseudonym_of("Jan")


def test_without_the_secret_it_is_nobody(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    before = pseudonym_of("Jan")
    monkeypatch.setenv("EGV_SECRET", str(tmp_path / "other"))

    assert pseudonym_of("Jan") != before


def test_the_secret_is_the_users_own_and_made_once() -> None:
    found: list[str] = []
    racers = [threading.Thread(target=lambda: found.append(pseudonym_of("Jan"))) for _ in range(8)]
    for each in racers:
        each.start()
    for each in racers:
        each.join()

    assert len(found) == 8
    assert len(set(found)) == 1
    assert place().stat().st_mode & 0o777 == 0o600
    assert list(place().parent.iterdir()) == [place()]


def test_a_secret_that_is_none_is_told() -> None:
    place().write_text("short")

    with pytest.raises(EnvironmentFault, match="too short"):
        pseudonym_of("Jan")


def test_a_place_that_cannot_hold_one_is_told(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("EGV_SECRET", str(tmp_path / "file" / "secret"))

    with pytest.raises(EnvironmentFault, match="EGV_SECRET"):
        pseudonym_of("Jan")
