"""What is kept of a draft makes the same video again; what was said of it survives a power loss."""

from __future__ import annotations

import json
from dataclasses import replace
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
from egv.core.overlays.watermark import choose_watermark_text
from egv.core.programme.layers import Marking, Watermark
from egv.core.text.variables import ClipTexts, TextValue
from egv.steps.brand import Brand
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
    said = RunOptions(kit="acme", formats=("square", "portrait"), **options)
    return Order(("a.mov",), steps, "./news.yaml", said)


def keep(asked: Order, ledger: Ledger) -> str:
    """Keep a draft of a.mov in a square, made as asked for, and return the fingerprint."""
    plan = plan_run(asked)
    words = ClipTexts((TextValue("title", "Ours {1}", "--set"),), (("stem", "a"),))
    job = Job(Path("a.mov"), (Target("square", Path("out/a.square.mp4")),), words)
    key = compute_fingerprint(job, plan.with_texts(words).unmarked_plan, "square")
    ordered = DraftOrder(asked, load_settings(asked.options), plan)
    write_draft(build_draft(job, job.targets[0], key, ordered, ledger), ledger)
    return key


def test_what_is_kept_of_a_draft_makes_the_same_video_from_any_folder(
    here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ledger = Ledger(Path("out"))
    key = keep(order(), ledger)
    (here / "elsewhere").mkdir()
    monkeypatch.chdir(here / "elsewhere")
    [draft] = load_drafts(ledger).values()
    job_again, plan_again = restore_job(draft, ledger)

    assert locate_draft_file(here / "out", "a.square.mp4").is_file()
    assert draft.file == "a.square.draft.mp4"
    assert compute_fingerprint(job_again, plan_again, draft.format) == key
    assert job_again.targets[0].path == Path("../out/a.square.mp4")


def test_every_option_of_the_run_is_kept_with_the_draft_but_the_texts_which_the_clip_has() -> None:
    ledger, given = Ledger(Path("out")), {"quality": "best", "verify": "full", "overwrite": True}
    asked = order(**given, require_subtitles=True, skip=("trim",), variables=(("title", "T"),))
    keep(asked, ledger)
    [draft] = load_drafts(ledger).values()
    found = ("recipe", "kit", "space", "join")  # filled in by the plan

    assert draft.options.model_dump(exclude={*found}) == asked.options.model_dump(
        exclude={*found}
    ) | {"variables": ()}
    assert Path(str(draft.options.recipe)).is_absolute()


def test_a_draft_that_an_earlier_egv_kept_makes_the_same_video(here: Path) -> None:
    ledger = Ledger(Path("out"))
    key = keep(order(quality="best", allow_damaged=True), ledger)
    file = locate_draft_file(here / "out", "a.square.mp4")
    kit = json.loads(file.read_text())["options"]["kit"]
    earlier = {
        "output": "a.square.mp4", "file": "a.square.draft.mp4", "key": key, "format": "square",
        "formats": ["square", "portrait"], "recipe": str(here / "news.yaml"), "kit": kit,
        "language": "", "space": "", "quality": "best", "join": False, "allow_damaged": True,
        "require_subtitles": False, "skip": [], "takes": [], "notes": [],
        "steps": [["trim", {"start": "1.5"}], ["subtitle", {"script": str(here / "said.txt")}]],
        "clip": {
            "path": "../a.mov", "said": [["title", "Ours {1}", "--set"]], "known": [["stem", "a"]],
        },
    }  # fmt: skip
    file.write_text(json.dumps(earlier))
    [draft] = load_drafts(ledger).values()
    job, plan = restore_job(draft, ledger)

    assert compute_fingerprint(job, plan, draft.format) == key


@pytest.mark.parametrize("text", ["[]", "{}", "1", '{"options": 1}'])
def test_a_file_that_is_no_draft_is_left_aside(here: Path, text: str) -> None:
    ledger = Ledger(Path("out"))
    keep(order(), ledger)
    locate_draft_file(here / "out", "a.square.mp4").write_text(text)

    assert load_drafts(ledger) == {}


def test_a_mark_makes_another_plan_and_is_in_the_language_of_the_video() -> None:
    draft, practice = plan_run(order()), plan_run(order(practice=True, quality="good"))
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


@pytest.mark.parametrize(
    "line",
    [
        Order(("a.mov",), (NamedStep(Trim, {}),), options=RunOptions(kit="acme")),
        Order(("a.mov",), (NamedStep(Trim, {}),), options=RunOptions(formats=("portrait",))),
        Order(("a.mov",), (NamedStep(Subtitle, {"script": Path("said.txt")}),)),
        Order(("a.mov",), recipe="standard", options=RunOptions(kit="acme", skip=("brand",))),
    ],
    ids=["kit", "format", "subtitle", "recipe"],
)
def test_a_draft_without_texts_is_the_same_at_a_terminal_in_another_language(
    line: Order, monkeypatch: pytest.MonkeyPatch
) -> None:
    drafts = []
    for tongue in ("nl", "en"):
        monkeypatch.setenv("EGV_LANG", tongue)
        drafts.append(replace(plan_run(line), marking=Marking.DRAFT))

    assert drafts[0].plan_hash == drafts[1].plan_hash
    assert drafts[0].mark_language == drafts[1].mark_language


def test_texts_that_are_shown_in_another_language_make_another_video(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    line = Order(("a.mov",), (NamedStep(Brand, {}),), options=RunOptions(kit="acme"))
    hashes = set()
    for tongue in ("nl", "en"):
        monkeypatch.setenv("EGV_LANG", tongue)
        hashes.add(plan_run(line).plan_hash)

    assert len(hashes) == 2


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
