"""A language that egv does not speak is told by what speaks it, before anything is done."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.running import egv

TOLD = "EGV_LANG=fr: egv speaks nl, en; choose one"


@pytest.fixture(autouse=True)
def _in_french(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EGV_LANG", "fr")


@pytest.mark.parametrize(
    "line",
    [
        "guide",
        "init --yes",
        "check a.mp4",
        "report",
        "review reject a.mp4 --by Jan --note Anders",
        "review note a.mp4 0:01 Anders --category facts",
        "review done a.mp4 1",
        "review page .",
        "share pack a.mp4",
        "share digest",
        "recipe script welcome --cards cards.html",
    ],
)
def test_it_is_told_once_and_nothing_is_done(clips: Path, line: str) -> None:
    before = sorted(clips.rglob("*"))
    ran = egv(*line.split())

    assert ran.code == 2
    assert (ran.out, ran.err.count(TOLD)) == ("", 1)
    assert sorted(clips.rglob("*")) == before


@pytest.mark.parametrize("line", ["--help", "config show", "recipe list", "kit list"])
def test_what_speaks_english_alone_takes_no_notice(line: str) -> None:
    assert egv(*line.split()).code == 0
