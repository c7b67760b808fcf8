"""What the ledger remembers, and of whom."""

from __future__ import annotations

import subprocess
import sys
from datetime import UTC, date
from pathlib import Path

import pytest

from egv.app.plan.order import Order
from egv.app.plan.outputs import Job
from egv.app.plan.plan import plan_run
from egv.app.records.ledger import FinishedOutput, Ledger
from egv.app.records.ledger_lines import FailureRecord, Provenance, PurgeRecord
from egv.app.records.results import ErrorResult, OutputResult, Status, StepResult
from egv.app.render.provenance import collect_provenance, list_failures
from egv.core.project.clip_notes import ConsentScope, Person
from egv.core.project.recipe_parts import Approval, Audience
from egv.core.text.variables import ClipTexts, TextValue
from egv.tools.store.cache import hash_content
from egv.tools.store.pseudonyms import compute_pseudonym

RECIPE = "schema: egv/recipe@1\nname: news\naudience: external\napproval: review\nsteps: [trim]\n"
RESULT = OutputResult(input="a.mov", status=Status.RENDERED)


@pytest.fixture(autouse=True)
def _in_a_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("a.mov").write_bytes(b"clip")
    Path("a.mp4").write_bytes(b"video")
    Path("news.yaml").write_text(RECIPE)


def job(**said: str) -> Job:
    words = ClipTexts(tuple(TextValue(name, text, "--set") for name, text in said.items()))
    return Job(Path("a.mov"), (), words)


def known(**said: str) -> Provenance:
    return collect_provenance(
        job(**said), plan_run(Order(("a.mov",), recipe="./news.yaml")), Ledger(Path("out"))
    )


def test_an_output_is_remembered_with_what_it_is_for_and_of() -> None:
    found = known(name="Jan")

    assert found.recipe == "news"
    assert (found.audience, found.approval) == (Audience.EXTERNAL, Approval.REVIEW)
    assert found.sources == {"../a.mov": hash_content(Path("a.mov"))}
    assert found.at
    assert found.at.tzinfo is UTC


def test_people_are_pseudonyms_and_who_made_it_goes_before_who_speaks() -> None:
    assert known(name="Jan").makers == (compute_pseudonym("Jan"),)
    assert known().makers == ()

    Path("a.egv.yaml").write_text("maker: Mo\npeople: [{name: Jan}, {name: Li}]\n")
    found = known(name="Jan")
    assert found.makers == (compute_pseudonym("Mo"),)
    assert found.people == (compute_pseudonym("Jan"), compute_pseudonym("Li"))


