"""Where somebody speaks and there is no speech model: a video without subtitles, or an error."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from egv.app.plan.order import NamedStep, Order, RunOptions
from egv.app.plan.outputs import Job, Target
from egv.app.plan.plan import Plan, plan_run, write_recipe
from egv.app.plan.settings import load_settings
from egv.app.records.ledger import Ledger
from egv.app.render.fingerprint import compute_fingerprint
from egv.app.run.drafts import DraftOrder, build_draft, restore_job
from egv.core.cues.speech_models import describe_skipped_subtitles
from egv.core.errors import EnvironmentFault, GateError, RecipeError, UsageError
from egv.core.media.timing import Seconds, Span
from egv.core.programme.concat import concatenate_clips
from egv.core.programme.questions import (
    SidecarTextOf,
    SpeechIn,
    SpeechModelAbsence,
    SpeechModelAdvice,
    SpeechModelPath,
)
from egv.core.sound.speech_spans import Speech
from egv.steps.subtitle import Subtitle
from egv.tools.models.installed import is_model_absent
from tests.conftest import answering, programme
from tests.scripted_whisper import build

SPOKEN = Speech(Seconds(10), (Span(Seconds(1), Seconds(4)),))
NAMED = NamedStep(Subtitle, {})


@pytest.fixture(autouse=True)
def no_models(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    for name in ("HF_HUB_CACHE", "EGV_MODEL_DIR", "XDG_DATA_HOME"):
        monkeypatch.setenv(name, str(tmp_path / "models"))
    Path("a.mp4").write_bytes(b"a")
    return tmp_path / "models"


def subtitle(*steps: NamedStep, recipe: str | None = "standard", **options: Any) -> Subtitle:
    plan = plan_run(Order(("a.mp4",), steps, recipe, RunOptions(**options)))
    return next(step for step in plan.steps if isinstance(step, Subtitle))


def world(*, speech: Speech = SPOKEN, absent: bool = True) -> Any:
    return answering(
        {
            SpeechIn: speech,
            SidecarTextOf: None,
            SpeechModelAbsence: absent,
            SpeechModelPath: None,
            SpeechModelAdvice: "fetch a model with: egv model fetch small",
        }
    )


def test_a_recipe_s_subtitles_are_left_out_and_told_with_the_line_that_gets_a_model() -> None:
    step, edit = subtitle(), programme()
    step.check_clip(edit, world())
    done = step.apply(edit, world())

    assert done.cues == ()
    assert done.layers == ()
    assert done.notes == (
        "subtitle: made without subtitles: no speech model is installed; fetch one, once,"
        " with: egv model fetch small (486 MB); then run the same line again",
    )


@pytest.mark.parametrize(
    "step",
    [
        lambda: subtitle(NAMED),
        lambda: subtitle(NAMED, recipe=None),
        lambda: subtitle(require_subtitles=True),
        lambda: subtitle(recipe="./r.yaml"),
        lambda: subtitle(recipe="./files.yaml"),
    ],
)
def test_where_subtitles_are_asked_for_it_is_an_error_of_the_machine(step: Any) -> None:
    head = "schema: egv/recipe@1\nname: r\n"
    Path("r.yaml").write_text(f"{head}require: subtitles\nsteps: [subtitle]\n")
    Path("files.yaml").write_text(f"{head}steps: [{{subtitle: {{emit: [srt]}}}}]\n")
    with pytest.raises(EnvironmentFault, match="egv model fetch small") as checked:
        step().check_clip(programme(), world())
    with pytest.raises(EnvironmentFault, match="egv model fetch small"):
        step().apply(programme(), world())

    assert checked.value.exit_code == 5


def test_nobody_who_speaks_needs_a_model_and_a_broken_one_is_no_missing_one() -> None:
    step, silence = subtitle(), Speech(Seconds(10))
    done = step.apply(programme(), world(speech=silence))
    strict = Subtitle(require_speech=True).resolve_options().make_optional()

    assert done.notes == ("subtitle: nobody speaks, so there is nothing to subtitle",)
    with pytest.raises(EnvironmentFault):
        step.check_clip(programme(), world(absent=False))
    with pytest.raises(GateError):
        strict.apply(programme(), world(speech=silence))


def test_the_model_that_a_recipe_names_is_the_one_to_get() -> None:
    Path("r.yaml").write_text(
        "schema: egv/recipe@1\nname: r\nsteps: [{subtitle: {model: turbo}}]\n"
    )
    step = subtitle(recipe="./r.yaml")
    [note] = step.apply(programme(), world()).notes

    assert "the speech model turbo is not installed" in note
    assert "egv model fetch large-v3-turbo (" in note
    assert "egv model list" in describe_skipped_subtitles("our-own")


def test_a_model_is_absent_only_where_nothing_of_it_is_there(no_models: Path) -> None:
    names = (None, "small", "./m", "our-own")
    before = [is_model_absent(name) for name in names]
    (no_models / "small").mkdir(parents=True)  # broken: an error says so
    (no_models.parent / "m").mkdir()
    after = [is_model_absent(name) for name in names]

    assert before == [True] * 4
    assert after == [False, False, False, True]
    assert not is_model_absent(" ")


def test_it_is_made_anew_when_a_model_is_there_or_subtitles_are_asked_for(no_models: Path) -> None:
    job = Job(Path("a.mp4"), ())

    def key(*steps: NamedStep) -> str:
        plan: Plan = plan_run(Order(("a.mp4",), steps, "standard"))
        return compute_fingerprint(job, plan, "source")

    without, again, asked = key(), key(), key(NAMED)
    build(no_models / "small", [(0.5, 3, "Hallo.")])
    found, named = key(), key(NAMED)

    assert without == again
    assert len({without, asked, found}) == 3
    assert found == named  # with a model it is all one


def test_a_saved_line_that_names_subtitles_requires_them_in_the_recipe() -> None:
    line = plan_run(Order(("a.mp4",), (NAMED,)))
    write_recipe(line, Path("r.yaml"))
    read = plan_run(Order((), recipe="./r.yaml"))

    assert "require:\n" in Path("r.yaml").read_text()
    assert (read.plan_hash, read.needs_subtitles) == (line.plan_hash, True)


@pytest.mark.parametrize("required", [True, False])
def test_a_draft_that_is_approved_needs_what_its_line_needed(*, required: bool) -> None:
    Path("r.yaml").write_text("schema: egv/recipe@1\nname: r\nsteps: [subtitle]\n")
    order = Order(("a.mp4",), (), "./r.yaml", RunOptions(require_subtitles=required))
    plan, ledger = plan_run(order), Ledger(Path("out"))
    job = Job(Path("a.mp4"), (Target("source", Path("out/a.mp4")),))
    key, settings = (
        compute_fingerprint(job, plan.unmarked_plan, "source"),
        load_settings(order.options),
    )
    draft = build_draft(job, job.targets[0], key, DraftOrder(order, settings, plan), ledger)
    job_again, plan_again = restore_job(draft, ledger)

    assert plan_again.needs_subtitles == required
    assert compute_fingerprint(job_again, plan_again, "source") == key


def test_a_need_that_nothing_meets_is_refused() -> None:
    Path("r.yaml").write_text(
        "schema: egv/recipe@1\nname: r\nrequire: [subtitles]\nsteps: [trim]\n"
    )
    with pytest.raises(
        UsageError, match="--require-subtitles: no step of this run makes subtitles"
    ):
        plan_run(
            Order(
                (),
                recipe="standard",
                options=RunOptions(require_subtitles=True, skip=("subtitle",)),
            )
        )
    with pytest.raises(RecipeError, match=r"r\.yaml:3:1: require: no step .* makes subtitles"):
        plan_run(Order((), recipe="./r.yaml"))


def test_of_several_clips_joined_it_is_told_once() -> None:
    step = subtitle()
    speaking = step.apply(programme(), world())
    silent = step.apply(programme(), world(speech=Speech(Seconds(10))))
    notes = concatenate_clips([speaking, silent, speaking], speaking.canvas).notes

    assert [note for note in notes if "made without" in note] == [describe_skipped_subtitles(None)]
