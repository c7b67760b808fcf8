"""Feedback is kept whole, answered once, and forgotten with the person."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.running import Ran, egv

LOG = Path(".egv/feedback.jsonl")


@pytest.fixture(autouse=True)
def _in_a_project(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EGV_LANG", "en")
    (here / "egv.yaml").write_text("schema: egv/project@1\n")


def feedback(*words: str) -> Ran:
    ran = egv("feedback", *words)

    assert ran.code == 0, ran.err
    return ran


def items(*words: str) -> list[dict[str, object]]:
    found: list[dict[str, object]] = json.loads(feedback("list", "--json", *words).out)["items"]
    return found


def test_what_is_said_is_listed_without_a_name_taken_up_and_answered() -> None:
    assert "No feedback yet" in feedback("list").out
    feedback("too many steps")
    feedback("the music\nis loud", "--name", "Mo")
    feedback("pick-up", "1", "--name", "Li")
    assert "picked up (Li)" in feedback("list").out
    feedback("done", "1", "--answer", "one step less")

    [first, second] = items()
    assert (first["text"], first["by"], first["answer"]) == ("too many steps", "", "one step less")
    assert (second["text"], second["by"]) == ("the music is loud", "Mo")
    assert [item["number"] for item in items("--open")] == [2]
    again = egv("feedback", "done", "1", "--answer", "x")
    assert again.code == 2
    assert "this was answered on" in again.err
    assert egv("feedback", "pick-up", "9").code == 2


@pytest.mark.parametrize("text", ["", "  \n", "\u200b", "x" * 2001])
def test_no_text_and_too_much_of_it_are_told(text: str) -> None:
    ran = egv("feedback", "add", text)

    assert ran.code == 2
    assert "feedback" in ran.err
    assert not LOG.exists()


def test_a_torn_line_and_a_foreign_one_cost_no_other() -> None:
    feedback("one")
    with LOG.open("a") as file:
        file.write('{"act": "said", "number": "many"}\n{"act": "sa')
    feedback("two")

    assert [item["text"] for item in items()] == ["one", "two"]


def test_ten_thousand_lines_are_read() -> None:
    said = {"act": "said", "at": "2026-01-01T00:00:00Z", "text": "x"}
    LOG.parent.mkdir()
    LOG.write_text("".join(json.dumps({**said, "number": n}) + "\n" for n in range(1, 10_001)))
    feedback("one more")

    assert items()[-1]["number"] == 10_001


def test_reasons_from_a_digest_are_noted_once() -> None:
    reasons = [{"video": "Week 47", "text": "<b>too long</b>"}, {"video": "", "text": "not mine"}]
    Path("skipped.json").write_text(json.dumps({"schema": "egv/skipped@1", "skipped": reasons}))
    assert "Newly noted: 2." in feedback("import", "skipped.json").out
    assert "Newly noted: 0." in feedback("import", "skipped.json").out
    assert items()[0]["about"] == "Week 47"


NO_REASONS = (
    "",
    "[]",
    "{" * 9999,
    '{"schema": "egv/kit@1", "skipped": []}',
    '{"schema": "egv/skipped@1", "skipped": [{"text": ""}]}',
)


@pytest.mark.parametrize("text", NO_REASONS)
def test_another_file_is_refused_whole(text: str) -> None:
    Path("skipped.json").write_text(text)
    ran = egv("feedback", "import", "skipped.json")

    assert ran.code == 2
    assert "not a file that the page of egv share digest saved" in ran.err
    assert not LOG.exists()


def test_failed_clips_are_noted_by_their_cause_once() -> None:
    LOG.parent.mkdir()
    about = {"at": "2026-11-01T12:00:00Z"}
    failed = [{"failed": f"raw/{n}.mov", "kind": "input", "about": about} for n in range(3)]
    (LOG.parent / "ledger.jsonl").write_text("".join(json.dumps(f) + "\n" for f in failed))

    feedback("import")
    feedback("import")
    [only] = items()
    assert only["text"] == "Making failed for 3 clips: the file could not be read."
    assert "raw" not in LOG.read_text()


def test_an_answer_is_in_the_digest_and_in_the_look_back() -> None:
    quarter = f"{datetime.now(UTC):%Y}-Q{(datetime.now(UTC).month + 2) // 3}"
    feedback("too *many* steps")
    feedback("music?")
    feedback("done", "1", "--answer", "one step less")
    Path("out").mkdir()
    assert egv("share", "digest").code == 0
    [page] = Path().rglob("digest-*.html")
    assert "one step less" in page.read_text()

    assert "answered after 0 days" in egv("report").out
    assert egv("report", "retro", "--period", "2025-Q4").code == 0
    before = Path("retro/2025-Q4.md")
    asked = "**What works well?**"
    before.write_text(before.read_text().replace(asked, f"{asked}\n\n- Fridays\n"))
    egv("report", "retro", "--period", "2026-Q1")
    assert "- [ ] Fridays" in Path("retro/2026-Q1.md").read_text()
    egv("report", "retro")
    text = Path(f"retro/{quarter}.md").read_text()
    assert "- too \\*many\\* steps\n  one step less" in text
    assert "- 2: music?" in text
    assert egv("report", "retro").code == 2  # people write in it
    assert egv("report", "retro", "--period", "all").code == 2


def test_of_a_person_who_is_purged_no_feedback_is_left() -> None:
    feedback("one", "--name", "Mo Jansen")
    feedback("ask mo jansen about it")
    feedback("Mo Jansensen stays")
    ran = egv("purge", "--person", "Mo Jansen", "--yes")

    assert ran.code == 0, ran.err
    assert [item["text"] for item in items()] == ["Mo Jansensen stays"]
