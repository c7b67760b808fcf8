"""Metrics from other systems: matched to videos, remembered, and refused where they are none."""

from __future__ import annotations

from pathlib import Path

import pytest

from egv.app.records.ledger import FinishedOutput, Ledger
from egv.app.records.results import OutputResult, Status
from egv.core.errors import UsageError
from egv.workflow.report.metrics_import import import_metrics, load_metrics


@pytest.fixture
def ledger(here: Path) -> Ledger:
    """Two videos, in two folders, of which the names differ; and two that are called alike."""
    ledger = Ledger(here / "out")
    for name in ("jan.mp4", "hr/li.mp4", "hr/same.mp4", "it/same.mp4"):
        path = here / "out" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(name.encode())
        result = OutputResult(input="a.mov", status=Status.RENDERED, output=name)
        ledger.add_output(FinishedOutput(path, path, "k", result, {}))
    return ledger


def table(*rows: str, head: str = "output,views") -> Path:
    path = Path("metrics.csv")
    path.write_text("\n".join((head, *rows)) + "\n")
    return path


def test_a_row_names_a_video_as_the_ledger_does_by_its_path_or_its_name(ledger: Ledger) -> None:
    found = import_metrics(table("jan.mp4,3", "LI,4", "out/it/same.mp4,5"), ledger)

    assert found.outputs == ("jan.mp4", "hr/li.mp4", "it/same.mp4")
    assert found.unknown == ()
    assert {name: said.views for name, said in load_metrics(ledger).items()} == {
        "jan.mp4": 3, "hr/li.mp4": 4, "it/same.mp4": 5,
    }  # fmt: skip


def test_the_last_import_counts(ledger: Ledger) -> None:
    for views in (3, 8):
        import_metrics(table(f"jan.mp4,{views}"), ledger)

    assert load_metrics(ledger)["jan.mp4"].views == 8


def test_rows_that_match_no_video_or_several_are_told_with_their_line(ledger: Ledger) -> None:
    found = import_metrics(table("jan.mp4,3", "mo,4", "same,5"), ledger)

    assert found.unknown == (
        "metrics.csv:3: mo: egv made no such video here",
        "metrics.csv:4: same: 2 videos are called so",
    )
    assert found.to_lines()[0] == "metrics.csv: figures of 1 video read"


@pytest.mark.parametrize(
    ("rows", "head", "says"),
    [
        ((), "output,views", "it has no rows below the names of its columns"),
        (("jan.mp4,3",), "output,vieuws", "metrics.csv:1: "),
        (("jan.mp4,many",), "output,views", "metrics.csv:2: "),
        (("mo,3",), "output,views", "egv made no such video here; name it as `egv report --json`"),
    ],
)
def test_a_table_that_cannot_be_used_is_refused_whole(
    ledger: Ledger, rows: tuple[str, ...], head: str, says: str
) -> None:
    with pytest.raises(UsageError, match=says):
        import_metrics(table(*rows, head=head), ledger)

    assert load_metrics(ledger) == {}
