"""What is kept of a draft makes the same video again; what was said of it survives a power loss."""

from __future__ import annotations

from pathlib import Path

import pytest

from egv.app.drafts import again, draft_file, draft_of, drafts_in, keep
from egv.app.keys import key_of
from egv.app.ledger import Ledger
from egv.app.order import NamedStep, Order, RunOptions
from egv.app.outputs import Job, Target
from egv.app.plan import planned
from egv.app.reviews import Reviews
from egv.app.settings import settings_for
from egv.core.layers import Mark, Marking
from egv.core.mark import mark_word
from egv.core.reviews import Act
from egv.core.vars import Said, Words
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
        NamedStep(Trim, {"start": Trim.of({"start": "1.5"}).start}),
        NamedStep(Subtitle, {"script": Path("said.txt")}),
    )
    said = RunOptions(kit="acme", formats=("square", "portrait"), **options)  # type: ignore[arg-type]
    return Order(("a.mov",), steps, "./news.yaml", said)


def test_what_is_kept_of_a_draft_makes_the_same_video_from_any_folder(
    here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    plan, ledger = planned(order()), Ledger(Path("out"))
    words = Words((Said("title", "Ours {1}", "--set"),), (("stem", "a"),))
    job = Job(Path("a.mov"), (Target("square", Path("out/a.square.mp4")),), words)
    key = key_of(job, plan.saying(words).clean, "square")
    settings = settings_for(order().options)
    keep(draft_of(job, job.targets[0], key, plan, order(), settings, ledger), ledger)
    (here / "elsewhere").mkdir()
    monkeypatch.chdir(here / "elsewhere")
    [draft] = drafts_in(ledger).values()
    job_again, plan_again = again(draft, ledger)

    assert draft_file(here / "out", "a.square.mp4").is_file()
    assert draft.file == "a.square.draft.mp4"
    assert key_of(job_again, plan_again, draft.format) == key
    assert job_again.targets[0].path == Path("../out/a.square.mp4")


def test_a_mark_makes_another_plan_and_is_in_the_language_of_the_video() -> None:
    draft, practice = planned(order()), planned(order(practice=True))
    words = [mark_word(Mark(each, "nl")) for each in Marking]

    assert (draft.marking, practice.marking) == (Marking.DRAFT, Marking.PRACTICE)
    assert len({draft.hash, practice.hash, draft.clean.hash}) == 3
    assert draft.clean.hash == practice.clean.hash
    assert words == ["CONCEPT", "OEFENING"]
    assert mark_word(Mark(Marking.DRAFT, "en")) == mark_word(Mark(Marking.DRAFT, "fr")) == "DRAFT"


def test_a_torn_last_line_is_left_aside(here: Path) -> None:
    ledger = Ledger(Path("out"))
    reviews = Reviews(ledger)
    reviews.add(Act.NOTED, "a.mp4", text="one")
    with (here / "out/.egv/reviews.jsonl").open("a") as log:
        log.write('{"act": "appro')
    reviews.add(Act.NOTED, "a.mp4", text="two")
    ledger.close()
    history = reviews.history

    assert [each.said.note for each in history.notes("a.mp4")] == [1, 2]
    assert not history.changed