def test_a_user_who_can_keep_no_secret_still_gets_videos(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("EGV_SECRET", str(tmp_path / "a.mov" / "secret"))

    assert known(name="Jan").makers == ()


def test_what_is_written_is_read_back_by_the_next_run() -> None:
    ledger, found = Ledger(Path("out")), known(name="Jan")
    ledger.add_output(FinishedOutput(Path("out/a.mp4"), Path("a.mp4"), "key", RESULT, {}, found))
    ledger.add_failures([FailureRecord(failed="../b.mov", kind="input", step="trim", about=found)])

    again = Ledger(Path("out"))
    assert [each.about for each in again.made] == [found]
    assert [(each.failed, each.kind, each.step) for each in again.failed] == [
        ("../b.mov", "input", "trim")
    ]
    text = Path("out/.egv/ledger.jsonl").read_text()
    assert "Jan" not in text
    assert len(text.splitlines()) == 2


def test_what_a_step_says_of_a_person_is_shown_and_not_kept() -> None:
    facts = {"name": "Jan Smit", "role": "Welder", "start_s": 1.0}
    step = StepResult(step="lower-third", why="Jan Smit, Welder, from 1 s", facts=facts)
    result = RESULT.model_copy(update={"steps": (step,)})
    ledger = Ledger(Path("out"))
    ledger.add_output(
        FinishedOutput(Path("out/a.mp4"), Path("a.mp4"), "key", result, {}, known(name="Jan Smit"))
    )
    ledger.close()

    text = Path("out/.egv/ledger.jsonl").read_text()
    assert "Jan" not in text
    assert "Welder" not in text
    assert ledger.made[0].result["steps"][0]["why"] == "name, role, from 1 s"


ADDER = """
import sys
from pathlib import Path
from egv.app.records.ledger import Ledger
from egv.app.records.ledger_lines import FailureRecord
ledger = Ledger(Path("out"))
print(flush=True)
for number in range(60):
    ledger.add_failures([FailureRecord(failed=str(number), kind="input")])
ledger.close()
"""


def ledger_of_a_space() -> Ledger:
    """A ledger that keeps failures, because its folder is a project."""
    Path("out").mkdir()
    Path("out/egv.yaml").touch()
    return Ledger(Path("out"))


def test_what_is_purged_leaves_a_count_and_loses_no_line_of_other_runs() -> None:
    ledger = ledger_of_a_space()
    gone = [FailureRecord(failed=f"../{n}.mov", kind="input") for n in range(30)]
    ledger.add_failures(gone)
    reader = Ledger(Path("out"))
    argv = [sys.executable, "-c", ADDER]
    with subprocess.Popen(argv, stdout=subprocess.PIPE) as other:
        assert other.stdout
        other.stdout.readline()
        for each in gone:
            ledger.replace_records([each], [PurgeRecord(purged=0, failures={"input": 1})])
    ledger.close()

    reader.refresh()
    assert [each.failed for each in reader.failed] == [str(n) for n in range(60)]
    assert len(reader.purged) == 30
    assert [path.name for path in Path("out/.egv").iterdir()] == ["ledger.jsonl"]


def test_a_torn_line_goes_with_a_purge_and_a_newer_one_stays() -> None:
    ledger = ledger_of_a_space()
    ledger.add_failures([FailureRecord(failed="../jan.mov", kind="input")])
    path = Path("out/.egv/ledger.jsonl")
    newer = '{"failed": 7, "mood": "sad"}'
    path.write_text(f'{newer}\n{path.read_text()}{{"output": "jan.mp4", "ke')
    ledger.replace_records(ledger.failed, [PurgeRecord(purged=2, month="2026-11", space="hr")])
    ledger.close()

    assert path.read_text().splitlines() == [
        newer,
        '{"purged": 2, "month": "2026-11", "space": "hr"}',
    ]
    assert not ledger.failed


def test_lines_of_other_versions_and_torn_ones_harm_nothing() -> None:
    Path("out/.egv").mkdir(parents=True)
    old = '{"output": "a.mp4", "key": "k", "content": "c", "result": {}, "sidecars": {}}\n'
    newer = '{"failed": "b.mov", "kind": "input", "mood": "sad", "about": {"weather": "rain"}}\n'
    Path("out/.egv/ledger.jsonl").write_text(f'{old}{newer}[1]\n3\n{{"output": 7}}\n{{"outp\n{old}')
    ledger = Ledger(Path("out"))

    assert len(ledger.made) == 2
    assert ledger.made[0].about.at is None
    assert [each.failed for each in ledger.failed] == ["b.mov"]


def test_failures_are_remembered_once_a_clip_and_only_where_figures_are_kept() -> None:
    plan = plan_run(Order(("a.mov",), recipe="./news.yaml"))
    fault = ErrorResult(kind="input", message="a.mov of Jan is cut off", step="trim")
    outputs = [
        OutputResult(input="a.mov", status=Status.FAILED, format=word, error=fault)
        for word in ("square", "portrait")
    ]
    [failed] = list_failures([job()], plan, Ledger(Path("out")), outputs)
    assert (failed.failed, failed.kind, failed.step) == ("../a.mov", "input", "trim")
    assert failed.about.recipe == "news"

    Ledger(Path("out")).add_failures([failed])
    assert not Path("out").exists()
    Path("egv.yaml").write_text("schema: egv/project@1\n")
    Ledger(Path()).add_failures([failed])
    assert len(Ledger(Path()).failed) == 1


def test_a_yes_holds_as_far_and_as_long_as_it_was_said() -> None:
    day = date(2026, 11, 23)
    inside = Person(name="Jan", until=day)
    assert inside.has_agreed(ConsentScope.INTERNAL, day)
    assert not inside.has_agreed(ConsentScope.EXTERNAL, day)
    assert not inside.has_agreed(ConsentScope.INTERNAL, date(2026, 11, 24))
    assert not Person(name="Jan", withdrawn=True).has_agreed(ConsentScope.INTERNAL, day)
    assert Person(name="Jan", scope=(ConsentScope.EXTERNAL,)).has_agreed(ConsentScope.INTERNAL, day)
