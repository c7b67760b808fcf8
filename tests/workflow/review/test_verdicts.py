"""A verdict of the review page: it acts as the commands do, and a wrong one changes nothing."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from egv.app.records.ledger import FinishedOutput, Ledger
from egv.app.records.ledger_lines import Provenance
from egv.app.records.results import OutputResult, Status
from egv.core.project.recipe_parts import Approval
from egv.tools.store import cache
from egv.workflow.review.verdict_file import LARGEST_BYTES
from tests.running import Ran, egv

NOTE = {"at": "0:02", "category": "facts", "text": "It is <b>40</b> people"}
LOG = Path("out/.egv/reviews.jsonl")


@pytest.fixture(autouse=True)
def _with_drafts(here: Path) -> None:
    """Two drafts of 4 s in `out/`; nothing was said about them yet."""
    (here / "out").mkdir()
    ledger = Ledger(here / "out")
    about = Provenance(approval=Approval.REVIEW, draft=True)
    for name in ("a.draft.mp4", "b.draft.mp4"):
        path = here / "out" / name
        path.write_bytes(name.encode())
        result = OutputResult(
            input=f"raw/{name[0]}.mp4", status=Status.RENDERED, output=name, duration=4
        )
        ledger.add_output(FinishedOutput(path, path, "k", result, {}, about))
    ledger.close()


def video(name: str = "a", **says: Any) -> dict[str, Any]:
    content = cache.hash_content(Path(f"out/{name}.draft.mp4"))
    return {"output": f"{name}.mp4", "content": content, "notes": [], **says}


def save(*videos: dict[str, Any], **says: Any) -> Path:
    document = {"schema": "egv/verdict@1", "seal": "", "by": "Jan", "videos": videos, **says}
    path = Path("verdict.json")
    path.write_text(json.dumps(document))
    return path


def apply_file(*words: object) -> Ran:
    return egv("review", "apply", "verdict.json", *words)


def listed() -> list[dict[str, Any]]:
    outputs: list[dict[str, Any]] = egv("review", "list", "--json").json["outputs"]
    return outputs


def test_notes_and_a_rejection_are_kept_as_the_commands_keep_them() -> None:
    save(video("a", notes=[NOTE]), video("b", decision="reject", text="Blur the names"))
    ran = apply_file()
    first, second = listed()

    assert (ran.code, "Jan rejected it: Blur the names" in ran.out) == (0, True)
    assert [(note["text"], note["seconds"], note["by"]) for note in first["notes"]] == [
        (NOTE["text"], 2.0, "Jan")
    ]
    assert (first["state"], second["state"], second["text"]) == (
        "draft", "rejected", "Blur the names",
    )  # fmt: skip


def test_what_was_applied_before_is_told_and_not_done_again() -> None:
    save(video("a", notes=[NOTE]), video("b", decision="reject", text="Blur"))
    apply_file()
    before = LOG.read_bytes()
    again = apply_file()

    assert (again.code, again.out.count("applied before, and nothing was done again")) == (0, 2)
    assert LOG.read_bytes() == before


def test_a_video_that_changed_since_is_refused_and_the_others_go_on() -> None:
    save(video("a", notes=[NOTE]), video("b", notes=[NOTE]))
    Path("out/a.draft.mp4").write_bytes(b"another")
    ran = apply_file()

    assert ran.code == 3
    assert "a.draft.mp4: this video changed since the page was made; make a new page" in ran.err
    assert "Try: egv review page" in ran.err
    assert [len(output["notes"]) for output in listed()] == [0, 1]

    save({**video("b"), "content": "0" * 64, "notes": [{**NOTE, "text": "More"}]})
    assert (apply_file().code, len(listed()[1]["notes"])) == (4, 1)


def test_a_verdict_of_another_folder_is_told() -> None:
    save({**video(), "output": "elsewhere.mp4", "notes": [NOTE]})
    ran = apply_file()

    assert (ran.code, LOG.exists()) == (2, False)
    assert "verdict.json: this is about other videos than those in out/" in ran.err
    assert "Try: egv review apply verdict.json FOLDER" in ran.err


def test_another_history_of_reviews_is_told() -> None:
    save(video("a", notes=[NOTE]), seal="f" * 64)
    ran = apply_file()

    assert (ran.code, LOG.exists()) == (2, False)
    assert "another history of reviews than that of out/" in ran.err
    assert "Try: egv review page" in ran.err


def test_the_seal_of_an_older_line_is_fine() -> None:
    egv("review", "note", "out/b.draft.mp4", "0:01", "First", "--category", "facts")
    seal = json.loads(LOG.read_text())["seal"]
    egv("review", "note", "out/b.draft.mp4", "0:01", "Second", "--category", "facts")
    save(video("a", notes=[NOTE]), seal=seal)

    assert apply_file().code == 0


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (lambda text: text.replace('"by"', '"who"'), "by is missing"),
        (lambda text: text.replace('"notes"', '"note"'), "videos.0.note is an unknown field"),
        (lambda text: text.replace('"Jan"', "7"), "by: 7 should be a text"),
        (lambda text: text.replace('"facts"', '"rumour"'), "videos.0.notes.0.category: rumour is"),
        (lambda text: text.replace("verdict@1", "verdict@9"), "schema: egv/verdict@9 is not one"),
        (lambda text: text[:40], "this file is incomplete or no verdict"),
        (lambda text: f"[{text}]", "this was edited"),
        (lambda text: text.ljust(10_000_000), "this is 10.0 MB, and a verdict has at most 1.0 MB"),
    ],
    ids=["missing", "unknown", "kind", "word", "schema", "torn", "list", "large"],
)  # fmt: skip
def test_an_edited_or_torn_file_is_told_in_one_sentence(
    spoil: Callable[[str], str], said: str
) -> None:
    path = save(video("a", notes=[NOTE]))
    path.write_text(spoil(path.read_text()))
    ran = apply_file()

    assert (ran.code, LOG.exists()) == (2, False)
    [fault] = [line for line in ran.err.splitlines() if line.startswith("egv: error: ")]
    assert said in fault
    assert "Try: egv" in ran.err
    assert path.stat().st_size > 0


def test_the_largest_verdict_is_well_above_what_a_page_saves() -> None:
    notes = [{**NOTE, "text": "x" * 500}] * 10
    path = save(*[{**video(), "notes": notes}] * 100)

    assert path.stat().st_size < LARGEST_BYTES


def test_nothing_of_a_video_is_kept_where_one_note_has_no_place_in_it() -> None:
    save(video("a", notes=[NOTE, {**NOTE, "at": "0:09"}]), video("b", decision="reject", text=" "))
    ran = apply_file()

    assert (ran.code, LOG.exists()) == (2, False)
    assert "0:09: this is outside" in ran.err
    assert "this was rejected without a reason" in ran.err


def test_markup_and_control_characters_of_a_note_are_text_everywhere() -> None:
    hostile = "<script>alert(1)</script> [red]x[/red] \x1b[2J"
    save(video("a", notes=[{**NOTE, "text": hostile}]), by="<i>Jan</i>")
    ran = apply_file()

    for said in (ran, egv("review", "list"), egv("review", "history", "out/a.draft.mp4")):
        assert r"<script>alert(1)</script> [red]x[/red] \x1b[2J" in said.out
        assert "\x1b" not in said.out
