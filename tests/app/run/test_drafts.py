"""What is kept of a draft makes the same video again; what was said of it survives a power loss."""

from __future__ import annotations

from pathlib import Path

import pytest

from egv.app.plan.order import NamedStep, Order, RunOptions
from egv.app.plan.outputs import Job, Target
from egv.app.plan.plan import plan_run
from egv.app.plan.settings import load_settings
from egv.app.records.ledger import Ledger
from egv.app.render.fingerprint import compute_fingerprint
from egv.app.run.drafts import (
    DraftOrder,
    build_draft,
    load_drafts,
    locate_draft_file,
    restore_job,
    write_draft,
)
from egv.app.run.review_history import ReviewAct
from egv.app.run.review_log import ReviewStore
from egv.core.delivery.watermark import choose_watermark_text
from egv.core.programme.layers import Marking, Watermark
from egv.core.text.variables import ClipTexts, TextValue
from egv.steps.subtitle import Subtitle
from egv.steps.trim import Trim

RECIPE = "schema: egv/recipe@1\nname: news\napproval: review\nsteps: [trim, subtitle, brand]\n"


@pytest.fixture(autouse=True)
def _with_a_recipe(here: Path) -> None:
    (here / "news.yaml").write_text(RECIPE)
    (here / "a.mov").write_bytes(b"clip")
    (here / "said.txt").write_text("Hello.")


def order(**options: object) -> Order:
    steps = (
        NamedStep(Trim, {"start": Trim.from_options({"start": "1.5"}).start}),
        NamedStep(Subtitle, {"script": Path("said.txt")}),
    )
    said = RunOptions(kit="acme", formats=("square", "portrait"), **options)  # type: ignore[arg-type]
    return Order(("a.mov",), steps, "./news.yaml", said)


def test_what_is_kept_of_a_draft_makes_the_same_video_from_any_folder(
    here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    plan, ledger = plan_run(order()), Ledger(Path("out"))
    words = ClipTexts((TextValue("title", "Ours {1}", "--set"),), (("stem", "a"),))
    job = Job(Path("a.mov"), (Target("square", Path("out/a.square.mp4")),), words)
    key = compute_fingerprint(job, plan.with_texts(words).unmarked_plan, "square")
    settings = load_settings(order().options)
    ordered = DraftOrder(order(), settings, plan)
    write_draft(build_draft(job, job.targets[0], key, ordered, ledger), ledger)
    (here / "elsewhere").mkdir()
    monkeypatch.chdir(here / "elsewhere")
    [draft] = load_drafts(ledger).values()
    job_again, plan_again = restore_job(draft, ledger)

    assert locate_draft_file(here / "out", "a.square.mp4").is_file()
    assert draft.file == "a.square.draft.mp4"
    assert compute_fingerprint(job_again, plan_again, draft.format) == key
    assert job_again.targets[0].path == Path("../out/a.square.mp4")


def test_a_mark_makes_another_plan_and_is_in_the_language_of_the_video() -> None:
    draft, practice = plan_run(order()), plan_run(order(practice=True))
    words = [choose_watermark_text(Watermark(each, "nl")) for each in Marking]

    assert (draft.marking, practice.marking) == (Marking.DRAFT, Marking.PRACTICE)
    assert len({draft.plan_hash, practice.plan_hash, draft.unmarked_plan.plan_hash}) == 3
    assert draft.unmarked_plan.plan_hash == practice.unmarked_plan.plan_hash
    assert words == ["CONCEPT", "OEFENING"]
    assert (
        choose_watermark_text(Watermark(Marking.DRAFT, "en"))
        == choose_watermark_text(Watermark(Marking.DRAFT, "fr"))
        == "DRAFT"
    )


def test_a_torn_last_line_is_left_aside(here: Path) -> None:
    ledger = Ledger(Path("out"))
    reviews = ReviewStore(ledger)
    reviews.add_event(ReviewAct.NOTED, "a.mp4", text="one")
    with (here / "out/.egv/reviews.jsonl").open("a") as log:
        log.write('{"act": "appro')
    reviews.add_event(ReviewAct.NOTED, "a.mp4", text="two")
    ledger.close()
    history = reviews.review_log

    assert [each.event.note for each in history.list_notes("a.mp4")] == [1, 2]
    assert not history.altered_events
